import path from 'node:path';
import { assert, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../../source/rehearsal/layers/acts.ts';
import { newLiveMachine } from '../../../source/rehearsal/layers/live.ts';
import { openShelf } from '../../../source/rehearsal/layers/shelf.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson } from '../../helpers/program.ts';
import { machineFor, runIn } from './containers.ts';

/** A machine whose first step is over, and Packer's script of it is still there; what is told is noted. */
const behindScript = async () => {
	const person = await makePerson();
	const { engine, container } = await machineFor(person);
	const shelf = await openShelf(path.join(person.folder, 'layers'));
	assert(shelf);
	const told: string[] = [];
	const machine = newLiveMachine(
		{
			engine,
			shelf,
			username: 'root',
			key: '',
			start: () => Promise.reject(new Error('none follows')),
			isSecret: () => false,
			onKept: () => told.push('kept'),
			onUnkept: (script, why) => told.push(`${script}: ${why}`),
		},
		{
			parent: 'root',
			on: 'image',
			container,
			started: Date.now() / 1000,
			below: 0,
			spans: [],
			acts: [],
			names: [],
		},
	);
	const act: Act = { kind: 'run', command: 'chmod 0755 /tmp/script_4711.sh; /tmp/script_4711.sh' };
	await machine.before('step');
	machine.beginScript('one');
	machine.note(act, { code: 0, output: [] });
	machine.noteScript('one', Date.now());
	return { machine, container, told };
};

describe('a step behind which files of Packer are', () => {
	beforeEach(context => needs(context, 'containers'));

	test('is told of where Packer goes on, since none that follows is kept', async () => {
		const { machine, told } = await behindScript();
		await machine.before('step');
		expect(told).toEqual(['one: files of Packer stay behind']);
		expect(machine.isKeeping()).toBe(false);
	}, 60_000);

	test('is told of by nobody where the machine goes, as behind a cancel: what was kept before is still good', async () => {
		const { machine, container, told } = await behindScript();
		await machine.end();
		expect(told).toEqual([]);
		expect(await runIn(container, 'true')).not.toBe(0);
	}, 60_000);
});
