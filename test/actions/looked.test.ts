import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { endOfBuild } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { findProgram } from '../setup/needs.ts';
import { makePrograms } from '../targets/docker/programs.ts';

const decisions = {
	recipe: recipeWith({
		steps: [{ name: 'hello', position: 'before' as const, inline: ['echo hello'] }],
	}),
	folder: null,
};

test('who has just answered is not asked again by the start of the same request, but when it is looked at anew', async context => {
	needs(context, 'packer');
	const person = await makePerson();
	const asked = path.join(person.home, 'asked');
	await appendFile(asked, '');
	const noted = (name: string, then: string) => `echo "${name} $1" >>'${asked}'\n${then}`;
	const environment = await makePrograms(person, {
		packer: noted('packer', `exec '${findProgram('packer')}' "$@"`),
		shellcheck: noted('shellcheck', "cat >/dev/null; echo '[]'"),
		docker: noted('docker', 'exit 1'),
		podman: noted('podman', 'exit 1'),
	});
	// A newer Packer is asked for its plugins, too.
	const whatWasAsked = async () =>
		(await readFile(asked, 'utf8'))
			.split('\n')
			.filter(line => line !== '' && !line.startsWith('packer plugins'))
			.toSorted();
	const actions = createActions({ environment, cwd: person.folder });
	const request: BuildRequest = { decisions, mode: 'rehearsal', secrets: {}, sandbox: 'trace', speed: 1e9 };

	await actions.doubts(decisions);
	await actions.checks(request);
	// Of a rehearsal that only checks scripts no engine is asked.
	expect(await whatWasAsked()).toEqual(['packer version', 'shellcheck --norc']);
	await actions.checks(request);
	expect(await whatWasAsked()).toEqual(['packer version', 'packer version', 'shellcheck --norc']);

	const id = await actions.start(request);
	await endOfBuild(person, id);
	expect(await whatWasAsked()).toEqual([
		...['packer build', 'packer version', 'packer version', 'shellcheck --norc'],
	]);
});

test('a container engine that has just answered is asked no second time by the rehearsal', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	const asked = path.join(person.home, 'asked');
	const podman = findProgram('podman');
	const environment = await makePrograms(person, {
		docker: 'exit 1',
		podman: `echo "$1" >>'${asked}'; exec '${podman}' "$@"`,
	});
	const actions = createActions({ environment, cwd: person.folder });
	const request: BuildRequest = { decisions, mode: 'rehearsal', secrets: {}, speed: 1e9 };

	await actions.checks(request);
	const id = await actions.start(request);
	await endOfBuild(person, id);
	const calls = (await readFile(asked, 'utf8')).split('\n');
	expect(calls.filter(call => call === 'info')).toHaveLength(1);
	expect(calls).toContain('exec');
});
