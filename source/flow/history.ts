import { exitCodes, Problem } from '../base/problem.ts';
import { imageTexts } from '../builds/journal/artifacts.ts';
import { mayBeLeft } from '../builds/report/ending.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { leftInEngine } from '../targets/docker/builds/left.ts';
import type { Ask } from './ask.ts';

/** `7f3a of web`. */
const named = ({ header }: Timeline): string => `${header.id} of ${header.recipe.name}`;

/** What of a build goes on to cost money when it is forgotten, a sentence; undefined if nothing does. */
export const forgottenText = ({ header, artifacts }: Timeline): string | undefined =>
	header.mode !== 'aws' || artifacts.length === 0
		? undefined
		: `${artifacts.length === 1 ? 'Its image stays in AWS and costs' : 'Its images stay in AWS and cost'}: ${imageTexts(artifacts).join(', ')}.`;

/** What may be left of a build, whose names stand in nothing but its journal; undefined if nothing may. */
const leftText = (timeline: Timeline): string | undefined =>
	leftInEngine(timeline).length > 0
		? `Its container or image may still be in ${timeline.header.engine}, and nothing else knows their ids.`
		: mayBeLeft(timeline)
			? `Its machine, key or firewall may still be in AWS, and nothing else knows their names.`
			: undefined;

/** @throws Problem (exit 2) for a build that runs, (exit 3) for one that a clean-up may still need, unless `isForced`. */
export const refuseDelete = (timeline: Timeline, isForced: boolean): void => {
	const { id } = timeline.header;
	if (timeline.result === undefined) {
		throw new Problem(`Build ${named(timeline)} still runs.`, {
			next: [`Cancel it first: packer-wizard builds cancel ${id}`],
			exitCode: exitCodes.usage,
		});
	}

	const left = leftText(timeline);
	if (left !== undefined && !isForced) {
		throw new Problem(`Build ${named(timeline)} is kept.`, {
			reason: left,
			next: [`Look, and remove what is left: packer-wizard cleanup ${id}`, 'Forget it all the same: --force'],
			exitCode: exitCodes.missing,
		});
	}
};

/** A build that was deleted, for machines: its images stay. */
export const deletedData = ({ header, artifacts }: Timeline) => ({
	id: header.id,
	name: header.recipe.name,
	images: header.mode === 'rehearsal' ? [] : artifacts,
});

/** Asked before builds are deleted. */
export const askForDeleteBuilds = (timelines: readonly Timeline[]): Ask => {
	const what = timelines.length === 1 ? 'this build' : `these ${timelines.length} builds`;
	const told = timelines.flatMap(timeline =>
		[leftText(timeline), forgottenText(timeline)].filter(text => text !== undefined),
	);
	return {
		text: [`Delete ${what} (${timelines.map(named).join(', ')}) with log and files?`, ...told].join(' '),
		safe: timelines.length === 1 ? 'Keep it' : 'Keep them',
		go: timelines.length === 1 ? 'Delete it' : 'Delete them',
		isSafeBack: true,
	};
};
