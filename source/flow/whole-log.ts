import { type LogLine, linesOf, type Timeline } from '../builds/timeline/timeline.ts';

type ReadLog = (timeline: Timeline, wanted: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** So many lines are at hand at once, however long a log is. */
const atOnce = 1024;

/**
 * All lines of a log in order, some at a time, or those of a step.
 * @param readLog gets the texts that are not held.
 * @param from index of the first line.
 */
export const wholeLog = async function* (
	timeline: Timeline,
	readLog: ReadLog,
	step?: number,
	from = 0,
): AsyncGenerator<readonly LogLine[], void> {
	const lines = linesOf(timeline);
	for (let begin = from; begin < lines.length; begin += atOnce) {
		const wanted = Array.from(
			{ length: Math.min(atOnce, lines.length - begin) },
			(_, index) => begin + index,
		).filter(index => step === undefined || lines.stepAt(index) === step);
		const isHeld = wanted.every(index => lines.textAt(index) !== undefined);
		const read = isHeld ? undefined : await readLog(timeline, wanted);
		yield wanted.flatMap(index => {
			const text = read?.get(index) ?? lines.textAt(index);
			return text === undefined ? [] : [lines.lineAt(index, text)];
		});
	}
};
