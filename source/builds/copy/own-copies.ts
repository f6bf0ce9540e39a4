import type { AwsTarget } from '../../recipe/schema.ts';
import { organizationsOf } from '../../targets/aws/recipe/share.ts';
import { type HclBlock, hclAttributes, hclBlocks, hclValue } from './hcl-blocks.ts';
import { isAmazonSource, type SourceLine } from './template-edits.ts';
import { type TemplateStep, templateSteps } from './template-steps.ts';

/** A file that Packer reads in the folder of a template. */
type TemplateText = { readonly file: string; readonly text: string };

/** What Packer does with every copy, or with the image before it is copied, and we do not: then the copies stay Packer's. */
const withCopies = [
	'ami_groups',
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

/** The texts of a list, as it stands there; undefined if that cannot be told. */
const textsIn = (value: string): readonly string[] | undefined =>
	/^\[\s*(?:"[^"\\$%]*"\s*(?:,\s*|(?=\])))*\]$/.test(value)
		? [...value.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text)
		: undefined;

/** The entries of a map of texts that are not empty, one a text; undefined if that cannot be told. */
const entriesIn = (value: string): readonly string[] | undefined =>
	/^\{(?:\s*"?[a-z0-9-]+"?\s*=\s*"[^"\\$%]*"\s*,?)*\s*\}$/.test(value)
		? [...value.matchAll(/"?([a-z0-9-]+)"?\s*=\s*"([^"]*)"/g)]
				.filter(([, , text]) => text !== '')
				.map(([, key, text]) => `${key}=${text}`)
		: undefined;

type Terms = Pick<AwsTarget, 'volume' | 'share'>;

/**
 * What Packer does with copies as we do by the Recipe, each with what the Recipe says: it has to be the same. Encryption
 * without a key is as that of the image.
 */
const likeOurs: Readonly<
	Record<string, (value: string, terms: Terms) => readonly [readonly string[] | undefined, readonly string[]]>
> = {
	encrypt_boot: (value, { volume }) => [[value], [String(volume.encrypted)]],
	region_kms_key_ids: (value, { volume }) => [
		entriesIn(value),
		Object.entries(volume.kmsKeys).map(([region, key]) => `${region}=${key}`),
	],
	ami_users: (value, { share }) => [textsIn(value), share.accounts],
	ami_org_arns: (value, { share }) => [textsIn(value), organizationsOf(share).organizations],
	ami_ou_arns: (value, { share }) => [textsIn(value), organizationsOf(share).units],
};

const isSame = (found: readonly string[] | undefined, wanted: readonly string[]): boolean =>
	found?.toSorted().join('\n') === wanted.toSorted().join('\n');

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

/** What an expression is: itself, or the default of the variable that it is. */
const valueOfExpression = (
	value: string,
	files: readonly TemplateText[],
	isSet: (variable: string) => boolean,
): string | undefined => {
	const variable = /^var\.([\w-]+)$/.exec(value)?.[1];
	return variable === undefined ? value : variableValue(files, variable, isSet);
};

/** The regions of an `ami_regions` as it stands there, each once; undefined if that cannot be told. */
const regionsOf = (
	value: string,
	files: readonly TemplateText[],
	isSet: (variable: string) => boolean,
): readonly string[] | undefined => regionsIn(valueOfExpression(value, files, isSet));

/**
 * The regions of the copies that packer-wizard makes itself, behind Packer, which takes the image away when one copy fails.
 * `packer` where they are Packer's: it does more with them, or it is not known from the files which they are. None where
 * nobody asks for any. Pure.
 * @param files what Packer reads in its folder, values of variables too.
 * @param isSet whether Packer's environment sets a variable.
 * @param terms what the Recipe says of keys and of sharing: by that we make them.
 */
export const ownCopiesOf = (
	files: readonly TemplateText[],
	isSet: (variable: string) => boolean,
	terms: Terms,
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
	const areLikeOurs = Object.entries(likeOurs)
		.filter(([name]) => source?.attributes.includes(name))
		.every(([name, read]) => {
			const value = valueOfExpression(source?.attribute(name) ?? '', files, isSet);
			return value !== undefined && isSame(...read(value, terms));
		});
	return source?.attributes.some(name => withCopies.includes(name)) === false && areLikeOurs
		? (asked[0] ?? 'packer')
		: 'packer';
};

/** What is said where the copies are Packer's, one sentence. */
export const packersCopies =
	'Packer makes the copies itself here: if one fails, it takes the whole image away.';

/** The lines with which Packer copies nothing: it takes no keys for regions without a copy. */
export const noCopiesLines: readonly SourceLine[] = [
	{ name: 'ami_regions', value: [], where: 'present' },
	{ name: 'region_kms_key_ids', value: {}, where: 'present' },
];
