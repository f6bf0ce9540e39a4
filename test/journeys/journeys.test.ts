import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { flags } from './by-flags.ts';
import { prompts } from './by-prompts.ts';
import { screens } from './by-screens.ts';
import { record } from './recorder.ts';
import { builds } from './rows/builds.ts';
import { checklist } from './rows/checklist.ts';
import { differing } from './rows/files.ts';
import { newImages } from './rows/images.ts';
import { leftAnswers } from './rows/left.ts';
import { presets } from './rows/presets.ts';
import type { Row } from './rows/row.ts';
import { saving } from './rows/saving.ts';

vi.hoisted(vi.resetModules);
vi.mock('../../source/plain/prompts.ts', async original => ({
	...(await original()),
	openPrompts: (await import('./asked.ts')).promptsOfPerson,
}));
afterAll(() => {
	vi.doUnmock('../../source/plain/prompts.ts');
	vi.resetModules();
});

const drivers = { screens, prompts, flags } as const;

/** What the flags do of it: they ask nothing, so there are no answers to keep, and a yes is one to any account. */
const byFlags = ({ told, gives }: Row): readonly string[] =>
	gives
		.filter(line => told.left !== undefined || !line.endsWith(' answers'))
		.map(line => line.replace(/confirmed .*/, 'confirmed by a flag'));

const go = async (row: Row, front: keyof typeof drivers): Promise<void> => {
	vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 28, 9, 30) });
	onTestFinished(() => {
		vi.useRealTimers();
	});
	const { actions, done } = record(row.told);
	const { does, end, said } = drivers[front](actions);
	for (const step of row.steps) {
		const [verb = '', object = ''] = step.split(': ');
		await does(verb, object);
	}

	const exitCode = await end();
	const expected = front === 'flags' ? (row.flagsGive ?? byFlags(row)) : row.gives;
	expect([...done, `exit ${exitCode}`], said()).toEqual(expected);
};

const rows = [...newImages, ...presets, ...leftAnswers, ...differing, ...checklist, ...builds, ...saving];

/** A new journey is one row. */
for (const row of rows) {
	for (const front of row.by ?? (['screens', 'prompts', 'flags'] as const)) {
		test(`${row.journey}: ${front}`, () => go(row, front));
	}
}
