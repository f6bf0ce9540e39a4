import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { endOfBuild, eventually, listBuilds } from '../builds/helpers.ts';
import { makePerson, runningProcesses } from '../helpers/program.ts';
import { answersVersion, script } from '../packer/programs.ts';

/** A person whose Packer runs until it is ended. */
const makeWorld = async () => {
	const person = await makePerson();
	const packer = script(
		path.join(person.home, 'bin', 'packer'),
		...answersVersion('1.6.6'),
		'echo "1795351384,,ui,say,begun"',
		'trap "exit 1" TERM',
		'while :; do sleep 0.1; done',
	);
	const environment = { ...person.environment, PACKER_WIZARD_PACKER: packer };
	const actions = createActions({ environment, cwd: person.folder });
	const request: BuildRequest = {
		decisions: await actions.readPreset('nodejs'),
		mode: 'aws',
		secrets: {},
		confirmed: { account: undefined },
	};
	return { person: { ...person, environment }, actions, request };
};

test('a build in an account does not start before somebody said yes to it', async () => {
	const { person, actions, request } = await makeWorld();
	const { confirmed: _yes, ...unseen } = request;
	await expect(actions.start(unseen)).rejects.toThrow('nobody had said yes');
	expect(await listBuilds(person.environment)).toEqual([]);
});

test('a start that is stopped at any moment starts nothing, or what had begun is cancelled', async () => {
	const { person, actions, request } = await makeWorld();
	const begun: string[] = [];
	for (const after of [0, 60, 150, 250, 400, 600]) {
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), after);
		try {
			const id = await actions.start(request, stop.signal);
			begun.push(id);
			if (!stop.signal.aborted) {
				await actions.cancel(id);
			}

			expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		} catch (error) {
			expect(error).toBe(stop.signal.reason);
		} finally {
			clearTimeout(timer);
		}
	}

	expect(begun.length).toBeLessThan(6);
	const folders = await readdir(path.join(person.home, '.local/state/packer-wizard/builds')).catch(() => []);
	expect(folders.sort()).toEqual(begun.sort());
	await eventually(async () => (await runningProcesses(person)).length === 0);
});

test('a template with more tags than EC2 takes is refused before anything is spent', async () => {
	const { person, actions, request } = await makeWorld();
	const folder = path.join(person.folder, 'web');
	const tags = Array.from({ length: 51 }, (_, index) => `Tag${index} = "web"`).join('\n');
	await mkdir(folder);
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		`source "amazon-ebs" "image" {\n  tags = {\n${tags}\n  }\n}\n`,
	);
	const decisions = { ...request.decisions, folder };
	await expect(
		actions.start({ ...request, decisions, differences: 'keep', trust: true }),
	).rejects.toMatchObject({
		exitCode: 3,
		reason: 'EC2 takes 50 tags: tags in image.pkr.hcl has 51.',
	});
	expect(await listBuilds(person.environment)).toEqual([]);
	// Who was to run it came up meanwhile, and is told to go.
	await eventually(async () => (await runningProcesses(person)).length === 0);
});

test('kept answers are done with once their build began, others stay', async () => {
	const { person, actions, request } = await makeWorld();
	const drafts = createDrafts(person.environment);
	const kept = newDraft();
	await drafts.change(() => kept);
	const end = async (id: string) => {
		await actions.cancel(id);
		await endOfBuild(person, id);
	};
	await end(await actions.start(request));
	expect(await drafts.read()).toBeDefined();
	await end(await actions.start({ ...request, madeOf: kept }));
	expect(await drafts.read()).toBeUndefined();
});
