import { parsedJson } from '../base/json.ts';
import type { Whereabouts } from '../base/paths.ts';
import { hclAttributes, hclBlocks, hclFileAttributes } from '../builds/copy/hcl-blocks.ts';
import { readTemplateTexts } from '../builds/copy/template-texts.ts';
import type { DifferencePolicy } from '../flow/files.ts';
import { packerFile } from '../packer/folder-files.ts';
import type { Decisions } from '../questions/question.ts';
import { absoluteFolder } from './files.ts';

/** A variable that has to be given: Packer refuses a template with one that has no value. */
export type OpenVariable = { readonly name: string; readonly isSensitive: boolean };

type TemplateText = { readonly file: string; readonly text: string };

const declaredIn = (text: string): readonly (OpenVariable & { readonly hasDefault: boolean })[] =>
	hclBlocks(text)
		.filter(({ type }) => type === 'variable')
		.map(block => {
			const names = hclAttributes(text, block).map(({ name }) => name);
			return {
				name: block.labels[0] ?? '',
				hasDefault: names.includes('default'),
				isSensitive: names.includes('sensitive'),
			};
		});

/** The variables that a file of values gives. */
const givenIn = ({ file, text }: TemplateText): readonly string[] => {
	switch (packerFile(file)) {
		case 'hcl-values':
			return hclFileAttributes(text).map(({ name }) => name);
		case 'json-values':
			return Object.keys(Object(parsedJson(text)));
		default:
			return [];
	}
};

/** What Packer would read in the folder of the files beside what is written there, or instead of it. */
const there = async (decisions: Decisions, whereabouts: Whereabouts): Promise<readonly TemplateText[]> => {
	const folder = absoluteFolder(decisions, whereabouts);
	return folder === undefined ? [] : readTemplateTexts(folder).catch(() => []);
};

/**
 * The variables of a template that was imported which have no value: no default, none in the environment (`PKR_VAR_<name>`)
 * and none in a file of values beside the template.
 * @param differences which files count where both are there.
 */
export const openVariables = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
	differences: DifferencePolicy = 'keep',
): Promise<readonly OpenVariable[]> => {
	const open = (decisions.recipe.kept?.blocks ?? [])
		.flatMap(declaredIn)
		.filter(
			({ name, hasDefault }) => !hasDefault && whereabouts.environment[`PKR_VAR_${name}`] === undefined,
		);
	if (open.length === 0) {
		return [];
	}

	const texts = await there(decisions, whereabouts);
	const given = new Set(texts.flatMap(givenIn));
	// A default that somebody wrote into the files counts, where they are kept.
	for (const { file, text } of texts) {
		for (const { name, hasDefault } of packerFile(file) === 'hcl' ? declaredIn(text) : []) {
			if (hasDefault && differences === 'keep') {
				given.add(name);
			}
		}
	}

	return open.filter(({ name }) => !given.has(name)).map(({ name, isSensitive }) => ({ name, isSensitive }));
};

/** How a variable is given a value. */
export const givingText = ({ name, isSensitive }: OpenVariable): string =>
	isSensitive ? `read -rs PKR_VAR_${name} && export PKR_VAR_${name}` : `export PKR_VAR_${name}=…`;

/** So many names are read, more are counted. */
const mostNames = 3;

/** That they have no value, one sentence; none if all have one. */
export const openVariablesDoubt = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
): Promise<readonly string[]> => {
	const names = (await openVariables(decisions, whereabouts)).map(({ name }) => `PKR_VAR_${name}`);
	const more = names.length - mostNames;
	const list = [...names.slice(0, mostNames), ...(more > 0 ? [`${more} more`] : [])].join(', ');
	return names.length === 0
		? []
		: [
				names.length === 1
					? `A variable of the imported template has no value: set ${list} before you build.`
					: `${names.length} variables of the imported template have no value: set ${list} before you build.`,
			];
};
