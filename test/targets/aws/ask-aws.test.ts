import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import type { Environment } from '../../../source/base/paths.ts';
import { baseImages } from '../../../source/catalog/base-images.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import type { AwsFacts, AwsTopic } from '../../../source/targets/aws/questions/facts.ts';
import { privatePlace, put } from '../../store/place.ts';
import {
	type Call,
	identity,
	item,
	listed,
	playAws,
	type Replies,
	type Reply,
	refusing,
	refusingJson,
	refusingQuery,
	wholeAccount,
} from './played-aws.ts';

const everything: readonly AwsTopic[] = ['identity', 'regions', 'images', 'types', 'subnets'];

const decisionsIn = (region: string, profile?: string) => {
	const recipe = defaultRecipe();
	const aws = { ...recipe.aws, region, ...(profile !== undefined && { profile }) };
	return { recipe: { ...recipe, aws }, folder: null };
};

const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY' };

type Asked = {
	readonly topics?: readonly AwsTopic[];
	readonly region?: string;
	readonly profile?: string;
	readonly isAnew?: boolean;
	readonly signal?: AbortSignal;
	readonly told?: (facts: AwsFacts) => unknown;
};

/** Somebody with a home of their own, who asks a played AWS; there is no Packer. */
const askerAt = async (url: string, environment: Environment = keys) => {
	const place = await privatePlace();
	const whereabouts = {
		cwd: place.cwd,
		environment: {
			HOME: place.home,
			PATH: '/nowhere',
			AWS_ENDPOINT_URL: url,
			AWS_EC2_METADATA_DISABLED: 'true',
			...environment,
		},
	};
	const ask = async ({
		topics = everything,
		region = 'eu-west-1',
		profile,
		isAnew,
		signal,
		told,
	}: Asked = {}) => {
		const all: AwsFacts[] = [];
		await createActions(whereabouts).askAws(
			{ decisions: decisionsIn(region, profile), topics, ...(isAnew && { isAnew }) },
			facts => {
				all.push(facts);
				told?.(facts);
			},
			signal ?? new AbortController().signal,
		);
		return { all, last: all.at(-1) };
	};
	return { ...place, kept: path.join(place.home, '.cache/packer-wizard/accounts'), ask };
};

const withReplies = (replies: Replies) => playAws({ ...wholeAccount, ...replies });

test('all topics are told, each as it comes; who asks is told that at once', async () => {
	const { url } = await withReplies({});
	const { ask } = await askerAt(url);
	const { all, last } = await ask();
	expect(all[0]).toEqual({ region: 'eu-west-1', refused: {} });
	expect(all).toHaveLength(6);
	const counts = all.map(facts => everything.filter(topic => facts[topic] !== undefined).length);
	expect(counts).toEqual([0, 1, 2, 3, 4, 5]);
	expect(last).toMatchObject({
		region: 'eu-west-1',
		refused: {},
		identity: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' } },
		regions: {
			value: [
				{ id: 'eu-west-1', isEnabled: true },
				{ id: 'me-south-1', isEnabled: false },
				{ id: 'af-south-1', isEnabled: true },
			],
		},
		types: {
			value: [
				{
					id: 'm9.huge',
					vcpu: 96,
					memoryMib: 786_432,
					architectures: ['arm64'],
					zones: ['eu-west-1a', 'eu-west-1b'],
				},
			],
		},
		subnets: {
			value: [
				{
					id: 'subnet-1',
					zone: 'eu-west-1a',
					cidr: '10.0.0.0/24',
					vpc: 'vpc-1',
					isDefault: false,
					internet: 'nat',
					givesPublicAddress: false,
					freeAddresses: 251,
				},
			],
		},
	});
	// None of them is there, and that is told.
	const images = last?.images?.value ?? [];
	expect(images.filter(({ newest }) => newest !== undefined)).toEqual([]);
	expect(new Set(images.map(({ base }) => base)).size).toBe(baseImages.length);
});

test.each<[string, string, Readonly<Record<string, string | boolean>>]>([
	['gateway', 'the table of the subnet, not the main one', { gatewayId: 'igw-1', state: 'active' }],
	['unknown', 'a transit gateway', { transitGatewayId: 'tgw-1', state: 'active' }],
	['none', 'what is gone', { natGatewayId: 'nat-1', state: 'blackhole' }],
	['unknown', 'a virtual private gateway', { gatewayId: 'vgw-1', state: 'active' }],
])('a subnet whose way out is %s: %s', async (internet, _, target) => {
	const route = (fields: Readonly<Record<string, string | boolean>>) =>
		`<routeSet>${item({ destinationCidrBlock: '0.0.0.0/0', ...fields })}</routeSet>`;
	const { url } = await withReplies({
		DescribeRouteTables: () =>
			listed('DescribeRouteTables', 'routeTableSet', [
				item(
					{ vpcId: 'vpc-1' },
					`${route({ natGatewayId: 'nat-9', state: 'active' })}<associationSet>${item({ main: true })}</associationSet>`,
				),
				item(
					{ vpcId: 'vpc-1' },
					`${route(target)}<associationSet>${item({ main: false, subnetId: 'subnet-1' })}</associationSet>`,
				),
			]),
	});
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: ['subnets'] });
	expect(last?.subnets?.value).toMatchObject([{ internet }]);
});

const image = (id: number, name: string, created: string, more: Readonly<Record<string, string>> = {}) =>
	item({
		imageId: `ami-${String(id).padStart(17, '0')}`,
		name,
		architecture: 'x86_64',
		rootDeviceType: 'ebs',
		virtualizationType: 'hvm',
		creationDate: created,
		...more,
	});

const day = (index: number): string => new Date(Date.UTC(2020, 0, 1) + index * 3_600_000).toISOString();

test('of 40,000 images in pages the newest of each base is found, whatever page it is on, and no other', async () => {
	const pages = 80;
	const perPage = 500;
	const newest = 17 * perPage + 123;
	const { url, calls } = await withReplies({
		DescribeImages: ({ parameters }: Call): Reply => {
			if (parameters.get('Owner.1') !== '136693071363') {
				return listed('DescribeImages', 'imagesSet', []);
			}

			const page = Number(parameters.get('NextToken') ?? 0);
			const images = Array.from({ length: perPage }, (_, index) => {
				const id = page * perPage + index;
				return image(id, `debian-12-amd64-${id}`, id === newest ? day(99_999) : day(id));
			});
			// What else an owner has: of another root, another system, another architecture, and all newer.
			images.push(
				image(90_001, 'debian-12-amd64-instance', day(200_000), { rootDeviceType: 'instance-store' }),
				image(90_002, 'debian-12-backports-amd64', day(200_000)),
				image(90_003, 'debian-12-amd64-odd', day(200_000), { architecture: 'arm64' }),
			);
			return listed('DescribeImages', 'imagesSet', images, page + 1 < pages ? String(page + 1) : undefined);
		},
	});
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: ['images'] });
	const debian = calls.filter(({ parameters }) => parameters.get('Owner.1') === '136693071363');
	expect(debian).toHaveLength(pages);
	const found = last?.images?.value.filter(({ newest: one }) => one !== undefined);
	expect(found).toEqual([
		{
			base: 'debian-12',
			architecture: 'x86_64',
			newest: {
				ami: `ami-${String(newest).padStart(17, '0')}`,
				name: `debian-12-amd64-${newest}`,
				created: day(99_999),
			},
		},
	]);
});

test('a list that never ends is left', async () => {
	const { url, calls } = await withReplies({
		DescribeSubnets: () => listed('DescribeSubnets', 'subnetSet', [], 'again'),
	});
	const { ask } = await askerAt(url);
	expect((await ask({ topics: ['subnets'] })).last).toMatchObject({ subnets: { value: [] } });
	expect(calls.filter(({ action }) => action === 'DescribeSubnets')).toHaveLength(2);
});

test('who has no sign-in is told nothing, and nothing is asked', async () => {
	const { url, calls } = await withReplies({});
	const { ask, kept } = await askerAt(url, {});
	expect((await ask()).all).toEqual([]);
	// Who is meant and cannot be found is told, and asks nobody either.
	expect((await ask({ profile: 'nobody' })).all).toEqual([
		{
			region: 'eu-west-1',
			refused: {},
			trouble: {
				reason: 'There is no profile nobody: the AWS configuration has none at all.',
				next: [],
			},
		},
	]);
	expect(calls).toEqual([]);
	expect(existsSync(kept)).toBe(false);
});

const denied = (action: string): Replies => ({
	[action]: () =>
		action === 'GetCallerIdentity'
			? refusingQuery('AccessDenied', 'No.', 403)
			: refusing('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403),
});

test.each<[string, AwsTopic, string]>([
	['DescribeRegions', 'regions', 'Which regions are enabled is not known, and all are offered.'],
	['DescribeImages', 'images', 'Which images there are is seen only in the build.'],
	['DescribeInstanceTypes', 'types', 'Instance types are those of the list that packer-wizard brings.'],
	[
		'DescribeInstanceTypeOfferings',
		'types',
		'Instance types are those of the list that packer-wizard brings.',
	],
	[
		'DescribeSubnets',
		'subnets',
		'Subnets can only be typed, and whether there is a default network is not known.',
	],
])('who may not do %s is told so in a sentence, and all the rest', async (action, topic, without) => {
	const { url } = await withReplies(denied(action));
	const { ask } = await askerAt(url);
	const { last } = await ask();
	const who = 'the sign-in that was found on this computer';
	expect(last?.refused).toEqual({ [topic]: `AWS does not allow ${who} to do ${action}. ${without}` });
	expect(everything.filter(each => last?.[each] === undefined)).toEqual([topic]);
});

test('who may not look at route tables is told the subnets all the same', async () => {
	const { url } = await withReplies(denied('DescribeRouteTables'));
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: ['subnets'] });
	expect(last?.subnets?.value).toMatchObject([{ id: 'subnet-1', internet: 'unknown' }]);
	expect(last?.refused.subnets).toMatch(
		/DescribeRouteTables\. Which subnets reach the internet is not known\.$/,
	);
});

test.each<[string, Reply, Reply, RegExp]>([
	[
		'expired keys',
		refusing('RequestExpired', 'Request has expired.'),
		refusingQuery('ExpiredToken', 'The security token included in the request is expired', 403),
		/^The AWS keys of .* have expired/,
	],
	[
		'deleted keys',
		refusing('AuthFailure', 'AWS was not able to validate the provided access credentials', 401),
		refusingQuery('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
		/^AWS does not accept the keys of /,
	],
])('%s are told of each topic, and nothing is kept', async (_, ec2, sts, said) => {
	const { url, calls } = await playAws({
		...Object.fromEntries(Object.keys(wholeAccount).map(action => [action, () => ec2])),
		GetCallerIdentity: () => sts,
	});
	const { ask, kept } = await askerAt(url);
	const { last } = await ask();
	expect(Object.keys(last?.refused ?? {}).sort()).toEqual([...everything].sort());
	for (const sentence of Object.values(last?.refused ?? {})) {
		expect(sentence).toMatch(said);
	}

	// One for each list, of images one for each owner: what is refused is not tried again.
	expect(calls).toHaveLength(6 + new Set(calls.map(({ parameters }) => parameters.get('Owner.1'))).size - 1);
	expect(existsSync(kept)).toBe(false);
});

test('what is refused where the region may be off is asked once more in the first one of the partition', async () => {
	const off = refusing('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
	const isOff = ({ region }: Call): boolean => region === 'me-south-1';
	const { url } = await withReplies({
		GetCallerIdentity: call =>
			isOff(call)
				? refusingQuery('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
				: identity('111122223333'),
		DescribeRegions: call => (isOff(call) ? off : (wholeAccount['DescribeRegions']?.(call) ?? 'hang')),
		DescribeSubnets: call => (isOff(call) ? off : 'hang'),
	});
	const { ask } = await askerAt(url);
	const { last } = await ask({ region: 'me-south-1', topics: ['identity', 'regions', 'subnets'] });
	expect(last).toMatchObject({
		identity: { value: { account: '111122223333' } },
		regions: { value: expect.arrayContaining([{ id: 'me-south-1', isEnabled: false }]) },
	});
	expect(last?.refused).toEqual({
		subnets: expect.stringMatching(/^AWS does not accept .* in .*me-south-1/),
	});
});

test('what is throttled is tried again, and given up in the end', async () => {
	const slower = refusing('RequestLimitExceeded', 'Request limit exceeded.', 503);
	let asked = 0;
	const { url, calls } = await withReplies({
		DescribeRegions: call => {
			asked++;
			return asked < 3 ? slower : (wholeAccount['DescribeRegions']?.(call) ?? 'hang');
		},
		DescribeSubnets: () => slower,
	});
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: ['regions', 'subnets'] });
	expect(last?.regions?.value).toHaveLength(3);
	expect(last?.refused.subnets).toMatch(/^AWS answers this account no more for the moment/);
	expect(calls.filter(({ action }) => action === 'DescribeSubnets')).toHaveLength(4);
});

test.each<[string, Reply, RegExp]>([
	['errors of AWS', refusing('InternalError', 'An internal error has occurred', 500), /^AWS kept answering/],
	['malformed XML', { xml: '<DescribeRegionsResponse><regionInfo><item>' }, /not AWS|DescribeRegions/],
	[
		'a page of a proxy',
		{ status: 403, xml: '<html><head><title>No</head></html>' },
		/What answered is not AWS/,
	],
	['JSON', { xml: '{"regions":[]}' }, /./],
])('%s are a sentence, not a defect', async (_, reply, said) => {
	const { url } = await withReplies({ DescribeRegions: () => reply });
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: ['identity', 'regions'] });
	expect(last?.regions).toBeUndefined();
	expect(last?.refused.regions).toMatch(said);
	expect(last?.identity?.value.account).toBe('111122223333');
});

test.each([
	['a page', '<html><body>Sign in to the network</body></html>'],
	['nothing', ''],
])('who answers %s to all says nothing about the account, and nothing of it is kept', async (_, xml) => {
	const { url } = await playAws(
		Object.fromEntries(Object.keys(wholeAccount).map(action => [action, () => ({ xml })])),
	);
	const { ask, kept } = await askerAt(url);
	const { last } = await ask();
	for (const topic of everything) {
		expect(last?.refused[topic]).toMatch(/What answered is not AWS/);
		expect(last?.[topic]).toBeUndefined();
	}

	expect(existsSync(kept)).toBe(false);
});

test('who never answers is given up, AWS or a program for keys, and held up nobody', async () => {
	const { url } = await withReplies({ DescribeRegions: () => 'hang' });
	const { ask } = await askerAt(url);
	const program = await askerAt(url, { PATH: process.env['PATH'] });
	const mark = path.join(program.home, 'asked');
	const config = `[default]\ncredential_process = echo $$ >> ${mark}; exec sleep 600\n`;
	await put(config, program.home, '.aws', 'config');
	const [{ all, last }, unsigned] = await Promise.all([
		ask({ topics: ['regions', 'identity'] }),
		program.ask({ topics: ['regions', 'subnets'] }),
	]);
	expect(all.map(({ identity: one }) => one !== undefined)).toEqual([false, true, true]);
	expect(last?.refused).toEqual({
		regions:
			'AWS did not answer within 10 seconds. Which regions are enabled is not known, and all are offered.',
	});
	const silent = expect.stringMatching(/^The AWS sign-in did not answer within 10 seconds\. /);
	expect(unsigned.last?.refused).toEqual({ regions: silent, subnets: silent });
	// It ran once, and is gone.
	const pid = Number(await readFile(mark, 'utf8'));
	await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
});

test('nobody there, and an endpoint that is no address', async () => {
	const nobody = await askerAt('http://127.0.0.1:1');
	expect((await nobody.ask({ topics: ['subnets'] })).last?.refused.subnets).toMatch(/^AWS cannot be reached/);
	const wrong = await askerAt('nonsense');
	const { last } = await wrong.ask({ topics: ['identity', 'subnets'] });
	expect(last?.refused).toEqual({
		identity: expect.stringMatching(/^The endpoint that AWS is to be asked at is no address\./),
		subnets: expect.stringMatching(/^The endpoint that AWS is to be asked at is no address\./),
	});
});

test('who waits no longer ends all, and keeps what was told', async () => {
	const { url, calls } = await withReplies({ DescribeSubnets: () => 'hang' });
	const { ask, kept } = await askerAt(url);
	const controller = new AbortController();
	const reason = new Error('no longer');
	const told: AwsFacts[] = [];
	const asking = ask({
		topics: ['identity', 'subnets'],
		signal: controller.signal,
		told: facts => told.push(facts),
	});
	await expect.poll(() => calls.some(({ action }) => action === 'DescribeSubnets')).toBe(true);
	await expect.poll(() => told.some(facts => facts.identity)).toBe(true);
	controller.abort(reason);
	await expect(asking).rejects.toBe(reason);
	const before = told.length;
	expect(await readdir(kept)).toHaveLength(1);
	expect(told).toHaveLength(before);
	// Before it began, too.
	await expect(ask({ signal: controller.signal })).rejects.toBe(reason);
});

test('what was told is kept for its account and region, told again at once, and holds no key', async () => {
	const { url, calls } = await withReplies({});
	const { ask, kept } = await askerAt(url);
	const { last } = await ask();
	const [name = ''] = await readdir(kept);
	const file = path.join(kept, name);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	expect((await stat(kept)).mode & 0o777).toBe(0o700);
	expect(await readFile(file, 'utf8')).not.toMatch(/AKIAENV|SECRET/);
	expect(name).toMatch(/^[0-9a-f]{32}\.json$/);
	const asked = calls.length;
	expect((await ask()).all).toEqual([last]);
	expect(calls).toHaveLength(asked);
	// Unless somebody wants to know how it is now.
	expect((await ask({ topics: ['regions'], isAnew: true })).all).toHaveLength(2);
	expect(calls).toHaveLength(asked + 1);
	// Another region is asked for itself, and so is another key.
	expect((await ask({ region: 'us-east-1', topics: ['regions'] })).all[0]).toEqual({
		region: 'us-east-1',
		refused: {},
	});
	expect(await readdir(kept)).toHaveLength(2);
});

/** Makes what is kept older by so many minutes. */
const age = async (kept: string, minutes: number): Promise<void> => {
	for (const name of await readdir(kept)) {
		const file = path.join(kept, name);
		const text = await readFile(file, 'utf8');
		const older = text.replaceAll(/"at":(\d+)/g, (_, at) => `"at":${Number(at) - minutes * 60_000}`);
		await writeFile(file, older);
	}
};

test('what is old is told at once with its age, then asked anew; what is refused stays as it was', async () => {
	let isDenied = false;
	const { url, actions, calls } = await withReplies({
		DescribeSubnets: call =>
			isDenied
				? refusing('UnauthorizedOperation', 'No.', 403)
				: (wholeAccount['DescribeSubnets']?.(call) ?? 'hang'),
	});
	const { ask, kept } = await askerAt(url);
	const first = await ask();
	await age(kept, 30);
	isDenied = true;
	calls.length = 0;
	const { all, last } = await ask();
	expect(all[0]?.subnets?.value).toEqual(first.last?.subnets?.value);
	expect(Date.now() - (all[0]?.subnets?.at ?? 0)).toBeGreaterThanOrEqual(30 * 60_000);
	// Who it is and the network change sooner than regions, images and types.
	expect(actions()).toEqual(['DescribeRouteTables', 'DescribeSubnets', 'GetCallerIdentity']);
	expect(last?.subnets).toEqual(all[0]?.subnets);
	expect(last?.refused.subnets).toMatch(/DescribeSubnets/);
	expect(last?.identity?.at).toBeGreaterThan(all[0]?.identity?.at ?? 0);
	calls.length = 0;
	await age(kept, 25 * 60);
	await ask();
	expect(new Set(actions()).size).toBe(7);
});

test('keys that turn out to be of another account bring nothing of the one before along', async () => {
	let account = '111122223333';
	const { url, actions, calls } = await withReplies({ GetCallerIdentity: () => identity(account) });
	const place = await askerAt(url, {});
	const program = `echo '${JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROGRAM', SecretAccessKey: 'secret' })}'`;
	await put(`[default]\ncredential_process = ${program}\n`, place.home, '.aws', 'config');
	await place.ask({ topics: ['identity', 'regions', 'subnets'] });
	account = '444455556666';
	calls.length = 0;
	// The same profile: whose keys its program gives is asked each time.
	const { all, last } = await place.ask({ topics: ['regions', 'subnets'] });
	expect(all[0]?.identity?.value.account).toBe('111122223333');
	expect(all[1]).toMatchObject({ identity: { value: { account } } });
	expect(all[1]).not.toHaveProperty('subnets');
	expect(last).toMatchObject({ identity: { value: { account } }, refused: {} });
	expect(last).toHaveProperty('subnets');
	expect(actions()).toEqual([
		'DescribeRegions',
		'DescribeRouteTables',
		'DescribeSubnets',
		'GetCallerIdentity',
	]);
	const [name = ''] = await readdir(place.kept);
	expect(await readFile(path.join(place.kept, name), 'utf8')).not.toContain('111122223333');
});

/** A program for keys that notes each time that it runs. */
const program = (command: string): string => `credential_process = echo x >> $HOME/ran; ${command}`;

test.each<[string, string, RegExp]>([
	[
		'a program for keys that fails',
		program('exit 253'),
		/^The credential_process .* ended with exit code 253\. /,
	],
	[
		'one that prints something else',
		program('echo hello'),
		/^What the credential_process .* is no sign-in\. /,
	],
])('%s is told for each topic, and asked once', async (_, settings, said) => {
	const { url, calls } = await withReplies({});
	const place = await askerAt(url, {});
	await put(`[default]\n${settings}\n`, place.home, '.aws', 'config');
	const { last } = await place.ask({ topics: ['identity', 'regions', 'subnets'] });
	const sentence = expect.stringMatching(said);
	expect(last?.refused).toEqual({ identity: sentence, regions: sentence, subnets: sentence });
	expect(await readFile(path.join(place.home, 'ran'), 'utf8')).toBe('x\n');
	expect(calls).toEqual([]);
});

test('two that ask at once keep what both were told', async () => {
	const { url } = await withReplies({});
	const { ask, kept } = await askerAt(url);
	await Promise.all([ask({ topics: ['identity', 'regions'] }), ask({ topics: ['identity', 'regions'] })]);
	await ask({ topics: ['subnets'] });
	const { all } = await ask({ topics: ['identity', 'regions', 'subnets'] });
	expect(all).toHaveLength(1);
	expect(all[0]).toMatchObject({ identity: {}, regions: {}, subnets: {} });
	expect(await readdir(kept)).toHaveLength(1);
});

test.each<[string, string]>([
	['half a file', '{"version":1,"topics":{"iden'],
	['another form', '{"version":1,"topics":{"subnets":{"value":[{"id":1}],"at":5}}}'],
	['a later version', '{"version":2,"topics":{}}'],
	['nothing', ''],
])('%s where something was kept counts as none, and is replaced', async (_, text) => {
	const { url } = await withReplies({});
	const { ask, kept } = await askerAt(url);
	await ask({ topics: ['subnets'] });
	const [name = ''] = await readdir(kept);
	await writeFile(path.join(kept, name), text);
	const { all } = await ask({ topics: ['subnets'] });
	expect(all[0]).toEqual({ region: 'eu-west-1', refused: {} });
	expect((await ask({ topics: ['subnets'] })).all).toHaveLength(1);
});

test('a cache that cannot be written is none, and nobody is told of it', async () => {
	const { url } = await withReplies({});
	const { ask, kept, home } = await askerAt(url);
	await mkdir(path.join(home, '.cache'));
	await writeFile(path.join(home, '.cache/packer-wizard'), 'a file in the way');
	expect((await ask({ topics: ['subnets'] })).last).toHaveProperty('subnets');
	expect((await ask({ topics: ['subnets'] })).all).toHaveLength(2);
	expect(existsSync(kept)).toBe(false);
});

const own = ['profiles', 'keys'] as const;

test('instance profiles with their roles, and the keys that may encrypt an image, are told whole', async () => {
	const { url, calls } = await withReplies({});
	const { ask } = await askerAt(url);
	const { last } = await ask({ topics: own });
	expect(last?.profiles?.value).toEqual([
		{ name: 'builder', role: 'builder' },
		{ name: 'nobody' },
		{ name: 'shop', role: 'shop-server' },
	]);
	expect(last?.keys?.value).toEqual([
		{ alias: 'alias/images', id: '11111111-0000-0000-0000-000000000000' },
		{ id: '22222222-0000-0000-0000-000000000000' },
		{ alias: 'alias/aws/ebs', id: '', isOfAws: true },
	]);
	expect(last?.refused).toEqual({});
	// IAM is asked where it is, KMS in the region; what was told is kept.
	expect(calls.map(({ action, region }) => `${action} ${region}`).sort()).toEqual([
		...['ListAliases eu-west-1', 'ListAliases eu-west-1'],
		...['ListInstanceProfiles us-east-1', 'ListInstanceProfiles us-east-1', 'ListKeys eu-west-1'],
	]);
	expect((await ask({ topics: own })).all[0]).toMatchObject({ profiles: last?.profiles, keys: last?.keys });
	expect(calls).toHaveLength(5);
});

test('where they may not be listed they can be typed, and it is said', async () => {
	const { url } = await withReplies({
		ListInstanceProfiles: () => refusingQuery('AccessDenied', 'No.', 403),
		ListAliases: () => refusingJson('AccessDeniedException', 'No.'),
	});
	const { last } = await (await askerAt(url)).ask({ topics: own });
	expect(last?.refused).toEqual({
		profiles: expect.stringMatching(/ ListInstanceProfiles\. An instance profile can only be typed\.$/s),
		keys: expect.stringMatching(/ ListAliases\. A KMS key can only be typed\.$/),
	});
	const some = await withReplies({ ListKeys: () => refusingJson('AccessDeniedException', 'No.') });
	const told = (await (await askerAt(some.url)).ask({ topics: own })).last;
	expect(told?.keys?.value.map(({ alias }) => alias)).toEqual(['alias/images', 'alias/aws/ebs']);
	expect(told?.refused.keys).toMatch(/A KMS key without an alias can only be typed\.$/);
});

test.each<[string, Reply]>([
	['nothing of a list', { json: { Aliases: null } }],
	['something else than a list', { json: { Aliases: 'none', NextMarker: 7 } }],
	['no JSON', { json: '<p>Log in' }],
])('of keys, %s breaks nothing', async (_, reply) => {
	const { url } = await withReplies({ ListAliases: () => reply, ListKeys: () => reply });
	const { last } = await (await askerAt(url)).ask({ topics: ['keys'] });
	expect(last?.keys?.value ?? []).toEqual([]);
});
