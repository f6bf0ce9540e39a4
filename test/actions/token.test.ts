import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { checkToken } from '../../source/actions/checks/token.ts';
import { githubVariable } from '../../source/base/variables.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { serve } from '../helpers/serve.ts';

const token = 'ghp_onlyInTheHeader';

type Said = {
	readonly status?: number;
	readonly headers?: Record<string, string>;
	readonly message?: string;
};

/** A GitHub that says to each path what it shall, and notes what it was asked. */
const github = async (says: (path: string) => Said) => {
	const asked: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
	const address = await serve(({ url = '', headers }, response) => {
		asked.push({ url, headers });
		const { status = 200, headers: more = {}, message = '' } = says(url);
		response.writeHead(status, { 'Content-Type': 'application/json', ...more });
		response.end(JSON.stringify({ message }));
	});
	return { address, asked };
};

const ssh = { id: 'ssh-grunt', install: {}, boot: {} };
const syslog = { id: 'syslog', install: {}, boot: {} };

const check = (
	address: string,
	{ bundles = [ssh], mode = 'aws', given = token, secrets = {} as Record<string, string> } = {},
) =>
	checkToken(
		{
			decisions: { recipe: recipeWith({ bundles }), folder: null },
			mode: mode === 'aws' ? 'aws' : 'rehearsal',
			secrets,
		},
		{ environment: { [githubVariable]: address, GITHUB_OAUTH_TOKEN: given }, cwd: '/' },
	);

const security = '/repos/gruntwork-io/terraform-aws-security';
const limit = Math.floor(new Date(2030, 0, 1, 15, 4).getTime() / 1000);

describe('a token', () => {
	test('that can read each repository is all that is needed', async () => {
		const { address, asked } = await github(() => ({}));
		expect(await check(address, { bundles: [ssh, syslog] })).toEqual({
			id: 'token',
			status: 'ok',
			title: 'GitHub token',
			detail: 'GITHUB_OAUTH_TOKEN can read terraform-aws-security and terraform-aws-monitoring',
			remedies: [],
		});
		expect(asked.map(({ url }) => url)).toEqual([
			security,
			expect.stringMatching(`^${security}/git/ref/tags/v`),
			'/repos/gruntwork-io/terraform-aws-monitoring',
			expect.stringContaining('terraform-aws-monitoring/git/ref/tags/v'),
		]);
		expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${token}`]));
		expect(asked.map(({ url }) => url).join(' ')).not.toContain(token);
	});

	test.each<[string, (path: string) => Said, string, string, string[]?]>([
		[
			'not valid',
			() => ({ status: 401, message: 'Bad credentials' }),
			'GitHub does not take the token',
			'Make another',
		],
		[
			'not authorised, by the header',
			() => ({ status: 403, headers: { 'X-GitHub-SSO': 'required; url=https://github.com/orgs/x/sso' } }),
			'the token is not authorised for gruntwork-io',
			'Configure SSO',
		],
		[
			'not authorised, by the message',
			() => ({ status: 403, message: 'Resource protected by organization SAML enforcement.' }),
			'the token is not authorised for gruntwork-io',
			'Configure SSO',
		],
		[
			'at its limit',
			() => ({ status: 403, headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(limit) } }),
			'GitHub answers no more requests of this token until 15:04',
			'Wait until then',
		],
		[
			'of an account without access',
			() => ({ status: 404, message: 'Not Found' }),
			'the account behind the token cannot read gruntwork-io/terraform-aws-security, which has ssh-grunt',
			'give it access',
		],
		[
			'without the permission for contents',
			path =>
				path === security ? {} : { status: 403, message: 'Resource not accessible by personal access token' },
			'the token may see gruntwork-io/terraform-aws-security, but not read what is in it',
			'Contents',
		],
		[
			'for a version that is not there',
			path => (path === security ? {} : { status: 404 }),
			'gruntwork-io/terraform-aws-security has no version v',
			'--set ssh-grunt.tag=',
			['leave-out'],
		],
	])('that is %s stops the build before it begins, with what to do', async (...row) => {
		const [, says, detail, next, remedies = ['paste-token', 'leave-out']] = row;
		const { address } = await github(says);
		const found = await check(address);
		expect(found).toMatchObject({
			status: 'missing',
			detail: expect.stringContaining(detail),
			advice: { lines: [expect.stringContaining(next)] },
			remedies: remedies.map(id => ({ id })),
		});
		expect(JSON.stringify(found)).not.toContain(token);
	});

	test('that may not read one of the repositories: only the bundles of that one are to be left out', async () => {
		const { address } = await github(path => (path.includes('monitoring') ? { status: 404 } : {}));
		expect(await check(address, { bundles: [ssh, syslog] })).toMatchObject({
			status: 'missing',
			detail: expect.stringContaining('terraform-aws-monitoring, which has syslog'),
		});
	});

	test.each([
		['nobody answers', 'http://127.0.0.1:1', 'ECONNREFUSED'],
		['an address that anybody on the way could read', 'http://github.example.com', 'no https address'],
		['no address', 'github', 'no https address'],
	])('is a doubt only if GitHub could not be asked: %s', async (_what, address, why) => {
		expect(await check(address)).toMatchObject({
			status: 'warning',
			detail: expect.stringContaining(why),
			remedies: [],
		});
	});

	test('is a doubt only while GitHub is broken', async () => {
		const { address } = await github(() => ({ status: 502 }));
		expect(await check(address)).toMatchObject({ status: 'warning', detail: expect.stringContaining('502') });
	});

	test('follows a repository that was renamed, and to no other server', async () => {
		const other = await github(() => ({}));
		const moved = await github(path =>
			path.startsWith('/repositories/')
				? {}
				: {
						status: 301,
						headers: { Location: path === security ? '/repositories/1' : `${other.address}/x` },
					},
		);
		expect(await check(moved.address)).toMatchObject({
			status: 'warning',
			detail: expect.stringContaining('301'),
		});
		expect(moved.asked.map(({ url }) => url)).toContain('/repositories/1');
		expect(other.asked).toEqual([]);
	});

	test('that holds what no header can is sent nowhere', async () => {
		const { address, asked } = await github(() => ({}));
		expect(await check(address, { given: 'ghp_a\nb' })).toMatchObject({ status: 'missing' });
		expect(asked).toEqual([]);
	});

	test('that was pasted counts, not the one of the environment', async () => {
		const { address, asked } = await github(() => ({}));
		await check(address, { secrets: { GITHUB_OAUTH_TOKEN: 'ghp_pasted' } });
		expect(asked[0]?.headers.authorization).toBe('Bearer ghp_pasted');
	});

	test('is asked for by nobody where no bundle needs it, and a rehearsal sends it nowhere', async () => {
		const { address, asked } = await github(() => ({}));
		const free = [{ id: 'bash-commons', install: {}, boot: {} }];
		expect(await check(address, { bundles: free })).toBeUndefined();
		expect(await check(address, { mode: 'rehearsal' })).toMatchObject({ status: 'ok' });
		expect(asked).toEqual([]);
	});
});

test('a rehearsal without a token says which steps are only checked, each by its name', async () => {
	const bundles = [ssh, syslog, { id: 'fail2ban', install: {}, boot: {} }];
	expect(await check('', { bundles, mode: 'rehearsal', given: '' })).toMatchObject({
		status: 'warning',
		detail: 'not set: ssh-grunt, fail2ban and syslog are checked and shown, not run',
	});
});
