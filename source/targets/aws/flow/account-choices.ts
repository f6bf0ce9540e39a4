import { dayText } from '../../../base/durations.ts';
import { currentQuestion, type Draft, decisionsOf } from '../../../questions/draft.ts';
import type { Decisions, Facts, Question } from '../../../questions/question.ts';
import { makes } from '../../../recipe/targets.ts';
import type { AwsTopic, AwsTrouble } from '../questions/facts.ts';
import { neededPrices } from '../recipe/estimate.ts';

/** Which topics are asked, of the account and the region that answers mean. */
export type AwsQuestion = {
	readonly decisions: Decisions;
	readonly topics: readonly AwsTopic[];
	/** Whether they are asked though what is kept of them is fresh. */
	readonly isAnew?: boolean;
	/** Whether somebody who cannot sign in yet is waited for. */
	readonly isWaiting?: boolean;
	/** Whether nobody chose the sign-in yet: no program of the person's is run for it, since it may ask for something. */
	readonly isUnchosen?: boolean;
};

/** What is the same in all regions: the rest is asked when one is chosen. */
const everywhere: readonly AwsTopic[] = ['identity', 'alias', 'regions'];
const inRegion: readonly AwsTopic[] = [...everywhere, 'images', 'types', 'subnets', 'prices'];

const atReview: readonly AwsTopic[] = ['identity', 'alias', 'prices'];

/** What the account is asked while the answers stand at a question; nothing where the image is not made in one. */
export const topicsAt = (draft: Draft): readonly AwsTopic[] => {
	if (draft.mode !== 'aws' || !makes(draft.recipe, 'aws')) {
		return [];
	}

	if (draft.at === 'review') {
		return atReview;
	}

	const question = currentQuestion(draft);
	switch (question?.section) {
		case undefined:
			return [];
		case 'where':
		case 'region':
			return everywhere;
		default:
			return [...new Set([...inRegion, ...(question?.topics ?? [])])];
	}
};

/** The question that the account is asked where the answers stand. */
export const questionAt = (draft: Draft, topics: readonly AwsTopic[]): AwsQuestion => ({
	decisions: decisionsOf(draft),
	topics,
	isUnchosen: draft.at === 'where',
});

/** What somebody typed who looks for an image, and where it is sought. */
export type ImagesQuestion = { readonly decisions: Decisions; readonly query: string };

/** The same for the same account and region: what was asked once need not be asked again. */
export const accountKey = (draft: Draft, topics: readonly AwsTopic[]): string =>
	JSON.stringify([
		draft.recipe.aws.profile,
		draft.recipe.aws.region,
		topics,
		draft.at === 'where',
		...(topics.includes('prices') ? neededPrices(draft.recipe) : []),
	]);

/** The topic that a question is about: of several the last. */
const mainTopic = ({ topics }: Question): AwsTopic | undefined => topics?.at(-1);

const day = 24 * 3_600_000;

/** `AWS at 14:02`, `AWS on 28 Nov`: when AWS said what a question shows. Milliseconds since 1970. */
export const askedText = (question: Question, facts: Facts | undefined, now: number): string | undefined => {
	const topic = mainTopic(question);
	const at = topic && facts?.aws?.[topic]?.at;
	// Who one is does not age.
	if (at === undefined || topic === 'identity') {
		return undefined;
	}

	const date = new Date(at);
	return now - at < day / 2 ? `AWS at ${date.toTimeString().slice(0, 5)}` : `AWS on ${dayText(at)}`;
};

/** Why AWS did not say what a question could show, a sentence; undefined if it did, or was not asked. */
export const unaskedText = (question: Question, facts: Facts | undefined): string | undefined => {
	const topic = mainTopic(question);
	const aws = facts?.aws;
	return topic && (aws?.refused[topic] ?? (aws?.trouble && troubleText(aws.trouble)));
};

/** Why nobody can sign in as it is meant, and what helps, in one text. */
export const troubleText = ({ reason, next }: AwsTrouble): string =>
	[reason, ...next.map(line => (line.startsWith('aws ') ? `In another window: ${line}` : line))].join(' ');
