import type { ExpectedTimes } from '../journal/journal.ts';
import type { Stage } from '../timeline/stages.ts';
import { partFor, type Timeline } from '../timeline/timeline.ts';

const tookOf = ({ status, began, ended }: Stage): readonly number[] =>
	status === 'done' && began !== undefined && ended !== undefined ? [ended - began] : [];

/** Of several times the one in the middle: one odd build decides nothing. Undefined of none. */
const middle = (times: readonly number[]): number | undefined =>
	times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)];

/**
 * How long a build takes, as earlier ones of the same took; undefined if there is none.
 * @param earlier the last ones that went well, as far as they are to count.
 * @param typical what is expected of what none of them had, a new step or a first copy; nothing if missing.
 */
export const timesOf = (
	earlier: readonly Timeline[],
	typical: ExpectedTimes | undefined,
): ExpectedTimes | undefined => {
	if (earlier.length === 0) {
		return undefined;
	}

	const builds = earlier.map(timeline => partFor(timeline, 'aws'));
	const phases = builds.flatMap(({ phases }) => phases.filter(({ id }) => id !== 'provision'));
	const ofPhase = [...new Set(phases.map(({ id }) => id))].flatMap(id => {
		const time = middle(phases.filter(phase => phase.id === id).flatMap(tookOf));
		return time === undefined ? [] : [[id, time] as const];
	});
	// A step that a rehearsal took from before tells nothing of how long it takes.
	const steps = builds.flatMap(({ steps }) => steps.filter(({ from }) => from === undefined));
	const names = typical?.steps.map(({ name }) => name) ?? [...new Set(steps.map(({ name }) => name))];
	return {
		from: 'builds',
		phases: { ...typical?.phases, ...Object.fromEntries(ofPhase) },
		steps: names.flatMap(name => {
			const time =
				middle(steps.filter(step => step.name === name).flatMap(tookOf)) ??
				typical?.steps.find(step => step.name === name)?.time;
			return time === undefined ? [] : [{ name, time }];
		}),
	};
};
