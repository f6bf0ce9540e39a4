import { describe, expect, test } from 'vitest';
import type { Choice, Decisions, Facts } from '../../source/questions/question.ts';
import { findQuestion } from '../../source/questions/table.ts';
import type { AwsFacts } from '../../source/targets/aws/questions/facts.ts';
import { recipeWith } from '../helpers/recipe.ts';

const at = Date.now();

/** What an account in eu-west-1 says: a region not enabled, an image that is not there, some types, no default network. */
const told: AwsFacts = {
	region: 'eu-west-1',
	refused: {},
	regions: {
		at,
		value: [
			{ id: 'eu-west-1', isEnabled: true },
			{ id: 'ap-east-1', isEnabled: true },
			{ id: 'me-south-1', isEnabled: false },
			{ id: 'xx-new-1', isEnabled: true },
			{ id: 'xx-shut-1', isEnabled: false },
		],
	},
	images: {
		at,
		value: [
			{
				base: 'ubuntu-24.04',
				architecture: 'x86_64',
				newest: { ami: 'ami-0aaa', name: 'ubuntu-noble-20261120', created: '2026-11-20T03:12:45.000Z' },
			},
			{
				base: 'amazon-linux-2023',
				architecture: 'x86_64',
				newest: {
					ami: 'ami-0bbb',
					name: 'al2023-ami-2023.12.20261121.0-kernel-6.12-x86_64',
					created: '2026-11-21T01:00:00.000Z',
				},
			},
			{ base: 'debian-13', architecture: 'x86_64' },
		],
	},
	types: {
		at,
		value: [
			{ id: 't3.small', vcpu: 2, memoryMib: 2048, architectures: ['x86_64'], zones: ['eu-west-1a'] },
			{
				id: 'zz9.large',
				vcpu: 2,
				memoryMib: 8192,
				architectures: ['x86_64'],
				zones: ['eu-west-1a', 'eu-west-1b'],
			},
			{ id: 'zz9g.large', vcpu: 2, memoryMib: 8192, architectures: ['arm64'], zones: ['eu-west-1a'] },
		],
	},
	subnets: {
		at,
		value: [
			{
				id: 'subnet-0aaaaaaaa',
				zone: 'eu-west-1a',
				cidr: '10.0.1.0/24',
				vpc: 'vpc-1',
				name: 'public',
				isDefault: false,
				internet: 'gateway',
				givesPublicAddress: true,
				freeAddresses: 250,
			},
			{
				id: 'subnet-0bbbbbbbb',
				zone: 'eu-west-1b',
				cidr: '10.0.2.0/24',
				vpc: 'vpc-1',
				isDefault: false,
				internet: 'none',
				givesPublicAddress: false,
				freeAddresses: 1,
			},
		],
	},
};

const decisions = (network: Decisions['recipe']['aws']['network'] | undefined = undefined): Decisions => {
	const recipe = recipeWith({});
	const aws = { ...recipe.aws, region: 'eu-west-1', network: network ?? recipe.aws.network };
	return { recipe: { ...recipe, aws }, folder: null };
};

const rows = (id: string, aws: AwsFacts | undefined, decided = decisions()): readonly Choice[] => {
	const question = findQuestion(id);
	if (question?.kind !== 'choice' && question?.kind !== 'many') {
		throw new Error(`${id} has no choices`);
	}

	const facts: Facts = { profiles: [], ...(aws && { aws }) };
	return question.choices(decided, facts);
};

const row = (id: string, value: string, aws: AwsFacts | 'nothing' = told, decided = decisions()) =>
	rows(id, aws === 'nothing' ? undefined : aws, decided).find(choice => choice.value === value);

describe('what the account says', () => {
	test('of who one is, at the answer that it is about', () => {
		const identity = { at, value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' } };
		const signedIn = { ...told, identity };
		expect(row('where', '', signedIn)?.details?.[0]).toBe('You are user ann of account 111122223333.');
		expect(row('where', ':docker', signedIn)).toEqual(row('where', ':docker', 'nothing'));
	});

	test('of regions: what is enabled needs nothing more, what is not cannot be chosen, what is new is there', () => {
		expect(row('region', 'ap-east-1', 'nothing')?.mark).toBe('opt-in');
		expect(row('region', 'ap-east-1')).not.toHaveProperty('mark');
		expect(row('region', 'me-south-1')).toMatchObject({
			mark: 'not enabled',
			disabled: 'This account has not enabled me-south-1: AWS console, Account, AWS Regions.',
		});
		expect(row('region', 'xx-new-1')).toEqual({
			value: 'xx-new-1',
			label: 'xx-new-1',
			hint: 'newer than our list',
		});
		expect(row('region', 'xx-shut-1')).toHaveProperty('disabled');
		// Of another partition the account says nothing.
		expect(row('region', 'cn-north-1')).toEqual(row('region', 'cn-north-1', 'nothing'));
		expect(row('copy-to', 'me-south-1')).toHaveProperty('disabled');
	});

	test('of base images: which AMI it is now, and where there is none', () => {
		expect(row('base', 'ubuntu-24.04')?.details).toContain('Now ami-0aaa, made on 2026-11-20.');
		expect(row('base', 'amazon-linux-2023')?.details).toContain(
			'Now ami-0bbb, made on 2026-11-21, kernel 6.12.',
		);
		expect(row('base', 'debian-13')).toMatchObject({
			brief: 'none here',
			disabled: 'eu-west-1 has no such image of x86_64 now.',
		});
		expect(row('base', 'debian-12')).toEqual(row('base', 'debian-12', 'nothing'));
	});

	test('of types: those that it offers come first, with those that are new; the others cannot be chosen', () => {
		const all = rows('machine', told);
		const place = (value: string): number => all.findIndex(choice => choice.value === value);
		expect(row('machine', 't3.small')).not.toHaveProperty('disabled');
		expect(row('machine', 't3.large')).toMatchObject({
			mark: 'elsewhere',
			disabled: 'AWS does not offer t3.large in eu-west-1.',
		});
		expect(row('machine', 'zz9.large')).toMatchObject({ hint: '2 vCPU, 8 GB', mark: 'new' });
		expect(place('zz9g.large')).toBe(-1);
		expect(place('t3.small')).toBeLessThan(place('zz9.large'));
		expect(place('zz9.large')).toBeLessThan(place('t3.large'));
		const zone = { ...decisions().recipe.aws.network, zone: 'eu-west-1b' };
		expect(row('machine', 't3.small', told, decisions(zone))?.disabled).toBe(
			'AWS offers t3.small in eu-west-1a, not in eu-west-1b.',
		);
	});

	test('of subnets: each with where it leads; without a default network one has to be named', () => {
		expect(rows('subnet', undefined).map(({ value }) => value)).toEqual(['']);
		expect(row('subnet', '')).toMatchObject({
			mark: 'none here',
			disabled: 'This account has no default network in eu-west-1: name a subnet.',
		});
		expect(row('subnet', 'subnet-0aaaaaaaa')).toEqual({
			value: 'subnet-0aaaaaaaa',
			label: 'subnet-0aaaaaaaa',
			hint: 'eu-west-1a, 10.0.1.0/24, public',
			keywords: 'vpc-1 ',
			details: [
				'In eu-west-1a of network vpc-1, 250 free addresses.',
				'Reaches the internet by a public address.',
			],
		});
		expect(row('subnet', 'subnet-0bbbbbbbb')).toMatchObject({ mark: 'no internet' });
		const named = { ...decisions().recipe.aws.network, subnet: 'subnet-0cccccccc' };
		expect(rows('subnet', told, decisions(named)).map(({ value }) => value)).toEqual([
			'',
			'subnet-0cccccccc',
			'subnet-0aaaaaaaa',
			'subnet-0bbbbbbbb',
		]);
		const [first, ...others] = told.subnets?.value ?? [];
		const withDefault = { ...told, subnets: { at, value: [{ ...first, isDefault: true }, ...others] } };
		expect(row('subnet', '', withDefault as AwsFacts)).not.toHaveProperty('disabled');
	});

	test('counts for the region alone that it is about', () => {
		for (const id of ['base', 'machine', 'subnet']) {
			expect(rows(id, { ...told, region: 'us-east-1' })).toEqual(rows(id, undefined));
		}
	});

	test('of instance profiles: the role of each, and which has none; any other can be typed', () => {
		const profiles = { at, value: [{ name: 'builder', role: 'builds' }, { name: 'empty' }] };
		const values = (aws: AwsFacts | undefined): readonly string[] =>
			rows('instance-profile', aws).map(({ value }) => value);
		expect(values({ ...told, profiles })).toEqual(['', 'builder', 'empty']);
		expect(values(undefined)).toEqual(['']);
		expect(row('instance-profile', 'builder', { ...told, profiles })?.hint).toBe('role builds');
		expect(row('instance-profile', 'empty', { ...told, profiles })?.mark).toBe('no role');
	});

	test('of keys: the own ones, the one that is named, and the one of AWS, which nobody else can use', () => {
		const keys = {
			at,
			value: [
				{ id: '1-1', alias: 'alias/web' },
				{ id: '2-2' },
				{ id: '', alias: 'alias/aws/ebs', isOfAws: true as const },
			],
		};
		const decided = (accounts: string[]): Decisions => {
			const { recipe } = decisions();
			const volume = { ...recipe.aws.volume, encrypted: true, kmsKey: 'alias/ami-encryption' };
			const share = { accounts, organizations: [] };
			return { recipe: { ...recipe, aws: { ...recipe.aws, volume, share } }, folder: null };
		};
		const all = rows('kms-key', { ...told, keys }, decided([]));
		expect(all.map(({ value, mark }) => [value, mark])).toEqual([
			['alias/ami-encryption', 'not there'],
			['alias/web', undefined],
			['2-2', undefined],
			['alias/aws/ebs', 'not shareable'],
		]);
		expect(all.filter(({ disabled }) => disabled !== undefined)).toEqual([]);
		const shared = rows('kms-key', { ...told, keys }, decided(['111122223333']));
		expect(shared.filter(({ disabled }) => disabled !== undefined).map(({ value }) => value)).toEqual([
			'alias/aws/ebs',
		]);
		expect(rows('kms-key', undefined, decided([]))).toEqual([
			{ value: 'alias/ami-encryption', label: 'alias/ami-encryption', hint: 'this key' },
		]);
	});
});
