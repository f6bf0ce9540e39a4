import { findRegion, partitionNames, partitionOf, type Region, regions } from '../../../catalog/regions.ts';
import { inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion, Facts } from '../../../questions/question.ts';
import { regionComplaint, regionWarning } from '../recipe/place.ts';
import type { AwsRegion } from './facts.ts';

/** What a region needs before it can be used, in a word for the row and a sentence. */
type Condition = { readonly mark: string; readonly text: string; readonly isRefused?: true };

/** The same by the account; undefined if it has the region enabled. */
const toldCondition = ({ id, isEnabled }: AwsRegion): Condition | undefined =>
	isEnabled
		? undefined
		: {
				mark: 'not enabled',
				text: `This account has not enabled ${id}: AWS console, Account, AWS Regions.`,
				isRefused: true,
			};

const condition = ({ id, optIn }: Region, told: readonly AwsRegion[] | undefined): Condition | undefined => {
	const partition = partitionOf(id);
	const region = told?.find(each => each.id === id);
	if (region) {
		return toldCondition(region);
	}

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
const regionRow = (
	region: Region,
	explanation: (name: string) => string,
	told: readonly AwsRegion[] | undefined,
): Choice => {
	const { id, name } = region;
	const found = condition(region, told);
	return {
		value: id,
		label: id,
		hint: name,
		keywords: found?.text ?? '',
		...(found && { mark: found.mark }),
		...(found?.isRefused && { disabled: found.text }),
		details: [explanation(name), ...(found && !found.isRefused ? [found.text] : [])],
	};
};

/** The row of a region that the list does not have; undefined if it has it, or if no region is named so. */
export const otherRegion = (typed: string): Choice | undefined => {
	const id = typed.trim().toLowerCase();
	return findRegion(id) || regionComplaint(id) !== undefined
		? undefined
		: { value: id, label: id, hint: 'not in our list', details: [regionWarning(id) ?? ''] };
};

/** A region that the account has and our list does not. */
const newRegion = (region: AwsRegion): Choice => {
	const found = toldCondition(region);
	return {
		value: region.id,
		label: region.id,
		hint: 'newer than our list',
		...(found && { mark: found.mark, disabled: found.text }),
	};
};

/**
 * The rows of a list of regions, and one for each that the list does not have: of the answer, and of the account if it was
 * asked.
 */
export const regionRows = (
	answer: readonly string[],
	explanation: (name: string) => string,
	facts?: Facts,
): readonly Choice[] => {
	const told = facts?.aws?.regions?.value;
	const isNew = ({ id }: AwsRegion): boolean => findRegion(id) === undefined && !answer.includes(id);
	return [
		...answer.map(otherRegion).filter(row => row !== undefined),
		...regions.map(region => regionRow(region, explanation, told)),
		...(told ?? []).filter(isNew).map(newRegion),
	];
};

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
	topics: ['identity', 'regions'],
	choices: ({ recipe }, facts) => regionRows([recipe.aws.region], name => `${name}.`, facts),
	other: otherRegion,
};
