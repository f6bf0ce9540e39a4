import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findMissingFiles } from '../../source/actions/missing-files.ts';
import type { RecipeStep } from '../../source/recipe/schema.ts';
import { recipeWith } from '../helpers/recipe.ts';

let cwd: string;
beforeEach(async () => {
	cwd = await mkdtemp(path.join(tmpdir(), 'missing-'));
});
afterEach(async () => {
	await rm(cwd, { recursive: true, force: true });
});

const position = 'before' as const;
const steps: readonly RecipeStep[] = [
	{ name: 'site', position, upload: './site', to: '/srv/site' },
	{ name: 'play', position, playbook: './site.yml', from: 'machine', project: './ansible' },
	{ name: 'chef', position, cookbooks: ['./cookbooks'], runList: ['recipe[web]'] },
	{ name: 'setup', position, script: './setup.sh' },
];

test('what an answer names and is not there is told by its kind, and only of the answer that names it', async () => {
	const place = { cwd, environment: { HOME: cwd } };
	const find = (before: readonly RecipeStep[]) =>
		findMissingFiles(recipeWith({ steps: [...before] }), recipeWith({ steps: [...steps] }), place);
	const later = 'It is needed when the files are written.';
	expect(await find([])).toEqual([
		`The upload ./site of the step site cannot be used. There is no such file or folder. ${later}`,
		`The playbook ./site.yml of the step play cannot be used. There is no such file. ${later}`,
		`The folder ./ansible of the step play cannot be used. There is no such folder. ${later}`,
		`The folder of cookbooks ./cookbooks of the step chef cannot be used. There is no such folder. ${later}`,
		`The script ./setup.sh cannot be used. There is no such file. ${later}`,
	]);
	expect(await find(steps.slice(1))).toHaveLength(1);
	for (const folder of ['site', 'ansible', 'cookbooks']) {
		await mkdir(path.join(cwd, folder));
	}

	await writeFile(path.join(cwd, 'setup.sh'), 'true\n');
	await mkdir(path.join(cwd, 'site.yml'));
	expect(await find([])).toEqual([
		`The playbook ./site.yml of the step play cannot be used. It is a folder. ${later}`,
	]);
});
