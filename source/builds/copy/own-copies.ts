import { type HclBlock, hclAttributes, hclBlocks, hclValue } from './hcl-blocks.ts';
import { isAmazonSource, type SourceLine } from './private-template.ts';
import { type TemplateStep, templateSteps } from './template-steps.ts';

/** A file that Packer reads in the folder of a template. */
type TemplateText = { readonly file: string; readonly text: string };

/** What Packer does with every copy, or with the image before it is copied: then the copies stay Packer's. */
const withCopies = [
	'encrypt_boot',
	'region_kms_key_ids',
	'ami_users',
	'ami_groups',
	'ami_org_arns',
	'ami_ou_arns',
	'ami_product_codes',
	'snapshot_users',
	'snapshot_groups',
	'deprecate_at',
	'deregistration_protection',
	'fast_launch',
	'force_deregister',
	'skip_create_ami',
	'skip_save_build_region',
	'skip_region_validation',
];

const regionsIn = (value: string | undefined): readonly string[] | undefined =>
	value !== undefined && /^\[\s*(?:"[a-z0-9-]+"\s*(?:,\s*|(?=\])))*\]$/.test(value)
		? [...new Set([...value.matchAll(/"([a-z0-9-]+)"/g)].map(([, region = '']) => region))]
		: undefined;

const attributeOf = (text: string, block: HclBlock, name: string): string | undefined => {
	const found = hclAttributes(text, block).find(attribute => attribute.name === name);
	return found && hclValue(text, found);
};

/** What a variable is by its default; undefined if something else could set it, or that cannot be told. */
const variableValue = (
	files: readonly TemplateText[],
	name: string,
	isSet: (variable: string) => boolean,
): string | undefined => {
	const isElsewhere = files.some(({ file, text }) => file.includes('.auto.pkrvars.') && text.includes(name));
	if (isElsewhere || isSet(`PKR_VAR_${name}`)) {
		return undefined;
	}

	return files
		.flatMap(({ text }) => hclBlocks(text).map(block => ({ text, block })))
		.filter(({ block }) => block.type === 'variable' && block.labels[0] === name)
		.map(({ text, block }) => attributeOf(text, block, 'default'))[0];
};

/** The one source of a template whose image is copied; undefined if there are more, or others see what was copied. */
const onlySource = (files: readonly TemplateText[]): TemplateStep | undefined => {
	const hcl = files.filter(({ file }) => file.endsWith('.pkr.hcl'));
	const builds = hcl.flatMap(({ text }) => hclBlocks(text).filter(({ type }) => type === 'build'));
	const steps = files.flatMap(({ file, text }) => templateSteps(file, text));
	const sources = steps.filter(({ kind }) => kind === 'source');
	const [source] = sources;
	return builds.length === 1 &&
		sources.length === 1 &&
		source?.type === 'amazon-ebs' &&
		!files.some(({ file }) => file.endsWith('.pkr.json')) &&
		// A post-processor may use the ids of all copies.
		!steps.some(({ kind }) => kind === 'post-processor')
		? source
		: undefined;
};

/** The regions of an `ami_regions` as it stands there, each once; undefined if that cannot be told. */
const regionsOf = (
	value: string,
	files: readonly TemplateText[],
	isSet: (variable: string) => boolean,
): readonly string[] | undefined => {
	const variable = /^var\.([\w-]+)$/.exec(value)?.[1];
	return regionsIn(variable === undefined ? value : variableValue(files, variable, isSet));
};

/**
 * The regions of the copies that packer-wizard makes itself, behind Packer, which takes the image away when one copy fails.
 * `packer` where they are Packer's: it does more with them, or it is not known from the files which they are. None where
 * nobody asks for any. Pure.
 * @param files what Packer reads in its folder, values of variables too.
 * @param isSet whether Packer's environment sets a variable.
 */
export const ownCopiesOf = (
	files: readonly TemplateText[],
	isSet: (variable: string) => boolean,
): readonly string[] | 'packer' => {
	const asked = files
		.flatMap(({ file, text }) => templateSteps(file, text))
		.filter(
			({ kind, type, attributes }) =>
				kind === 'source' && isAmazonSource(type) && attributes.includes('ami_regions'),
		)
		.map(source => regionsOf(source.attribute('ami_regions'), files, isSet));
	if (asked.every(regions => regions?.length === 0)) {
		return [];
	}

	const source = onlySource(files);
	return source?.attributes.some(name => withCopies.includes(name)) === false
		? (asked[0] ?? 'packer')
		: 'packer';
};

/** What is said where the copies are Packer's, one sentence. */
export const packersCopies =
	'Packer makes the copies itself here: if one fails, it takes the whole image away.';

/** The line with which Packer copies nothing. */
export const noCopiesLine: SourceLine = { name: 'ami_regions', value: [], where: 'present' };
