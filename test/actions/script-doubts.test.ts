import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChecks } from '../../source/actions/checks/index.ts';
import { createActions } from '../../source/actions/index.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith } from '../helpers/recipe.ts';

let cwd: string;
beforeEach(async () => {
	cwd = await mkdtemp(path.join(tmpdir(), 'doubts-'));
});
afterEach(async () => {
	await rm(cwd, { recursive: true, force: true });
});

const decisions = {
	recipe: recipeWith({
		steps: [{ name: 'setup', position: 'before' as const, script: './setup.sh' }],
	}),
	folder: null,
};

test('what is doubtful about a script file stands in the plan, the checks and the warnings of a build', async () => {
	await writeFile(path.join(cwd, 'setup.sh'), '#!/bin/bash\r\n# prepares\r\napt-get install jq\r\n');
	const whereabouts = { environment: { HOME: cwd, PATH: cwd }, cwd };
	const told = [
		'./setup.sh, line 1: Its line ends are those of Windows: the copy has those of Unix.',
		'./setup.sh, line 3: apt-get needs sudo: ubuntu runs it.',
		'./setup.sh, line 3: apt-get install asks before it does that, and nobody answers: -y says yes.',
	];
	const actions = createActions(whereabouts);
	expect(await actions.doubts(decisions)).toEqual(told);
	expect((await actions.planFiles(decisions)).doubts).toEqual(told);
	const checks = await runChecks({ decisions, mode: 'rehearsal', secrets: {} }, whereabouts);
	expect(
		checks.filter(({ id }) => id === 'scripts').map(({ status, detail }) => `${status} ${detail}`),
	).toEqual(told.map(detail => `warning ${detail}`));
});

test('a script that cannot be read is told by the check of the files alone', async () => {
	const whereabouts = { environment: { HOME: cwd, PATH: cwd }, cwd };
	expect(await createActions(whereabouts).doubts(decisions)).toEqual([]);
});

test('ShellCheck says more where it is there, of what is an error, in the order of the lines', async context => {
	needs(context, 'shellcheck');
	const environment = { HOME: cwd, PATH: process.env['PATH'] ?? '' };
	await writeFile(
		path.join(cwd, 'setup.sh'),
		'echo $1\nif [ $1 = a && true ]; then echo a; fi\nsudo vim a\n',
	);
	expect(await createActions({ environment, cwd }).doubts(decisions)).toEqual([
		'./setup.sh, line 2: Instead of [ a && b ], use [ a ] && [ b ].',
		'./setup.sh, line 3: vim waits for somebody at a keyboard: nobody is there.',
	]);
});
