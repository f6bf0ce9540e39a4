import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildRequest } from '../../source/actions/actions.ts';
import { checkForeign } from '../../source/actions/checks/foreign.ts';
import { planFiles } from '../../source/actions/files.ts';
import { planForeign, refuseForeign } from '../../source/actions/foreign.ts';
import { carryOut } from '../../source/actions/remedies.ts';
import { writeFiles } from '../../source/actions/write-files.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';

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
const refused = () => refuseForeign(folder(), folder(), request(), place());

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
			'packer-wizard did not write all in ./web: extra.pkr.hcl runs commands on this computer; values.auto.pkrvars.hcl sets aws_region; a rehearsal does that, too',
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
		message: './web holds foreign files.',
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
		return remedy && carryOut(request(), remedy, undefined, { ...place(), say: () => {} });
	};
	const first = (await check())?.remedies.find(({ id }) => id === 'trust');
	await appendFile(path.join(folder(), 'extra.pkr.hcl'), '# more\n');
	// A yes to what is not there any more says nothing of what is.
	if (first) {
		await carryOut(request(), first, undefined, { ...place(), say: () => {} });
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
			'packer-wizard did not write all in ./web: image.pkr.hcl runs commands on this computer; a rehearsal does that, too',
	});
	await expect(refused()).rejects.toMatchObject({ exitCode: 3 });
	// It goes, or nobody said yet whether it stays.
	expect(await check({ differences: 'overwrite' })).toBeUndefined();
	expect(await check()).toBeUndefined();
});

test('they can be looked at before the yes', async () => {
	await put('extra.pkr.hcl', localStep);
	const { files } = await planForeign(request(), place());
	expect(files).toEqual([{ path: 'extra.pkr.hcl', content: localStep, executable: false, state: 'same' }]);
});
