import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { makeWorld } from './world.ts';

/** What is wrong, and how it is met: by flags, and in a recipe that is a file or a preset. */
type Row = {
	readonly what: string;
	readonly flags?: readonly string[];
	readonly recipe?: object;
	/** Stands in the reason, however it was met. */
	readonly says: string;
};

const bundle = (id: string, more: object = {}): object => ({ bundles: [{ id, ...more }] });
const set = (...values: readonly string[]): string[] => values.flatMap(value => ['--set', value]);

const rows: readonly Row[] = [
	{
		what: 'an unknown bundle',
		flags: ['--install', 'ssh-grnt'],
		recipe: bundle('ssh-grnt'),
		says: 'The catalogue has no bundle ssh-grnt. Did you mean ssh-grunt?',
	},
	{
		what: 'a removed bundle',
		flags: ['--install', 'cloudwatch-log-aggregation-scripts'],
		recipe: bundle('cloudwatch-log-aggregation-scripts'),
		says: 'cloudwatch-log-aggregation-scripts was removed by Gruntwork in 2021: take cloudwatch-agent.',
	},
	{
		what: 'a bundle for other systems',
		flags: ['--base', 'debian-12', '--install', 'ip-lockdown'],
		recipe: { ...bundle('ip-lockdown'), base: { image: 'debian-12' } },
		says: 'ip-lockdown needs gruntwork-installer, which does not support Debian 12; it supports Ubuntu',
	},
	{
		what: 'a package for a bundle',
		flags: ['--set', 'nginx.port=80'],
		recipe: bundle('nginx'),
		says: 'nginx is a package of the system, and no bundle: --packages nginx installs it',
	},
	{
		what: 'a parameter that must be given',
		flags: ['--install', 'route53-helpers'],
		recipe: bundle('route53-helpers'),
		says: 'The id of the zone in which the name is made.',
	},
	{
		what: 'one of two that must be given',
		flags: set('ssh-grunt.iam-group=', 'ssh-grunt.iam-group-sudo='),
		recipe: bundle('ssh-grunt', { boot: { 'iam-group': [], 'iam-group-sudo': [] } }),
		says: 'ssh-grunt needs iam-group or iam-group-sudo.',
	},
	{
		what: 'a value of another kind',
		flags: set('fail2ban.ban-time=long'),
		recipe: bundle('fail2ban', { install: { 'ban-time': 'long' } }),
		says: 'long is no whole number.',
	},
	{
		what: 'a value that Bash Commons mangles',
		flags: ['--base', 'ubuntu-20.04', ...set('elk-run-kibana.elasticsearch-url=http://es?a=b')],
		recipe: {
			...bundle('elk-run-kibana', { boot: { 'elasticsearch-url': 'http://es?a=b' } }),
			base: { image: 'ubuntu-20.04' },
		},
		says: "http://es?a=b holds =, which Gruntwork's Bash Commons mangles when it fills it in",
	},
	{
		what: 'an unknown parameter',
		flags: set('fail2ban.ban-tim=3'),
		recipe: bundle('fail2ban', { install: { 'ban-tim': '3' } }),
		says: 'fail2ban has no parameter ban-tim. Did you mean ban-time?',
	},
	{
		what: 'a parameter without its value',
		flags: set('fail2ban.ban-time'),
		says: '--set fail2ban.ban-time says no value.',
	},
	{
		what: 'neither a parameter nor a place',
		flags: set('fail2ban'),
		says: '--set takes name=value, not "fail2ban".',
	},
	{
		what: 'a free argument of a wrong form',
		flags: set('fail2ban.+a b=3'),
		recipe: bundle('fail2ban', { more: { install: { 'a b': '3' } } }),
		says: 'An argument is named by letters, digits, - and _ only, a letter first.',
	},
	{
		what: 'a free argument that is a parameter',
		flags: set('fail2ban.+ban-time=3'),
		recipe: bundle('fail2ban', { more: { install: { 'ban-time': '3' } } }),
		says: 'ban-time is a parameter of fail2ban, and no argument of your own.',
	},
	{
		what: 'a version that is none',
		flags: set('fail2ban.tag=hm m'),
		recipe: bundle('fail2ban', { version: 'hm m' }),
		says: 'A tag looks like v1.7.0, and has no spaces.',
	},
	{
		what: 'a file that is not there',
		flags: set('syslog.logrotate-config-path=/no/such'),
		recipe: bundle('syslog', { install: { 'logrotate-config-path': '/no/such' } }),
		says: 'The file /no/such cannot be used.\nThere is no such file.',
	},
	{
		what: 'a file that cannot be read',
		flags: set('syslog.logrotate-config-path=./loop'),
		recipe: bundle('syslog', { install: { 'logrotate-config-path': './loop' } }),
		says: 'loop cannot be used.',
	},
	{
		what: 'a package that can be none',
		flags: ['--packages', 'a;b'],
		recipe: { steps: [{ name: 'more', packages: ['a;b'] }] },
		says: 'A package has letters, digits and + . : ~ _ - only',
	},
	{
		what: 'a package that the system lacks',
		flags: ['--base', 'amazon-linux-2', '--packages', 'npm'],
		recipe: { base: { image: 'amazon-linux-2' }, steps: [{ name: 'more', packages: ['npm'] }] },
		says: 'is not among the packages of Amazon Linux 2.',
	},
	{
		what: 'an account that is none',
		flags: ['--share', '1234'],
		recipe: { share: { accounts: ['1234'] } },
		says: 'An account has 12 digits; an organisation or OU is given by its ARN',
	},
	{
		what: 'an ARN that is none of an organisation',
		flags: ['--share', 'arn:aws:organizations::123:foo'],
		recipe: { share: { organizations: ['arn:aws:organizations::123:foo'] } },
		says: 'An account has 12 digits; an organisation or OU is given by its ARN',
	},
];

const recipe = {
	version: 1,
	name: 'web',
	region: 'us-east-1',
	base: { image: 'ubuntu-22.04' },
	instanceType: 't3.micro',
};

/** All that a person has, without what the program keeps for itself. */
const everything = async (person: Person): Promise<readonly string[]> =>
	(await readdir(person.home, { recursive: true })).filter(name => !name.includes('.local')).sort();

const newImage = ['new', '--region', 'us-east-1', '--name', 'web'];

test.each(rows)('$what: a sentence, the reason, what to do, and nothing is written', async row => {
	const person = await makePerson();
	const presets = path.join(person.home, '.config', 'packer-wizard', 'presets');
	await mkdir(presets, { recursive: true });
	await symlink('loop', path.join(person.folder, 'loop'));
	await writeFile(path.join(person.folder, 'good.json'), JSON.stringify(recipe));
	const wrong = JSON.stringify({ ...recipe, ...row.recipe });
	await writeFile(path.join(person.folder, 'wrong.json'), wrong);
	await writeFile(path.join(presets, 'mine.json'), wrong);
	const before = await everything(person);

	const { flags } = row;
	const base = flags?.includes('--base') ? [] : ['--base', 'ubuntu-22.04'];
	const ways = [
		...(flags
			? [
					['render', './good.json', ...flags],
					[...newImage, ...base, ...flags],
				]
			: []),
		...(row.recipe
			? [
					['render', './wrong.json'],
					['render', 'mine'],
				]
			: []),
	];
	for (const argv of ways) {
		const { run, stdout, stderr } = makeWorld({
			environment: { ...person.environment },
			cwd: person.folder,
			actions: createActions({ environment: person.environment, cwd: person.folder }),
		});
		const code = await run(...argv);
		const told = `${argv.join(' ')}\n${stdout()}${stderr()}`;
		expect(code, told).toBe(2);
		expect(stdout(), told).toBe('');
		const [sentence, ...lines] = stderr().trimEnd().split('\n');
		expect(sentence, told).toMatch(/^\S.*[.?]$/);
		expect(stderr(), told).toContain(row.says);
		// A next step stands below the reason, and is none of its lines.
		expect(lines.at(-1), told).toMatch(/^ {2}\S/);
	}

	expect(await everything(person)).toEqual(before);
});
