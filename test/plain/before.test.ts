import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { Interrupted, Problem } from '../../source/base/problem.ts';
import type { Check } from '../../source/flow/checks.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { before } from '../../source/plain/before.ts';
import type { PlainRoute } from '../../source/plain/route.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { type Deed, type ScriptedTools, scriptedTools } from './scripted.ts';

const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
};
const retreat: PlainRoute = { at: 'home' };
const token: Check = {
	id: 'token',
	status: 'missing',
	title: 'GitHub token',
	detail: 'GITHUB_OAUTH_TOKEN is not set',
	remedies: [
		{ id: 'paste-token', label: 'Paste a token', details: ['hidden'], asks: { text: 'Token', secret: true } },
		{ id: 'how-to', label: 'How to get one', details: ['Ask GitHub.'] },
	],
};
const ok: Check = { id: 'packer', status: 'ok', title: 'Packer', detail: '1.16.0', remedies: [] };

const run = (tools: ScriptedTools) => before(tools, request, retreat);

const check = async (deeds: readonly Deed[], actions: Partial<Actions>) => {
	const started: BuildRequest[] = [];
	const tools = scriptedTools(deeds, {
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
		expect(tools.said.join('')).toBe('');
	});

	test('a pasted token goes into the request and is never said', async () => {
		const { started, tools } = await check(
			[
				{ at: /What to do/, pick: 'How to get one' },
				{ at: /What to do/, pick: 'Paste a token' },
				{ at: /Token/, secret: 'ghp_very_secret' },
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
		expect(tools.said).toContain('Ask GitHub.');
		expect(tools.said.join('\n')).toContain('missing  GitHub token  GITHUB_OAUTH_TOKEN is not set');
		expect(tools.said.join('\n')).not.toContain('ghp_very_secret');
	});

	test('a remedy that fails is told, and the checklist stands again; back leads back', async () => {
		const { route, tools } = await check(
			[
				{ at: /What to do/, pick: 'Paste a token' },
				{ at: /Token/, secret: 'x' },
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

	test('Ctrl-C while it starts starts nothing', async () => {
		const tools = scriptedTools([], {
			checks: async () => [ok],
			start: (_request, signal) =>
				new Promise((_resolve, reject) => {
					signal?.addEventListener('abort', () => reject(signal.reason));
					tools.interrupt();
				}),
		});
		await expect(run(tools)).rejects.toBeInstanceOf(Interrupted);
		expect(tools.said).toEqual(['web was not started.']);
	});

	test('Ctrl-C while it looks starts nothing', async () => {
		const tools = scriptedTools([], {
			checks: async () => {
				tools.interrupt();
				return [ok];
			},
		});
		await expect(run(tools)).rejects.toBeInstanceOf(Interrupted);
		expect(tools.said).toEqual(['web was not started.']);
	});

	test('Ctrl-C that comes when it has begun cancels it, and what becomes of it is watched', async () => {
		const late = scriptedTools([], {
			checks: async () => [ok],
			start: async () => {
				late.interrupt();
				return '7f3a';
			},
		});
		expect(await run(late)).toEqual({ at: 'build', id: '7f3a' });
		expect(late.said[0]).toBe('web had begun and is cancelled: packer-wizard builds watch 7f3a');
	});

	test('a build that cannot start leads back and says why', async () => {
		const { route, tools } = await check([], {
			checks: async () => [ok],
			start: () => Promise.reject(new Problem('The disk is full.', { exitCode: 3 })),
		});
		expect(route).toBe(retreat);
		expect(tools.said).toContain('The disk is full.');
	});
});
