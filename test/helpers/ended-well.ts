import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { JournalLine } from '../../source/builds/journal/journal.ts';
import { readToPresentEnd } from '../../source/builds/journal/reader.ts';
import { reasonOf } from '../../source/builds/report/ending.ts';
import { explain } from '../../source/builds/report/explain.ts';
import { scriptFailures } from '../../source/builds/report/failures/scripts/index.ts';
import { flatText, knownFailure } from '../../source/builds/report/known-failure.ts';
import { advance, startTimeline, type Timeline } from '../../source/builds/timeline/timeline.ts';
import { provisioningSteps } from '../../source/template/steps.ts';

/** So many lines of a build are looked at: some tests print a hundred thousand. */
const mostLines = 2000;

const timelineIn = async (journal: string): Promise<Timeline | undefined> => {
	const lines: JournalLine[] = [];
	for await (const part of readToPresentEnd(journal)) {
		lines.push(...part.lines);
	}

	const [header] = lines;
	return header?.kind === 'header' ? advance(startTimeline(header), lines) : undefined;
};

/** What a build that went well is taken for a failure by: nothing. The words of a person's step are that person's. */
const mistakenIn = (timeline: Timeline): readonly string[] => {
	const { header, sandbox, log } = timeline;
	const own = provisioningSteps(header.recipe).flatMap(({ step }, index) => (step ? [index] : []));
	const lines = [
		...new Map(log.slice(-mostLines).map(line => [`${line.source} ${line.step} ${line.text}`, line])),
	].map(([, line]) => line);
	const byPacker = lines.filter(({ source }) => source === 'packer' || source === 'error');
	// A script that is only checked is shown, whatever it says in its lines.
	const byOurs = lines.filter(
		({ source, step }) =>
			sandbox?.kind === 'container' &&
			(source === 'stdout' || source === 'stderr') &&
			step !== undefined &&
			!own.includes(step),
	);
	return [
		...(explain(timeline) || reasonOf(timeline).cause !== undefined ? ['it is explained'] : []),
		...byPacker
			.filter(({ text }) => knownFailure(flatText(text), header) !== undefined)
			.map(({ text }) => `Packer: ${text}`),
		...byOurs
			.filter(({ text }) => scriptFailures.some(({ patterns }) => patterns.some(each => each.test(text))))
			.map(({ text }) => `a script of ours: ${text}`),
	];
};

/** Holds that no failure is seen in the builds of a home that went well. @throws Error with the lines. */
export const expectNoMistakes = async (home: string): Promise<void> => {
	const folder = path.join(home, '.local', 'state', 'packer-wizard', 'builds');
	for (const id of await readdir(folder).catch(() => [])) {
		const timeline = await timelineIn(path.join(folder, id, 'journal.ndjson')).catch(() => undefined);
		const mistaken = timeline?.result === 'done' ? mistakenIn(timeline) : [];
		if (mistaken.length > 0) {
			throw new Error(`Build ${id} went well, and is taken for a failure:\n${mistaken.join('\n')}`);
		}
	}
};
