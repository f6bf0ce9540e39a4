import { expect, test, vi } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import type { AwsFacts } from '../../source/targets/aws/questions/facts.ts';
import { fakeActions, keys, renderApp } from '../helpers/app.tsx';

const { enter, up } = keys;
const size = { columns: 100, rows: 30 };

/** An account that says something when the test wants it. */
const account = () => {
	const asked: Parameters<Actions['askAws']>[] = [];
	const over: (() => void)[] = [];
	const { actions } = fakeActions({
		askAws: (...given) =>
			new Promise(resolve => {
				asked.push(given);
				over.push(resolve);
			}),
	});
	return { actions, asked, over: () => over.at(-1)?.(), tell: (facts: AwsFacts) => asked.at(-1)?.[1](facts) };
};

const draftAt = (at: Draft['at'], mode: Draft['mode'] = 'aws'): Draft => ({
	...newDraft(undefined, mode),
	answered: ['where'],
	at,
});

const regions: AwsFacts = {
	region: 'us-east-1',
	refused: {},
	regions: {
		at: new Date(2026, 10, 29, 14, 2).getTime(),
		value: [
			{ id: 'aa-first-1', isEnabled: true },
			{ id: 'af-south-1', isEnabled: false },
			{ id: 'us-east-1', isEnabled: true },
		],
	},
};

test('what an account says comes into the list that is open, and the marked row stays the marked one', async () => {
	const { actions, asked, tell, over } = account();
	const app = await renderApp({ at: 'wizard', draft: draftAt('region') }, actions, size);
	await app.waitFor('as of');
	expect(asked.map(([{ topics }]) => topics)).toEqual([['identity', 'alias', 'regions']]);
	tell({ region: 'us-east-1', refused: {} });
	await app.waitFor('asking AWS');
	await app.press(up, up);
	const marked = (): string => app.rows().find(row => row.includes('❯')) ?? '';
	const before = /❯ (\S+)/.exec(marked())?.[1];
	tell(regions);
	await app.waitFor(/AWS (at 14:02|on 29 Nov)/);
	expect(marked()).toContain(before ?? 'nothing');
	over();
	await app.press('af-south-1', enter);
	await app.waitFor('This account has not enabled af-south-1');
});

test('where a region was chosen all of it is asked, once; what an earlier one says comes too late', async () => {
	const { actions, asked } = account();
	const app = await renderApp({ at: 'wizard', draft: draftAt('region') }, actions, size);
	await app.waitFor('as of');
	await app.press('eu-west-1', enter);
	await app.waitFor('The system that your image starts from');
	expect(asked.map(([{ decisions, topics }]) => [decisions.recipe.aws.region, topics.length])).toEqual([
		['us-east-1', 3],
		['eu-west-1', 7],
	]);
	asked[0]?.[1](regions);
	await app.press(enter, enter);
	await app.waitFor('The machine that builds the image');
	expect(app.text()).toContain('as of');
	expect(asked).toHaveLength(2);
	asked[1]?.[1]({ region: 'eu-west-1', refused: { types: 'AWS lets this user not list types.' } });
	await app.waitFor('AWS lets this user not list types.');
});

test('the account is in sight as soon as it is known', async () => {
	const { actions, tell } = account();
	const app = await renderApp({ at: 'wizard', draft: draftAt('region') }, actions, size);
	await app.waitFor('as of');
	const identity = { account: '111122223333', arn: 'arn:aws:sts::111122223333:assumed-role/builder/ann' };
	tell({ ...regions, identity: { at: Date.now(), value: identity } });
	await app.waitFor(/✓ Where +AWS 111122223333 /);
});

test('a rehearsal asks no account', async () => {
	const { actions, asked } = account();
	const app = await renderApp({ at: 'wizard', draft: draftAt('region', 'rehearsal') }, actions, size);
	await app.waitFor('as of');
	await app.press(enter);
	await app.waitFor('The system that your image starts from');
	expect(asked).toEqual([]);
});

test.each([
	['what AWS tells of something else does not swallow the enter that builds', false],
	['an account that AWS names is seen before an enter counts', true],
])('%s', async (_, isNamed) => {
	const { actions, tell } = account();
	const app = await renderApp({ at: 'wizard', draft: draftAtReview(newDraft()) }, actions, size);
	await app.waitFor('1 new file');
	await app.waitFor('❯ Build it');
	const identity = {
		at: Date.now(),
		value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' },
	};
	// Both come before anything is drawn anew.
	tell({ ...regions, ...(isNamed && { identity }) });
	await app.send(enter);
	if (isNamed) {
		await app.waitFor('of account 111122223333');
		expect(app.text()).toContain('❯ Build it');
	} else {
		await vi.waitFor(() => expect(app.text()).not.toContain('❯ Build it'));
	}
});
