import { expect, test } from 'vitest';
import type { BuildEstimate, BuildMode, ExpectedTimes } from '../../../source/builds/journal/journal.ts';
import type { Glance } from '../../../source/builds/timeline/glance.ts';
import type { PhaseId, Stage, Step } from '../../../source/builds/timeline/stages.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { timesOf } from '../../../source/builds/times/earlier.ts';
import { buildCost, costSoFar, costTexts } from '../../../source/builds/times/so-far.ts';
import { costSoFarText, remainingText } from '../../../source/flow/words/remaining.ts';
import { ratesFor } from '../../../source/targets/aws/recipe/estimate.ts';
import { listedRates } from '../../../source/targets/aws/recipe/listed-rates.ts';
import type { RecipeChange } from '../../helpers/recipe.ts';
import { firstTime, journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Two steps of two minutes each among phases of a minute: ten minutes. */
const times: ExpectedTimes = {
	from: 'builds',
	phases: {
		check: 0,
		access: 0,
		launch: minute,
		connect: minute,
		stop: minute,
		image: 2 * minute,
		cleanup: minute,
	},
	steps: [
		{ name: 'one', time: 2 * minute },
		{ name: 'two', time: 2 * minute },
	],
};

const order: readonly PhaseId[] = ['launch', 'connect', 'provision', 'stop', 'image', 'cleanup'];

type Moment = {
	/** The phase that runs, and since which minute. */
	readonly in?: readonly [PhaseId, number];
	/** The steps as they are. */
	readonly steps?: readonly Partial<Step>[];
	readonly change?: Partial<Glance>;
	readonly mode?: BuildMode;
	readonly estimate?: BuildEstimate | undefined;
};

/** A build as it stands: the phases before the one that runs are done, those behind it wait. */
const glance = ({ in: at, steps = [{}, {}], change, mode = 'aws', ...given }: Moment): Glance => {
	const now = order.indexOf(at?.[0] ?? 'launch');
	const header = journalHeader('1.16.0', ['scripts/00-one.sh', 'scripts/01-two.sh']);
	const estimate =
		'estimate' in given ? given.estimate : { times, rates: ratesFor(header.recipe, listedRates) };
	const stage = (index: number): Stage =>
		index < now
			? { status: 'done', began: firstTime, ended: firstTime }
			: index > now
				? { status: 'waiting' }
				: { status: 'running', began: firstTime + (at?.[1] ?? 0) * minute };
	return {
		header: { ...header, mode, ...(estimate && { estimate }) },
		phases: order.map((id, index) => ({ id, ...stage(index) })),
		steps: steps.map((step, index) => ({
			script: `scripts/0${index}.sh`,
			name: ['one', 'two'][index] ?? 'new',
			status: 'waiting',
			...step,
		})),
		copies: [],
		percents: {},
		cancelling: false,
		time: firstTime,
		...change,
	};
};

const left = (moment: Moment, minutes: number): string | undefined =>
	remainingText(glance(moment), firstTime + minutes * minute);

const done = { status: 'done' as const, began: firstTime, ended: firstTime };
const runningSince = (minutes: number) => ({
	status: 'running' as const,
	began: firstTime + minutes * minute,
});

test('what is left counts down, through phases and steps, and those that are over count no more', () => {
	expect(left({ in: ['launch', 0] }, 0)).toBe('about 10 min left');
	expect(left({ in: ['launch', 0] }, 1)).toBe('about 9 min left');
	expect(left({ in: ['provision', 2], steps: [runningSince(2), {}] }, 3)).toBe('about 7 min left');
	expect(left({ in: ['provision', 2], steps: [done, runningSince(4)] }, 5)).toBe('about 5 min left');
	// Quicker than expected: what was left of the steps is gone.
	expect(left({ in: ['stop', 3], steps: [done, done] }, 3)).toBe('about 4 min left');
	expect(left({ in: ['cleanup', 9], steps: [done, done] }, 9.5)).toBe('less than a minute left');
});

test('what takes longer than expected never stands at zero: what comes behind it counts, and the whole is told', () => {
	const slow = { in: ['provision', 2], steps: [runningSince(2), {}] } as const;
	// Within a tenth nobody says so.
	expect(left(slow, 4.1)).toBe('about 6 min left');
	expect(left(slow, 5)).toBe('about 6 min left behind this');
	expect(left(slow, 11)).toBe('longer than the 10 min expected, about 6 min left behind this');
	const later = { in: ['image', 12], steps: [done, done] } as const;
	expect(left(later, 13)).toBe('longer than the 10 min expected, about 2 min left');
	const last = { in: ['cleanup', 14], steps: [done, done] } as const;
	expect(left(last, 14.5)).toBe('longer than the 10 min expected, less than a minute left');
	expect(left(last, 30)).toBe('longer than the 10 min expected');
	expect(left({ in: ['cleanup', 7], steps: [done, done] }, 9)).toBe('nearly done');
});

test('a step that is run again counts anew, one that nobody knows as a minute, and one that a rehearsal kept not at all', () => {
	const first = { in: ['provision', 2], steps: [runningSince(2), {}] } as const;
	expect(left(first, 3.5)).toBe('about 7 min left');
	expect(left({ ...first, steps: [runningSince(3.5), {}] }, 3.5)).toBe('about 8 min left');
	expect(left({ ...first, steps: [done, done, runningSince(4)] }, 4)).toBe('about 5 min left');
	const kept = { ...done, from: firstTime - hour };
	expect(left({ in: ['provision', 2], steps: [kept, runningSince(2)], mode: 'rehearsal' }, 2)).toBe(
		'about 6 min left',
	);
});

test('nothing is said of what failed, breaks off, is over, or of which nothing is known', () => {
	const running = { in: ['provision', 2], steps: [runningSince(2), {}] } as const;
	expect(left({ ...running, change: { cancelling: true } }, 3)).toBeUndefined();
	expect(left({ ...running, change: { result: 'done' } }, 3)).toBeUndefined();
	expect(left({ ...running, estimate: undefined }, 3)).toBeUndefined();
	expect(left({ ...running, estimate: { rates: [] } }, 3)).toBeUndefined();
	const failed = glance({ in: ['cleanup', 3], steps: [done, { ...done, status: 'failed' }] });
	const phases = failed.phases.map(phase =>
		phase.id === 'provision' ? { ...phase, status: 'failed' as const } : phase,
	);
	expect(remainingText({ ...failed, phases }, firstTime + 3 * minute)).toBeUndefined();
});

/** A recorded build, each of its lines a second behind the one before. */
const played = (
	name: string,
	{ estimate, ...change }: RecipeChange & { estimate?: BuildEstimate } = {},
): Timeline => {
	const scripts = [
		'scripts/01-hello.sh',
		name === 'script-fails' ? 'scripts/02-fail.sh' : 'scripts/02-ok.sh',
	];
	const header = { ...journalHeader('1.16.0', scripts, change), ...(estimate && { estimate }) };
	const exitCode = name === 'success' ? 0 : 1;
	return advance(startTimeline(header), [
		header,
		...journalEntries(transcript('1.16.0', name), { exitCode }),
	]);
};

test('earlier builds tell how long the next one takes: of several the one in the middle, by names of steps', () => {
	const build = played('success');
	expect(timesOf([], times)).toBeUndefined();
	const told = timesOf([build], times);
	expect(told?.from).toBe('builds');
	const launch = build.phases.find(({ id }) => id === 'launch');
	expect(told?.phases['launch']).toBe((launch?.ended ?? 0) - (launch?.began ?? 0));
	// The next one has other steps: of those nothing is known but what is usual.
	expect(told?.steps).toEqual(times.steps);
	const [first] = timesOf([build], undefined)?.steps ?? [];
	expect(first?.name).toBe(build.steps[0]?.name);
	const slower = (factor: number): Timeline => ({
		...build,
		steps: build.steps.map(step => ({
			...step,
			...(step.began !== undefined && { ended: step.began + factor * minute }),
		})),
	});
	expect(timesOf([slower(9), slower(1), slower(2)], undefined)?.steps[0]?.time).toBe(2 * minute);
	const keptBefore = { ...build, steps: build.steps.map(step => ({ ...step, from: 5 })) };
	expect(timesOf([keptBefore], undefined)?.steps).toEqual([]);
	expect(timesOf([keptBefore, slower(3)], undefined)?.steps[0]?.time).toBe(3 * minute);
});

test('the cost so far grows with the machine, from its launch to its stop, then with its disk alone', () => {
	const moment = glance({ in: ['provision', 2], steps: [runningSince(2), {}] });
	const cost = costSoFar(moment, firstTime + hour);
	// A t3.micro, its address, and 8 GB for an hour.
	expect(cost?.amount).toBeCloseTo(0.0104 + 0.005 + (8 * 0.08) / 730, 6);
	expect(costSoFarText(moment, firstTime + hour)).toBe('$0.02 so far');
	const stopped = glance({ in: ['image', 60], steps: [done, done] });
	const phases = stopped.phases.map(phase =>
		phase.id === 'stop' ? { ...phase, ended: firstTime + hour } : phase,
	);
	const later = costSoFar({ ...stopped, phases }, firstTime + 2 * hour);
	expect(later?.amount).toBeCloseTo(0.0104 + 0.005 + (2 * 8 * 0.08) / 730, 6);
	expect(costSoFar(glance({ mode: 'rehearsal' }), firstTime + hour)).toBeUndefined();
	expect(costSoFar(glance({ estimate: { times, rates: [] } }), firstTime + hour)).toBeUndefined();
	const waiting = glance({});
	const before = waiting.phases.map(phase => ({ id: phase.id, status: 'waiting' as const }));
	expect(costSoFarText({ ...waiting, phases: before }, firstTime + hour)).toBe('$0.00 so far');
});

test('the end says what it cost; what was not made is not kept', () => {
	const rates = ratesFor(played('success').header.recipe, listedRates);
	const build = played('success', { estimate: { times, rates } });
	expect(build.result).toBe('done');
	expect(buildCost(build)).toMatchObject({ currency: 'USD', month: 0.2 });
	expect(costTexts(build)).toEqual([['Cost', 'under $0.01 to build, $0.20 a month to keep']]);
	const failed = played('script-fails', { estimate: { times, rates } });
	expect(failed.result).toBe('failed');
	expect(costTexts(failed)).toEqual([['Cost', 'under $0.01 to build']]);
	expect(costTexts(played('success'))).toEqual([]);
});
