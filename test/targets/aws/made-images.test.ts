import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { buildFolder, journalFile } from '../../../source/builds/folders.ts';
import { createJournal } from '../../../source/builds/journal/writer.ts';
import type { OwnImage } from '../../../source/flow/images.ts';
import { header } from '../../commands/timelines.ts';
import { privatePlace } from '../../store/place.ts';
import { identity, item, listed, playAws, type Replies, refusing } from './played-aws.ts';

const ami = 'ami-0f3a91c2d4e5f6a7b';

/** Somebody who made an image with Debian 12, and asks a played AWS for it. */
const withReplies = async (replies: Replies, account?: string) => {
	const aws = await playAws({ GetCallerIdentity: () => identity('111122223333'), ...replies });
	const { cwd, home } = await privatePlace();
	const environment = {
		HOME: home,
		PATH: '/nowhere',
		AWS_ENDPOINT_URL: aws.url,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_ACCESS_KEY_ID: 'AKIAENV',
		AWS_SECRET_ACCESS_KEY: 'SECRET-OF-THE-KEY',
	};
	await mkdir(buildFolder('7f3a', environment), { recursive: true });
	const signedBy = { label: 'keys in the environment', account, endpoint: aws.url };
	const journal = createJournal(journalFile('7f3a', environment), header({ signedBy }));
	journal.append([{ kind: 'end', result: 'done', exitCode: 0, artifacts: [{ region: 'us-east-1', ami }] }]);
	journal.close();
	const ask = async () => {
		const all: (readonly OwnImage[])[] = [];
		await createActions({ environment, cwd }).images(images => all.push(images));
		return all;
	};
	return { ...aws, ask };
};

test('what the journals know is told at once, and again as AWS has it', async () => {
	const deprecated = '2026-01-01T00:00:00.000Z';
	const { ask, calls } = await withReplies({
		DescribeImages: () =>
			listed('DescribeImages', 'imagesSet', [
				item({ imageId: ami, imageState: 'disabled', isPublic: true, deprecationTime: deprecated }),
			]),
	});
	const [first, ...more] = await ask();
	expect(first).toMatchObject([{ build: '7f3a', id: ami, region: 'us-east-1' }]);
	expect(first?.[0]).not.toHaveProperty('seen');
	expect(more.at(-1)).toMatchObject([{ seen: { state: 'disabled', isPublic: true, deprecated } }]);
	const { parameters } = calls.find(({ action }) => action === 'DescribeImages') ?? {};
	expect(parameters?.get('Owner.1')).toBe('self');
	expect(parameters?.get('IncludeDisabled')).toBe('true');
});

test.each([
	['denied', refusing('UnauthorizedOperation', 'You are not authorized.', 403), /does not allow/],
	['malformed', { xml: '<html>Proxy</html>' }, /not AWS/],
	['broken', refusing('InternalError', 'Oops.', 500), /error of its own/],
])('an AWS that is %s: what was seen last stays, and why no more is known', async (_, reply, why) => {
	let isWell = true;
	const { ask } = await withReplies({
		DescribeImages: () =>
			isWell
				? listed('DescribeImages', 'imagesSet', [item({ imageId: ami, imageState: 'available' })])
				: reply,
	});
	await ask();
	isWell = false;
	const last = (await ask()).at(-1)?.[0];
	expect(last).toMatchObject({ seen: { state: 'available' }, unseen: expect.stringMatching(/^us-east-1: /) });
	expect(last?.unseen).toMatch(why);
});

test('an account that is not the one of the build is not asked for its images', async () => {
	const { ask, actions } = await withReplies({}, '999988887777');
	expect((await ask()).at(-1)).toMatchObject([{ unseen: expect.stringContaining('account 999988887777') }]);
	expect(actions()).toEqual(['GetCallerIdentity']);
});
