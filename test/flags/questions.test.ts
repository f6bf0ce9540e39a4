import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { missingAnswers, requireAnswers } from '../../source/flags/missing.ts';
import { parseFlags } from '../../source/flags/parse.ts';
import { applyFlags } from '../../source/flags/questions.ts';
import { unusedVariables } from '../../source/flags/variables.ts';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { questions } from '../../source/questions/table.ts';
import { warningsOf } from '../../source/questions/warnings.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { recipeWith } from '../helpers/recipe.ts';

const flags = questions.map(({ flag: { name, value }, text }) => ({ name, value, text }));
const given = (...argv: readonly string[]) => parseFlags(argv, flags, 'packer-wizard new').values;
const apply = (argv: readonly string[], draft: Draft = newDraft(), environment = {}) =>
	applyFlags(draft, given(...argv), environment);

const refused = (argv: readonly string[], draft?: Draft): string | undefined => {
	try {
		apply(argv, draft);
		return undefined;
	} catch (error) {
		return error instanceof Problem ? error.reason : undefined;
	}
};

test('every question has a flag of its own, and none is in the way of another flag', () => {
	// One within another is answered by that one's.
	const names = questions.filter(({ within }) => within === undefined).map(({ flag }) => flag.name);
	expect(new Set(names).size).toBe(names.length);
	for (const name of names) {
		expect(name).toMatch(/^[a-z][a-z0-9-]+$/);
	}
});

describe('answers by flags', () => {
	test('change what the question decides and nothing else', () => {
		const draft = apply(['--region', 'eu-west-1', '--name', 'shop', '--tag', 'Team=web', '--tag', 'A=b=c']);
		expect(draft.recipe).toEqual(
			recipeWith({
				region: 'eu-west-1',
				name: 'shop',
				tags: { Team: 'web', A: 'b=c' },
			}),
		);
		expect([...draft.answered].sort()).toEqual(['name', 'region', 'tags']);
	});

	test('the order on the command line does not matter', () => {
		const one = apply(['--instance-type', 't4g.small', '--architecture', 'arm64']);
		const other = apply(['--architecture', 'arm64', '--instance-type', 't4g.small']);
		expect(one).toEqual(other);
		expect(one.recipe.aws.instanceType).toBe('t4g.small');
	});

	test('names that are written in small letters may be typed in others, as in the wizard', () => {
		const { recipe } = apply([
			...['--region', 'EU-WEST-1', '--base', 'Debian-12', '--architecture', 'ARM64', '--spot', 'Yes'],
			...['--instance-type', ' T4G.Small', '--copy-to', 'US-East-1', '--encryption', 'NONE'],
		]);
		expect(recipe).toMatchObject({
			base: { image: 'debian-12', architecture: 'arm64' },
			aws: {
				region: 'eu-west-1',
				instanceType: 't4g.small',
				copyTo: ['us-east-1'],
				spot: true,
				volume: { encrypted: false },
			},
		});
	});

	test('steps that restart the machine and the folder of scripts are kept when the commands change', () => {
		const first = apply([
			'--command',
			'sudo reboot',
			'--restarts',
			'commands',
			'--script-folder',
			'/opt/run',
		]);
		expect(first.recipe).toMatchObject({
			steps: [{ name: 'commands', restarts: true }],
			scriptFolder: '/opt/run',
		});
		expect(apply(['--command', 'sudo shutdown -r now'], first).recipe.steps).toEqual([
			{ name: 'commands', position: 'before', inline: ['sudo shutdown -r now'], restarts: true },
		]);
		expect(refused(['--restarts', 'other'], first)).toContain('No step of yours is named other');
		expect(refused(['--script-folder', 'run'])).toContain('looks like /var/tmp');
	});

	test('a flag takes the place of all that a list holds, and those that are named again keep what else was said of them', () => {
		const first = apply(['--check', 'nginx -t', '--check', 'test -e /srv', '--step', 'nginx-t: as web']);
		expect(apply(['--check', 'true'], first).recipe.steps).toMatchObject([{ check: 'true' }]);
		expect(apply(['--check', 'true', '--check', 'nginx -t'], first).recipe.steps).toMatchObject([
			{ check: 'true' },
			{ check: 'nginx -t', user: 'web' },
		]);
	});

	test('the root disk of an AMI by id is doubted until it is named', () => {
		const base = { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'ec2-user', packageManager: 'yum' } as const;
		const recipe = recipeWith({ base: { ...base, architecture: 'x86_64' } });
		const draft = draftAtReview({ recipe, folder: null });
		expect(warningsOf(draft).map(({ message }) => message)).toEqual([
			expect.stringContaining('ami-0f3a91c2d4e5f6a7b was not looked at'),
			expect.stringContaining('taken for /dev/xvda, by its user ec2-user'),
		]);
		const named = apply(['--root-device', '/dev/sda1'], draft);
		expect(named.recipe.base).toMatchObject({ rootDevice: '/dev/sda1' });
		expect(warningsOf(named).map(({ question }) => question.id)).toEqual(['ami']);
		expect(refused(['--root-device', 'sda1'], draft)).toContain('looks like /dev/xvda');
	});

	test('a variable whose question does not arise is told of, with what it counts with', () => {
		const environment = {
			PACKER_WIZARD_KMS_KEY: 'alias/web',
			PACKER_WIZARD_SSH_GRUNT_IAM_GROUP: 'ops',
			PACKER_WIZARD_OWN_STEPS: 'after',
			PACKER_WIZARD_REGION: 'eu-west-1',
		};
		const unused = (...argv: readonly string[]) =>
			unusedVariables(apply(argv, newDraft(), environment), given(...argv), environment);
		expect(unused().toSorted()).toEqual([
			'PACKER_WIZARD_KMS_KEY is not used: it counts only with --encryption own.',
			'PACKER_WIZARD_OWN_STEPS is not used: it counts only with own commands or scripts, and bundles that are installed.',
			'PACKER_WIZARD_SSH_GRUNT_IAM_GROUP is not used: it counts only with --install ssh-grunt.',
		]);
		expect(unused('--kms-key', 'alias/shop', '--command', 'true', '--install', 'ssh-grunt')).toEqual([]);
	});

	test.each([
		['PACKER_WIZARD_REGOIN', ' Did you mean PACKER_WIZARD_REGION?'],
		['PACKER_WIZARD_PAKCER', ' Did you mean PACKER_WIZARD_PACKER?'],
		['PACKER_WIZARD_INSTANCETYPE', ' Did you mean PACKER_WIZARD_INSTANCE_TYPE?'],
		['packer_wizard_region', ' Did you mean PACKER_WIZARD_REGION?'],
		['PACKER_WIZARD_YES', ''],
		[`PACKER_WIZARD_${'X'.repeat(99)}`, ''],
	])('%s, which there is not, is told of with the nearest', (name, meant) => {
		const known = {
			PACKER_WIZARD_PACKER: 'p',
			PACKER_WIZARD_REHEARSAL_IMAGE: 'i',
			PACKER_WIZARD_RELEASES_URL: 'u',
		};
		const unused = (value: string) => unusedVariables(newDraft(), given(), { ...known, [name]: value });
		expect(unused('x')).toEqual([`${name} is not used: there is no such variable.${meant}`]);
		expect(unused('')).toEqual([]);
	});

	test('a question that does not always arise says with what it does', () => {
		const silent = questions.filter(({ when, ticks, needs }) => when && !ticks && !needs);
		expect(silent.map(({ id }) => id)).toEqual([]);
	});

	test('a default that does not fit is replaced', () => {
		expect(apply(['--architecture', 'arm64']).recipe.aws.instanceType).toBe('t4g.micro');
	});

	test('lists take commas and repetitions', () => {
		const draft = apply([
			'--base',
			'amazon-linux-2',
			'--install',
			'fail2ban, auto-update',
			'--install',
			'ssh-grunt',
			'--ssh-grunt-iam-group',
			'ops',
		]);
		expect(draft.recipe.bundles.map(entry => entry.id).sort()).toEqual([
			'auto-update',
			'fail2ban',
			'ssh-grunt',
		]);
	});

	test('a parameter ticks its bundle, a command and a script their rows, a key the encryption', () => {
		const draft = apply([
			...['--ssh-grunt-iam-group', 'ops', '--ssh-grunt-iam-group', 'dev'],
			...['--command', 'sudo apt-get update', '--command', 'node -v', '--script', 'setup.sh'],
			...['--kms-key', 'alias/images'],
		]);
		expect(draft.recipe.bundles).toEqual([
			{ id: 'ssh-grunt', install: {}, boot: { 'iam-group': ['ops', 'dev'] } },
		]);
		expect(draft.recipe.steps).toEqual([
			{ name: 'commands', position: 'before', inline: ['sudo apt-get update', 'node -v'] },
			{ name: 'setup', position: 'before', script: 'setup.sh' },
		]);
		expect(draft.recipe.aws.volume).toMatchObject({ encrypted: true, kmsKey: 'alias/images' });
	});

	test('everything that is wrong is told at once', () => {
		expect(() =>
			apply([
				'--region',
				'eu west 1',
				'--architecture',
				'arm64',
				'--instance-type',
				't3.micro',
				'--name',
				'Web',
			]),
		).toThrow(
			expect.objectContaining({
				message: 'Some answers cannot be used.',
				exitCode: 2,
				reason: [
					'--region: A region looks like eu-west-1. Did you mean eu-west-1?',
					'--instance-type: t3.micro is x86_64, the base image is arm64.',
					'--name: A name is up to 48 small letters, digits and hyphens, a hyphen not first.',
				].join('\n'),
			}),
		);
	});

	test('an unknown bundle names the nearest', () => {
		expect(() => apply(['--install', 'ssh-grnt'])).toThrow(
			expect.objectContaining({
				reason: '--install: The catalogue has no bundle ssh-grnt. Did you mean ssh-grunt?',
			}),
		);
	});

	test('what does not go together is refused', () => {
		expect(() => apply(['--encryption', 'none', '--kms-key', 'alias/images'])).toThrow(
			expect.objectContaining({ reason: '--kms-key: it counts only with --encryption own.' }),
		);
	});

	test("a preset's answer is never dropped in silence", () => {
		const preset = draftAtReview(apply(['--name', 'web', '--install', 'fail2ban']));
		expect(() => apply(['--architecture', 'arm64'], preset)).toThrow(
			expect.objectContaining({
				reason: 'Machine: was t3.micro: arm64 needs another. Say which: --instance-type t4g.micro',
			}),
		);
		const both = apply(['--architecture', 'arm64', '--instance-type', 't4g.small'], preset);
		expect(both.recipe).toMatchObject({
			aws: { instanceType: 't4g.small' },
			base: { architecture: 'arm64' },
		});
	});
});

describe('answers by the environment', () => {
	const environment = { PACKER_WIZARD_REGION: 'eu-central-1', PACKER_WIZARD_TAG: 'A=1\nB=2' };

	test('stand behind flags and before what the draft holds', () => {
		expect(apply([], newDraft(), environment).recipe).toMatchObject({
			aws: { region: 'eu-central-1' },
			tags: { A: '1', B: '2' },
		});
		expect(apply(['--region', 'eu-west-1'], newDraft(), environment).recipe.aws.region).toBe('eu-west-1');
	});

	test('are ignored where the question does not arise, and name themselves if wrong', () => {
		const draft = apply([], newDraft(), { PACKER_WIZARD_SSH_GRUNT_IAM_GROUP: 'ops' });
		expect(draft.recipe).toEqual(defaultRecipe());
		expect(() => apply([], newDraft(), { PACKER_WIZARD_REGION: 'mars' })).toThrow(
			expect.objectContaining({ reason: expect.stringMatching(/^PACKER_WIZARD_REGION: /) }),
		);
	});
});

describe('where nobody can be asked', () => {
	test('all that is missing is listed at once with its flag', () => {
		expect(() => requireAnswers(newDraft())).toThrow(
			expect.objectContaining({
				message: '3 answers are missing.',
				exitCode: 2,
				next: [
					expect.stringMatching(/^--region <id> {2}\S/),
					expect.stringMatching(/^--base <id> {4}\S/),
					expect.stringMatching(/^--name <name> {2}\S/),
				],
			}),
		);
	});

	test('a bundle that needs a value asks for it, and a complete draft for nothing', () => {
		const needed = ['--region', 'eu-west-1', '--base', 'ubuntu-24.04', '--name', 'web'];
		expect(missingAnswers(apply(needed))).toEqual([]);
		const tickedOnly = apply([...needed, '--install', 'commands']);
		expect(missingAnswers(tickedOnly).map(question => question.id)).toEqual(['commands']);
	});
});
