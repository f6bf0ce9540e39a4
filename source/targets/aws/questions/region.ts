import { findRegion, partitionNames, partitionOf, type Region, regions } from '../../../catalog/regions.ts';
import { inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion } from '../../../questions/question.ts';
import { regionComplaint, regionWarning } from '../recipe/place.ts';

/** What a region needs before it can be used, in a word for the row and a sentence. */
const condition = ({ id, optIn }: Region): { readonly mark: string; readonly text: string } | undefined => {
	const partition = partitionOf(id);
	if (optIn) {
		return { mark: 'opt-in', text: 'An account must enable this region first.' };
	}

	return partition === 'aws'
		? undefined
		: {
				mark: 'separate',
				text: `It belongs to ${partitionNames[partition]}, which has accounts of its own.`,
			};
};

/** A region as a row of a list, with a sentence that explains the choice. */
const regionRow = (region: Region, explanation: (name: string) => string): Choice => {
	const { id, name } = region;
	const found = condition(region);
	return {
		value: id,
		label: id,
		hint: name,
		keywords: found?.text ?? '',
		...(found && { mark: found.mark }),
		details: [explanation(name), ...(found ? [found.text] : [])],
	};
};

/** The row of a region that the list does not have; undefined if it has it, or if no region is named so. */
export const otherRegion = (typed: string): Choice | undefined => {
	const id = typed.trim().toLowerCase();
	return findRegion(id) || regionComplaint(id) !== undefined
		? undefined
		: { value: id, label: id, hint: 'not in our list', details: [regionWarning(id) ?? ''] };
};

/** The rows of a list of regions, and one for each of the answer that the list does not have. */
export const regionRows = (
	answer: readonly string[],
	explanation: (name: string) => string,
): readonly Choice[] => [
	...answer.map(otherRegion).filter(row => row !== undefined),
	...regions.map(region => regionRow(region, explanation)),
];

/** Where the machine runs while the image is built, and where the image is kept. */
export const region: ChoiceQuestion = {
	kind: 'choice',
	id: 'region',
	section: 'region',
	asked: 'walk',
	title: 'Region',
	text: 'The part of the world where the image is built and kept.',
	flag: { name: 'region', value: '<id>' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.region,
	write: (decisions, answer) => withAws(decisions, { region: single(answer) }),
	check: answer => regionComplaint(single(answer)),
	warn: ({ recipe }) => [regionWarning(recipe.aws.region)].filter(warning => warning !== undefined),
	summary: ({ recipe }) => recipe.aws.region,
	choices: ({ recipe }) => regionRows([recipe.aws.region], name => `${name}.`),
	other: otherRegion,
};
