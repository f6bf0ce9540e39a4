import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { newDraft } from '../../source/questions/draft.ts';
import type { AwsFacts, AwsImage, SoughtImages } from '../../source/targets/aws/questions/facts.ts';
import { fakeActions, keys, renderApp } from '../helpers/app.tsx';

const { enter, down } = keys;
const size = { columns: 100, rows: 30 };

const own: AwsImage = {
	id: 'ami-0aaaaaaaaaaaaaaa1',
	name: 'golden-20261101',
	owner: '111122223333',
	description: 'Ubuntu 24.04',
	created: '2026-11-01T00:00:00.000Z',
	architecture: 'arm64',
	rootDevice: '/dev/sda1',
	sizeGib: 12,
};
const strange: AwsImage = {
	...own,
	id: 'ami-0bbbbbbbbbbbbbbb2',
	name: 'debian-12-amd64-20260427-2200',
	owner: '999988887777',
	architecture: 'x86_64',
	isPublic: true,
};

/** At the base image, with an account that answers when the test wants it. */
const openBase = async (amis: readonly AwsImage[] | undefined, dimensions = size) => {
	const sought: Parameters<Actions['seekAmis']>[] = [];
	const { actions, drafts } = fakeActions({
		askAws: async (_, told) => {
			const facts: AwsFacts = {
				region: 'us-east-1',
				refused: amis ? {} : { amis: 'AWS lets this user not list images: nothing is seen.' },
				identity: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' }, at: 0 },
				...(amis && { amis: { value: amis, at: 0 } }),
				images: { value: [{ base: 'eks-1.36', architecture: 'x86_64' }], at: 0 },
			};
			told(facts);
		},
		seekAmis: async (...given) => {
			sought.push(given);
		},
	});
	const draft = { ...newDraft(), answered: ['where', 'region'], at: 'base' };
	const app = await renderApp({ at: 'wizard', draft }, actions, dimensions);
	const tell = (told: Partial<SoughtImages>): void =>
		sought.at(-1)?.[1]({
			...{ region: 'us-east-1', query: '', images: [], isAsking: false, isCut: false },
			...told,
		});
	const lead = async (): Promise<void> => {
		await app.press('any other', enter);
		await app.waitFor('The AMI that your image starts from');
	};
	return { app, drafts, sought, tell, lead };
};

test('an image of the account becomes the base image, with all that is known of it', async () => {
	const { app, drafts, lead } = await openBase([own]);
	await lead();
	await app.waitFor('Yours');
	expect(app.text()).toMatch(/❯ golden-20261101 +2026-11-01 arm64 ami-0aaaaaaaaaaaaaaa1 12 GB/);
	await app.press(enter);
	await app.waitFor('Which one a later build starts from');
	await app.press(down);
	await app.waitFor('The newest golden-* when a build begins.');
	await app.press(enter);
	await app.waitFor('Who logs in to the AMI');
	await app.press(enter);
	// Its processor is known; the machine has to fit it.
	await app.waitFor('The machine that builds the image');
	const { recipe } = drafts.at(-1) ?? {};
	expect(recipe?.base).toEqual({
		ami: own.id,
		region: 'us-east-1',
		name: own.name,
		owner: '111122223333',
		newest: 'golden-*',
		architecture: 'arm64',
		username: 'ubuntu',
		packageManager: 'apt',
		rootDevice: '/dev/sda1',
		volumeGib: 12,
	});
	expect(recipe?.aws.instanceType).toBe('t4g.micro');
	await app.press(keys.escape, keys.escape, keys.escape);
	await app.waitFor('The system that your image starts from');
	expect(app.text()).toContain('the AMI of the recipe');
});

test('what is typed is sought; what nobody knows is marked, and stays while more is sought', async () => {
	const { app, sought, tell, lead } = await openBase([own]);
	await lead();
	await app.press('debian');
	await app.waitFor('Nothing matches');
	expect(sought.map(([{ query }]) => query)).toEqual(['d', 'de', 'deb', 'debi', 'debia', 'debian']);
	expect(app.text()).not.toContain('is still asked');
	tell({ query: 'debian', isAsking: true });
	await app.waitFor('Nothing matches "debian" so far, and AWS is still asked.');
	tell({ query: 'debian', images: [strange] });
	await app.waitFor('community');
	expect(app.text()).toContain('Anybody can publish an image of any name');
	await app.press(' 12');
	tell({ query: 'debian 12', isAsking: true });
	await app.waitFor('asking AWS');
	expect(app.text()).toContain('debian-12-amd64-20260427-2200');
	tell({ query: 'debian 12', images: [strange], isCut: true });
	await app.waitFor('and more');
});

test.each<[string, Partial<AwsImage>, string]>([
	['of another processor', { architecture: 'i386' }, 'It is made for i386'],
	['not there yet', { state: 'pending' }, 'It is pending, not available.'],
	['of Windows', { isWindows: true }, 'Windows is reached by WinRM'],
	['without a volume', { isInstanceStore: true }, 'It starts from no volume of EBS'],
])('one %s says so, and cannot be chosen', async (_, differs, told) => {
	const { app, lead } = await openBase([{ ...own, ...differs }]);
	await lead();
	await app.waitFor(told);
	await app.press(enter);
	await app.waitFor(`! ${told}`);
});

test('one that its owner gave up can be chosen, and says so', async () => {
	const { app, lead } = await openBase([{ ...own, deprecated: '2026-10-01T00:00:00.000Z' }]);
	await lead();
	await app.waitFor('Its owner deprecated it on 2026-10-01.');
	await app.press(enter);
	await app.waitFor('Which one a later build starts from');
});

test('where AWS says nothing an id can be typed, and nobody takes it for seen', async () => {
	const { app, drafts, tell, lead } = await openBase(undefined);
	await lead();
	await app.waitFor('AWS lets this user not list images');
	await app.press('ami-0ccccccccccccccc3');
	tell({ query: 'ami-0ccccccccccccccc3', refused: 'us-east-1 has no ami-0ccccccccccccccc3.' });
	await app.waitFor('us-east-1 has no ami-0ccccccccccccccc3');
	expect(app.text()).toContain('this AMI, not seen');
	await app.press(enter);
	await app.waitFor('Who logs in to the AMI');
	expect(drafts.at(-1)?.recipe.base).toEqual({
		ami: 'ami-0ccccccccccccccc3',
		architecture: 'x86_64',
		username: 'ubuntu',
		packageManager: 'apt',
	});
});

test('an id that is typed at the base image is looked up', async () => {
	const { app, sought } = await openBase([own]);
	await app.press('ami-0ccccccccccccccc3', enter);
	await app.waitFor('The AMI that your image starts from');
	expect(sought.map(([{ query }]) => query)).toEqual(['ami-0ccccccccccccccc3']);
	expect(app.text()).toContain('this AMI, not seen');
});

test.each([
	{ columns: 60, rows: 16 },
	{ columns: 200, rows: 60 },
])('it fits into $columns×$rows', async dimensions => {
	const { app, lead } = await openBase([own, strange], dimensions);
	await lead();
	await app.waitFor('golden');
	app.check();
	await app.press('golden', down, keys.end);
	app.check();
	await app.press(enter);
	app.check();
});

test('beside a very long name of an image of the account the whole id is read on a screen of 80 cells', async () => {
	const { app, lead } = await openBase([{ ...own, name: 'golden-web-'.repeat(8), architecture: 'x86_64' }], {
		columns: 80,
		rows: 24,
	});
	await lead();
	await app.waitFor('Yours');
	expect(app.text()).toMatch(/❯ golden-.*web- +2026-11-01 x86_64 ami-0aaaaaaaaaaaaaaa1/);
});

test('the name of a base image that the region does not have stays whole, the reason stands below once', async () => {
	const { app } = await openBase(undefined, { columns: 80, rows: 24 });
	await app.press('node');
	await app.waitFor('none here');
	expect(app.text()).toMatch(/❯ EKS node 1\.36 +none here/);
	expect(app.text()).toMatch(/ {2}EKS node 1\.35 +for Kubernetes 1\.35/);
	expect(app.text().split('has no such image of x86_64 now').length).toBe(2);
});
