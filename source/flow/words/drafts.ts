import { agoText } from '../../base/durations.ts';
import { currentQuestion, type Draft } from '../../questions/draft.ts';
import { position } from '../../questions/moves.ts';
import { formAt } from '../../questions/walk.ts';

const clockText = (time: number): string => {
	const date = new Date(time);
	return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
};

/** `10:42`, or `yesterday` if it was not in the last day. Times in milliseconds. */
const whenText = (time: number, now: number): string =>
	now - time < 12 * 3_600_000 ? clockText(time) : agoText(time, now);

/** `your answers of 10:42`. */
export const draftName = ({ savedAt }: Draft, now: number): string =>
	`your answers${savedAt === undefined ? '' : ` of ${whenText(savedAt, now)}`}`;

/** `your answers of 10:42, at step 5 of 8: Machine`. */
export const draftText = (draft: Draft, now: number): string => {
	const { step, steps } = position(draft);
	const title = currentQuestion(draft)?.title ?? formAt(draft.at);
	const question = title ?? (draft.at === 'review' ? 'Review' : 'More settings');
	return `${draftName(draft, now)}, at step ${step} of ${steps}: ${question}`;
};
