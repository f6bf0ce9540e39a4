import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import { ami, sshUser } from '../../../source/targets/aws/questions/ami.ts';
import type { AwsFacts, SoughtImages } from '../../../source/targets/aws/questions/facts.ts';
import { makePerson, runProgram } from '../../helpers/program.ts';
import { privatePlace } from '../../store/place.ts';
import {
	type Call,
	item,
	listed,
	playAws,
	type Replies,
	type Reply,
	refusing,
	wholeAccount,
} from './played-aws.ts';

const decisionsIn = (region: string) => {
	const recipe = defaultRecipe();
	return { recipe: { ...recipe, aws: { ...recipe.aws, region } }, folder: null };
};

const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY' };

const idOf = (number: number): string => `ami-${String(number).padStart(17, '0')}`;

/** An image as EC2 tells it. */
const image = (number: number, fields: Readonly<Record<string, string | boolean>> = {}): string =>
	item({
		imageId: idOf(number),
		name: `web-${number}`,
		imageOwnerId: '111122223333',
		imageState: 'available',
		isPublic: false,
		architecture: 'x86_64',
		creationDate: '2026-11-27T03:12:45.000Z',
		rootDeviceType: 'ebs',
		rootDeviceName: '/dev/xvda',
		enaSupport: true,
		...fields,
	}).replace(
		'</item>',
		'<blockDeviceMapping><item><deviceName>/dev/xvdb</deviceName><ebs><volumeSize>99</volumeSize></ebs></item><item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>12</volumeSize></ebs></item></blockDeviceMapping></item>',
	);

const images = (items: readonly string[], next?: string): Reply =>
	listed('DescribeImages', 'imagesSet', items, next);

/** Who looks for images of an AWS that is played. */
const seekerAt = async (replies: Replies, environment: Readonly<Record<string, string>> = keys) => {
	const aws = await playAws({ ...wholeAccount, ...replies });
	const place = await privatePlace();
	const actions = createActions({
		cwd: place.cwd,
		environment: {
			HOME: place.home,
			PATH: '/nowhere',
			AWS_ENDPOINT_URL: aws.url,
			AWS_EC2_METADATA_DISABLED: 'true',
			...environment,
		},
	});
	const seek = async (query: string, signal = new AbortController().signal) => {
		const all: SoughtImages[] = [];
		await actions.seekAmis({ decisions: decisionsIn('eu-west-1'), query }, told => all.push(told), signal);
		return { all, last: all.at(-1) };
	};
	return { ...aws, actions, seek };
};

/** The parameters of a call of which there may be several: filters by their names, and the rest. */
const askedOf = ({ parameters }: Call): Readonly<Record<string, readonly string[]>> => {
	const filters = [...parameters].filter(([name]) => /^Filter\.\d+\.Name$/.test(name));
	const valuesOf = (begin: string) =>
		[...parameters].filter(([name]) => name.startsWith(begin)).map(([, value]) => value);
	return {
		owners: valuesOf('Owner.'),
		ids: valuesOf('ImageId.'),
		...Object.fromEntries(filters.map(([key, name]) => [name, valuesOf(`${key.replace(/Name$/, '')}Value`)])),
	};
};

test('those that an account owns and those that are shared with it are told, all pages of them', async () => {
	const { actions, calls } = await seekerAt({
		DescribeImages: ({ parameters }) =>
			parameters.get('Owner.1') === 'self'
				? parameters.get('NextToken') === 'more'
					? images([image(2, { imageState: 'disabled' })])
					: images([image(1)], 'more')
				: images([image(3, { imageOwnerId: '999988887777', name: 'shared', isPublic: false })]),
	});
	let last: AwsFacts | undefined;
	await actions.askAws(
		{ decisions: decisionsIn('eu-west-1'), topics: ['amis'] },
		facts => {
			last = facts;
		},
		new AbortController().signal,
	);
	expect(last?.refused).toEqual({});
	expect(last?.amis?.value).toEqual(
		expect.arrayContaining([
			{
				id: idOf(1),
				name: 'web-1',
				owner: '111122223333',
				created: '2026-11-27T03:12:45.000Z',
				architecture: 'x86_64',
				rootDevice: '/dev/xvda',
				sizeGib: 12,
			},
			expect.objectContaining({ id: idOf(2), state: 'disabled' }),
			expect.objectContaining({ id: idOf(3), owner: '999988887777' }),
		]),
	);
	expect(last?.amis?.value).toHaveLength(3);
	expect(calls.map(({ parameters }) => parameters.get('ExecutableBy.1')).filter(Boolean)).toEqual(['self']);
});

test.each<[typed: string, asked: Readonly<Record<string, readonly string[]>>]>([
	['golden', { owners: [], 'is-public': ['true'], name: ['*golden*', '*GOLDEN*', '*Golden*'] }],
	['RHEL 9', { owners: [], name: ['*RHEL*', '*rhel*', '*Rhel*'] }],
	['111122223333', { owners: ['111122223333'] }],
	['111122223333 web', { owners: ['111122223333'], name: ['*web*', '*WEB*', '*Web*'] }],
	['canonical noble', { owners: ['099720109477'], name: ['*noble*', '*NOBLE*', '*Noble*'] }],
	['red hat', { owners: ['309956199498'] }],
	['amazon linux', { owners: ['amazon'], name: ['*linux*', '*LINUX*', '*Linux*'] }],
	['marketplace cis', { owners: ['aws-marketplace'], name: ['*cis*', '*CIS*', '*Cis*'] }],
	[idOf(1), { owners: [], ids: [idOf(1)] }],
])('%s is asked of EC2 as it can answer it', async (typed, asked) => {
	const { calls, seek } = await seekerAt({ DescribeImages: () => images([image(1)]) });
	const { all, last } = await seek(typed);
	expect(all[0]).toMatchObject({ query: typed, images: [], isAsking: true });
	expect(last).toMatchObject({ isAsking: false, isCut: false, images: [{ id: idOf(1) }] });
	expect(calls.map(askedOf)).toEqual([expect.objectContaining(asked)]);
	if (!('name' in asked)) {
		expect(calls.map(askedOf)).not.toEqual([expect.objectContaining({ name: expect.anything() })]);
	}
});

test.each(['', 'we', 'amazon', 'ami-12'])('%j is too little, and nothing is asked', async typed => {
	const { calls, seek } = await seekerAt({});
	expect((await seek(typed)).all).toMatchObject([{ images: [], isAsking: false }]);
	expect(calls).toEqual([]);
});

test('where no name fits, descriptions are looked at', async () => {
	const { calls, seek } = await seekerAt({
		DescribeImages: call =>
			images('description' in askedOf(call) ? [image(4, { description: 'the golden one' })] : []),
	});
	expect((await seek('golden')).last?.images).toMatchObject([{ id: idOf(4), description: 'the golden one' }]);
	expect(calls).toHaveLength(2);
});

test('what EC2 says of an image is taken along as far as it matters', async () => {
	const { seek } = await seekerAt({
		DescribeImages: () =>
			images([
				image(1, { imageOwnerAlias: 'amazon', isPublic: true, deprecationTime: '2026-01-01T00:00:00.000Z' }),
				image(2, { deprecationTime: '2999-01-01T00:00:00.000Z', platform: 'windows', enaSupport: false }),
				image(3, { rootDeviceType: 'instance-store', imageState: 'pending', bootMode: 'uefi' }),
				image(4).replace(
					'</item>',
					'<productCodes><item><productCode>abc</productCode></item></productCodes></item>',
				),
			]),
	});
	const [old, windows, store, sold] = (await seek('web')).last?.images ?? [];
	expect(old).toMatchObject({ alias: 'amazon', isPublic: true, deprecated: '2026-01-01T00:00:00.000Z' });
	expect(windows).toMatchObject({ isWindows: true, hasNoEna: true });
	expect(windows).not.toHaveProperty('deprecated');
	expect(store).toMatchObject({ isInstanceStore: true, state: 'pending', bootMode: 'uefi' });
	expect(old).not.toHaveProperty('state');
	expect(sold?.id).toBe(idOf(4));
});

test('of 40,000 images that fit no more are asked for than anybody looks through, and that is told', async () => {
	const { calls, seek } = await seekerAt({
		DescribeImages: ({ parameters }) => {
			const first = Number(parameters.get('NextToken') ?? '0');
			return images(
				Array.from({ length: 1000 }, (_, index) => image(first + index)),
				first + 1000 < 40_000 ? String(first + 1000) : undefined,
			);
		},
	});
	const { all, last } = await seek('web');
	expect(last).toMatchObject({ isAsking: false, isCut: true });
	expect(last?.images).toHaveLength(5000);
	expect(calls).toHaveLength(5);
	// Each page is told as it comes.
	expect(all.map(told => told.images.length)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
});

test('an id that nobody sees there is told, and is no error', async () => {
	const { seek } = await seekerAt({
		DescribeImages: () => refusing('InvalidAMIID.NotFound', 'The image id does not exist'),
	});
	const { last } = await seek(idOf(7));
	expect(last).toMatchObject({
		images: [],
		isAsking: false,
		refused: `eu-west-1 has no ${idOf(7)}, or nobody lets this account see it.`,
		gone: idOf(7),
	});
	const facts = { profiles: [], ...(last && { sought: last }) };
	expect(ami.choices(decisionsIn('eu-west-1'), facts, idOf(7))).toMatchObject([
		{ value: idOf(7), disabled: last?.refused },
	]);
});

test.each<[string, Replies, string]>([
	['is not there', { DescribeImages: () => refusing('InvalidAMIID.NotFound', 'No.') }, 'has no ami-'],
	['is Windows', { DescribeImages: () => images([image(7, { platform: 'windows' })]) }, 'reached by WinRM'],
])('by flags an image that AWS says %s is refused, and nothing is written', async (_, replies, why) => {
	const { url } = await playAws({ ...wholeAccount, ...replies });
	const person = await makePerson();
	const { code, stderr } = await runProgram(
		person,
		['new', '--region', 'eu-west-1', '--base', idOf(7), '--name', 'web', '--no-input'],
		{ env: { AWS_ENDPOINT_URL: url, ...keys } },
	);
	expect(stderr).toContain(why);
	expect(stderr).not.toContain('was not looked at');
	expect(code).toBe(2);
	expect(await readdir(person.folder)).toEqual([]);
});

test.each<[string, Reply, RegExp]>([
	['denied', refusing('UnauthorizedOperation', 'You are not authorized', 403), /seen only in the build\.$/],
	['throttled', refusing('RequestLimitExceeded', 'Request limit exceeded.', 503), /too many requests/],
	['broken', refusing('InternalError', 'An internal error has occurred', 500), /an error of its own/],
	['malformed', { xml: '<html>proxy</html' }, /not AWS|seen only in the build/],
	['hanging', 'hang', /did not answer within|timeout/],
])(
	'%s: what came before stays, a sentence says why there is no more, and it is not tried for ever',
	async (_, reply, why) => {
		const { calls, seek } = await seekerAt({
			DescribeImages: ({ parameters }) => (parameters.has('NextToken') ? reply : images([image(1)], 'more')),
		});
		const { last } = await seek('web');
		expect(last).toMatchObject({
			isAsking: false,
			images: [{ id: idOf(1) }],
			refused: expect.stringMatching(why),
		});
		expect(calls.length).toBeLessThan(7);
	},
	30_000,
);

test('who types on ends the search before, and who leaves ends it all', async () => {
	const { calls, seek } = await seekerAt({
		DescribeImages: call => (askedOf(call)['name']?.includes('*first*') ? 'hang' : images([image(2)])),
	});
	const first = seek('first');
	await expect.poll(() => calls.length).toBe(1);
	const second = await seek('second');
	expect(second.last?.images).toMatchObject([{ id: idOf(2) }]);
	expect((await first).all).toMatchObject([{ query: 'first', isAsking: true }]);

	const leaving = new AbortController();
	const left = seek('first', leaving.signal);
	await expect.poll(() => calls.length).toBe(3);
	leaving.abort(new Error('left'));
	await expect(left).rejects.toThrow('left');
});

test('who has no sign-in is told nothing', async () => {
	const { calls, seek } = await seekerAt({}, {});
	expect((await seek('web')).all).toEqual([]);
	expect(calls).toEqual([]);
});

/** What SSM answers by its JSON protocol. */
const named = (json: unknown, status = 200): Replies => ({ GetParameter: () => ({ status, json }) });

test.each([
	'/aws/service/ami-amazon-linux-latest/al2023',
	'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023',
])('%s is resolved by Systems Manager, and its image is found by it', async typed => {
	const { calls, seek } = await seekerAt({
		...named({ Parameter: { Value: idOf(5) } }),
		DescribeImages: () => images([image(5)]),
	});
	expect((await seek(typed)).last?.images).toMatchObject([{ id: idOf(5), foundBy: typed }]);
	expect(calls.map(askedOf)).toMatchObject([{}, { ids: [idOf(5)] }]);
	expect(calls.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1']);
});

test.each([
	['golden-20261127', true],
	['golden-ubuntu', false],
])('whether nothing tells who logs in to an image called %s is said: %s', async (name, isUnknown) => {
	const { seek } = await seekerAt({ DescribeImages: () => images([image(7, { name })]) });
	const { last } = await seek(idOf(7));
	const facts = { profiles: [], ...(last && { sought: last }) };
	const chosen = ami.write(decisionsIn('eu-west-1'), idOf(7), facts);
	const warning = expect.stringContaining(`Nothing tells who logs in to ${name}`);
	expect(ami.warn?.(chosen)).toEqual(isUnknown ? [warning] : []);
	// Who says it is not told so again.
	const said = sshUser.write(chosen, 'ubuntu');
	expect(ami.warn?.(said)).toEqual([]);
});

test('a parameter that there is not, or that names something else, is told', async () => {
	const { seek } = await seekerAt(named({ __type: 'ParameterNotFound', message: 'no such' }, 400));
	expect((await seek('/aws/service/nothing')).last).toMatchObject({
		images: [],
		refused: 'eu-west-1 has no parameter /aws/service/nothing.',
	});
	const other = await seekerAt(named({ Parameter: { Value: 'eu-west-1' } }));
	expect((await other.seek('/aws/service/region')).last?.refused).toBe(
		'The parameter /aws/service/region names no image.',
	);
});
