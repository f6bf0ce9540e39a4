import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { Interrupted, Problem } from '../../../source/base/problem.ts';
import { buildFolder, journalFile } from '../../../source/builds/folders.ts';
import { createJournal } from '../../../source/builds/journal/writer.ts';
import type { ImageNews, ImageWish } from '../../../source/targets/aws/builds/image-changes/change.ts';
import type { TestFront, TestNews } from '../../../source/targets/aws/builds/test-machine/news.ts';
import { askForTest, testTexts } from '../../../source/targets/aws/flow/test-machine.ts';
import { header } from '../../commands/timelines.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { script } from '../../packer/programs.ts';
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
	DescribeSecurityGroups: () =>
		listed('DescribeSecurityGroups', 'securityGroupInfo', [item({ groupId: 'sg-1' })]),
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
const personWith = async (
	refused: readonly string[],
	account = '111122223333',
	encrypted = false,
	otherwise: Replies = {},
) => {
	const replies = Object.fromEntries(refused.map(action => [action, () => denied]));
	const played = await playAws({ ...well, ...otherwise, ...replies });
	const { cwd, home } = await privatePlace();
	const bin = path.join(home, 'bin');
	await mkdir(bin, { recursive: true });
	script(path.join(bin, 'ssh'), 'exit 255');
	const environment = {
		HOME: home,
		PATH: bin,
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
	return { ...played, actions, change, bin };
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
	const other = actions.testImage({ id: '7f3a', sshFrom: '203.0.113.7/32' }, front);
	await expect(other).rejects.toMatchObject({ message: 'Its image is in another account.' });
	expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(['GetCallerIdentity']));
});

test('what is encrypted with the key of AWS is not even tried to be shared', async () => {
	const { change, calls } = await personWith([], undefined, true);
	const { problem } = await change(share);
	expect(problem).toMatchObject({ exitCode: 2, reason: expect.stringContaining('cannot be shared') });
	expect(calls).toEqual([]);
});

/** What is deleted where a call is denied, in order, and how that is told. */
const made = {
	CreateKeyPair: [],
	CreateSecurityGroup: ['DeleteKeyPair'],
	AuthorizeSecurityGroupIngress: ['DeleteSecurityGroup', 'DeleteKeyPair'],
	RunInstances: ['DeleteSecurityGroup', 'DeleteKeyPair'],
	DescribeInstanceStatus: ['TerminateInstances', 'DeleteSecurityGroup', 'DeleteKeyPair'],
};

const from = '203.0.113.7/32';

/** Tests an image, and gives what was told and how it ended. */
const tested = async ({ actions }: Awaited<ReturnType<typeof personWith>>, signal?: AbortSignal) => {
	const news: TestNews[] = [];
	const front: TestFront = {
		told: each => news.push(each),
		use: () => Promise.reject(new Error('It cannot be ready.')),
	};
	const problem = await actions
		.testImage({ id: '7f3a', sshFrom: from }, front, signal)
		.then(() => undefined)
		.catch((error: unknown) => error);
	return { news, last: news.at(-1), problem, test: (await actions.look('7f3a')).test };
};

const deletions = ({ calls }: { readonly calls: readonly { readonly action: string }[] }) =>
	calls.map(({ action }) => action).filter(action => /^(?:Delete|Terminate)/.test(action));

test.each(Object.entries(made))(
	'%s denied: there is no test machine, and what was made is deleted, and nothing else',
	async (action, deleted) => {
		const person = await personWith([action]);
		const { problem, last, test: noted } = await tested(person);
		expect(problem).toMatchObject({
			message:
				action === 'DescribeInstanceStatus'
					? 'The test machine was not seen to be ready.'
					: 'There is no test machine.',
			reason: expect.stringContaining(action),
			exitCode: 1,
		});
		expect(deletions(person)).toEqual(deleted);
		const groups = person.calls.filter(call => call.action === 'DeleteSecurityGroup');
		expect(groups.every(({ parameters }) => parameters.get('GroupId') === 'sg-1')).toBe(true);
		expect(last).toMatchObject({ stage: 'ended', said: [] });
		expect(noted).toMatchObject({ state: 'ended', things: [] });
	},
);

test.each(['CreateKeyPair', 'CreateSecurityGroup', 'RunInstances'])(
	'told to end while %s is unanswered, it hears the answer and deletes what that made',
	async action => {
		const controller = new AbortController();
		const reply = well[action];
		const person = await personWith([], undefined, undefined, {
			[action]: call => {
				controller.abort(new Interrupted('Ctrl-C'));
				return reply?.(call) ?? denied;
			},
		});
		const { problem, last } = await tested(person, controller.signal);
		expect(problem).toBeInstanceOf(Interrupted);
		expect(deletions(person)).toEqual(
			{
				CreateKeyPair: ['DeleteKeyPair'],
				CreateSecurityGroup: ['DeleteSecurityGroup', 'DeleteKeyPair'],
				RunInstances: ['TerminateInstances', 'DeleteSecurityGroup', 'DeleteKeyPair'],
			}[action],
		);
		expect(last).toMatchObject({ stage: 'ended' });
	},
);

test('a machine that somebody has is theirs to end: who wants another is not sent to the clean-up', async () => {
	const controller = new AbortController();
	const machine = (state: string): Reply =>
		listed('DescribeInstances', 'reservationSet', [
			item({}, group(item({ instanceId: 'i-1' }, `<instanceState><name>${state}</name></instanceState>`))),
		]);
	const person = await personWith([], undefined, undefined, {
		DescribeInstances: () => machine(controller.signal.aborted ? 'terminated' : 'running'),
	});
	const first = tested(person, controller.signal);
	await expect.poll(() => person.calls.some(({ action }) => action === 'DescribeInstanceStatus')).toBe(true);
	const { problem } = await tested(person);
	controller.abort(new Interrupted('Ctrl-C'));
	expect(problem).toMatchObject({ message: 'A test machine of build 7f3a is in use.' });
	expect(Object(problem).next.join(' ')).not.toContain('cleanup');
	expect((await first).last).toMatchObject({ stage: 'ended' });
});

test('a machine whose start AWS failed to answer is looked for by its key, and ended', async () => {
	const broken = refusing('InternalError', 'An internal error has occurred.', 500);
	const person = await personWith([], undefined, undefined, { RunInstances: () => broken });
	const { last } = await tested(person);
	const looks = person.calls.filter(({ action }) => action === 'DescribeInstances');
	expect(looks[0]?.parameters.get('Filter.1.Name')).toBe('key-name');
	expect(deletions(person)).toEqual(['TerminateInstances', 'DeleteSecurityGroup', 'DeleteKeyPair']);
	expect(last).toMatchObject({ stage: 'ended' });
});

test('a machine that AWS neither answered nor shows is not said to be gone, and its key stays', async () => {
	const broken = refusing('InternalError', 'An internal error has occurred.', 500);
	const none = listed('DescribeInstances', 'reservationSet', []);
	const person = await personWith([], undefined, undefined, {
		RunInstances: () => broken,
		DescribeInstances: () => none,
	});
	const { last, test: noted } = await tested(person);
	expect(deletions(person)).toEqual([]);
	expect(last ? testTexts(last).join(' ') : '').toMatch(/A machine may still run.*cleanup 7f3a$/);
	expect(noted?.things.map(({ kind }) => kind)).toEqual(['instance', 'security-group', 'key-pair']);
});

test('a denied deletion is told with what is left, what it costs and what ends it, and all else is deleted', async () => {
	const person = await personWith(['DescribeInstanceStatus', 'TerminateInstances', 'DeleteSecurityGroup']);
	const { last, test: noted } = await tested(person);
	expect(noted).toMatchObject({ state: 'changed', things: [{ id: 'i-1' }, { id: 'sg-1' }] });
	expect(last?.stage).toBe('left');
	const text = last ? testTexts(last).join(' ') : '';
	expect(text).toMatch(
		/i-1 may still run\. It costs about \$[\d.]+ an hour.*the machine i-1\. .*does not allow/,
	);
	expect(text).toContain('End it: packer-wizard cleanup 7f3a');
	expect(text).not.toContain('api error');
	expect(deletions(person)).toContain('DeleteKeyPair');
});

test('without ssh nothing is made, and it is said what to install', async () => {
	const person = await personWith([]);
	await rm(path.join(person.bin, 'ssh'));
	const { problem } = await tested(person);
	expect(problem).toMatchObject({ message: expect.stringContaining('no ssh'), exitCode: 3 });
	expect(person.calls).toEqual([]);
});

test('the question names the region of the image that is meant', async () => {
	const { actions } = await personWith([]);
	const timeline = await actions.look('7f3a');
	const copy = { region: 'ap-south-1', ami: 'ami-1' };
	const copied = { ...timeline, artifacts: [...timeline.artifacts, copy] };
	expect(askForTest(copied, undefined, copy.ami).text).toContain('in ap-south-1 ');
	expect(askForTest(copied).text).toContain(`in ${timeline.header.recipe.aws.region} `);
});
