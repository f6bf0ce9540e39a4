import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { steadyNow } from '../../base/clock.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { terminalJson } from '../../base/printable.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { journalFile } from '../folders.ts';
import { readTimeline } from '../read-timeline.ts';
import { callerOfBuild } from '../remains/callers.ts';
import { readRemains } from '../supervisor/remains.ts';
import { type CopyNews, makeCopies, usualInterval } from './make.ts';

const refused = (message: string, next: readonly string[] = []): Problem =>
	new Problem(message, { next, exitCode: exitCodes.usage });

/**
 * Copies the image of a build that is over to more regions, without building again, and notes each copy behind the end of its
 * journal. Regions that have it already are told as done.
 * @param told is called for each region as it goes on.
 * @throws Problem: exit 2 if the build goes on or has no image in AWS, exit 4 if nobody can sign in; or the reason of the
 * signal: what has begun goes on in AWS.
 */
export const copyLater = async (
	id: string,
	regions: readonly string[],
	told: (news: CopyNews) => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	const file = journalFile(id, whereabouts.environment);
	const timeline = await readTimeline(file);
	const header = timeline?.header;
	if (!timeline || !header || timeline.result === undefined) {
		throw refused(`Build ${id} still runs.`, ['It makes its copies itself: packer-wizard builds watch']);
	}

	if (header.mode === 'rehearsal') {
		throw refused(`Build ${id} was a rehearsal: there is no image to copy.`);
	}

	const { artifacts } = timeline;
	const from = artifacts.find(({ region }) => region === header.recipe.region) ?? artifacts[0];
	if (from === undefined || from.region === '') {
		throw refused(`Build ${id} made no image in AWS that could be copied.`);
	}

	const { caller } = await callerOfBuild(header, whereabouts);
	const has = (region: string) => artifacts.find(artifact => artifact.region === region);
	for (const region of regions) {
		const there = has(region);
		if (there) {
			told({ kind: 'copy', region, state: 'done', ami: there.ami });
		}
	}

	let { seq } = await readRemains(file);
	await makeCopies({
		caller: async () => caller,
		from,
		regions: regions.filter(region => !has(region)),
		token: () => randomUUID(),
		interval: usualInterval,
		told: news => {
			seq++;
			const line = JSON.stringify({ seq, time: Math.round(steadyNow()), ...news });
			appendFileSync(file, `${terminalJson(line)}\n`);
			told(news);
		},
		signal,
	});
};
