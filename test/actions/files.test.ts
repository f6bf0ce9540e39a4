import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { absoluteFolder, planFiles } from '../../source/actions/files.ts';
import { readDecisions } from '../../source/actions/presets.ts';
import { writeFiles } from '../../source/actions/write-files.ts';
import { Problem } from '../../source/base/problem.ts';
import type { DifferencePolicy, FilePlan } from '../../source/flow/files.ts';
import { reviewDoubts } from '../../source/flow/review.ts';
import { shownFiles } from '../../source/flow/shown-files.ts';
import { planText, shortPlanText, writtenText } from '../../source/flow/words/plan.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { parseRecipe } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { notAsRoot } from '../helpers/not-root.ts';
import { type RecipeChange, recipeWith } from '../helpers/recipe.ts';

let cwd: string;
beforeEach(async () => {
	cwd = await mkdtemp(path.join(tmpdir(), 'files-'));
});
afterEach(async () => {
	await rm(cwd, { recursive: true, force: true });
});

const place = () => ({ cwd, environment: { HOME: cwd } });
const decisions = (change: RecipeChange = {}, folder: string | null = null): Decisions => ({
	recipe: recipeWith(change),
	folder,
});
const plan = async (wanted: Decisions) => {
	const { folder = '', ...planned } = await planFiles(wanted, 'before-1.7', place());
	return { folder, ...planned };
};
const write = (planned: FilePlan, differences: DifferencePolicy) => writeFiles(planned, differences, place());
const states = async (wanted: Decisions) =>
	Object.fromEntries((await plan(wanted)).files.map(file => [file.path, file.state]));

test('everything is new, then the same; scripts can be executed', async () => {
	const wanted = decisions({ steps: [{ name: 'hi', position: 'before', inline: ['echo hi'] }] });
	const first = await plan(wanted);
	expect(first.folder).toBe(path.join(cwd, 'web'));
	expect(new Set(first.files.map(file => file.state))).toEqual(new Set(['new']));
	await write(first, 'keep');
	expect(new Set(Object.values(await states(wanted)))).toEqual(new Set(['same']));
	const script = first.files.find(file => file.path.endsWith('-hi.sh'));
	expect((await stat(path.join(first.folder, script?.path ?? ''))).mode & 0o777).toBe(0o755);
	expect((await readdir(first.folder)).filter(name => name.startsWith('.'))).toEqual([]);
});

test('a folder that holds the template of another name is refused, since Packer would read both', async () => {
	const gruntwork = { style: 'gruntwork' } as const;
	const debian = { image: 'debian-12', architecture: 'x86_64' } as const;
	const folder = path.join(cwd, 'web');
	for (const [before, after, old] of [
		[{}, gruntwork, 'image.pkr.hcl'],
		[gruntwork, { ...gruntwork, base: debian }, 'web-ubuntu-24.04.pkr.hcl'],
		[gruntwork, {}, 'web-ubuntu-24.04.pkr.hcl'],
	] as const) {
		await rm(folder, { recursive: true, force: true });
		await write(await plan(decisions(before)), 'keep');
		await expect(plan(decisions(after))).rejects.toThrow(`./web holds another template, ${old}.`);
		await expect(plan(decisions(after, './elsewhere'))).resolves.toBeDefined();
		await rm(path.join(folder, old));
		await expect(plan(decisions(after))).resolves.toBeDefined();
	}
});

test('a recipe that was written by hand is not in the way of itself, and one that decides something else is', async () => {
	await writeFile(path.join(cwd, 'setup.sh'), 'echo hi\n');
	const steps = [{ name: 'setup', position: 'after', script: 'setup.sh' }] as const;
	const { base, version, aws } = defaultRecipe();
	const { instanceType } = aws;
	const byHand = { name: 'web', steps, aws: { region: 'eu-west-1', instanceType }, base, version };
	await mkdir(path.join(cwd, 'web'));
	const file = path.join(cwd, 'web', 'recipe.json');
	await writeFile(file, JSON.stringify(byHand));
	const recipe = parseRecipe(JSON.stringify(byHand), 'recipe.json');
	expect((await states(decisions(recipe)))['recipe.json']).toBe('same');
	await write(await plan(decisions(recipe)), 'overwrite');
	expect(await readFile(file, 'utf8')).toBe(JSON.stringify(byHand));
	await writeFile(file, JSON.stringify({ ...byHand, aws: { ...byHand.aws, region: 'eu-west-3' } }));
	expect((await states(decisions(recipe)))['recipe.json']).toBe('differs');
});

test('an edit by hand is kept unless overwriting is asked for', async () => {
	await write(await plan(decisions()), 'keep');
	const file = path.join(cwd, 'web', 'image.pkr.hcl');
	await writeFile(file, '# mine\n');
	const changed = await plan(decisions());
	expect(changed.files.find(({ path: name }) => name === 'image.pkr.hcl')).toMatchObject({
		state: 'differs',
		current: '# mine\n',
	});
	await write(changed, 'keep');
	expect(await readFile(file, 'utf8')).toBe('# mine\n');
	await write(changed, 'overwrite');
	expect(await readFile(file, 'utf8')).not.toBe('# mine\n');
});

test('what was written for a build that is made again gives way, and what was edited since does not', async () => {
	const first = decisions();
	await write(await plan(first), 'keep');
	const changed = { ...decisions({ instanceType: 't3.small' }), before: first.recipe };
	expect(await states(changed)).toMatchObject({ 'variables.pkr.hcl': 'new', 'recipe.json': 'new' });
	expect(planText(await plan(changed), place())).toBe('./web, 3 that are renewed, 3 unchanged files');
	expect(await states({ ...changed, before: undefined })).toMatchObject({ 'variables.pkr.hcl': 'differs' });
	const variables = path.join(cwd, 'web', 'variables.pkr.hcl');
	await writeFile(variables, `${await readFile(variables, 'utf8')}# mine\n`);
	const planned = await plan(changed);
	expect(await states(changed)).toMatchObject({ 'variables.pkr.hcl': 'differs', 'recipe.json': 'new' });
	expect(await write(planned, 'keep')).toMatchObject({
		written: ['recipe.json', 'README.md'],
		kept: ['variables.pkr.hcl'],
	});
	expect(await readFile(variables, 'utf8')).toContain('# mine');
	expect(await readFile(path.join(cwd, 'web', 'recipe.json'), 'utf8')).toContain('t3.small');
});

test('a folder has each copy that its recipe.json names, so that it can be built again', async () => {
	await writeFile(path.join(cwd, 'own.sh'), 'echo own\n');
	const steps = [{ name: 'own', position: 'after' as const, script: 'own.sh' }];
	for (const style of ['packer-wizard', 'gruntwork'] as const) {
		const wanted = decisions({ name: style, style, steps });
		await write(await plan(wanted), 'keep');
		const file = path.join(cwd, style, 'recipe.json');
		const recipe = parseRecipe(await readFile(file, 'utf8'), 'recipe.json');
		const [step] = recipe.steps;
		const copy = step && 'script' in step ? step.script : '';
		expect(await readFile(path.join(cwd, style, copy), 'utf8')).toContain('echo own');
		const again = await plan({ ...(await readDecisions(file, place())), folder: style });
		expect(again.files.filter(({ state }) => state !== 'same')).toEqual([]);
	}
});

test("what nothing asks for any more goes with the recipe that asked for it, but never what is the person's", async () => {
	await writeFile(path.join(cwd, 'own.sh'), 'echo own\n');
	const steps = [
		{ name: 'one', inline: ['echo 1'] },
		{ name: 'two', inline: ['echo 2'] },
		{ name: 'own', script: 'own.sh' },
	].map(step => ({ ...step, position: 'after' as const }));
	const bundles = [{ id: 'fail2ban', install: {}, boot: {} }];
	const first = decisions({ steps, bundles });
	const at = (name: string) => path.join(cwd, 'web', name);
	const { written } = await write(await plan(first), 'keep');
	const [one = '', two = '', own = ''] = ['one', 'two', 'own'].map(
		name => written.find(file => file.endsWith(`-${name}.sh`)) ?? '',
	);
	const installed = written.filter(name => /(installer|commons|fail2ban)\.sh$/.test(name));
	expect(installed).toHaveLength(3);
	await writeFile(at(two), '# mine\n');
	await writeFile(at('notes.txt'), 'mine\n');

	// Yours stay, so the recipe that asks for all of it stays too.
	const less = await plan(decisions({ steps: steps.slice(0, 1), bundles: [] }));
	expect(await write(less, 'keep')).not.toHaveProperty('removed');
	expect(await readFile(at('iam-policy.json'), 'utf8')).toContain('PutMetricData');

	expect(planText(less, place())).toMatch(/, 5 that go$/);
	expect((await shownFiles(less)).map(({ title }) => title)).toEqual(
		expect.arrayContaining([
			'iam-policy.json, not needed any more: goes',
			`${two}, not needed any more: stays, since it is yours`,
		]),
	);
	const done = await write(less, 'overwrite');
	expect(done.removed?.toSorted()).toEqual([...installed, one, 'iam-policy.json'].toSorted());
	expect(done.left?.toSorted()).toEqual([two, own].toSorted());
	expect(writtenText(done, place())).toMatch(
		/ files\. Not needed any more, so they are gone: .*iam-policy\.json\. Not needed any more, but yours, so they stay: /,
	);
	expect((await readdir(path.join(cwd, 'web'), { recursive: true })).sort()).toEqual(
		['notes.txt', 'scripts', own, two, ...less.files.map(file => file.path)].toSorted(),
	);
	expect(await readFile(at(two), 'utf8')).toBe('# mine\n');
	expect((await plan(decisions({ steps: steps.slice(0, 1), bundles: [] }))).leftovers).toBeUndefined();
});

test('files that are kept make one image: all of those for the recipe there, or a script that a changed template still names', async () => {
	const steps = ['one', 'two'].map(name => ({
		name,
		position: 'after' as const,
		inline: [`echo ${name}`],
	}));
	const first = decisions({ steps });
	const { written } = await write(await plan(first), 'keep');
	const before = await readdir(path.join(cwd, 'web'), { recursive: true });
	const changed = decisions({ steps: [...steps.slice(1), { ...steps[0], name: 'new' }] as Recipe['steps'] });
	const planned = await plan(changed);
	expect(shortPlanText(planned, place())).toBe('written for earlier answers');
	const done = await write(planned, 'keep');
	expect(done).toMatchObject({ written: [], kept: expect.arrayContaining(['recipe.json']) });
	expect(done.earlier).toEqual(done.kept);
	expect(writtenText(done, place())).toBe(
		`Nothing was written: ./web stays as its recipe.json has it; ${done.kept.length} files written for earlier answers are kept.`,
	);
	expect(await readdir(path.join(cwd, 'web'), { recursive: true })).toEqual(before);

	const template = path.join(cwd, 'web', 'image.pkr.hcl');
	await writeFile(template, `${await readFile(template, 'utf8')}# mine\n`);
	const mixed = await write(await plan(changed), 'keep');
	expect(writtenText(mixed, place())).toMatch(/ for earlier answers is kept, and 1 file of yours is kept\.$/);

	// Here the recipe gives way, and the template does not: what it runs stays.
	const less = await plan({ ...decisions({ steps: steps.slice(1) }), before: first.recipe });
	expect(await write(less, 'keep')).toMatchObject({ kept: ['image.pkr.hcl'] });
	const scripts = written.filter(name => /^scripts\/.*(one|two)/u.test(name));
	expect(scripts).toHaveLength(2);
	for (const script of scripts) {
		expect(await readFile(template, 'utf8')).toContain(script);
		expect(await readFile(path.join(cwd, 'web', script), 'utf8')).toContain('echo ');
	}
});

/** A folder for Terraform of this shape, and a way to change one of its files. */
const terraformOf = async (terraform: 'asg' | 'server') => {
	const before = recipeWith({ name: 'web', terraform });
	await write(await plan(decisions(before)), 'keep');
	const at = (name: string) => path.join(cwd, 'web', 'terraform', name);
	const append = async (name: string) =>
		writeFile(at(name), `${await readFile(at(name), 'utf8').catch(() => '')}# mine\n`);
	return { before, at, append };
};

test('files for Terraform that are kept make one plan: where one is changed by hand, none of another shape comes beside it', async () => {
	const { before, at, append } = await terraformOf('asg');
	await append('main.tf');
	await rm(at('outputs.tf'));
	const texts = async () => Promise.all((await readdir(at('.'))).map(name => readFile(at(name), 'utf8')));
	const asg = await texts();
	const changed = { ...decisions(recipeWith({ terraform: 'server' }, before)), before };
	const done = await write(await plan(changed), 'keep');
	expect(await texts()).toEqual(asg);
	expect(done.written).toContain('recipe.json');
	expect(writtenText(done, place())).toMatch(
		/; 2 files written for earlier answers are kept, and 1 file of yours is kept\. The folder terraform\/ stays as it is: the new files would not fit the one that is kept there\.$/,
	);
	await write(await plan(changed), 'overwrite');
	expect(await readFile(at('variables.tf'), 'utf8')).toContain('variable "subnet_id"');

	// For the recipe that is there already what is missing comes again.
	await append('main.tf');
	await rm(at('outputs.tf'));
	const again = await write(await plan({ ...changed, before: changed.recipe }), 'keep');
	expect(again).toMatchObject({ written: ['terraform/outputs.tf'], kept: ['terraform/main.tf'] });

	// A note in the README is in the way of nothing.
	await write(await plan(changed), 'overwrite');
	await append('README.md');
	const back = await write(await plan({ ...decisions(before), before: changed.recipe }), 'keep');
	expect(back).toMatchObject({ kept: ['terraform/README.md'] });
	expect(await readFile(at('variables.tf'), 'utf8')).toContain('variable "subnet_ids"');
});

test('files for Terraform go together when nothing asks for them, and stay where one is changed or Terraform was run', async () => {
	const { before, at, append } = await terraformOf('asg');
	const changed = { ...decisions(recipeWith({ terraform: undefined }, before)), before };
	const names = await readdir(at('.'));
	await append('outputs.tf');
	const yours = await write(await plan(changed), 'keep');
	expect(yours).not.toHaveProperty('removed');
	expect(yours.left).toHaveLength(names.length);

	await terraformOf('asg');
	await write(await plan(decisions(before)), 'overwrite');
	await append('terraform.tfstate');
	await mkdir(at('.terraform'));
	const planned = await plan(changed);
	const told =
		/^Terraform was run in terraform\/, which has terraform\.tfstate and \.terraform, and servers .*: its files stay\. In that folder terraform destroy ends them\.$/;
	expect(reviewDoubts(draftAtReview(changed), planned)).toContainEqual(expect.stringMatching(told));
	const applied = await write(planned, 'keep');
	expect(applied).not.toHaveProperty('removed');
	expect(writtenText(applied, place())).toContain('Terraform was run in terraform/');
	expect((await readdir(at('.'))).toSorted()).toEqual(
		[...names, 'terraform.tfstate', '.terraform'].toSorted(),
	);

	await write(await plan(decisions(before)), 'overwrite');
	await rm(at('terraform.tfstate'));
	await rm(at('.terraform'), { recursive: true });
	const gone = await write(await plan(changed), 'keep');
	expect(gone.removed).toHaveLength(names.length);
	expect(await readdir(path.join(cwd, 'web'))).not.toContain('terraform');
});

test('a folder written when recipes had an earlier form gives way as any other, and is written in the form of today', async () => {
	const before = recipeWith({ name: 'web' });
	await write(await plan(decisions(before)), 'keep');
	const file = path.join(cwd, 'web', 'recipe.json');
	const { aws, ...rest } = before;
	const first = `${JSON.stringify({ ...rest, ...aws, version: 1, target: 'aws' }, null, '\t')}\n`;
	await writeFile(file, first);
	expect((await states(decisions(before)))['recipe.json']).toBe('same');
	const changed = { ...decisions(recipeWith({ region: 'eu-west-3' }, before)), before };
	expect((await plan(changed)).files.filter(({ state }) => state === 'differs')).toEqual([]);
	// Somebody else's hand is seen in how it is written.
	await writeFile(file, first.replaceAll('\t', '  '));
	expect((await states(changed))['recipe.json']).toBe('differs');
	await writeFile(file, first);
	await write(await plan(changed), 'keep');
	expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
		version: 2,
		aws: { region: 'eu-west-3' },
	});
});

test('where the earlier recipe cannot be rendered any more all that was written for it stays, which is said', async () => {
	const bundles = [{ id: 'fail2ban', install: {}, boot: {} }];
	await write(await plan(decisions({ bundles })), 'keep');
	const recipe = path.join(cwd, 'web', 'recipe.json');
	await writeFile(recipe, (await readFile(recipe, 'utf8')).replace('"fail2ban"', '"fail3ban"'));
	const less = await plan(decisions());
	expect(less.leftovers).toBeUndefined();
	const staying =
		/What was written there for earlier answers cannot be told any more, so all of it stays: .*recipe\.json is no recipe that can be built\.$/;
	expect(reviewDoubts(draftAtReview(decisions()), less)).toContainEqual(expect.stringMatching(staying));
	expect(writtenText(await write(less, 'overwrite'), place())).toMatch(staying);
	expect(await readdir(path.join(cwd, 'web'))).toContain('iam-policy.json');
	expect((await plan(decisions())).untold).toBeUndefined();
	expect((await plan(decisions({}, './other'))).untold).toBeUndefined();
});

test('a leftover that was changed since it was seen stays', async () => {
	await write(await plan(decisions({ bundles: [{ id: 'fail2ban', install: {}, boot: {} }] })), 'keep');
	const policy = path.join(cwd, 'web', 'iam-policy.json');
	const seen = await plan(decisions());
	await writeFile(policy, '{}');
	const done = await write(seen, 'overwrite');
	expect(done.left).toEqual(['iam-policy.json']);
	expect(done.removed).not.toContain('iam-policy.json');
	expect(await readFile(policy, 'utf8')).toBe('{}');
});

test('what was said of a file counts for what was seen of it', async () => {
	const seen = await plan(decisions());
	await write(await plan(decisions({ region: 'eu-west-1' })), 'keep');
	await expect(write(seen, 'keep')).rejects.toMatchObject({
		message: './web holds other files of the same names.',
		reason: expect.stringContaining('variables.pkr.hcl'),
		exitCode: 3,
	});
	expect(Object.values(await states(decisions({ region: 'eu-west-1' })))).not.toContain('differs');
});

test('~/ is the home folder, for the folder and for scripts', async () => {
	const home = path.join(cwd, 'home');
	await mkdir(home);
	await writeFile(path.join(home, 'setup.sh'), 'echo from home\n');
	const wanted = decisions(
		{ steps: [{ name: 'setup', position: 'before', script: '~/setup.sh' }] },
		'~/images/web',
	);
	const { folder, files } = await planFiles(wanted, 'before-1.7', { cwd, environment: { HOME: home } });
	expect(folder).toBe(path.join(home, 'images/web'));
	expect(files.find(({ path: name }) => name.endsWith('-setup.sh'))?.content).toContain('echo from home');
});

test('a script file is copied in, and the folder needs nothing beside it', async () => {
	await writeFile(path.join(cwd, 'setup.sh'), '#!/bin/bash\necho set up\n');
	const wanted = decisions({ steps: [{ name: 'setup', position: 'before', script: 'setup.sh' }] });
	const first = await plan(wanted);
	await write(first, 'keep');
	const recipe = JSON.parse(await readFile(path.join(first.folder, 'recipe.json'), 'utf8'));
	expect(recipe.steps[0].script).toMatch(/^scripts\/\d+-setup\.sh$/);
	expect(await readFile(path.join(first.folder, recipe.steps[0].script), 'utf8')).toContain('echo set up');
	await rm(path.join(cwd, 'setup.sh'));
	const again = {
		...recipe,
		steps: [{ ...recipe.steps[0], script: path.join(first.folder, recipe.steps[0].script) }],
	};
	expect(new Set(Object.values(await states({ recipe: again, folder: first.folder })))).toEqual(
		new Set(['same']),
	);
});

test('a long script is copied in whole, with the line ends of Unix and without a byte-order mark', async () => {
	const long = `# ${'x'.repeat(2_000_000)}`;
	await writeFile(path.join(cwd, 'setup.py'), `\ufeff#!/usr/bin/env python3\r\n${long}\r\nprint("a\rb")\r`);
	const wanted = decisions({
		steps: [
			{ name: 'setup', position: 'before', script: 'setup.py' },
			{ name: 'pasted', position: 'before', inline: ['\ufeff#!/bin/sh\r', 'true\r\nfalse'] },
		],
	});
	const { files } = await plan(wanted);
	const content = (name: string) => files.find(file => file.path.endsWith(name))?.content;
	expect(content('-setup.sh')).toBe(`#!/usr/bin/env python3\n${long}\nprint("a\rb")`);
	expect(content('-pasted.sh')).toBe('#!/bin/sh\ntrue\nfalse\n');
});

test.each([
	['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff])],
	['a text of another alphabet', Buffer.from('echo gr\xfc\xdfe\n', 'latin1')],
	['a text with nothing in it but zeros', Buffer.alloc(3)],
])('%s is no script: it would not be copied as it is', async (_what, bytes) => {
	await writeFile(path.join(cwd, 'setup.sh'), bytes);
	await expect(
		plan(decisions({ steps: [{ name: 'setup', position: 'before', script: 'setup.sh' }] })),
	).rejects.toMatchObject({
		message: 'The script ./setup.sh cannot be used.',
		reason: 'It is no text in UTF-8.',
	});
});

test('a script that is not there is one sentence', async () => {
	const wanted = decisions({ steps: [{ name: 'setup', position: 'before', script: 'nowhere.sh' }] });
	await expect(plan(wanted)).rejects.toMatchObject({
		name: 'Problem',
		message: 'The script ./nowhere.sh cannot be used.',
		reason: 'There is no such file.',
		exitCode: 2,
	});
});

test('a file in the way of the folder, or a folder in the way of a file: exit 3, nothing half-written', async () => {
	await writeFile(path.join(cwd, 'web'), 'in the way');
	await expect(plan(decisions()).then(found => write(found, 'keep'))).rejects.toMatchObject({
		name: 'Problem',
		exitCode: 3,
	});
	expect(await readFile(path.join(cwd, 'web'), 'utf8')).toBe('in the way');

	const folder = path.join(cwd, 'other');
	await mkdir(path.join(folder, 'user-data.sh'), { recursive: true });
	await expect(plan(decisions({}, 'other')).then(found => write(found, 'keep'))).rejects.toBeInstanceOf(
		Problem,
	);
	expect(await readdir(folder)).toEqual(['user-data.sh']);
});

test('a file that may not be read is not said to be written', async () => {
	const image = path.join(cwd, 'web', 'image.pkr.hcl');
	await write(await plan(decisions()), 'keep');
	await chmod(cwd, 0o755);
	await chmod(image, 0);
	const error = await notAsRoot(() => plan(decisions()).catch((error: unknown) => error));
	expect(error).toMatchObject({
		message: `${image} cannot be read.`,
		reason: 'You may not read it.',
		exitCode: 3,
	});
});

test('a folder that may not be written: exit 3', async () => {
	// Nobody may make a folder there, root included.
	const folder = process.platform === 'linux' ? '/sys/packer-wizard' : '/System/packer-wizard';
	await expect(plan(decisions({}, folder)).then(found => write(found, 'keep'))).rejects.toMatchObject({
		name: 'Problem',
		exitCode: 3,
	});
});

test('the folder is the one decided, else the name below the current one', () => {
	expect(absoluteFolder(decisions(), { ...place(), cwd: '/srv' })).toBe('/srv/web');
	expect(absoluteFolder(decisions({}, 'out'), { ...place(), cwd: '/srv' })).toBe('/srv/out');
});
