import { wrapWords } from '../base/cells.ts';
import { count } from '../base/count.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import { type Draft, newDraft } from '../questions/draft.ts';
import { atFirstOpen } from '../questions/moves.ts';
import type { Decisions, ImportedFrom } from '../questions/question.ts';
import { walk } from '../questions/walk.ts';
import type { Recipe, TargetId } from '../recipe/schema.ts';
import type { Told } from '../recipe/told.ts';
import type { FilePlan } from './files.ts';
import { importTexts } from './words/import.ts';

/** What is to be imported. */
export type ImportRequest = {
	/** A template or its folder, as a person typed it. */
	readonly template: string;
	/** The source that is wanted, by its name or with its type; asked for if there are several and it is missing. */
	readonly source?: string | undefined;
	/** Values of variables, `name=value`, and files with such. */
	readonly variables?: readonly string[];
	readonly variableFiles?: readonly string[];
};

/** An image that a template makes. */
export type SourceChoice = {
	/** `amazon-ebs.ubuntu`. */
	readonly id: string;
	/** Why it cannot be imported; undefined if it can. */
	readonly obstacle?: string;
};

/** What a template became, and to which questions it has no answer; or what can be picked, if that was not said. */
export type ImportResult =
	| { readonly decisions: Decisions; readonly open: readonly string[] }
	| { readonly choices: readonly SourceChoice[] };

/** The answers that a template gave: at the review, or at the first question to which it has none. */
export const importedDraft = (
	{ decisions, open }: Extract<ImportResult, { readonly decisions: unknown }>,
	mode: BuildMode,
): Draft => {
	const draft = newDraft(decisions, mode);
	const answered = walk(decisions).filter(place => !open.includes(place));
	return atFirstOpen({ ...draft, answered });
};

const fates = [
	{ fate: 'not', title: 'Left out, and why', words: 'left out' },
	{ fate: 'open', title: 'Kept, and it needs a value before it can be built', words: 'kept without a value' },
	{
		fate: 'kept',
		title: 'Kept as it stands: there is no question for it',
		words: 'kept',
	},
	{ fate: 'taken', title: 'Taken: an answer now, or needed no more', words: 'taken' },
] as const;

/** `web.json: 12 taken, 5 kept, 2 left out`. */
export const importedText = ({ template, told }: ImportedFrom): string => {
	const parts = fates
		.toReversed()
		.map(({ fate, words }) => [told.filter(one => one.fate === fate).length, words] as const)
		.filter(([number]) => number > 0)
		.map(([number, words]) => `${number} ${words}`);
	return `${template.replace(/^.*\/(?=.)/s, '')}: ${parts.join(', ')}`;
};

/** Cells of a line, so that words stay whole on the smallest screen. */
const listWidth = 52;

const toldLines = ({ at, name, text }: Told): readonly string[] =>
	wrapWords(`${name} (${at}): ${text}`, listWidth - 4).map(
		(line, index) => `${index === 0 ? '  ' : '    '}${line}`,
	);

/** What every template of packer-wizard has, whatever the imported one had. */
const added: Readonly<Record<TargetId, readonly string[]>> = {
	docker: [
		'  a first step that gets what every server has: bash, sudo, curl, tar',
		'  a last step that takes away what the package manager fetched',
	],
	aws: [
		'  a first step that waits until the machine has finished its own start',
		'  the second version of the metadata service only, while it builds',
		'  the key of the build is taken out of the image',
		'  tags with the name of the image and the id of the build',
		'  up to an hour for the image and its copies',
	],
};

/** What became of each part, as lines. */
export const importedLines = (
	{ told }: ImportedFrom,
	{ targets }: Pick<Recipe, 'targets'>,
): readonly string[] =>
	fates
		.flatMap(({ fate, title }) => {
			const parts = told.filter(one => one.fate === fate);
			return parts.length === 0 ? [] : [`${title}:`, ...parts.flatMap(toldLines), ''];
		})
		.concat('Added, as in every template of packer-wizard:', ...targets.flatMap(target => added[target]));

const runningHere = (told: readonly Told[]): string | undefined => {
	const places = told
		.filter(({ fate, name }) => fate === 'kept' && name.includes('shell-local'))
		.map(({ at }) => at);
	return places.length === 0
		? undefined
		: `The imported template runs commands on this computer, in a rehearsal, too: ${places.join(', ')}.`;
};

/** What is doubtful about what was imported, a sentence each. */
export const importedDoubts = ({ told }: ImportedFrom): readonly string[] =>
	[runningHere(told)].filter(doubt => doubt !== undefined);

/** The same to look at, as files are. */
export const importedPlan = (imported: ImportedFrom, recipe: Pick<Recipe, 'targets'>): FilePlan => ({
	folder: undefined,
	run: undefined,
	files: [
		{
			path: imported.template,
			title: `What became of ${imported.template}`,
			content: importedLines(imported, recipe).join('\n'),
			executable: false,
			state: 'new',
		},
	],
});

/** What is said where a template makes several images and nobody can be asked which is meant. */
export const whichSource = (template: string, choices: readonly SourceChoice[]): Problem =>
	new Problem(`${template} makes ${count(choices.length, 'image')}.`, {
		reason: 'One at a time becomes answers, and nobody can be asked which one here.',
		next: choices.map(({ id, obstacle }) =>
			obstacle === undefined ? `Take this one: --source ${id}` : `${id} cannot be taken. ${obstacle}`,
		),
		exitCode: exitCodes.usage,
	});

/** The question which source is meant, and its rows. */
export const sourceQuestion = (template: string, choices: readonly SourceChoice[]): string =>
	`${template.replace(/^.*\/(?=.)/s, '')} makes ${count(choices.length, 'image')}: which one`;

/** What is wrong with the path that was typed; undefined if nothing that can be seen without a look. */
export const wrongTemplate = (typed: string): string | undefined =>
	typed.trim() === '' ? importTexts.empty : undefined;
