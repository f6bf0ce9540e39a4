import type { Draft } from '../questions/draft.ts';
import { goTo, leaveStop } from '../questions/moves.ts';
import { formPlace, settingsFor, unaskedForms } from '../questions/walk.ts';
import type { Deed } from './deed.ts';
import { formText, toldForm } from './form.ts';

/** The heading of the list of settings. */
export const settingsTitle = 'More settings';

/** A setting with its answer, or the row that leaves their list; `text` explains it. */
type SettingRow = Deed<string> & { readonly text: string };

const goOn: SettingRow = {
	id: 'go-on',
	label: 'Go on',
	hint: 'all have a default',
	text: 'Enter takes the defaults and goes on.',
};

/** The bundles that nobody is asked about: what was changed of each, or that it is as it comes. */
const bundleRows = (draft: Draft): readonly SettingRow[] =>
	unaskedForms(draft).map(bundle => ({
		id: formPlace(bundle),
		label: 'Bundle',
		hint: toldForm(draft, bundle).text,
		text: formText(bundle),
	}));

/** The list of settings: each has a default, any can be changed; the bundles that nobody is asked about stand at its end. */
export const settingRows = (draft: Draft): readonly SettingRow[] => [
	goOn,
	...settingsFor(draft).map(({ id, title, text, summary }) => {
		const note = draft.notes[id];
		const hint = summary(draft);
		return { id, label: title, text, hint: note === undefined ? hint : `${hint} (${note})` };
	}),
	...bundleRows(draft),
];

/** Where a row of that list leads. */
export const chooseSetting = (draft: Draft, id: string): Draft =>
	id === goOn.id ? leaveStop(draft) : goTo(draft, id);
