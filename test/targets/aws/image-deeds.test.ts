import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { Problem } from '../../../source/base/problem.ts';
import { buildFolder, journalFile } from '../../../source/builds/folders.ts';
import { createJournal } from '../../../source/builds/journal/writer.ts';
import type { ImageNews, ImageWish } from '../../../source/targets/aws/builds/image-changes/change.ts';
import { header } from '../../commands/timelines.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { privatePlace } from '../../store/place.ts';
import { identity, item, listed, playAws, type Replies, type Reply, refusing } from './played-aws.ts';

const ami = 'ami-0f3a91c2d4e5f6a7b';

const answering = (action: string, inside: string): Reply => ({
	xml: `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inside}</${action}Response>`,
});

const group = (inside: string): string => `<instancesSet>${inside}</instancesSet>`;

/** An EC2 in which all goes well, as far as it is asked: its machine runs, and never answers by SSH. */
const well: Replies = {
	GetCallerIdentity: () => identity('111122223333'),
	DescribeImages: () =>
		listed('DescribeImages', 'imagesSet', [
			item(
				{ imageId: ami, imageState: 'available' },
				`<blockDeviceMapping>${item({}, '<ebs><snapshotId>snap-1</snapshotId></ebs>')}</blockDeviceMapping>`,
			),
		]),
	ModifySnapshotAttribute: () => answering('ModifySnapshotAttribute', '<return>true</return>'),
	ModifyImageAttribute: () => answering('ModifyImageAttribute', '<return>true</return>'),
	EnableImageDeprecation: () => answering('EnableImageDeprecation', '<return>true</return>'),
	DisableImageDeprecation: () => answering('DisableImageDeprecation', '<return>true</return>'),
	CreateKeyPair: () => answering('CreateKeyPair', '<keyMaterial>-----KEY-----</keyMaterial>'),
	CreateSecurityGroup: () => answering('CreateSecurityGroup', '<groupId>sg-1</groupId>'),
	AuthorizeSecurityGroupIngress: () => answering('AuthorizeSecurityGroupIngress', '<return>true</return>'),
	RunInstances: () => answering('RunInstances', group(item({ instanceId: 'i-1' }))),
	DescribeInstances: () =>
		listed('DescribeInstances', 'reservationSet', [
			item({}, group(item({ instanceId: 'i-1' }, '<instanceState><name>terminated</name></instanceState>'))),
		]),
	DescribeInstanceStatus: () => listed('DescribeInstanceStatus', 'instanceStatusSet', []),
	TerminateInstances: () => answering('TerminateInstances', group(item({ instanceId: 'i-1' }))),
	DeleteKeyPair: () => answering('DeleteKeyPair', '<return>true</return>'),
	DeleteSecurityGroup: () => answering('DeleteSecurityGroup', '<return>true</return>'),
};

const denied = refusing('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);

/** Somebody who made an image, in an account that refuses some calls. */
const personWith = async (refused: readonly string[], account = '111122223333', encrypted = false) => {
	const replies = Object.fromEntries(refused.map(action => [action, () => denied]));
	const played = await playAws({ ...well, ...replies });
	const { cwd, home } = await privatePlace();
	const environment = {
		HOME: home,
		PATH: '/nowhere',
		AWS_ENDPOINT_URL: played.url,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_ACCESS_KEY_ID: 'AKIAENV',
		AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY',
	};
	await mkdir(buildFolder('7f3a', environment), { recursive: true });
	const signedBy = { label: 'keys in the environment', account, endpoint: played.url };
	const plain = recipeWith({});
	const volume = { ...plain.aws.volume, encrypted };
	const recipe = { ...plain, aws: { ...plain.aws, volume } };
	const journal = createJournal(journalFile('7f3a', environment), header({ signedBy, recipe }));
	journal.append([
		{ kind: 'end', result: 'done', exitCode: 0, artifacts: [{ region: recipe.aws.region, ami }] },
	]);
	journal.close();
	const actions = createActions({ environment, cwd });
	const change = async (wish: ImageWish) => {
		const news: ImageNews[] = [];
		const problem = await actions
			.changeImage({ id: '7f3a' }, wish, each => news.push(each))
			.then(() => undefined)
			.catch((error: unknown) => error);
		return { news, problem, changes: (await actions.look('7f3a')).changes };
	};
	return { ...played, actions, change };
};

const share: ImageWish = { do: 'share', with: ['444455556666'] };

test.each([
	['ModifySnapshotAttribute', share],
	['ModifyImageAttribute', share],
	['EnableImageDeprecation', { do: 'deprecate', on: '2099-01-31' }],
	['DisableImageDeprecation', { do: 'renew' }],
] as const)('%s denied: it is told, exit 1, and nothing is noted as done', async (action, wish) => {
	const { change } = await personWith([action]);
	const { news, problem, changes } = await change(wish);
	expect(problem).toBeInstanceOf(Problem);
	expect(problem).toMatchObject({ message: 'Nothing was changed.', exitCode: 1 });
	expect(Object(problem).reason).toContain(action);
	expect(news).toMatchObject([{ ami, why: expect.stringContaining('does not allow') }]);
	expect(changes).toEqual([]);
});

test('in another account nothing is changed, and it is said what to do', async () => {
	const { change, actions, calls } = await personWith([], '999988887777');
	const { problem } = await change(share);
	expect(problem).toMatchObject({
		message: 'Its image is in another account.',
		reason: expect.stringContaining('are of account 999988887777. Now account 111122223333 signs.'),
		exitCode: 4,
	});
	const front = { told: () => undefined, use: async () => 'end' as const };
	const tested = actions.testImage({ id: '7f3a', sshFrom: '203.0.113.7/32' }, front);
	await expect(tested).rejects.toMatchObject({ message: 'Its image is in another account.' });
	expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(['GetCallerIdentity']));
});

test('what is encrypted with the key of AWS is not even tried to be shared', async () => {
	const { change, calls } = await personWith([], undefined, true);
	const { problem } = await change(share);
	expect(problem).toMatchObject({ exitCode: 2, reason: expect.stringContaining('cannot be shared') });
	expect(calls).toEqual([]);
});

const made = {
	CreateKeyPair: [],
	CreateSecurityGroup: ['DeleteKeyPair'],
	AuthorizeSecurityGroupIngress: ['DeleteKeyPair'],
	RunInstances: ['DeleteKeyPair', 'DeleteSecurityGroup'],
	DescribeInstanceStatus: ['DeleteKeyPair', 'DeleteSecurityGroup', 'TerminateInstances'],
};

test.each(Object.entries(made))(
	'%s denied: there is no test machine, and what was made is deleted',
	async (action, deleted) => {
		const { actions, calls } = await personWith([action]);
		const stages: string[] = [];
		const front = {
			told: ({ stage }: { readonly stage: string }) => stages.push(stage),
			use: () => Promise.reject(new Error('It cannot be ready.')),
		};
		const tested = actions.testImage({ id: '7f3a', sshFrom: '203.0.113.7/32' }, front);
		await expect(tested).rejects.toMatchObject({
			message: 'There is no test machine.',
			reason: expect.stringContaining(action),
			exitCode: 1,
		});
		const asked = calls.map(call => call.action);
		for (const each of deleted) {
			expect(asked).toContain(each);
		}

		expect(stages.at(-1)).toMatch(/^(?:ended|left)$/);
	},
);
