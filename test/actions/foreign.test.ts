import {
	appendFile,
	chmod,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkForeign } from '../../source/actions/checks/foreign.ts';
import { planFiles } from '../../source/actions/files.ts';
import { foreignOf, planForeign, refuseForeignFiles } from '../../source/actions/foreign.ts';
import { createActions } from '../../source/actions/index.ts';
import { applyRemedy } from '../../source/actions/remedies.ts';
import { writeFiles } from '../../source/actions/write-files.ts';
import { copyFolder, copyPersonsFolder } from '../../source/builds/copy/mirror.ts';
import { makePrivateCopy } from '../../source/builds/copy/private-copy.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { recipeWith } from '../helpers/recipe.ts';

let cwd: string;
const folder = (): string => path.join(cwd, 'web');
const place = () => ({ cwd, environment: { HOME: cwd } });
const request = (more: Partial<BuildRequest> = {}): BuildRequest => ({
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'rehearsal',
	secrets: {},
	...more,
});
const put = (name: string, text: string) => writeFile(path.join(folder(), name), text);
const check = (more?: Partial<BuildRequest>) => checkForeign(request(more), place());
const refused = () => refuseForeignFiles(folder(), folder(), request(), place());

beforeEach(async () => {
	cwd = await mkdtemp(path.join(tmpdir(), 'foreign-'));
	await writeFiles(await planFiles(request().decisions, '1.14', place()), 'keep', place());
});
afterEach(async () => {
	await rm(cwd, { recursive: true, force: true });
});

const localStep = `build {\n  provisioner "shell-local" {\n    script = "\${path.root}/helper.sh"\n  }\n}\n`;

test('what packer-wizard wrote is not foreign, whichever Packer it was written for', async () => {
	expect(await check()).toBeUndefined();
	await refused();
	const { files } = await planFiles(request().decisions, 'before-1.7', place());
	expect(files.map(file => file.path)).not.toContain('plugins.pkr.hcl');
	expect(await readdir(folder())).toContain('plugins.pkr.hcl');
});

test('files beside it that Packer reads are named, with what they can do', async () => {
	await put('extra.pkr.hcl', localStep);
	await put('values.auto.pkrvars.hcl', 'aws_region = "eu-west-1"\n');
	await put('notes.txt', 'shell-local');
	await put('own.pkrvars.hcl', 'aws_region = "eu-west-1"\n');
	await put('packer-plugin-evil', '#!/bin/sh\n');
	expect(await check()).toMatchObject({
		status: 'missing',
		detail:
			'in ./web, not written by packer-wizard: extra.pkr.hcl runs commands on this computer; values.auto.pkrvars.hcl sets aws_region; a rehearsal does that, too',
	});
	// Without the right to be executed it is none.
	await chmod(path.join(folder(), 'packer-plugin-evil'), 0o755);
	await mkdir(path.join(folder(), 'github.com/hashicorp/amazon'), { recursive: true });
	await put('github.com/hashicorp/amazon/packer-plugin-amazon_v1.0.0_x5.0_linux_amd64', '');
	await chmod(
		path.join(folder(), 'github.com/hashicorp/amazon/packer-plugin-amazon_v1.0.0_x5.0_linux_amd64'),
		0o755,
	);
	const detail = (await check())?.detail;
	expect(detail).toContain('packer-plugin-evil is a program that Packer up to 1.10 runs on this computer');
	expect(detail).toContain(
		'github.com/hashicorp/amazon/packer-plugin-amazon_v1.0.0_x5.0_linux_amd64 is a program',
	);
	await expect(refused()).rejects.toMatchObject({
		exitCode: 3,
		message: './web holds files that packer-wizard did not write.',
		reason: expect.stringContaining('extra.pkr.hcl runs commands on this computer.'),
		next: [expect.stringContaining('--trust')],
	});
});

test('a yes counts for what was shown, and once for each content, of named files too', async () => {
	await put('extra.pkr.hcl', localStep);
	await put('helper.sh', 'echo 1\n');
	const yes = async () => {
		const remedy = (await check())?.remedies.find(({ id }) => id === 'trust');
		expect(remedy).toBeDefined();
		return remedy && applyRemedy(request(), remedy, undefined, { whereabouts: place(), say: () => {} });
	};
	const first = (await check())?.remedies.find(({ id }) => id === 'trust');
	await appendFile(path.join(folder(), 'extra.pkr.hcl'), '# more\n');
	// A yes to what is not there any more says nothing of what is.
	if (first) {
		await applyRemedy(request(), first, undefined, { whereabouts: place(), say: () => {} });
	}

	expect(await check()).toMatchObject({ status: 'missing' });
	await yes();
	expect(await check()).toMatchObject({ status: 'ok', detail: 'extra.pkr.hcl: with your yes' });
	await refused();
	await put('helper.sh', 'echo 2\n');
	expect(await check()).toMatchObject({ status: 'missing' });
	await expect(refused()).rejects.toMatchObject({ exitCode: 3 });
	await put('helper.sh', 'echo 1\n');
	expect(await check()).toMatchObject({ status: 'ok' });
	await put('more.auto.pkrvars.json', '{"x":1}');
	expect(await check()).toMatchObject({ status: 'missing' });
});

test('the flag is a yes to all, and is not kept', async () => {
	await put('extra.pkr.hcl', localStep);
	expect(await check({ trust: true })).toMatchObject({ status: 'ok' });
	expect(await check()).toMatchObject({ status: 'missing' });
});

test('an edit by hand that is kept is foreign only if it does something on this computer', async () => {
	const image = path.join(folder(), 'image.pkr.hcl');
	const text = await readFile(image, 'utf8');
	await writeFile(
		image,
		text.replace('build {', 'build {\n  provisioner "shell" {\n    inline = ["id"]\n  }\n'),
	);
	expect(await check({ differences: 'keep' })).toBeUndefined();
	await refused();
	await writeFile(
		image,
		text.replace('build {', 'build {\n  provisioner "shell-local" {\n    inline = ["id"]\n  }\n'),
	);
	expect(await check({ differences: 'keep' })).toMatchObject({
		detail:
			'in ./web, not written by packer-wizard: image.pkr.hcl runs commands on this computer; a rehearsal does that, too',
	});
	await expect(refused()).rejects.toMatchObject({ exitCode: 3 });
	// It goes, or nobody said yet whether it stays.
	expect(await check({ differences: 'overwrite' })).toBeUndefined();
	expect(await check()).toBeUndefined();
});

test('a link that leads out of the folder is told where something may follow it', async () => {
	const key = path.join(cwd, 'id_rsa');
	await writeFile(key, 'PRIVATE KEY\n', { mode: 0o600 });
	await mkdir(path.join(folder(), 'files'));
	await symlink(key, path.join(folder(), 'files', 'config'));
	await symlink('files/config', path.join(folder(), 'again'));
	await symlink('image.pkr.hcl', path.join(folder(), 'inside'));
	// What packer-wizard writes reads nothing but its own files.
	expect(await check({ differences: 'keep' })).toBeUndefined();
	await refused();
	const image = path.join(folder(), 'image.pkr.hcl');
	const text = await readFile(image, 'utf8');
	const upload = 'provisioner "file" {\n    source = "files/config"\n    destination = "/tmp/x"\n  }';
	await writeFile(image, text.replace('build {', `build {\n  ${upload}\n`));
	const detail = `again leads out of the folder, to ${key}; files/config leads out of the folder, to ${key}`;
	expect((await check({ differences: 'keep' }))?.detail).toContain(detail);
	expect(await check({ differences: 'overwrite' })).toBeUndefined();
	// The copy that is built has no links any more.
	const copy = path.join(cwd, 'copy');
	await makePrivateCopy(folder(), copy);
	await expect(refuseForeignFiles(copy, folder(), request(), place())).rejects.toMatchObject({
		reason: expect.stringContaining(`files/config leads out of the folder, to ${key}.`),
		exitCode: 3,
	});
});

test('what a hand edit reaches outside of the folder is named, shown, and asked about again when it changes', async () => {
	const outside = path.join(cwd, 'modules');
	await mkdir(path.join(outside, 'whole'), { recursive: true });
	await writeFile(path.join(outside, 'x.sh'), 'echo one\n');
	await writeFile(path.join(cwd, 'y.sh'), 'echo two\n');
	const image = path.join(folder(), 'image.pkr.hcl');
	const text = await readFile(image, 'utf8');
	const steps = `provisioner "shell" {
    scripts = ["\${path.root}/../modules/x.sh", "${path.join(cwd, 'y.sh')}"]
  }
  provisioner "file" {
    source = "../modules/whole"
    destination = "/etc/hostname"
  }`;
	await writeFile(image, text.replace('build {', `build {\n  ${steps}\n`));
	const kept = request({ differences: 'keep' });
	const reached = ['../modules/x.sh', '../modules/whole', path.join(cwd, 'y.sh')];
	const detail = (await check({ differences: 'keep' }))?.detail;
	for (const name of reached) {
		expect(detail).toContain(`${name} is outside of the folder, and image.pkr.hcl reaches it`);
	}

	expect(detail).not.toContain('/etc/hostname');
	const { files } = await planForeign(kept, place());
	expect(files.map(file => file.path)).toEqual(['image.pkr.hcl', ...reached]);
	expect(files[1]?.content).toBe('echo one\n');
	// The copy that is built reaches the same.
	const build = path.join(cwd, 'build');
	await mkdir(build);
	await copyPersonsFolder(folder(), build);
	await expect(refuseForeignFiles(copyFolder(build), folder(), request(), place())).rejects.toMatchObject({
		reason: expect.stringContaining('../modules/x.sh is outside of the folder'),
	});

	const before = await foreignOf(kept, place());
	await writeFile(path.join(outside, 'x.sh'), 'echo three\n');
	expect((await foreignOf(kept, place())).all[0]?.sum).not.toBe(before.all[0]?.sum);
});

test('they can be looked at before the yes', async () => {
	await put('extra.pkr.hcl', localStep);
	const { files } = await planForeign(request(), place());
	expect(files).toEqual([{ path: 'extra.pkr.hcl', content: localStep, executable: false, state: 'same' }]);
});

describe('a recipe of somebody else that takes a script from elsewhere', () => {
	const secret = (): string => path.join(cwd, '.ssh', 'id_rsa');
	const evil = async () => {
		await mkdir(path.dirname(secret()));
		await writeFile(secret(), 'PRIVATE KEY\n', { mode: 0o600 });
		const steps = [{ name: 'key', position: 'before' as const, script: '../.ssh/id_rsa' }];
		await mkdir(path.join(cwd, 'theirs'));
		await writeFile(path.join(cwd, 'theirs', 'recipe.json'), recipeText(recipeWith({ steps })));
		const actions = createActions({ environment: { HOME: cwd, PATH: '/nowhere' }, cwd: cwd });
		return { actions, decisions: await actions.readPreset('./theirs') };
	};

	test('is asked about by its path, and nothing is copied before the yes', async () => {
		const { actions, decisions } = await evil();
		const theirs = request({ decisions });
		const found = await checkForeign(theirs, place());
		expect(found).toMatchObject({
			status: 'missing',
			detail: "./.ssh/id_rsa is outside of the recipe's folder and goes to the machine",
		});
		const plan = await actions.planFiles(decisions, 'before-1.7');
		const refusal = {
			exitCode: 3,
			reason: expect.stringContaining("./.ssh/id_rsa is outside of the recipe's folder"),
		};
		await expect(actions.writeFiles(plan, 'keep')).rejects.toMatchObject(refusal);
		await expect(actions.start(theirs)).rejects.toMatchObject(refusal);
		await expect(actions.savePreset('x', decisions, false)).rejects.toMatchObject(refusal);
		expect(await readdir(path.join(cwd, 'theirs'))).toEqual(['recipe.json']);

		const remedy = found?.remedies.find(({ id }) => id === 'trust');
		if (remedy) {
			await actions.remedy(theirs, remedy, undefined, () => {});
		}

		expect(await checkForeign(theirs, place())).toMatchObject({ status: 'ok' });
		await actions.writeFiles(plan, 'overwrite');
		const copy = path.join(cwd, 'theirs/scripts/01-key.sh');
		expect(await readFile(copy, 'utf8')).toContain('PRIVATE KEY');
		// Who may not read the source may not read the copy.
		expect((await stat(copy)).mode & 0o777).toBe(0o600);
		await writeFile(secret(), 'ANOTHER KEY\n');
		expect(await checkForeign(theirs, place())).toMatchObject({ status: 'missing' });
	});

	test('is no matter any more if the step goes, and lasts as long as the answers are kept', async () => {
		const { actions, decisions } = await evil();
		const without = { ...decisions, recipe: { ...decisions.recipe, steps: [] } };
		expect(await checkForeign(request({ decisions: without }), place())).toBeUndefined();
		await actions.saveDraft(draftAtReview(decisions), undefined);
		expect((await actions.drafts()).draft?.elsewhere).toEqual([secret()]);
	});
});

test('a copy is as open as the script, also one that was made before', async () => {
	const script = path.join(cwd, 'setup.sh');
	await writeFile(script, '#!/bin/sh\n', { mode: 0o640 });
	const steps = [{ name: 'setup', position: 'before' as const, script: './setup.sh' }];
	const decisions = { recipe: recipeWith({ name: 'own', steps }), folder: null };
	const write = async () => writeFiles(await planFiles(decisions, 'before-1.7', place()), 'keep', place());
	await write();
	const copy = path.join(cwd, 'own/scripts/01-setup.sh');
	const mode = async () => (await stat(copy)).mode & 0o777;
	expect(await mode()).toBe(0o640);
	await chmod(copy, 0o755);
	await write();
	expect(await mode()).toBe(0o640);
	await chmod(script, 0o777);
	await rm(copy);
	await write();
	expect(await mode()).toBe(0o755);
});
