import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { Problem } from '../../source/base/problem.ts';
import type { Check } from '../../source/flow/checks.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import type { Route } from '../../source/flow/route.ts';
import { before } from '../../source/plain/before.ts';
import type { Prompts } from '../../source/plain/prompts.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { type Deed, type ScriptedTools, scriptedTools } from './scripted.ts';

const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
};
const retreat: Route = { at: 'home' };
const token: Check = {
	id: 'token',
	status: 'missing',
	title: 'GitHub token',
	detail: 'GITHUB_OAUTH_TOKEN is not set',
	advice: { label: 'How to get one', lines: ['Ask GitHub.'] },
	remedies: [{ id: 'paste-token', label: 'Paste a token', details: ['hidden'] }],
};
const ok: Check = { id: 'packer', status: 'ok', title: 'Packer', detail: '1.16.0', remedies: [] };

const run = (tools: ScriptedTools) => before(tools, request, retreat);

const check = async (deeds: readonly Deed[], actions: Partial<Actions>) => {
	const started: BuildRequest[] = [];
	const tools = scriptedTools(deeds, {
		preflight: async () => [],
		start: async given => {
			started.push(given);
			return '7f3a';
		},
		...actions,
	});
	const route = await run(tools);
	expect(tools.left()).toBe(0);
	return { route, started, tools };
};

describe('the checklist by prompts', () => {
	test('says nothing and starts if all is there', async () => {
		const { route, started, tools } = await check([], { checks: async () => [ok] });
		expect(route).toEqual({ at: 'build', id: '7f3a' });
		expect(started).toEqual([request]);
		expect(tools.said.join('')).toBe('Asking AWS …');
	});

	test('a pasted token goes into the request and is never said', async () => {
		const { started, tools } = await check(
			[
				{ at: /What to do/, pick: 'Paste a token' },
				{ at: /GitHub token/, secret: 'ghp_very_secret' },
			],
			{
				checks: async ({ secrets }) => (Object.keys(secrets).length > 0 ? [ok] : [ok, token]),
				remedy: async (given, remedy, answer, say) => {
					expect(remedy.id).toBe('paste-token');
					say('The token is kept for this build.');
					return { ...given, secrets: { GITHUB_OAUTH_TOKEN: answer ?? '' } };
				},
			},
		);
		expect(started).toMatchObject([{ secrets: { GITHUB_OAUTH_TOKEN: 'ghp_very_secret' } }]);
		expect(tools.said).toContainEqual(expect.stringMatching(/^ +How to get one: Ask GitHub\.$/));
		expect(tools.said.join('\n')).toContain('missing  GitHub token  GITHUB_OAUTH_TOKEN is not set');
		expect(tools.said.join('\n')).not.toContain('ghp_very_secret');
	});

	test('a remedy that fails is told, and the checklist stands again; back leads back', async () => {
		const { route, tools } = await check(
			[
				{ at: /What to do/, pick: 'Paste a token' },
				{ at: /GitHub token/, secret: 'x' },
				{ at: /What to do/, pick: 'Check again' },
				{ at: /What to do/, does: 'back' },
			],
			{
				checks: async () => [token],
				remedy: () => Promise.reject(new Problem('That is no token.')),
			},
		);
		expect(route).toBe(retreat);
		expect(tools.said).toContain('That is no token.');
	});

	const stops: readonly [string, readonly Deed[], (tools: () => ScriptedTools) => Partial<Actions>][] = [
		['at the question', [{ at: /What to do/, does: 'interrupt' }], () => ({ checks: async () => [token] })],
		[
			'while it looks',
			[],
			tools => ({
				checks: async () => {
					tools().interrupt();
					return [ok];
				},
			}),
		],
		[
			'while it starts',
			[],
			tools => ({
				checks: async () => [ok],
				preflight: async () => [],
				start: (_request, signal) =>
					new Promise((_resolve, reject) => {
						signal?.addEventListener('abort', () => reject(signal.reason));
						tools().interrupt();
					}),
			}),
		],
	];
	test.each(stops)(
		'Ctrl-C %s starts nothing, and says whether answers are kept',
		async (_when, deeds, actions) => {
			for (const kept of [undefined, request.decisions]) {
				const tools: ScriptedTools = scriptedTools(
					deeds,
					actions(() => tools),
				);
				expect(await before(tools, { ...request, ...(kept && { madeOf: kept }) }, retreat)).toEqual({
					at: 'end',
					exitCode: 130,
				});
				expect(tools.said.slice(tools.said.indexOf('web was not started.'))).toEqual([
					'web was not started.',
					...(kept ? ['Your answers are kept: packer-wizard new --continue'] : []),
				]);
			}
		},
	);

	test('what two checks offer stands once, and what only explains is no choice', async () => {
		const folder = { id: 'another-folder', label: 'Another folder', details: [] } as const;
		const tools = scriptedTools([{ at: /What to do/, does: 'back' }], {
			checks: async () => [
				{ ...token, id: 'files', remedies: [folder] },
				{ ...token, id: 'foreign', remedies: [folder] },
			],
		});
		const rows: (readonly string[])[] = [];
		const choose: Prompts['choose'] = (message, given, options) => {
			rows.push(given.map(({ name }) => name));
			return tools.prompts.choose(message, given, options);
		};
		await run({ ...tools, prompts: { ...tools.prompts, choose } });
		expect(rows).toEqual([['Another folder', 'Check again']]);
	});

	test('Ctrl-C that comes when it has begun cancels it, and what becomes of it is watched', async () => {
		const late = scriptedTools([], {
			checks: async () => [ok],
			preflight: async () => [],
			start: async () => {
				late.interrupt();
				return '7f3a';
			},
		});
		expect(await run(late)).toEqual({ at: 'build', id: '7f3a' });
		expect(late.said[1]).toBe('web had begun and is cancelled: packer-wizard builds watch 7f3a');
	});

	test('a build that cannot start leads back and says why', async () => {
		const { route, tools } = await check([], {
			checks: async () => [ok],
			preflight: async () => [],
			start: () => Promise.reject(new Problem('The disk is full.', { exitCode: 3 })),
		});
		expect(route).toBe(retreat);
		expect(tools.said).toContain('The disk is full.');
	});
});
