import type { Actions } from '../../source/actions/contract.ts';
import type {
	Artifact,
	BuildResult,
	EndEntry,
	JournalHeader,
	JournalLine,
} from '../../source/builds/journal/journal.ts';
import {
	advance,
	advanceByMoments,
	startTimeline,
	type Timeline,
} from '../../source/builds/timeline/timeline.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';

const began = Date.UTC(2026, 10, 22, 10, 0, 0);

export const header = (part: Partial<JournalHeader> = {}): JournalHeader => ({
	kind: 'header',
	version: 1,
	id: '7f3a',
	time: began,
	mode: 'aws',
	recipe: defaultRecipe(),
	folder: '/nowhere/web',
	packer: { path: '/usr/bin/packer', version: '1.16.0' },
	supervisor: { pid: 1, started: 'then' },
	secrets: [],
	steps: [],
	...part,
});

const artifacts: readonly Artifact[] = [
	{ region: 'us-east-1', ami: 'ami-0f3a91c2d4e5f6a7b' },
	{ region: 'eu-west-1', ami: 'ami-0b2c3d4e5f6a7b8c9' },
];

/** The lines of a build that ended. */
export const endedBuild = (
	result: BuildResult,
	part: Partial<JournalHeader> = {},
	end: Partial<EndEntry> = {},
): readonly JournalLine[] => [
	header(part),
	{
		kind: 'end',
		seq: 1,
		time: began + 90_000,
		result,
		exitCode: result === 'done' ? 0 : 1,
		artifacts: result === 'done' ? artifacts : [],
		...end,
	},
];

export const timelineOf = (lines: readonly JournalLine[]): Timeline => {
	const [first] = lines;
	if (first?.kind !== 'header') {
		throw new Error('The first line is the header.');
	}

	return advance(startTimeline(first), lines);
};

/** A `follow` that tells a build that is over, or that goes on until `until` is. */
export const following =
	(lines: readonly JournalLine[], until: Promise<unknown> = Promise.resolve()): Actions['follow'] =>
	async (_id, onProgress, signal) => {
		const [first] = lines;
		if (first?.kind !== 'header') {
			throw new Error('The first line is the header.');
		}

		const begun = advanceByMoments(startTimeline(first), [first]);
		await onProgress({ ...begun, lines: [first] });
		await Promise.race([
			until,
			new Promise<void>(resolve => {
				if (signal?.aborted) {
					resolve();
				}

				signal?.addEventListener('abort', () => resolve());
			}),
		]);
		if (signal?.aborted) {
			return begun.timeline;
		}

		const rest = lines.slice(1);
		const ended = advanceByMoments(begun.timeline, rest);
		await onProgress({ ...ended, lines: rest });
		return ended.timeline;
	};
