import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { createActions } from '../../source/actions/index.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { makePerson, runningProcesses } from '../helpers/program.ts';
import { answersVersion, script } from '../packer/programs.ts';

const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'rehearsal',
	secrets: {},
};

const getPlugin = { id: 'get-plugin', label: 'Get the plugin', details: [] } as const;

/** Everything that waits for a Packer which never ends by itself, by the command of Packer that it waits for. */
test.each<
	[name: string, waitsFor: string, work: (actions: Actions, signal: AbortSignal) => Promise<unknown>]
>([
	['looking around', 'version', (actions, signal) => actions.surroundings(signal)],
	[
		'the plan of the files',
		'version',
		(actions, signal) => actions.planFiles(request.decisions, undefined, signal),
	],
	['the account', 'version', (actions, signal) => actions.accounts(request.decisions, signal)],
	['the checks', 'version', (actions, signal) => actions.checks(request, signal)],
	['the check of the plugin', 'plugins', (actions, signal) => actions.checks(request, signal)],
	[
		'the plugin',
		'init',
		(actions, signal) => actions.remedy(request, getPlugin, undefined, () => {}, signal),
	],
	['a start', 'version', (actions, signal) => actions.start(request, signal)],
])('%s ends with the signal, its processes too (packer %s)', async (_, waitsFor, work) => {
	const person = await makePerson();
	const notes = path.join(person.home, 'notes');
	const packer = script(
		path.join(person.home, 'bin', 'packer'),
		`if [ "$1" = ${waitsFor} ]; then`,
		// As a Packer that loads a plugin: it takes no notice, and what it started neither.
		'	[ "$1" = init ] && trap "" TERM',
		'	sleep 60 &',
		'	echo loaded >"$TMPDIR/packer-plugin-1.zip"',
		`	echo "$TMPDIR" >'${notes}'`,
		'	wait',
		'fi',
		...answersVersion('1.16.0'),
	);
	const environment = { ...person.environment, PACKER_WIZARD_PACKER: packer };
	const stop = new AbortController();
	const reason = new Error('enough');
	const working = work(createActions({ environment, cwd: person.folder }), stop.signal);
	const ended = expect(working).rejects.toBe(reason);
	await expect.poll(() => existsSync(notes)).toBe(true);
	stop.abort(reason);
	await ended;
	await expect.poll(() => runningProcesses(person)).toEqual([]);
	if (waitsFor === 'init') {
		expect(existsSync(readFileSync(notes, 'utf8').trim())).toBe(false);
	}
});
