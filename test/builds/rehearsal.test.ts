import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { cancelBuild } from '../../source/builds/cancel.ts';
import type { JournalLine } from '../../source/builds/journal/journal.ts';
import { sweepBuilds } from '../../source/builds/orphans.ts';
import { startBuild } from '../../source/builds/start.ts';
import type { StartRequest } from '../../source/builds/start-request.ts';
import { identityOf } from '../../source/builds/supervisor/process.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { packerProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { timelineOf } from '../commands/timelines.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runningProcesses } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { at, findPacker } from '../helpers/whereabouts.ts';
import {
	argumentsWith,
	endOfBuild,
	eventually,
	filesWith,
	journalOf,
	makePersonWithoutEngine,
	requestFor,
	textsOf,
	untilOnlyJournal,
	untilPrinted,
} from './helpers.ts';
import { sentences } from './timeline/sentences.ts';

const runningRecipe = (...inline: string[]): Recipe =>
	recipeWith({
		steps: [{ name: 'own', position: 'before', inline }],
	});

const writeTemplate = async (person: Person, recipe: Recipe): Promise<string> => {
	const folder = path.join(person.folder, recipe.name);
	const { version } = await findPacker(person.environment);
	for (const file of renderTemplate(recipe, { profile: packerProfile(version), scripts: {} })) {
		const place = path.join(folder, file.path);
		await mkdir(path.dirname(place), { recursive: true });
		await writeFile(place, file.content, { mode: file.executable ? 0o755 : 0o644 });
	}

	return folder;
};

const rehearse = async (
	person: Person,
	recipe: Recipe,
	more: Partial<StartRequest> = {},
): Promise<string> => {
	const folder = await writeTemplate(person, recipe);
	const request = await requestFor(person, folder, {
		recipe,
		mode: 'rehearsal',
		speed: Number.POSITIVE_INFINITY,
		...more,
	});
	return (await startBuild(request)).id;
};

const notRunOf = (lines: readonly JournalLine[]): string[] =>
	lines.flatMap(line => (line.kind === 'not-run' ? line.script : []));

const sandboxOf = (lines: readonly JournalLine[]) => lines.find(line => line.kind === 'rehearsal');

/** A template with a line that a person wrote into its source. */
const writeChanged = async (person: Person, line: string): Promise<string> => {
	const folder = await writeTemplate(person, runningRecipe('true'));
	const file = path.join(folder, 'image.pkr.hcl');
	const text = await readFile(file, 'utf8');
	const [name = ''] = line.split(' ');
	const source = text.replace(new RegExp(`^  ${name} .*\n`, 'm'), '');
	await writeFile(file, source.replace('source "amazon-ebs" "image" {\n', `$&  ${line}\n`));
	return folder;
};

const rehearseChanged = async (person: Person, line: string): Promise<string> => {
	const folder = await writeChanged(person, line);
	const more = { recipe: runningRecipe('true'), mode: 'rehearsal', speed: Number.POSITIVE_INFINITY } as const;
	return (await startBuild(await requestFor(person, folder, more))).id;
};

describe('a template that was changed by hand', () => {
	beforeEach(context => needs(context, 'packer'));

	test('with Session Manager is not rehearsed, and says why at once', async () => {
		const person = await makePersonWithoutEngine();
		await expect(rehearseChanged(person, 'ssh_interface = "session_manager" # no port 22')).rejects.toThrow(
			'A rehearsal cannot play Session Manager, which image.pkr.hcl asks for (ssh_interface).',
		);
		expect(await runningProcesses(person)).toEqual([]);
	});

	test('with an instance profile of its own is rehearsed as if the account had it', async () => {
		const person = await makePersonWithoutEngine();
		const id = await rehearseChanged(person, 'iam_instance_profile = "mine"');
		expect((await endOfBuild(person, id))?.result).toBe('done');
	});
});

describe('a rehearsal', () => {
	beforeEach(context => needs(context, 'packer'));

	test('as a trace ends with an image, and leaves nothing of itself', async () => {
		// There is no machine that could list what is in the image.
		const person = await makePersonWithoutEngine({ PACKER_WIZARD_CONTENTS: 'on' });
		const id = await rehearse(person, recipeWith({ copyTo: ['eu-west-1'] }, runningRecipe('echo hello')));
		expect(await endOfBuild(person, id)).toMatchObject({
			result: 'done',
			exitCode: 0,
			artifacts: [
				{ region: 'us-east-1', ami: expect.stringMatching(/^ami-/) },
				{ region: 'eu-west-1', ami: expect.stringMatching(/^ami-/) },
			],
		});
		const lines = await journalOf(person, id);
		expect(sandboxOf(lines)).toMatchObject({ sandbox: 'trace', detail: expect.stringContaining('Docker') });
		const scripts = ['scripts/00-wait-for-boot.sh', 'scripts/01-own.sh'];
		expect(notRunOf(lines)).toEqual(scripts);
		expect(lines.at(-1)).toMatchObject({ notRun: scripts });
		expect(textsOf(lines).join('\n')).not.toContain('packer-wizard-contents');
		expect(textsOf(lines).join('\n')).toContain(`"packer-wizard:build": "${id}"`);
		await untilOnlyJournal(person, id);
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test("shows nothing of itself in the person's files", async () => {
		const person = await makePersonWithoutEngine();
		const recipe = runningRecipe('true');
		const folder = await writeTemplate(person, recipe);
		const before = await Promise.all(
			(await readdir(folder, { recursive: true })).map(name =>
				readFile(path.join(folder, name)).catch(() => name),
			),
		);
		await endOfBuild(person, await rehearse(person, recipe));
		const after = await Promise.all(
			(await readdir(folder, { recursive: true })).map(name =>
				readFile(path.join(folder, name)).catch(() => name),
			),
		);
		expect(after).toEqual(before);
	});

	test('needs no AWS, whatever the person has set', async () => {
		const person = await makePersonWithoutEngine({
			AWS_PROFILE: 'no-such-profile',
			AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:9',
			AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
			AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
			HTTPS_PROXY: 'http://127.0.0.1:9',
		});
		const recipe = recipeWith({ profile: 'no-such-profile' }, runningRecipe('true'));
		expect(await endOfBuild(person, await rehearse(person, recipe))).toMatchObject({ result: 'done' });
	});

	test('that is asked to fail fails', async () => {
		const person = await makePersonWithoutEngine();
		const id = await rehearse(person, runningRecipe('true'), { faults: ['script-fails'] });
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'failed', exitCode: 1, artifacts: [] });
	});

	test('refuses a fault that it does not know before there is a build', async () => {
		const person = await makePersonWithoutEngine();
		await expect(rehearse(person, runningRecipe('true'), { faults: ['script-fail'] })).rejects.toMatchObject({
			exitCode: 2,
			next: [expect.stringContaining('script-fails')],
		});
		expect(await readdir(path.join(person.home)).then(names => names.includes('.local'))).toBe(false);
	});

	test('can be cancelled, and Packer cleans up in it', async () => {
		const person = await makePersonWithoutEngine();
		// Slow enough to be caught while it waits for the machine.
		const id = await rehearse(person, runningRecipe('true'), { speed: 8 });
		await untilPrinted(person, id, 'Waiting for instance');
		await cancelBuild(id, at(person.environment));
		await eventually(async () =>
			textsOf(await journalOf(person, id)).some(text => text.includes('Cancelling build')),
		);
		const end = await endOfBuild(person, id);
		expect(end).toMatchObject({ result: 'cancelled', artifacts: [] });
		const said = textsOf(await journalOf(person, id)).join('\n');
		expect(said).toContain('Terminating the source AWS instance');
		expect(said).toContain('Deleting temporary keypair');
	});

	test('can be cancelled and can run out of time before Packer is even started', async () => {
		const person = await makePersonWithoutEngine();
		const id = await rehearse(person, runningRecipe('true'));
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled', artifacts: [] });

		const other = await rehearse(person, runningRecipe('true'), { timeout: 1 });
		expect(await endOfBuild(person, other)).toMatchObject({ result: 'cancelled', artifacts: [] });
		expect((await journalOf(person, other)).find(line => line.kind === 'cancel')).toMatchObject({
			reason: 'timeout',
		});
		await eventually(async () => (await runningProcesses(person)).length === 0);
	});

	test('that ran out of time before its container was ready says that, and nothing of the engine', async context => {
		needs(context, 'containers');
		const person = await makePerson();
		const id = await rehearse(person, runningRecipe('true'), { timeout: 1 });
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		expect(
			(await journalOf(person, id)).flatMap(line => (line.kind === 'notice' ? [line.message] : [])),
		).toEqual(['The build takes longer than it may (--timeout), so it is cancelled.']);
	});

	test('checks a script that needs a token which is not set, and says so', async context => {
		needs(context, 'containers');
		const person = await makePerson();
		const claim = 'echo "Not run: it needs GITHUB_OAUTH_TOKEN, which is not set."';
		const id = await rehearse(person, {
			...recipeWith(),
			steps: [
				{ name: 'claims', position: 'before', inline: [claim] },
				{
					name: 'needs',
					position: 'before',
					inline: [`: "\${GITHUB_OAUTH_TOKEN:?is needed}"`, 'echo never run'],
				},
			],
		});
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		const lines = await journalOf(person, id);
		expect(sandboxOf(lines)).toMatchObject({ sandbox: 'container' });
		expect(textsOf(lines).join('\n')).toContain('It needs GITHUB_OAUTH_TOKEN, which is not set.');
		expect(notRunOf(lines)).toEqual(['scripts/02-needs.sh']);
		expect(timelineOf(lines).steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
			'wait-for-boot done',
			'claims done',
			'needs not-run',
		]);
	});
});

describe('a rehearsal in a container', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	const containersOf = (id: string): string =>
		spawnSync('podman', ['ps', '--all', '--quiet', '--filter', `label=packer-wizard.build=${id}`], {
			encoding: 'utf8',
		}).stdout.trim();

	test('really runs the scripts, hides the secrets that they print, and believes none of their words', async () => {
		const secret = 'ghp_q1w2e3r4t5y6';
		const person = await makePerson({ GITHUB_OAUTH_TOKEN: secret });
		const recipe = runningRecipe(
			`cat <<'END' | tee /dev/stderr\n${sentences.join('\n')}\nEND`,
			'echo "user $(whoami)"',
			'echo "token $GITHUB_OAUTH_TOKEN"',
			'sleep 3',
		);
		const folder = await writeTemplate(person, recipe);
		const file = path.join(folder, 'image.pkr.hcl');
		const text = await readFile(file, 'utf8');
		await writeFile(
			file,
			text
				// What runs here sees what Packer was given: the key of this very rehearsal among it.
				.replace('build {', '$&\n  provisioner "shell-local" {\n    inline = ["env"]\n  }\n')
				.replace(
					/provisioner "shell" \{/g,
					`$&\n    environment_vars = ["GITHUB_OAUTH_TOKEN=\${var.token}"]\n    use_env_var_file = true`,
				),
		);
		await writeFile(
			path.join(folder, 'token.pkr.hcl'),
			'variable "token" {\n  default   = env("GITHUB_OAUTH_TOKEN")\n  sensitive = true\n}\n',
		);
		const request = await requestFor(person, folder, {
			recipe,
			mode: 'rehearsal',
			speed: Number.POSITIVE_INFINITY,
		});
		const { id } = await startBuild(request);
		await untilPrinted(person, id, 'token <sensitive>');
		expect(await argumentsWith(secret)).toEqual([]);
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		const lines = await journalOf(person, id);
		expect(sandboxOf(lines)).toMatchObject({ sandbox: 'container' });
		expect(textsOf(lines).join('\n')).toContain('user ubuntu');
		// Whatever else it prints, it means nothing.
		const { phases, steps, artifacts, cancelling, error } = timelineOf(lines);
		expect(phases.filter(({ status }) => status !== 'done').map(phase => phase.id)).toEqual(['copy']);
		expect([...new Set(steps.map(({ status }) => status))]).toEqual(['done']);
		expect({ images: artifacts.length, cancelling, error }).toEqual({
			images: 1,
			cancelling: false,
			error: undefined,
		});
		expect(textsOf(lines).join('\n')).toMatch(/AWS_SECRET_ACCESS_KEY=<sensitive>$/m);
		expect(await filesWith(person.home, secret)).toEqual([]);
		expect(containersOf(id)).toBe('');
	});

	test('dies with its supervisor: Packer, copy and container go, and the journal says so', async () => {
		const person = await makePerson();
		const id = await rehearse(person, runningRecipe('echo begun', 'sleep 600'));
		await untilPrinted(person, id, 'begun');
		const lines = await journalOf(person, id);
		const supervisor = lines.find(line => line.kind === 'header')?.supervisor.pid;
		const packer = lines.find(line => line.kind === 'packer')?.process;
		expect(containersOf(id)).not.toBe('');
		process.kill(supervisor ?? Number.NaN, 'SIGKILL');
		await eventually(async () => {
			await sweepBuilds(person.environment);
			return (await journalOf(person, id)).some(line => line.kind === 'end');
		});

		expect(await endOfBuild(person, id)).toMatchObject({ result: 'interrupted', artifacts: [] });
		expect(packer).toBeDefined();
		await eventually(async () => packer !== undefined && identityOf(packer.pid) === undefined);
		await untilOnlyJournal(person, id);
		await eventually(async () => containersOf(id) === '');
	});
});
