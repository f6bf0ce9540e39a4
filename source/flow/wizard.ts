import { baseImagesDate } from '../catalog/base-images.ts';
import { bundlesDate } from '../catalog/bundles/index.ts';
import { instanceTypesDate } from '../catalog/instance-types.ts';
import { regionsDate } from '../catalog/regions.ts';
import type { Draft } from '../questions/draft.ts';
import { position } from '../questions/moves.ts';
import type { Choice, Facts, Question, SectionId } from '../questions/question.ts';
import { sectionRows } from '../questions/sections.ts';
import { findQuestion } from '../questions/table.ts';
import { resolveBase } from '../recipe/base.ts';
import { bundleObstacle, targetObstacle } from '../recipe/bundle-complaints.ts';
import { ownFiles } from '../recipe/own-files.ts';
import { askedText, unaskedText } from '../targets/aws/flow/account-choices.ts';
import type { Ask } from './ask.ts';

const ordinals = ['1st', '2nd', '3rd'];

/** Where a draft stands: `step 3 of 8, 1st of 2`; at a question that is asked alone what follows. */
export const stepText = (draft: Draft): string => {
	if (draft.at === draft.only) {
		return 'then the review';
	}

	const { step, steps, part, parts } = position(draft);
	const within =
		part === undefined || parts === undefined ? '' : `, ${ordinals[part - 1] ?? `${part}th`} of ${parts}`;
	return `step ${step} of ${steps}${within}`;
};

/** The day of the catalogue that a section's choices come from. */
const catalogueDates: Partial<Record<SectionId, string>> = {
	region: regionsDate,
	base: baseImagesDate,
	machine: instanceTypesDate,
	install: bundlesDate,
};

/** What stands in the corner of a list while AWS is asked for more of it. */
export const askingAws = 'asking AWS';

/** How old the choices of a question are, or that AWS is being asked; undefined if they do not age. */
export const sourceText = (
	question: Question,
	facts?: Facts,
	{ isAsking, now }: { readonly isAsking: boolean; readonly now: number } = { isAsking: false, now: 0 },
): string | undefined => {
	if (question.seeks && facts?.sought?.isAsking) {
		return askingAws;
	}

	const told = askedText(question, facts, now);
	if (told !== undefined) {
		return told;
	}

	const date = catalogueDates[question.section];
	return question.topics && facts?.aws && isAsking && unaskedText(question, facts) === undefined
		? askingAws
		: date === undefined
			? undefined
			: `as of ${date}`;
};

/** What an answer brought along, a sentence each: answers that it dropped, doubts about it, what it needs besides. */
export const broughtAlong = (before: Draft, after: Draft, question: Question): readonly string[] => [
	...Object.entries(after.notes)
		.filter(([id, note]) => before.notes[id] !== note)
		.map(([id, note]) => `${findQuestion(id)?.title ?? id}: ${note}`),
	...(question.warn?.(after) ?? []),
	...(question.kind === 'many' ? question.choices(after) : [])
		.filter(({ added }) => added !== undefined)
		.map(({ label, added }) => `${label} ${added}`),
];

/** Whether an answer names files of the person's that were not named before: it is worth a look whether they are there. */
export const namesFiles = (before: Draft, after: Draft): boolean => {
	const known = ownFiles(before.recipe).map(({ path }) => path);
	return ownFiles(after.recipe).some(({ path }) => path.trim() !== '' && !known.includes(path));
};

/** A sentence that goes on in the next line is one text: it is broken anew, as wide as the place is. */
const joinSentences = (lines: readonly string[]): readonly string[] =>
	lines
		.join('\n')
		.split(/(?<=[.!?])\n/)
		.map(text => text.replaceAll('\n', ' '));

/** What a choice, or a question without choices, is about; `isCut` if its name stands nowhere whole. */
export const explanation = (
	question: Question,
	draft: Draft,
	choice: Choice | undefined,
	{ isCut = false }: { readonly isCut?: boolean } = {},
): readonly string[] =>
	joinSentences([
		...(choice?.disabled === undefined ? [] : [choice.disabled]),
		...(choice && isCut ? [choice.label] : []),
		...(choice?.details ?? ('details' in question ? (question.details?.(draft) ?? []) : [])),
	]);

/** What is being made. */
export const wizardTitle = ({ recipe, preset, mode, at, only }: Draft): string => {
	if (at === 'review') {
		return preset === undefined ? 'Review' : `Review of ${preset}`;
	}

	if (only !== undefined && preset === undefined) {
		return `${recipe.name} again`;
	}

	return preset === undefined ? (mode === 'rehearsal' ? 'Rehearsal' : 'New image') : `Preset ${preset}`;
};

/** The sections that can be opened again: what was answered, what is being answered, and what follows. */
export const openSections = (draft: Draft): readonly SectionId[] => {
	const rows = sectionRows(draft);
	const firstOpen = rows.find(({ status }) => status === 'open');
	return rows.filter(row => row.status !== 'open' || row.stale || row === firstOpen).map(({ id }) => id);
};

/** An answer where cells are few: what everybody knows of the system is left out. */
export const shortSummary = (summary: string): string =>
	summary.replace(/ LTS\b/, '').replace(/, x86_64\b/, '');

/** The answers in one row: `AWS, eu-west-1, Ubuntu 24.04, t3.micro`. */
export const foldedAnswers = (draft: Draft): string => {
	const rows = sectionRows(draft);
	const current = rows.findIndex(({ status }) => status === 'current');
	return rows
		.filter((row, index) => row.summary !== '' && !row.stale && (current < 0 || index < current))
		.map(({ summary }) => shortSummary(summary))
		.join(', ');
};

/** Asked where a bundle does not fit the base image, and why; undefined if it fits none, or it is no bundle. */
export const baseImageAsk = ({ value, disabled: text }: Choice, { recipe }: Draft): Ask | undefined =>
	text === undefined || (bundleObstacle(value) ?? targetObstacle(recipe, value)) !== undefined
		? undefined
		: {
				text,
				safe: `Keep ${resolveBase(recipe).title}`,
				go: 'Change the base image',
				isSafeBack: true,
			};
