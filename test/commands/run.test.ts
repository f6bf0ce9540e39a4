import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import type { Check } from '../../source/flow/checks.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { dockerSchema } from '../../source/targets/docker/recipe/schema.ts';
import { endedBuild, following, timelineOf } from './timelines.ts';
import { makeWorld, type WorldOptions } from './world.ts';

const ok: Check = { id: 'packer', status: 'ok', title: 'Packer', detail: '1.16.0', remedies: [] };
const noPacker: Check = {
	id: 'packer',
	status: 'missing',
	title: 'Packer',
	detail: 'none on this machine',
	remedies: [
		{ id: 'get-packer', label: 'Get Packer 1.16.1', details: [] },
		{ id: 'packer-path', label: 'Use mine', details: [] },
	],
};
const noToken: Check = {
	id: 'token',
	status: 'missing',
	title: 'GitHub token',
	detail: 'GITHUB_OAUTH_TOKEN is not set',
	remedies: [{ id: 'paste-token', label: 'Paste a token', details: [] }],
};
const noSignIn: Check = {
	id: 'credentials',
	status: 'missing',
	title: 'AWS sign-in',
	detail: 'none found',
	advice: { label: 'How to sign in', lines: ['aws configure'] },
	remedies: [{ id: 'rehearse', label: 'Rehearse it instead', details: [] }],
};

const readPreset: Actions['readPreset'] = async () => ({
	recipe: defaultRecipe(),
	folder: null,
	preset: 'web',
});

const build = (part: Partial<Actions> = {}, options: Omit<WorldOptions, 'actions'> = {}) => {
	const requests: BuildRequest[] = [];
	const world = makeWorld({
		...options,
		actions: {
			readPreset,
			checks: async () => [ok],
			start: async request => {
				requests.push(request);
				return '7f3a';
			},
			follow: following(endedBuild('done')),
			look: async () => timelineOf(endedBuild('done')),
			...part,
		},
	});
	return { ...world, requests };
};

describe('run without a terminal', () => {
	test('builds for real only with --yes', async () => {
		const world = build();
		expect(await world.run('run', 'web')).toBe(2);
		expect(world.stderr()).toContain('This build costs money, and nobody can be asked here.');
		expect(world.stderr()).toContain('--yes');
		expect(world.requests).toEqual([]);
	});

	test('what is sent to a registry needs a yes, too, and no rehearsal is a way around it', async () => {
		const recipe = { ...defaultRecipe(), targets: ['docker' as const] };
		const pushed = { ...recipe, docker: dockerSchema.parse({ push: true, repository: 'ghcr.io/ann/web' }) };
		const readPushed = async () => ({ recipe: pushed, folder: null, preset: 'web' });
		for (const how of [[], ['--rehearse']]) {
			const world = build({ readPreset: readPushed });
			expect(await world.run('run', 'web', ...how)).toBe(2);
			expect(world.stderr()).toContain('This image is sent to a registry, and nobody can be asked here.');
			expect(world.stderr()).toContain('--push no');
			expect(world.requests).toEqual([]);
		}

		const kept = build({ readPreset: readPushed });
		expect(await kept.run('run', 'web', '--push', 'no')).toBe(0);
		expect(kept.requests).toMatchObject([{ mode: 'docker' }]);
	});

	test('what its start takes away is told, where no checklist shows it', async () => {
		const notice = './web: not needed any more, so it goes: iam-policy.json.';
		const files: Check = { ...ok, id: 'files', title: 'Files', notice };
		const world = build({ checks: async () => [ok, files] });
		expect(await world.run('run', 'web', '--rehearse', '--quiet')).toBe(0);
		expect(world.stderr()).toBe(`Warning: ${notice}\n`);
	});

	test('variables that count for nothing are told of on standard error, with the reason', async () => {
		const environment = {
			HOME: '/nowhere',
			PACKER_WIZARD_KMS_KEY: 'alias/web',
			AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
		};
		const world = build({}, { environment });
		expect(await world.run('run', 'web', '--yes', '--quiet')).toBe(0);
		expect(world.stderr()).toBe(
			'Warning: PACKER_WIZARD_KMS_KEY is not used: it counts only with --encryption own.\n' +
				'Warning: AWS_ROLE_ARN is not used: it counts only with AWS_WEB_IDENTITY_TOKEN_FILE.\n',
		);
		// A rehearsal sees nothing of the account.
		const rehearsal = build(
			{ follow: following(endedBuild('done', { mode: 'rehearsal' })) },
			{ environment },
		);
		await rehearsal.run('run', 'web', '--rehearse');
		expect(rehearsal.stderr()).toBe(
			'Warning: PACKER_WIZARD_KMS_KEY is not used: it counts only with --encryption own.\n',
		);
	});

	test.each([
		[['--keep'], '--keep is not used: it counts only with a path or --out, since '],
		[['--overwrite'], '--overwrite is not used: it counts only with a path or --out, since '],
		[['--keep', '--out', './here'], ''],
	])('by name %j is told of where it counts for nothing', async (flags, said) => {
		const world = build();
		expect(await world.run('run', 'web', '--yes', ...flags)).toBe(0);
		const reason = 'files of a preset by name are made for each build.\n';
		expect(world.stderr()).toBe(said && `Warning: ${said}${reason}`);
	});

	test('the first line has the id, the last ones the images, the exit code is 0', async () => {
		const world = build();
		expect(await world.run('run', 'web', '--yes')).toBe(0);
		const [first = ''] = world.stdout().split('\n');
		expect(first).toContain('build 7f3a');
		expect(world.stdout()).toMatch(/eu-west-1 +ami-0b2c3d4e5f6a7b8c9/);
		expect(world.stderr()).toBe('');
		expect(world.requests).toMatchObject([
			{ mode: 'aws', decisions: { preset: 'web', folder: null }, secrets: {} },
		]);
	});

	test('--quiet leaves the ids for a shell, and a rehearsal has none', async () => {
		const world = build();
		expect(await world.run('run', 'web', '--yes', '--quiet')).toBe(0);
		expect(world.stdout()).toBe('us-east-1\tami-0f3a91c2d4e5f6a7b\neu-west-1\tami-0b2c3d4e5f6a7b8c9\n');

		const rehearsal = build({ follow: following(endedBuild('done', { mode: 'rehearsal' })) });
		expect(await rehearsal.run('run', 'web', '--rehearse', '--quiet')).toBe(0);
		expect(rehearsal.stdout()).toBe('');
	});

	test.each([
		['failed', 1],
		['cancelled', 130],
		['interrupted', 1],
		['unknown', 1],
	] as const)('a build that %s ends with %i', async (result, code) => {
		const world = build({ follow: following(endedBuild(result)) });
		expect(await world.run('run', 'web', '--yes')).toBe(code);
	});

	test('files that differ are kept with --keep; to keep and to replace them is refused', async () => {
		const world = build();
		expect(await world.run('run', 'web', '--rehearse', '--keep')).toBe(0);
		expect(world.requests).toMatchObject([{ differences: 'keep' }]);
		expect(await world.run('run', 'web', '--rehearse', '--keep', '--overwrite')).toBe(2);
		expect(world.stderr()).toContain('the opposite of each other');
	});

	test('flags become the request', async () => {
		const world = build();
		const code = await world.run(
			...['run', 'web', '--rehearse', '--speed', '20', '--fault', 'script-fails', '--timeout', '30'],
			...['--overwrite', '--out', './here', '--region', 'eu-west-1', '--set', 'volume.size=20'],
		);
		expect(code).toBe(0);
		expect(world.requests).toMatchObject([
			{
				mode: 'rehearsal',
				speed: 20,
				faults: ['script-fails'],
				differences: 'overwrite',
				decisions: {
					timeout: 30,
					folder: './here',
					recipe: { aws: { region: 'eu-west-1', volume: { size: 20 } } },
				},
			},
		]);
	});

	test.each([
		[['--speed', '0'], '--speed takes a number above 0'],
		[['--timeout', 'soon'], '--timeout: A time limit is minutes above 0'],
		[['--timeout', '1e305'], '--timeout: A time limit is minutes above 0'],
		[['--fault', 'flood'], 'There is no fault flood.'],
		[['--set', 'instanceType=t4g.micro'], 'the base image is x86_64'],
		[['--instance-type', 't4g.micro'], 't4g.micro is arm64, the base image is x86_64.'],
		[['--install', 'elk-run-kibana'], 'does not support Ubuntu 24.04'],
		[['web2'], 'does not know what to do with "web2"'],
	])('%j is refused before anything starts', async (argv, sentence) => {
		const world = build();
		expect(await world.run('run', 'web', '--rehearse', ...argv)).toBe(2);
		expect(world.stderr()).toContain(sentence);
		expect(world.requests).toEqual([]);
	});

	test('faults and speed are for rehearsals', async () => {
		const world = build();
		expect(await world.run('run', 'web', '--yes', '--fault', 'script-fails')).toBe(2);
		expect(world.requests).toEqual([]);
	});

	test('--detach prints the id alone', async () => {
		const world = build();
		expect(await world.run('run', 'web', '--yes', '--detach')).toBe(0);
		expect(world.stdout()).toBe('7f3a\n');
		expect(world.stderr()).toBe('Watch it: packer-wizard builds watch 7f3a\n');
	});

	test('no preset: the presets are named', async () => {
		const world = build({
			home: async () => ({
				builds: [],
				draft: undefined,
				fresh: newDraft(),
				presets: [{ name: 'nodejs', origin: 'shipped', description: '', needsToken: false }],
			}),
		});
		expect(await world.run('run', '--yes')).toBe(2);
		expect(world.stderr()).toContain('There are: nodejs.');
	});
});

describe('what is missing before a build', () => {
	test('is listed all at once with what to do, exit 3', async () => {
		const world = build({ checks: async () => [noPacker, noToken] });
		expect(await world.run('run', 'web', '--rehearse')).toBe(3);
		expect(world.stderr()).toBe(
			[
				'web cannot start: 2 things are missing.',
				'Packer: none on this machine',
				'GitHub token: GITHUB_OAUTH_TOKEN is not set',
				'  Get Packer 1.16.1: --yes',
				'  Use another Packer: PACKER_WIZARD_PACKER=<path>',
				'  Set GITHUB_OAUTH_TOKEN in the environment.',
				'',
			].join('\n'),
		);
		expect(world.requests).toEqual([]);
	});

	test('is got with --yes where a yes is all that it needs', async () => {
		const done: string[] = [];
		const world = build({
			checks: async () => (done.length === 0 ? [noPacker] : [ok]),
			remedy: async (request, remedy, answer, say) => {
				expect(answer).toBeUndefined();
				done.push(remedy.id);
				say('Getting Packer');
				return request;
			},
		});
		expect(await world.run('run', 'web', '--yes')).toBe(0);
		expect(done).toEqual(['get-packer']);
		expect(world.stdout()).toContain('Getting Packer\n');
	});

	test('is tried once', async () => {
		let tries = 0;
		const world = build({
			checks: async () => [noPacker],
			remedy: async request => {
				tries++;
				return request;
			},
		});
		expect(await world.run('run', 'web', '--yes')).toBe(3);
		expect(tries).toBe(1);
	});

	test('names a way out once, though two checks offer it', async () => {
		const anotherFolder = { id: 'another-folder', label: 'Another folder', details: [] } as const;
		const world = build({
			checks: async () => [
				{ ...noSignIn, id: 'files', title: 'Files', remedies: [anotherFolder] },
				{ ...noSignIn, id: 'foreign', title: 'Foreign files', remedies: [anotherFolder] },
			],
		});
		expect(await world.run('run', 'web', '--rehearse')).toBe(3);
		expect(world.stderr().split('Another folder: --out <folder>')).toHaveLength(2);
	});

	test('is exit 4 if it is only the sign-in', async () => {
		const world = build({ checks: async () => [noSignIn] });
		expect(await world.run('run', 'web', '--yes')).toBe(4);
		expect(world.stderr()).toContain('  How to sign in: aws configure\n  Rehearse it instead: --rehearse\n');
	});
});

describe('signals without a terminal', () => {
	test.each(['interrupt', 'terminate'] as const)('%s cancels and waits for the clean-up', async kind => {
		let cleanedUp: () => void = () => undefined;
		const over = new Promise<void>(resolve => {
			cleanedUp = resolve;
		});
		const cancelled: string[] = [];
		const world = build({
			start: async () => {
				setImmediate(() => {
					world[kind]();
					world[kind]();
				});
				return '7f3a';
			},
			follow: following(endedBuild('cancelled'), over),
			cancel: async id => {
				cancelled.push(id);
				setImmediate(cleanedUp);
			},
		});
		expect(await world.run('run', 'web', '--yes')).toBe(130);
		expect(cancelled).toEqual(['7f3a']);
		expect(world.stdout()).toContain('Cancelling');
	});

	test('one that comes while the build starts has nothing started', async () => {
		const world = build({
			start: (_request, signal) =>
				new Promise((_resolve, reject) => {
					signal?.addEventListener('abort', () => reject(signal.reason));
					setImmediate(world.interrupt);
				}),
		});
		expect(await world.run('run', 'web', '--yes')).toBe(130);
		expect(world.stdout()).toContain('web was not started.');
		expect(world.stdout()).not.toContain('Your answers are kept');
	});

	test('one that comes while the build starts cancels it', async () => {
		const cancelled: string[] = [];
		const world = build({
			start: async () => {
				world.interrupt();
				return '7f3a';
			},
			follow: following(endedBuild('cancelled')),
			cancel: async id => {
				cancelled.push(id);
			},
		});
		expect(await world.run('run', 'web', '--yes')).toBe(130);
		expect(cancelled).toEqual(['7f3a']);
	});
});

describe('run in a terminal', () => {
	const terminal = { columns: 80, rows: 24 };

	test('shows the review first, and the checklist at once with --yes or --rehearse', async () => {
		const world = build({}, { terminal });
		expect(await world.run('run', 'web')).toBe(0);
		expect(await world.run('run', 'web', '--yes')).toBe(0);
		expect(await world.run('run', 'web', '--rehearse')).toBe(0);
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', draft: { at: 'review', preset: 'web' } },
			{ at: 'before', request: { mode: 'aws', decisions: { preset: 'web' } } },
			{ at: 'before', request: { mode: 'rehearsal' } },
		]);
	});

	test('what was said of the build stays over the review', async () => {
		const world = build({}, { terminal });
		expect(await world.run('run', 'web', '--timeout', '30')).toBe(0);
		expect(await world.run('run', 'web', '--timeout', '30', '--yes')).toBe(0);
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', draft: { timeout: 30 } },
			{ at: 'before', request: { decisions: { timeout: 30 }, confirmed: {} } },
		]);
	});

	test('--detach needs a yes', async () => {
		const world = build({}, { terminal });
		expect(await world.run('run', 'web', '--detach')).toBe(2);
		expect(await world.run('run', 'web', '--detach', '--yes')).toBe(0);
		expect(world.requests).toHaveLength(1);
		expect(world.screenStarts).toEqual([]);
	});

	test('whose standard output is caught: the screen is at standard error, the images at standard output', async () => {
		const buildIt = async (actions: Actions, mode: BuildRequest['mode']) => {
			const id = await actions.start({
				decisions: { recipe: defaultRecipe(), folder: null },
				mode,
				secrets: {},
			});
			await actions.follow(id, () => undefined);
		};
		const real = build({}, { terminal, caught: true, inScreens: actions => buildIt(actions, 'aws') });
		expect(await real.run('run', 'web', '--yes')).toBe(0);
		expect(real.screenOutputs).toEqual(['stderr']);
		expect(real.stdout()).toBe('us-east-1\tami-0f3a91c2d4e5f6a7b\neu-west-1\tami-0b2c3d4e5f6a7b8c9\n');
		expect(real.stderr()).toContain('summary');

		const rehearsed = build(
			{ look: async () => timelineOf(endedBuild('done', { mode: 'rehearsal' })) },
			{ terminal, caught: true, inScreens: actions => buildIt(actions, 'rehearsal') },
		);
		expect(await rehearsed.run('run', 'web', '--rehearse')).toBe(0);
		expect(rehearsed.stdout()).toBe('');

		const looked = build(
			{},
			{ terminal, caught: true, inScreens: actions => actions.follow('0001', () => undefined) },
		);
		expect(await looked.run('run', 'web')).toBe(0);
		expect(looked.stdout()).toBe('');
	});
});

describe('a preflight', () => {
	const unknown: Check = { id: 'kms', status: 'unknown', title: 'KMS', detail: 'who knows', remedies: [] };
	const preflight = async (checks: readonly Check[], ...more: readonly string[]) => {
		const asked: BuildRequest[] = [];
		const world = makeWorld({
			actions: {
				readPreset,
				projectWarning: async () => undefined,
				checks: async () => [],
				preflight: async request => {
					asked.push(request);
					return checks;
				},
			},
		});
		return { code: await world.run('run', 'web', '--preflight', ...more), world, asked };
	};

	test.each<[string, readonly Check[], number]>([
		['what is there or not known', [ok, unknown], 0],
		['something that is missing', [noPacker, noSignIn], 3],
		['no sign-in alone', [ok, noSignIn], 4],
	])('ends by what is missing, and starts nothing: %s', async (_, checks, code) => {
		const done = await preflight(checks);
		expect(done.code).toBe(code);
		expect(done.asked).toMatchObject([{ mode: 'aws' }]);
	});

	test('tells each check with what to do, in lines and as JSON', async () => {
		const checks = [ok, unknown, noSignIn];
		expect((await preflight(checks)).world.stdout()).toMatch(
			/^ {2}ok +Packer.*\n {2}\? +KMS +who knows\n {2}missing +AWS sign-in +none found\n +How to sign in: aws configure\n +How to sign in: .*--rehearse/,
		);
		const { world } = await preflight(checks, '--json');
		expect(JSON.parse(world.stdout())).toEqual([
			{ id: 'packer', status: 'ok', title: 'Packer', detail: '1.16.0', next: [] },
			{ id: 'kms', status: 'unknown', title: 'KMS', detail: 'who knows', next: [] },
			{
				id: 'credentials',
				status: 'missing',
				title: 'AWS sign-in',
				detail: 'none found',
				next: ['aws configure', expect.stringContaining('--rehearse')],
			},
		]);
	});

	test.each([[['--rehearse']], [['--detach']], [['--target', 'docker']]])('takes no %j', async more => {
		const { code, asked } = await preflight([ok], ...more);
		expect(code).toBe(2);
		expect(asked).toEqual([]);
	});
});
