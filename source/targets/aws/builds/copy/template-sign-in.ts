import {
	type HclBlock,
	hclAttributes,
	hclBlocks,
	hclInnerBlocks,
	hclValue,
} from '../../../../builds/copy/hcl-blocks.ts';
import { packerFile } from '../../../../packer/folder-files.ts';
import { variableNames } from '../../../../template/variables.ts';

/** How the sources of a template sign in. */
export type TemplateSignIn =
	/** By this profile, none if empty. */
	| { readonly kind: 'profile'; readonly profile: string }
	/** By a setting of their own that only Packer can follow: `access_key`. */
	| { readonly kind: 'own'; readonly file: string; readonly setting: string };

/** What signs in a source, beside its profile. */
const ownSettings = ['access_key', 'secret_key', 'token', 'shared_credentials_file', 'mfa_code'];
const ownBlocks = ['assume_role', 'vault_aws_engine'];

/** The text of an attribute behind its sign, without a comment. */
const valueText = (text: string, block: HclBlock, name: string): string | undefined => {
	const attribute = hclAttributes(text, block).find(each => each.name === name);
	return attribute && hclValue(text, attribute).replace(/\s*(?:#|\/\/).*$/s, '');
};

/** The text of a plain string, undefined for any other expression. */
const plainString = (expression: string | undefined): string | undefined =>
	/^"([^"\\$%]*)"$/.exec(expression ?? '')?.[1];

type TemplateText = { readonly file: string; readonly text: string };

const isSource = ({ type, labels }: HclBlock): boolean => type === 'source' && labels[0] === 'amazon-ebs';

const defaultOf = (texts: readonly TemplateText[], variable: string): string | undefined => {
	for (const { text } of texts) {
		const block = hclBlocks(text).find(({ type, labels }) => type === 'variable' && labels[0] === variable);
		if (block) {
			return plainString(valueText(text, block, 'default'));
		}
	}

	return undefined;
};

const ownSetting = (text: string, block: HclBlock): string | undefined =>
	hclAttributes(text, block).find(({ name }) => ownSettings.includes(name))?.name ??
	hclInnerBlocks(text, block).find(({ type }) => ownBlocks.includes(type))?.type;

/**
 * How a template signs in, hand edits included; undefined if it has no source for EC2. Pure.
 * @param texts the files of a folder that Packer reads: `*.pkr.hcl`, `*.auto.pkrvars.hcl`.
 */
export const templateSignIn = (texts: readonly TemplateText[]): TemplateSignIn | undefined => {
	for (const { file, text } of texts) {
		for (const block of hclBlocks(text).filter(isSource)) {
			const own = ownSetting(text, block);
			if (own !== undefined) {
				return { kind: 'own', file, setting: own };
			}

			const expression = valueText(text, block, 'profile');
			const profile =
				expression === undefined
					? ''
					: expression === `var.${variableNames.profile}`
						? defaultOf(texts, variableNames.profile)
						: plainString(expression);
			const set = texts.find(
				each => packerFile(each.file)?.endsWith('values') && each.text.includes(variableNames.profile),
			);
			return profile === undefined || set
				? { kind: 'own', file: set?.file ?? file, setting: 'profile' }
				: { kind: 'profile', profile };
		}
	}

	return undefined;
};
