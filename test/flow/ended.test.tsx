import { describe, expect, test, vi } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { buildSummary } from '../../source/actions/summary.ts';
import { Interrupted } from '../../source/base/problem.ts';
import type { FailureRemedyId } from '../../source/builds/journal/diagnosis.ts';
import type { BuildResult, EndEntry, JournalHeader } from '../../source/builds/journal/journal.ts';
import { summaryLines } from '../../source/builds/report/summary.ts';
import { advance } from '../../source/builds/timeline/timeline.ts';
import { afterDeed, endedDeeds } from '../../source/flow/ended.ts';
import { back } from '../../source/plain/ask.ts';
import { build } from '../../source/plain/build.ts';
import { cleanUp } from '../../source/plain/cleanup.ts';
import type { Prompts } from '../../source/plain/prompts.ts';
import { buildScreen } from '../../source/screens/build/build-screen.tsx';
import { newBuildState } from '../../source/screens/build/build-state.ts';
import { cleanupScreen, openCleanup } from '../../source/screens/cleanup/cleanup-screen.tsx';
import { missingCopies } from '../../source/targets/aws/builds/report/copies.ts';
import { endedBuild, following, timelineOf } from '../commands/timelines.ts';
import { drive } from '../helpers/drive.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { renderAt } from '../helpers/render.ts';
import { someActions } from '../helpers/some-actions.ts';
import { here } from '../helpers/whereabouts.ts';
import { scriptedTools } from '../plain/scripted.ts';

const size = { columns: 80, rows: 40 };

/** For a screen whose words do not matter. */
const empty = { head: '', rows: [] };

const onScreen = (result: BuildResult, part: Partial<JournalHeader>, end: Partial<EndEntry>) => {
	const timeline = timelineOf(endedBuild(result, part, end));
	const screen = drive(buildScreen, { state: newBuildState('7f3a') }, { size });
	screen.send({ type: 'ended', timeline, summary: buildSummary(timeline, here) });
	const rows = renderAt(
		size,
		<buildScreen.View state={screen.state()} size={size} whereabouts={here} />,
	).rows();
	return { ...screen, rows };
};

/** The prompts after a build: the rows of the first question, which is answered by what `pick` gives. */
const byPrompts = async (
	result: BuildResult,
	part: Partial<JournalHeader>,
	end: Partial<EndEntry>,
	pick: (name: string) => boolean,
) => {
	const tools = scriptedTools([], { follow: following(endedBuild(result, part, end)) });
	const names: string[] = [];
	const choose: Prompts['choose'] = async (_message, rows) => {
		if (names.length > 0) {
			throw new Error('One question is all.');
		}

		names.push(...rows.map(({ name }) => name));
		const row = rows.find(({ name }) => pick(name));
		if (!row) {
			throw new Error(`No such row: ${names.join(', ')}`);
		}

		return row.value;
	};
	const route = await build({ ...tools, prompts: { ...tools.prompts, choose } }, '7f3a', 'home');
	return { names, route };
};

const remedied = (remedy: FailureRemedyId): Partial<EndEntry> => ({
	diagnosis: { id: 'test.failed', remedy },
});

type Case = readonly [string, BuildResult, Partial<JournalHeader>, Partial<EndEntry>];
const cases: readonly Case[] = [
	['an image', 'done', {}, {}],
	['the image of a preset', 'done', { preset: 'web', folder: undefined }, {}],
	['a rehearsal', 'done', { mode: 'rehearsal' }, {}],
	['a failure', 'failed', {}, {}],
	['a rehearsal that failed', 'failed', { mode: 'rehearsal' }, {}],
	['a failure with a way out', 'failed', {}, remedied('subnet')],
	['a rehearsal with a way out', 'failed', { mode: 'rehearsal' }, remedied('instance-type')],
	['a failure that passes', 'failed', {}, remedied('again')],
	['a sign-in that was refused', 'failed', {}, remedied('sign-in')],
	['a cancel', 'cancelled', { timeout: 60_000 }, {}],
	['a supervisor that was killed', 'interrupted', {}, {}],
	['nobody saw how', 'unknown', {}, {}],
];

describe.each(cases)('after %s', (_, result, part, end) => {
	const timeline = timelineOf(endedBuild(result, part, end));
	const deeds = endedDeeds(timeline);
	const rows = deeds.filter(({ byKey }) => !byKey);

	test('the screen and the prompts offer the same, in the same order', async () => {
		const { names } = await byPrompts(result, part, end, name => /^(?:Done|Quit)/.test(name));
		expect(names.map(name => name.split(': ')[0])).toEqual(deeds.map(({ label }) => label));
		const shown = onScreen(result, part, end).rows.join('\n');
		const places = rows.map(({ label, hint }) => {
			const at = shown.indexOf(` ${label}`);
			expect(shown.slice(at)).toContain(hint);
			return at;
		});
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((a, b) => a - b));
	});

	test.each(
		rows
			.map(({ id, label }, index) => [label, id, index] as const)
			.filter(([, id]) => !['log', 'save', 'clean-up', 'image'].includes(id)),
	)('%s leads both to the same', async (label, id, index) => {
		if (id === 'save') {
			return;
		}

		const { route } = await byPrompts(result, part, end, name => name.split(': ')[0] === label);
		const screen = onScreen(result, part, end);
		screen.press(`${'<down>'.repeat(index)}<enter>`);
		const [move] = screen.moves;
		const place =
			move?.type === 'go-home' ? { at: 'home' } : move?.type === 'open' ? move.route : { at: 'end' };
		expect(place).toMatchObject(id === 'finish' ? { at: 'end' } : route);
		const next = afterDeed(timeline, id);
		expect(typeof next === 'string' ? { at: 'end' } : next).toEqual(place);
	});
});

test('what may be left in AWS is looked for by both, and deleted after a yes', async () => {
	const screen = onScreen('unknown', {}, {});
	screen.press('<enter>');
	expect(screen.moves).toMatchObject([{ type: 'open', route: { at: 'cleanup', id: '7f3a' } }]);

	const remain = {
		kind: 'key-pair',
		id: 'packer_1',
		region: 'eu-west-1',
		build: '7f3a',
		detail: '',
	} as const;
	const caller = {
		signer: { source: 'environment', keyId: 'AKIA' },
		sdk: 'go-2',
		whereabouts: here,
	} as const;
	const place = { caller, title: 'profile dev', region: 'eu-west-1', remains: [remain], unseen: [] };
	for (const answer of ['leave', 'delete'] as const) {
		const removed: string[] = [];
		const tools = scriptedTools([], {
			findRemains: async ({ id }) => ({
				places: id === '7f3a' ? [place] : [],
				builds: [],
				complaints: [],
				unseen: [],
			}),
			removeRemains: async (found, told) => {
				const removals = found.places.flatMap(({ remains }) => remains.map(each => ({ remain: each })));
				removals.forEach(told);
				removed.push(...removals.map(({ remain: { id } }) => id));
				return { removals, complaints: [] };
			},
		});
		const choose: Prompts['choose'] = async (_message, rows) => {
			const row = rows.find(({ value }) => value === answer);
			if (!row) {
				throw new Error(`Nothing there is ${answer}.`);
			}

			return row.value;
		};
		await cleanUp({ ...tools, prompts: { ...tools.prompts, choose } }, '7f3a');
		expect(removed).toEqual(answer === 'delete' ? ['packer_1'] : []);
	}
});

test('copies that are missing come first, and both make them without another build', async () => {
	const recipe = recipeWith({ region: 'us-east-1', copyTo: ['eu-west-1', 'us-west-2'] });
	const artifacts = [{ region: 'us-east-1', ami: 'ami-1' }];
	const failed = endedBuild(
		'failed',
		{ recipe },
		{ ...remedied('copy'), artifacts, uncopied: recipe.aws.copyTo },
	);
	const copied: (readonly string[])[] = [];
	const copyImage: Actions['copyImage'] = async (id, regions, told) => {
		copied.push([id, ...regions]);
		told({ kind: 'copy', region: 'eu-west-1', state: 'done', ami: 'ami-2' });
	};
	const now = timelineOf([
		...failed,
		{ kind: 'copy', seq: 2, time: 0, region: 'eu-west-1', state: 'done', ami: 'ami-2' },
	]);
	const [first] = endedDeeds(timelineOf(failed));
	expect(first).toMatchObject({ id: 'copy', hint: expect.stringContaining('eu-west-1, us-west-2') });
	expect(missingCopies(now)).toEqual(['us-west-2']);
	expect(summaryLines(buildSummary(now, here)).join('\n')).toContain('--to us-west-2');

	// Then all is there that it was for, and when that came does not count.
	const since = { kind: 'copy', seq: 3, time: 1e12, region: 'us-west-2', ami: 'ami-3' } as const;
	const coming = advance(now, [{ ...since, state: 'began' }]);
	expect(coming).toMatchObject({ result: 'failed', uncopied: ['us-west-2'], time: now.time });
	expect(summaryLines(buildSummary(coming, here)).join('\n')).toContain('AWS goes on with ami-3 us-west-2.');
	const whole = advance(coming, [{ ...since, state: 'done' }]);
	expect(whole).toMatchObject({ result: 'done', uncopied: [], time: now.time });
	expect(endedDeeds(whole).map(({ id }) => id)).not.toContain('copy');
	expect(buildSummary(whole, here).head).toMatch(/^✓ \S+ is ready: 1 min/);

	const tools = scriptedTools([], { follow: following(failed), copyImage, look: async () => now });
	const answers = ['copy', 'finish'];
	const choose: Prompts['choose'] = async (_message, rows) => {
		const wanted = answers.shift();
		const row = rows.find(({ value }) => value === wanted);
		if (!row) {
			throw new Error(`There is no row ${wanted}.`);
		}

		return row.value;
	};
	await build({ ...tools, prompts: { ...tools.prompts, choose } }, '7f3a', 'home');

	let known = timelineOf(failed);
	let letGo = (): void => undefined;
	const held: Actions['copyImage'] = (_id, _regions, told) => {
		known = coming;
		told({ kind: 'copy', region: 'us-west-2', state: 'began', ami: 'ami-3' });
		return new Promise(done => {
			letGo = done;
		});
	};
	const screen = drive(
		buildScreen,
		{ state: newBuildState('7f3a') },
		{
			size,
			actions: someActions({
				copyImage: held,
				look: async () => known,
				summary: timeline => buildSummary(timeline, here),
			}),
		},
	);
	screen.send({ type: 'ended', timeline: known, summary: empty });
	screen.press('<enter>');
	expect(screen.state().copied).toBe('copying …');
	// Who leaves now is told what goes on without him.
	await vi.waitFor(() => expect(screen.state().timeline).toBe(coming));
	expect(screen.state().copied).toBe('copying …');
	screen.press('<ctrl-c>');
	expect(JSON.stringify(screen.moves)).toContain('AWS goes on with ami-3 us-west-2.');
	known = now;
	letGo();
	await screen.settle();
	expect(screen.state().copied).toBe('not copied to us-west-2');
	expect(copied).toEqual([['7f3a', 'eu-west-1', 'us-west-2']]);
});

test('Ctrl-C while copies or a clean-up run says what was ended, what remains and how it goes on', async () => {
	const copyTo = ['eu-west-1', 'us-west-2', 'eu-north-1'];
	const recipe = recipeWith({ region: 'us-east-1', copyTo });
	const artifacts = [{ region: 'us-east-1', ami: 'ami-1' }];
	const failed = endedBuild(
		'unknown',
		{ recipe },
		{ ...remedied('copy'), artifacts, uncopied: recipe.aws.copyTo },
	);
	const broken = async (row: string, actions: (end: () => never) => Partial<Actions>) => {
		const controller = new AbortController();
		const end = (): never => {
			controller.abort(new Interrupted('The program was told to end.'));
			throw controller.signal.reason;
		};
		const tools = scriptedTools([], { follow: following(failed), ...actions(end) });
		const choose: Prompts['choose'] = async (_message, rows) =>
			rows.find(({ value }) => value === row || value === 'delete')?.value ?? back;
		const route = await build(
			{ ...tools, ended: controller.signal, prompts: { ...tools.prompts, choose } },
			'7f3a',
			'home',
		);
		expect(route).toEqual({ at: 'end', exitCode: 130 });
		return tools.said.slice(-2);
	};
	const copies = await broken('copy', end => ({
		copyImage: async (_id, _regions, told) => {
			told({ kind: 'copy', region: 'eu-west-1', state: 'done', ami: 'ami-2' });
			told({ kind: 'copy', region: 'us-west-2', state: 'began', ami: 'ami-3' });
			end();
		},
	}));
	expect(copies).toEqual([
		'',
		[
			'Broken off: nobody waits for the copies any more. AWS goes on with ami-3 in us-west-2.',
			'No copy is known in eu-north-1.',
			'To look at them, and to make the rest: packer-wizard builds copy 7f3a --to us-west-2,eu-north-1',
		].join(' '),
	]);
	const cleaned = await broken('clean-up', end => ({
		findRemains: async () => end(),
	}));
	expect(cleaned).toEqual(['', 'Broken off: nothing was deleted. Once more: packer-wizard cleanup 7f3a']);
});

test('Ctrl-C in the screen of a clean-up says what was ended, what remains and how it goes on', async () => {
	const screen = drive(cleanupScreen, openCleanup('7f3a'), {
		size,
		actions: someActions({ findRemains: () => new Promise(() => undefined) }),
	});
	const said = (): string => JSON.stringify(screen.moves.at(-1));
	screen.press('<ctrl-c>');
	expect(said()).toContain('Broken off: nothing was deleted. Once more: packer-wizard cleanup 7f3a');
	const remain = (id: string) =>
		({ kind: 'key-pair', id, region: 'eu-west-1', build: '7f3a', detail: '' }) as const;
	const signer = { source: 'environment', keyId: 'AKIA' } as const;
	const caller = { signer, sdk: 'go-2', whereabouts: here } as const;
	const remains = [remain('one'), remain('two')];
	const place = { caller, title: 'keys', region: 'eu-west-1', remains, unseen: [] };
	screen.send({
		...{ type: 'found', now: 0 },
		found: { places: [place], builds: [], complaints: [], unseen: [] },
	});
	const removing = { ...screen.state(), removals: [{ remain: remain('one') }] };
	const running = drive(cleanupScreen, { state: removing }, { size, actions: someActions({}) });
	running.press('<ctrl-c>');
	expect(JSON.stringify(running.moves)).toContain('1 thing is deleted, 1 may still be there.');
});

test('an image is offered to be saved, that of a preset too: under another name, or as one of your own', () => {
	const ids = (part: Partial<JournalHeader>) =>
		endedDeeds(timelineOf(endedBuild('done', part))).map(({ id }) => id);
	expect(ids({ preset: 'web' })).toContain('save');
	expect(ids({ preset: 'web', isChanged: true })).toContain('save');
	expect(ids({})).toContain('save');
});

test('the same once more is said how: the folder, the preset and the time that it may take', () => {
	const timeline = timelineOf(endedBuild('failed', { mode: 'rehearsal', preset: 'web', timeout: 60_000 }));
	expect(afterDeed(timeline, 'again')).toMatchObject({
		at: 'before',
		request: { mode: 'rehearsal', decisions: { timeout: 1, preset: 'web', folder: '/nowhere/web' } },
	});
	// What costs money is looked at first.
	expect(afterDeed(timeline, 'for-real')).toMatchObject({
		at: 'wizard',
		draft: { at: 'review', mode: 'aws' },
	});
});
