import { expect, test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { FilePlan } from '../../../source/flow/files.ts';
import type { Accounts } from '../../../source/flow/request.ts';
import { type Draft, draftAtReview, newDraft } from '../../../source/questions/draft.ts';
import { keys } from '../../helpers/app.tsx';
import { recipeWith } from '../../helpers/recipe.ts';
import { recordings } from '../../helpers/recorded.ts';

const { enter, escape: esc, down, tab, backspace, home: first } = keys;
const { open } = recordings('review');

const folder = `${process.cwd()}/web`;
const file = { path: 'image.pkr.hcl', content: 'one\ntwo\nthree\n', executable: false } as const;
const fresh: FilePlan = { folder, run: `${folder}/recipe.json`, files: [{ ...file, state: 'new' }] };
const edited: FilePlan = {
	...fresh,
	files: [
		{ ...file, state: 'differs', current: 'one\n2\nthree\n' },
		{ path: 'recipe.json', content: '{}\n', executable: false, state: 'new' },
		{ path: 'scripts/01-own.sh', content: `echo ${'long '.repeat(40)}\n`, executable: true, state: 'same' },
	],
};
const account = (text: string): Accounts => ({ keep: text, overwrite: text });

const at = async (given: Partial<Actions> = {}, draft: Draft = draftAtReview(newDraft())) =>
	open({ at: 'wizard', draft }, { planFiles: async () => fresh, ...given }, Date.UTC(2026, 10, 28, 9, 30));

test('while it looks, and when it knows', async () => {
	const never = () => new Promise<never>(() => undefined);
	const looking = await at({ planFiles: never, accounts: never });
	await looking.shot('looking', 'looking');
	const { press, shot } = await at({
		copyToClipboard: () => true,
		writeFiles: async ({ files }) => ({ folder, written: files.map(({ path }) => path), kept: [] }),
	});
	await shot('review', 'new file');
	await press('y');
	await shot('copied', 'opied');
	await press('?');
	await shot('help', /^ Keys/, [{ columns: 60, rows: 16 }]);
	await press(esc, first);
	await shot('first-row');
	await press('w');
	await shot('written', 'Written:');
});

test('a rehearsal, a preset by name, answers that a preset does not say', async () => {
	const rehearsal = await at({}, draftAtReview(newDraft(), 'rehearsal'));
	await rehearsal.shot('rehearsal', 'new file');
	for (const [name, run] of [
		['preset', 'shop'],
		['changed-preset', undefined],
	] as const) {
		const plan = { ...fresh, folder: undefined, run };
		const preset = await at(
			{ planFiles: async () => plan },
			{ ...draftAtReview(newDraft()), preset: 'shop' },
		);
		await preset.shot(name, 'made for each build');
	}
});

test('what is doubtful, and an account that takes more than a row', async () => {
	const recipe = recipeWith(
		{ region: 'eu-west-9', instanceType: 't3.mirco', copyTo: ['eu-west-1'] },
		newDraft().recipe,
	);
	const doubtful = await at({}, draftAtReview({ ...newDraft(), recipe }));
	await doubtful.shot('warnings', 'not in our list');
	const why =
		'none yet. Profile dev signs in by the sso-session corp (~/.aws/config, line 2), which this Packer does not know.';
	const long = await at({ accounts: async () => account(why) });
	await long.shot('long-account', 'none yet');
	const two = { keep: '111111111111 (profile old)', overwrite: '222222222222 (profile dev)' };
	const both = await at({ planFiles: async () => edited, accounts: async () => two });
	await both.shot('two-accounts', '222222222222');
});

test('files that differ', async () => {
	const { press, shot, rows } = await at({ planFiles: async () => edited });
	await shot('differing', '1 file of yours differs');
	await press(enter);
	await shot('differing-question', 'Which ones count?');
	await press(enter);
	await shot('difference', '+ two');
	await press(esc, esc, 'v');
	await shot('files', 'Files in');
	await press(tab, tab);
	await shot('files-last', '01-own.sh');
	await press('?');
	await shot('files-help', /^ Keys/, [{ columns: 60, rows: 16 }]);
	expect(rows().length).toBe(23);
});

test('files that cannot be planned', async () => {
	const { shot } = await at({
		planFiles: async () => {
			throw new Problem('The script ./setup.sh cannot be used.', {
				reason: 'There is no such file.',
				next: ['Name another file, or write it first.'],
			});
		},
	});
	await shot('refused', 'cannot be used');
});

test('saving as a preset', async () => {
	const own = { name: 'web', origin: 'own', description: '', needsToken: false } as const;
	const refused = new Problem('The preset cannot be written.', { reason: 'The disk is full.' });
	const { press, shot } = await at({
		home: async () => ({ presets: [own], builds: [], draft: undefined, fresh: newDraft() }),
		savePreset: async name => {
			if (name === 'web3') {
				throw refused;
			}

			return `${name}.json`;
		},
	});
	await press(down, 's');
	await shot('save', 'Save as a preset');
	await press(' ', 'X', enter);
	await shot('save-complaint', 'A name is');
	await press(backspace, backspace, enter);
	await shot('save-taken', 'enter replaces it');
	await press('3', enter);
	await shot('save-refused', 'The disk is full.');
	await press(backspace, '2', enter);
	await shot('saved', 'Saved as web2.');
	await press(enter);
	await shot('review-after-save', /^ Review/);
});
