import { expect, test } from 'vitest';
import { withAccount } from '../../source/flow/checks.ts';
import { nothingKept } from '../../source/flow/drafts.ts';
import { filesStep, type Reviewed } from '../../source/flow/review.ts';
import { draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { accountHint } from '../../source/targets/aws/flow/account.ts';

const aws = {
	region: 'us-east-1',
	refused: {},
	identity: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' }, at: 0 },
};

test('a yes is to the account that AWS told the review, where that is who signs', () => {
	const reviewed = (keep: string, overwrite: string): Reviewed => ({
		draft: draftAtReview(newDraft()),
		plan: { folder: undefined, files: [], run: undefined },
		accounts: { keep, overwrite },
		options: {},
		keeping: nothingKept,
		costs: { facts: { aws, profiles: [] } },
	});
	const confirmed = (keep: string, overwrite: string) => filesStep('aws', reviewed(keep, overwrite));
	const flip = 'not known (profile flip)';
	expect(confirmed(flip, flip)).toMatchObject({
		to: 'before',
		request: { confirmed: { account: flip, number: '111122223333' } },
	});
	// What AWS told is not of who signs by the files that are there.
	const other = confirmed('not known (profile old)', flip);
	expect(other).toMatchObject({
		request: { confirmed: { account: 'not known (profile old)', number: undefined } },
	});
});

test('the number of an account stands once, unless there are two', () => {
	const told = 'you are user ann of account 111122223333';
	expect(accountHint('not known (profile flip)', aws)).toBe(`profile flip; ${told}`);
	expect(accountHint('111122223333 (profile flip)', aws)).toBe(`profile flip; ${told}`);
	expect(accountHint('444455556666 (profile flip)', aws)).toBe(`444455556666 (profile flip); ${told}`);
	expect(accountHint('not known (profile flip)')).toBe('not known (profile flip)');
});

test('what Packer is handed, and until when, stands with the sign-in after AWS told who that is', () => {
	const signIn = { id: 'credentials', status: 'ok', title: 'AWS sign-in', remedies: [] } as const;
	const keys = 'temporary keys until 15:40';
	const here = { ...signIn, detail: `profile dev: ${keys}`, keys };
	const asked = { ...signIn, detail: 'user ann of account 111122223333' };
	expect(withAccount([here], [asked])).toEqual([{ ...asked, keys, detail: `${asked.detail}; ${keys}` }]);
	expect(withAccount([{ ...signIn, detail: 'profile dev' }], [asked])).toEqual([asked]);
});
