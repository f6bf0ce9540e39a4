import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { untilEnd } from '../../source/commands/shared/until-end.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { currentProfile } from '../../source/template/profile.ts';

const decisions = { recipe: defaultRecipe(), folder: null };
const request = { decisions, mode: 'rehearsal', secrets: {} } as const;
const remedy = { id: 'get-packer', label: 'Get Packer', details: [] } as const;
const plan: FilePlan = { folder: '/nowhere', files: [], run: undefined };
const listen = (): void => undefined;

type Call = (actions: Actions, own?: AbortSignal) => Promise<unknown>;

const waiting: Readonly<Record<string, { readonly call: Call; readonly given: readonly unknown[] }>> = {
	surroundings: { call: (actions, own) => actions.surroundings(own), given: [] },
	planFiles: {
		call: (actions, own) => actions.planFiles(decisions, currentProfile, own),
		given: [decisions, currentProfile],
	},
	accounts: { call: (actions, own) => actions.accounts(decisions, own), given: [decisions] },
	checks: { call: (actions, own) => actions.checks(request, own), given: [request] },
	preflight: {
		call: (actions, own) => actions.preflight(request, listen, own),
		given: [request, listen],
	},
	remedy: {
		call: (actions, own) => actions.remedy(request, remedy, 'answer', listen, own),
		given: [request, remedy, 'answer', listen],
	},
	start: { call: (actions, own) => actions.start(request, own), given: [request] },
	follow: { call: (actions, own) => actions.follow('7f3a', listen, own), given: ['7f3a', listen] },
};

const held: Readonly<Record<string, { readonly call: Call; readonly given: readonly unknown[] }>> = {
	writeFiles: {
		call: actions => actions.writeFiles(plan, 'keep', decisions),
		given: [plan, 'keep', decisions],
	},
	cancel: { call: actions => actions.cancel('7f3a'), given: ['7f3a'] },
};

/** Actions that never end, as a run of the program has them; what they were given last, and what is held. */
const makeRun = () => {
	const end = new AbortController();
	const seen: { given: readonly unknown[]; readonly held: string[] } = { given: [], held: [] };
	const endless = [...Object.keys(waiting), ...Object.keys(held)].map(name => [
		name,
		(...given: readonly unknown[]) => {
			seen.given = given;
			return new Promise(() => undefined);
		},
	]);
	const actions = untilEnd(Object.fromEntries(endless), {
		ended: end.signal,
		onInterrupt: () => listen,
		onTerminate: () => listen,
		onHangUp: () => listen,
		hold: (what, work) => {
			seen.held.push(what);
			return work;
		},
		over: async () => undefined,
	});
	const signal = (): AbortSignal | undefined => {
		const last = seen.given.at(-1);
		return last instanceof AbortSignal ? last : undefined;
	};
	return { actions, end, seen, signal };
};

describe.each(Object.entries(waiting))('%s', (_, { call, given }) => {
	test('ends with the program, whoever calls it', () => {
		const { actions, end, seen, signal } = makeRun();
		call(actions);
		expect(seen.given.slice(0, -1)).toEqual(given);
		expect(signal()?.aborted).toBe(false);
		end.abort();
		expect(signal()?.aborted).toBe(true);
	});

	test('ends when its caller says so', () => {
		const { actions, seen, signal } = makeRun();
		const own = new AbortController();
		call(actions, own.signal);
		expect(seen.given.slice(0, -1)).toEqual(given);
		own.abort('enough');
		expect(signal()?.reason).toBe('enough');
	});
});

test.each(Object.entries(held))('%s is waited for', (_, { call, given }) => {
	const { actions, seen } = makeRun();
	call(actions);
	expect(seen.given).toEqual(given);
	expect(seen.held).toHaveLength(1);
});

test('a remedy and a start are waited for, too', () => {
	const { actions, seen } = makeRun();
	waiting['remedy']?.call(actions);
	waiting['start']?.call(actions);
	expect(seen.held).toEqual(['Get Packer', 'the start of web']);
});
