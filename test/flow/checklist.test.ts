import { expect, test } from 'vitest';
import {
	advanceChecklist,
	allChecks,
	type ChecklistEvent,
	openChecklist,
} from '../../source/flow/checklist.ts';
import type { Check, ChecklistPurpose } from '../../source/flow/checks.ts';
import type { Remedy } from '../../source/flow/remedies.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';

const request: BuildRequest = {
	decisions: { recipe: defaultRecipe(), folder: null },
	mode: 'aws',
	secrets: {},
};
const profile: Remedy = { id: 'profile', label: 'Use a profile', details: [] };
const signIn: Check = {
	id: 'credentials',
	status: 'missing',
	title: 'AWS sign-in',
	detail: 'none',
	remedies: [profile],
};
const looked = (checks: readonly Check[], of = request): ChecklistEvent => ({
	type: 'looked',
	request: of,
	checks,
});
const chosen: ChecklistEvent = { type: 'chosen', remedy: profile };

/** The steps that the events lead to, one for each, and what goes on in the end. */
const walkFor = (purpose: ChecklistPurpose, ...events: readonly ChecklistEvent[]) => {
	let { list } = openChecklist(request, purpose);
	const steps: (string | undefined)[] = [];
	for (const event of events) {
		const next = advanceChecklist(list, event);
		list = next.list;
		steps.push(next.step?.to);
	}

	return { steps, busy: list.busy?.with, list };
};

const walk = (...events: readonly ChecklistEvent[]) => {
	const { steps, busy } = walkFor('start', ...events);
	return { steps, busy };
};

test('what was looked for another request counts for nothing', () => {
	expect(walk(looked([], { ...request }))).toEqual({ steps: [undefined], busy: 'look' });
});

test('while somebody is asked nothing starts; when the question is left it goes on', () => {
	const asked = [looked([signIn]), { type: 'again' }, chosen] as const;
	expect(walk(...asked, looked([signIn]))).toEqual({
		steps: [undefined, 'look', 'ask', undefined],
		busy: 'question',
	});
	expect(walk(...asked, looked([signIn]), { type: 'answered', answer: undefined }).busy).toBeUndefined();
});

test('a question goes with what it would help', () => {
	const steps = walk(looked([signIn]), { type: 'again' }, chosen, looked([]), {
		type: 'answered',
		answer: 'dev',
	});
	expect(steps).toEqual({ steps: [undefined, 'look', 'ask', 'start', undefined], busy: 'start' });
});

test('who leaves a start twice is heard once, and told what had begun', () => {
	const quit: ChecklistEvent = { type: 'left', how: 'quit' };
	const steps = walk(looked([]), quit, { type: 'left', how: 'back' }, { type: 'started', id: '7f3a' });
	expect(steps.steps).toEqual(['start', 'stop', undefined, 'leave']);
});

const launch = (status: Check['status']): Check => ({
	id: 'launch',
	title: 'Launch',
	status,
	detail: 'as it is',
	remedies: [],
});
const said = (isWhole: boolean, ...account: readonly Check[]): ChecklistEvent => ({
	type: 'account-told',
	request,
	account,
	isWhole,
});

test('where somebody sits the account is heard before the start; what it does not know stops nothing', () => {
	const unknown = [said(false, launch('unknown')), said(true, launch('unknown'))];
	expect(walkFor('see-and-start', looked([]), ...unknown).steps).toEqual(['account', undefined, 'start']);
	expect(walkFor('start', looked([])).steps).toEqual(['start']);
	const stopped = walkFor('see-and-start', looked([]), said(true, launch('missing')));
	expect(stopped).toMatchObject({ steps: ['account', undefined], busy: undefined });
	expect(walkFor('see-and-start', looked([signIn])).steps).toEqual([undefined]);
});

test('who is sure starts it whatever the account says', () => {
	const sure = { ...request, isSure: true } as const;
	const steps = walkFor(
		'see-and-start',
		looked([]),
		said(true, launch('missing')),
		{ type: 'chosen', remedy: { id: 'start-anyway', label: 'Build it anyway', details: [] } },
		{ type: 'remedied', request: sure },
		looked([], sure),
	);
	expect(steps.steps).toEqual(['account', undefined, 'remedy', 'look', 'start']);
});

test('who only sees what the account says starts nothing, whatever is missing here', () => {
	const seen = walkFor('see', looked([launch('missing')]), said(true, { ...signIn, status: 'ok' }));
	expect(seen).toMatchObject({ steps: ['account', undefined], busy: undefined });
	expect(allChecks(seen.list)?.map(({ id, status }) => `${id} ${status}`)).toEqual(['credentials ok']);
});

test('when it is asked again, what was said stands there until all of it is said anew', () => {
	const again = [said(true, launch('missing')), { type: 'again' }, looked([])] as const;
	const asked = walkFor('see-and-start', looked([]), ...again, said(false, launch('unknown')));
	expect(asked.steps).toEqual(['account', undefined, 'look', 'account', undefined]);
	expect(asked.list.account).toEqual([launch('missing')]);
	expect(walkFor('see-and-start', looked([]), ...again, said(true, launch('ok'))).busy).toBe('start');
	// At this machine alone: the account is not asked.
	const only = walkFor(
		'see-and-start',
		looked([]),
		said(true, launch('missing')),
		{
			type: 'again',
			only: 'machine',
		},
		looked([]),
	);
	expect(only.steps.at(-1)).toBeUndefined();
});
