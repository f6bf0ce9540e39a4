import { test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import type { Route } from '../../../source/flow/route.ts';
import { draftAtReview, newDraft } from '../../../source/questions/draft.ts';
import { fakeActions } from '../../helpers/app.tsx';
import { prompted } from '../../helpers/prompted.ts';
import { recordings, standStill } from '../../helpers/recorded.ts';
import { journalHeader } from '../../helpers/transcript.ts';
import { follows, full, now, others, recorded, request, scripts } from './worlds.ts';

const { compare } = recordings('plain');

/** What the prompts show at each width, once they say it. */
const record = async (name: string, start: Route, given: Partial<Actions>, wanted: string): Promise<void> => {
	standStill(now);
	const texts: string[] = [];
	for (const columns of [60, 80, 140]) {
		const rows = await prompted(start, fakeActions(given).actions, columns, wanted);
		texts.push([`${columns} columns`, ...rows.map(row => `│${row}`), ''].join('\n'));
	}

	await compare(name, texts.join('\n'));
};

test('home by prompts', async () => {
	await record('home', { at: 'home' }, { home: async () => full }, 'What to do');
});

test('the review by prompts', async () => {
	const draft = draftAtReview(newDraft());
	await record('review', { at: 'wizard', draft }, {}, 'What to do');
	await record('rehearsal', { at: 'wizard', draft: { ...draft, mode: 'rehearsal' } }, {}, 'What to do');
});

test('the checklist by prompts', async () => {
	await record('checklist', { at: 'before', request }, { checks: async () => others }, 'What to do');
});

test.each([
	['done', 'success', 'By hand'],
	['failed', 'script-fails', 'Again  '],
	['cancelled', 'cancel', 'Again  '],
])('a build by lines: %s', async (name, output, wanted) => {
	const follow = follows(recorded(output, name === 'done' ? 0 : 1), journalHeader('1.16.0', scripts));
	await record(name, { at: 'build', id: '7f3a' }, { follow }, wanted);
});
