import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { parseFlags } from '../../source/flags/parse.ts';
import { applyFlags } from '../../source/flags/questions.ts';
import { applySets } from '../../source/flags/set.ts';
import { decide } from '../../source/questions/decide.ts';
import { type Draft, newDraft } from '../../source/questions/draft.ts';
import { findQuestion, questions } from '../../source/questions/table.ts';
import { withoutAnswer } from '../../source/questions/taken-away.ts';

const flags = questions.map(({ flag: { name, value }, text }) => ({ name, value, text }));
const apply = (argv: readonly string[], draft: Draft = newDraft()): Draft =>
	applyFlags(draft, parseFlags(argv, flags, 'packer-wizard new').values);

type Row = { readonly say: string; readonly only?: true; readonly named?: true };

/** What it takes for the questions of a table to arise. */
const needed = {
	aws: ['--encryption', 'own', '--kms-key', 'alias/web'],
	docker: ['--target', 'docker', '--push', 'no'],
};

/**
 * Every answer that an image need not have, and one to take away. `only`: another one is in its way. `named`: `none` is an
 * answer of its own there, a name, a path, words; or none of a kind of steps, which what is installed says.
 */
const optional: Readonly<Record<keyof typeof needed, Readonly<Record<string, Row>>>> = {
	aws: {
		where: { say: 'staging', named: true },
		install: { say: 'fail2ban' },
		commands: { say: 'true', named: true },
		scripts: { say: './setup.sh', named: true },
		uploads: { say: './site => /srv/site', named: true },
		playbooks: { say: './site.yml', named: true },
		cookbooks: { say: './cookbooks => recipe[web]', named: true },
		checks: { say: 'nginx -t', named: true },
		pauses: { say: '30s', named: true },
		'copy-to': { say: 'eu-west-3' },
		subnet: { say: 'subnet-0f3a91c2d4e5f6a7b' },
		zone: { say: 'us-east-1b', only: true },
		'region-keys': { say: 'eu-west-3=alias/copy' },
		share: { say: '111122223333' },
		'instance-profile': { say: 'builder', named: true },
		'step-order': { say: 'fail2ban,commands' },
		restarts: { say: 'commands' },
		'step-runs': { say: 'commands: as app' },
		packages: { say: 'jq', named: true },
		'script-folder': { say: '/var/tmp' },
		terraform: { say: 'asg' },
		folder: { say: './out', named: true },
		tags: { say: 'Team=web' },
	},
	docker: {
		'container-image': { say: 'debian:12-slim', named: true },
		repository: { say: 'ann/web', named: true },
		entrypoint: { say: 'node', named: true },
		'container-command': { say: 'node server.js', named: true },
		'container-user': { say: 'web', named: true },
		'container-folder': { say: '/srv/web' },
		ports: { say: '8080' },
		labels: { say: 'a=b' },
		export: { say: 'web.tar' },
	},
};

/** Answers that are nothing at first, and needed where the question arises. */
const neededWhereAsked = ['kms-key'];

const flagOf = (id: string): string => `--${findQuestion(id)?.flag.name}`;

test('the table has every question whose answer can be nothing', () => {
	const all = questions
		.filter(question => withoutAnswer(question, '', newDraft()) !== undefined)
		.map(({ id }) => id);
	const told = Object.values(optional).flatMap(rows => Object.keys(rows));
	expect(all.toSorted()).toEqual([...told, ...neededWhereAsked].toSorted());
});

describe.each(['aws', 'docker'] as const)('what an image of %s need not have', target => {
	const rows = Object.entries(optional[target]);
	const together = rows.filter(([, { only }]) => !only);
	const before = apply(needed[target]);
	const said = apply(
		together.flatMap(([id, { say }]) => [flagOf(id), say]),
		before,
	);

	test('goes by a flag with an empty value, whatever is there', () => {
		for (const [id] of together) {
			const question = findQuestion(id);
			expect(question?.read(said), id).not.toEqual(question?.read(before));
		}

		const empty = together.flatMap(([id]) => [flagOf(id), '']);
		const after = apply(empty, said);
		expect(after).toMatchObject({ recipe: before.recipe, folder: before.folder });
		expect(apply(empty, after).recipe).toEqual(after.recipe);
	});

	test.each(rows)('%s: the word none takes it away where it is no name', (id, { say, only, named }) => {
		const start = only ? apply([flagOf(id), say], before) : said;
		const question = findQuestion(id);
		const isList = question?.kind === 'lines' || question?.kind === 'many';
		const decided = question && !named ? decide(start, question, isList ? ['none'] : 'none') : undefined;
		if (id === 'step-order') {
			expect(decided).toMatchObject({ draft: { recipe: expect.not.objectContaining({ order: [] }) } });
		} else if (decided) {
			expect(question?.read('draft' in decided ? decided.draft : start)).toEqual(question?.read(newDraft()));
		}
	});
});

test('what every image has is not taken away by a value that is empty, as that of a variable of the shell which is not set', () => {
	for (const name of [
		'region',
		'base',
		'name',
		'instance-type',
		'ssh-from',
		'encryption',
		'spot',
		'timeout',
	]) {
		expect(() => apply([`--${name}`, '']), name).toThrow('An answer cannot be used.');
	}

	for (const place of ['region=', 'network.sshFrom=', 'instanceType=none', 'volume.encrypted=', 'name=']) {
		expect(() => applySets(newDraft(), [place]), place).toThrow('is no recipe that can be built.');
	}
});

test('--set takes a place away by an empty value, null and none', () => {
	const said = apply([
		...['--terraform', 'asg', '--instance-profile', 'builder', ...needed.aws, '--disk', '30'],
		...['--copy-to', 'eu-west-3', '--subnet', 'subnet-0f3a91c2d4e5f6a7b', '--script-folder', '/var/tmp'],
		...['--share', '111122223333', '--command', 'true', '--install', 'fail2ban', '--order', 'fail2ban'],
	]);
	// Both may be called so.
	const named = ['instanceProfile', 'volume.kmsKey'];
	const places = ['terraform', 'aws.terraform', 'volume.size', 'network.subnet', 'scriptFolder', 'copyTo'];
	for (const place of [...places, 'share.accounts', 'order', 'docker', ...named]) {
		for (const nothing of ['', 'null', ...(named.includes(place) ? [] : ['none'])]) {
			const { recipe } = applySets(said, [`${place}=${nothing}`]);
			const at = [recipe, recipe.aws].map(part =>
				place.split('.').reduce<unknown>((inner, key) => Object(inner)[key], part),
			);
			expect(
				at.flat().filter(value => value !== undefined),
				place,
			).toEqual([]);
		}
	}
});

test('--set takes an entry of a list without its brackets, and names the flag of a question that is no place', () => {
	expect(applySets(newDraft(), ['targets=docker']).recipe.targets).toEqual(['docker']);
	expect(applySets(newDraft(), ['copyTo=eu-west-3, eu-west-1']).recipe.aws.copyTo).toEqual([
		'eu-west-3',
		'eu-west-1',
	]);
	for (const [set, say] of [
		['target=aws', '--target aws'],
		['instance-type=t3.small', '--instance-type t3.small'],
		['subnet=', "--subnet ''"],
	] as const) {
		try {
			applySets(newDraft(), [set]);
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(Problem);
			expect(error).toMatchObject({
				message: `--set ${set} names no place of the recipe.`,
				next: [`Say it so: ${say}`],
			});
		}
	}
});
