import { count } from '../base/count.ts';
import { findBundle } from '../catalog/bundles/index.ts';
import type { Draft } from '../questions/draft.ts';
import { changedRows, formLacks } from '../questions/forms.ts';
import { goTo, leaveStop } from '../questions/moves.ts';
import type { Question } from '../questions/question.ts';
import { askedForms, formPlace, formQuestions, formsFor } from '../questions/walk.ts';
import type { Deed } from './deed.ts';
import { explanation } from './wizard.ts';

/** A row of a bundle's form: the way on, or a value and its question. */
export type FormRow = Deed<string> & {
	/** Sentences about it. */
	readonly about: readonly string[];
	readonly question?: Question;
	/** Whether one cannot go on before it is answered. */
	readonly isNeeded?: boolean;
	/** The heading that it stands under; of the first ones none. */
	readonly group?: string;
};

/** `2 of 5: fail2ban`; of one bundle alone, and of one that is not asked, its name. */
export const formTitle = (draft: Draft, bundle: string): string => {
	const forms = askedForms(draft);
	const title = findBundle(bundle)?.title ?? bundle;
	return forms.length > 1 && forms.includes(bundle)
		? `${forms.indexOf(bundle) + 1} of ${forms.length}: ${title}`
		: title;
};

/** What the bundle is, a sentence. */
export const formText = (bundle: string): string => {
	const summary = findBundle(bundle)?.summary ?? '';
	return summary === '' ? '' : `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`;
};

const neededText = (lacks: number): string =>
	lacks === 0 ? 'nothing more is needed' : `${count(lacks, 'answer')} still needed`;

const neededHint = ({ parameter }: Question): string =>
	parameter?.orElse === undefined ? 'needed' : `needed, here or in ${parameter.orElse}`;

const valueRow = (draft: Draft, question: Question, isNeeded: boolean): FormRow => {
	const { id, title, text, parameter, summary } = question;
	const choice =
		question.kind === 'choice'
			? question.choices(draft).find(({ value }) => value === question.read(draft))
			: undefined;
	return {
		id,
		label: title,
		hint: isNeeded ? neededHint(question) : summary(draft),
		about: [text, ...explanation(question, draft, choice)],
		question,
		isNeeded,
		...(parameter?.isRare && { group: 'Seldom changed' }),
	};
};

/** The form of a bundle: the way on, all that can be said of the bundle, what is seldom said at the end. */
export const formRows = (draft: Draft, bundle: string): readonly FormRow[] => {
	const needed = formLacks(draft, bundle).map(({ question }) => question);
	return [
		{
			id: formPlace(bundle),
			label: 'Go on',
			hint: neededText(needed.length),
			about: findBundle(bundle)?.details ?? [],
		},
		...formQuestions(draft, bundle).map(question => valueRow(draft, question, needed.includes(question))),
	];
};

/** What was said in a form, or has to be, in a few words, and the first such row; of none the defaults count. */
type ToldForm = { readonly bundle: string; readonly text: string; readonly row?: string };

/** A form in a few words. */
export const toldForm = (draft: Draft, bundle: string): ToldForm => {
	const needed = formLacks(draft, bundle).map(({ question }) => question);
	const said = changedRows(draft, bundle).filter(question => !needed.includes(question));
	const [first] = [...needed, ...said];
	const texts = [
		...needed.map(({ title }) => `${title} is needed`),
		...said.map(({ title, summary }) => `${title} ${summary(draft)}`),
	];
	const text = `${findBundle(bundle)?.title ?? bundle}: ${texts.join(' · ') || 'nothing changed'}`;
	return { bundle, text, ...(first && { row: first.id }) };
};

/** The forms that the review tells of: where nothing was said the defaults count, and nobody misses them. */
export const toldForms = (draft: Draft): readonly ToldForm[] =>
	formsFor(draft)
		.map(bundle => toldForm(draft, bundle))
		.filter(({ row }) => row !== undefined);

/** The row at which a draft stands; the way on if that row is not there any more. */
export const standingRow = ({ at }: Draft, rows: readonly FormRow[]): FormRow | undefined =>
	rows.find(({ id }) => id === at) ?? rows[0];

/** Goes on from a form; what still has to be answered there comes first, and why. */
export const leaveForm = (
	draft: Draft,
	bundle: string,
): { readonly draft: Draft; readonly complaint?: string } => {
	const [lack] = formLacks(draft, bundle);
	return lack
		? { draft: goTo(draft, lack.question.id), complaint: lack.complaint }
		: { draft: leaveStop(draft) };
};
