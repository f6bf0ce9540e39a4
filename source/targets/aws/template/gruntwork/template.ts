import { exitCodes, Problem } from '../../../../base/problem.ts';
import { packageSystem } from '../../../../recipe/packages.ts';
import { anyAddress, ownAddress, type Recipe } from '../../../../recipe/schema.ts';
import { placesOf } from '../../../../recipe/step-kinds.ts';
import { mainFile } from '../../../../recipe/style.ts';
import { gruntworkTags } from '../../../../recipe/tags.ts';
import { bundleFileContents, bundleUploads } from '../../../../template/bundle-files.ts';
import {
	attribute,
	block,
	code,
	comment,
	type Expression,
	emptyLine,
	hclText,
	type Item,
	inlineText,
	map,
	text,
} from '../../../../template/hcl.ts';
import { keptBlocks, withKeptLines } from '../../../../template/kept.ts';
import { type PackerProfile, profileFeatures } from '../../../../template/profile.ts';
import { runItems, type StepTexts } from '../../../../template/provisioners.ts';
import { stepScript } from '../../../../template/scripts.ts';
import { shellQuote } from '../../../../template/shell.ts';
import { type ProvisioningStep, provisioningSteps } from '../../../../template/steps.ts';
import { type Variable, variable, variableNames } from '../../../../template/variables.ts';
import { baseItems, baseSearch } from '../base.ts';
import { buildBlock, heading, runTagsItems } from '../image.ts';
import {
	description,
	logInItems,
	machineItems,
	metadataItems,
	pollingItems,
	rootDisk,
	runTagItems,
	shareItems,
} from '../source.ts';
import { toldBy, withoutTold } from './services.ts';
import { gruntworkVariables, gruntworkNames as own, toldVariables, versionVariable } from './variables.ts';

const signInItems = ({ aws: { profile } }: Recipe): Item[] => [
	attribute('region', variable(variableNames.region)),
	...(profile === undefined ? [] : [attribute('profile', variable(variableNames.profile))]),
];

/** The base image as a source of data, where Packer has such: 1.7 and newer. */
const dataItems = (recipe: Recipe, profile: PackerProfile): Item[] | undefined =>
	profileFeatures(profile).data
		? baseSearch(recipe, 'data "amazon-ami" "base"', signInItems(recipe))
		: undefined;

/** A block with one filter by two variables, if the first is not empty. */
const filterBlock = (header: string, key: string, value: string, items: readonly Item[] = []): Item =>
	block(`dynamic "${header}"`, [
		attribute('for_each', code(`compact([var.${key}])`)),
		block('content', [...items, attribute('filters', ['{', `  (${header}.value) = var.${value}`, '}'])]),
	]);

const networkItems = ({ aws: { network } }: Recipe, profile: PackerProfile): Item[] => [
	attribute('availability_zone', variable(variableNames.zone)),
	attribute(own.publicAddress, variable(own.publicAddress)),
	attribute(own.sshInterface, variable(own.sshInterface)),
	...(network.sshFrom === anyAddress
		? []
		: [attribute('temporary_security_group_source_cidrs', variable(variableNames.sshFrom))]),
	...(network.sshFrom === ownAddress && profileFeatures(profile).ownAddress
		? [attribute('temporary_security_group_source_public_ip', code(true))]
		: []),
	emptyLine,
	filterBlock('vpc_filter', own.vpcKey, own.vpcValue),
	emptyLine,
	filterBlock('subnet_filter', own.subnetKey, own.subnetValue, [attribute('most_free', code(true))]),
];

const imageItems = (recipe: Recipe): Item[] => {
	const tags = Object.entries(recipe.tags).map(([key, value]): [string, Expression] => [key, text(value)]);
	return [
		attribute(
			'ami_name',
			code(
				`"\${var.${variableNames.name}}-\${var.${own.versionTag}}-\${formatdate("YYYYMMDD-hhmm", timestamp())}"`,
			),
		),
		attribute('ami_description', text(description(recipe))),
		attribute('ami_regions', variable(variableNames.copyTo)),
		attribute('ami_users', variable(variableNames.accounts)),
		...shareItems({ share: { ...recipe.aws.share, accounts: [] } }),
		emptyLine,
		comment('Whoever looks for this version finds it by these, so there is no time in them.'),
		attribute(
			'tags',
			map({
				[gruntworkTags.service]: variable(variableNames.name),
				[gruntworkTags.version]: variable(own.versionTag),
				...Object.fromEntries(tags),
			}),
		),
	];
};

const sourceBlock = (recipe: Recipe, profile: PackerProfile): Item =>
	block(
		'source "amazon-ebs" "image"',
		withKeptLines(recipe.aws, [
			...signInItems(recipe),
			emptyLine,
			...(dataItems(recipe, profile)
				? [attribute('source_ami', code('data.amazon-ami.base.id'))]
				: baseItems(recipe)),
			emptyLine,
			...machineItems(recipe),
			emptyLine,
			...logInItems(recipe),
			...networkItems(recipe, profile),
			emptyLine,
			attribute('encrypt_boot', variable(own.encryptBoot)),
			attribute('kms_key_id', variable(own.kmsKey)),
			attribute('region_kms_key_ids', variable(variableNames.regionKeys)),
			emptyLine,
			block('launch_block_device_mappings', rootDisk(recipe, profile)),
			...metadataItems(recipe, profile),
			emptyLine,
			...imageItems(recipe),
			emptyLine,
			...runTagItems(recipe, profile),
			emptyLine,
			...pollingItems,
		]),
	);

/** What stands for the version of a bundle in its script, until a variable does. */
const markOf = (variable: string): string => `__${variable}__`;

const nameOf = ({ bundle }: ProvisioningStep): string | undefined => bundle && versionVariable(bundle);

/** A here-document that writes the lines to a file as they are. */
const shellFile = (path: string, lines: readonly string[]): string[] => {
	let marker = 'EOF';
	while (lines.includes(marker)) {
		marker += '_';
	}

	return [`cat >${shellQuote(path)} <<'${marker}'`, ...lines, marker];
};

/** The script of a bundle with the files in it that would be uploaded before. */
const withFiles = (
	{ bundle }: ProvisioningStep,
	script: string,
	scripts: Readonly<Record<string, string>>,
): string => {
	const contents = bundle ? bundleFileContents(bundle, scripts) : [];
	const places = new Map(bundle ? bundleUploads(bundle).map(({ path, uploaded }) => [path, uploaded]) : []);
	const lines = contents.flatMap(([path, content]) =>
		shellFile(places.get(path) ?? path, content.replace(/\n$/, '').split('\n')),
	);
	// Behind the line that makes it strict.
	return lines.length === 0 ? script : script.replace('\n\n', () => `\n\n${lines.join('\n')}\n\n`);
};

/** @throws Problem (exit 2) for a script that HCL would change: it joins letters with their marks. */
const refuseJoined = ({ name }: ProvisioningStep, script: string): void => {
	if (script !== script.normalize('NFC')) {
		throw new Problem(`The script of ${name} cannot stand in the one file as it is.`, {
			reason:
				'It holds letters that are made of two characters, such as e and an accent, and Packer joins them there.',
			next: ['Write each as one character.', 'Or keep it in a file of its own: --style packer-wizard'],
			exitCode: exitCodes.usage,
		});
	}
};

/** The step with a mark where a variable stands for a version, and without what the environment tells. */
const markedStep = (step: ProvisioningStep, told: readonly Variable[]): ProvisioningStep => {
	const { bundle } = step;
	if (!bundle) {
		return step;
	}

	const name = nameOf(step);
	const rest = withoutTold(bundle, toldBy(bundle, told));
	return { ...step, bundle: name === undefined ? rest : { ...rest, version: markOf(name) } };
};

/** The script of each step, by the file that it would be. */
const scriptsOf = (
	recipe: Recipe,
	scripts: Readonly<Record<string, string>>,
	told: readonly Variable[],
): ReadonlyMap<string, string> => {
	const system = packageSystem(recipe);
	return new Map(
		provisioningSteps(recipe).map(step => {
			const script = withFiles(step, stepScript(markedStep(step, told), system, scripts), scripts);
			refuseJoined(step, script);
			return [step.script, script];
		}),
	);
};

/** What can stand between two braces of all scripts and be taken out again; empty if there are none in a row. */
const braceMark = (texts: readonly string[]): string => {
	let mark = texts.some(text => text.includes('{{')) ? '~' : '';
	while (mark !== '' && texts.some(text => text.includes(`{${mark}`))) {
		mark += '~';
	}

	return mark;
};

/** The script of a step, inside of the template. */
const inlineTexts =
	(scripts: ReadonlyMap<string, string>, mark: string, told: readonly Variable[]) =>
	(step: ProvisioningStep): StepTexts => {
		const name = nameOf(step);
		const [interpreter = '', ...lines] = (scripts.get(step.script) ?? '').split('\n');
		const script = [
			comment(step.script.replace(/^scripts\/|\.sh$/g, '')),
			attribute('inline_shebang', text(interpreter.replace(/^#!\s*/, ''))),
			attribute(
				'inline',
				inlineText(
					lines.join('\n').replaceAll(/\{(?=\{)/g, `{${mark}`),
					name === undefined ? {} : { [markOf(name)]: `var.${name}` },
				),
			),
		];
		return { script, environment: step.bundle ? toldBy(step.bundle, told) : [] };
	};

/** The versions that variables of the template name, by variable. */
const versionsIn = (recipe: Recipe): Readonly<Record<string, string>> =>
	Object.fromEntries(
		provisioningSteps(recipe).flatMap(step => {
			const name = nameOf(step);
			return name !== undefined && step.bundle ? [[name, step.bundle.version]] : [];
		}),
	);

/**
 * The text of a template in Gruntwork's style: one file that needs no other one.
 * @param plugin the block that names the plugin, if Packer needs one.
 * @throws Problem (exit 2) if a script file is not among the scripts.
 */
export const gruntworkText = (
	recipe: Recipe,
	profile: PackerProfile,
	scripts: Readonly<Record<string, string>>,
	plugin: readonly Item[],
): string => {
	const data = dataItems(recipe, profile);
	const versions = versionsIn(recipe);
	const told = toldVariables(recipe, profile, versions);
	const texts = scriptsOf(recipe, scripts, told);
	const mark = braceMark([...texts.values()]);
	return hclText([
		heading(recipe, profile, mainFile(recipe), [
			recipe.steps.some(step => Object.keys(placesOf(step)).length > 0)
				? 'It takes files to the machine that lie beside it; all else is in this one file. Each variable has a default.'
				: 'All that it needs is in this one file, and each variable has a default.',
		]),
		...(plugin.length > 0 ? [emptyLine, ...plugin] : []),
		...gruntworkVariables(recipe, profile, versions),
		...(data ? [emptyLine, ...data] : []),
		emptyLine,
		block('locals', [...runTagsItems(recipe), emptyLine, ...runItems(mark)]),
		emptyLine,
		sourceBlock(recipe, profile),
		...keptBlocks(recipe),
		emptyLine,
		buildBlock(recipe, inlineTexts(texts, mark, told)),
	]);
};
