import { expect, test } from 'vitest';
import { advanceChecklist, type ChecklistEvent, openChecklist } from '../../source/flow/checklist.ts';
import type { Check } from '../../source/flow/checks.ts';
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
const walk = (...events: readonly ChecklistEvent[]) => {
	let { list } = openChecklist(request);
	const steps: (string | undefined)[] = [];
	for (const event of events) {
		const next = advanceChecklist(list, event);
		list = next.list;
		steps.push(next.step?.to);
	}

	return { steps, busy: list.busy?.with };
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
