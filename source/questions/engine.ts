import type { BuildMode } from '../base/build-mode.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import { whyUnkeepable } from './keepable.ts';
import { type Answer, type Decisions, type Question, type SectionId, sections } from './question.ts';
import { folder } from './settings.ts';
import { findQuestion, questions } from './table.ts';
import { warningsOf } from './warnings.ts';

/** Where the wizard stands: a question's id, the list of settings, or the review. */
export type Place = string | 'settings' | 'review';

/** The answers so far: plain data, kept at every answer. */
export type Draft = Decisions & {
	/** What it was begun for: Review offers that first. */
	readonly mode: BuildMode;
	/** Ids of the questions that the person answered, and `settings` once that list was left. */
	readonly answered: readonly string[];
	/** By question id: why an earlier answer was dropped (`was t3.micro: arm64 needs another`). */
	readonly notes: Readonly<Record<string, string>>;
	readonly at: Place;
	/** The one question that is asked again of what was answered whole: nothing stands before it, the review behind it. */
	readonly only?: string;
	/** When it was saved, milliseconds since 1970. */
	readonly savedAt?: number;
};

/** A row at the left of the wizard. */
export type SectionRow = {
	readonly id: SectionId;
	readonly title: string;
	readonly status: 'done' | 'current' | 'open';
	/** The answer in a few words, or the note on a dropped answer; empty if not answered. */
	readonly summary: string;
	readonly stale: boolean;
	/** Whether something is doubtful about the answer. */
	readonly doubtful: boolean;
};

/** The questions that apply, in order, the settings included. */
export const questionsFor = (decisions: Decisions): readonly Question[] =>
	questions.filter(question => question.when?.(decisions) ?? true);

/** The questions in the list of settings. */
export const settingsFor = (decisions: Decisions): readonly Question[] =>
	questionsFor(decisions).filter(question => question.asked === 'settings');

/** The places that the wizard goes through, in order, without the review. */
const walk = (decisions: Decisions): readonly Place[] => {
	const asked = questionsFor(decisions).filter(question => question.asked === 'walk');
	const before = asked.filter(question => question.section !== 'name');
	const after = asked.filter(question => question.section === 'name');
	return [...before.map(question => question.id), 'settings', ...after.map(question => question.id)];
};

const sectionOf = (place: Place): SectionId =>
	place === 'review' ? 'review' : place === 'settings' ? 'more' : (findQuestion(place)?.section ?? 'review');

/** What a draft decides. */
export const decisionsOf = ({
	recipe,
	folder,
	preset,
	timeout,
	before,
	onError,
	elsewhere,
}: Decisions): Decisions => ({
	recipe,
	folder,
	...(preset !== undefined && { preset }),
	...(timeout !== undefined && { timeout }),
	...(before && { before }),
	...(onError !== undefined && { onError }),
	...(elsewhere !== undefined && { elsewhere }),
});

/** A draft with nothing answered. */
export const newDraft = (
	decisions: Decisions = { recipe: defaultRecipe(), folder: null },
	mode: BuildMode = 'aws',
): Draft => ({
	...decisionsOf(decisions),
	mode,
	answered: [],
	notes: {},
	at: walk(decisions)[0] ?? 'review',
});

/** A draft with everything answered, standing at the review: how a preset is edited. */
export const draftAtReview = (decisions: Decisions, mode?: BuildMode): Draft => ({
	...newDraft(decisions, mode),
	answered: walk(decisions),
	at: 'review',
});

/** A draft with everything answered, standing at one question that is asked again; undefined if it does not arise. */
export const draftAtQuestion = (decisions: Decisions, id: string, mode?: BuildMode): Draft | undefined =>
	questionsFor(decisions).some(question => question.id === id)
		? { ...draftAtReview(decisions, mode), at: id, only: id }
		: undefined;

/** The question at which the draft stands; undefined at the settings and the review. */
export const currentQuestion = (draft: Draft): Question | undefined => findQuestion(draft.at);

/** Step 3 of 8, and the part within the step where it has several. */
export const position = (
	draft: Draft,
): { readonly step: number; readonly steps: number; readonly part?: number; readonly parts?: number } => {
	const section = sectionOf(draft.at);
	const step = sections.findIndex(candidate => candidate.id === section) + 1;
	const parts = walk(draft).filter(place => sectionOf(place) === section);
	const part = parts.indexOf(draft.at) + 1;
	return { step, steps: sections.length, ...(parts.length > 1 && part > 0 && { part, parts: parts.length }) };
};

/**
 * The settings that differ from their default, in a few words; without those that are told elsewhere.
 * @param withTold whether defaults that somebody may not want stand there, too.
 */
const settingsSummary = (draft: Draft, withTold = false, elsewhere: readonly Question[] = []): string => {
	const plain: Decisions = { recipe: { ...defaultRecipe(), base: draft.recipe.base }, folder: null };
	const isChanged = (question: Question): boolean =>
		String(question.read(draft)) !== String(question.read(plain));
	const asked = settingsFor(draft).filter(question => !elsewhere.includes(question));
	const told = asked
		.filter(question => isChanged(question) || (withTold && question.isTold))
		.map(question => `${question.title.toLowerCase()} ${question.summary(draft)}`);
	return [...(asked.some(isChanged) ? [] : ['all default']), ...told].join(' · ');
};

const sectionSummary = (draft: Draft, id: SectionId): string => {
	if (id === 'more') {
		return settingsSummary(draft);
	}

	const asked = questionsFor(draft).filter(question => question.section === id && question.asked === 'walk');
	const first = asked[0];
	if (first === undefined) {
		return '';
	}

	// The parts of the base image are told together; those of Install and Name by their first question.
	return id === 'base' ? asked.map(question => question.summary(draft)).join(', ') : first.summary(draft);
};

/** The rows at the left: the whole Recipe so far. */
export const sectionRows = (draft: Draft): readonly SectionRow[] => {
	const places = walk(draft);
	const doubts = warningsOf(draft);
	return sections.map(({ id, title }) => {
		const own = places.filter(place => sectionOf(place) === id);
		const note = own.map(place => draft.notes[place]).find(text => text !== undefined);
		const done = own.length > 0 && own.every(place => draft.answered.includes(place));
		const current = sectionOf(draft.at) === id;
		return {
			id,
			title,
			status: current ? 'current' : done ? 'done' : 'open',
			summary: note ?? (own.some(place => draft.answered.includes(place)) ? sectionSummary(draft, id) : ''),
			stale: note !== undefined,
			doubtful: doubts.some(({ question }) => question.section === id),
		};
	});
};

/** What Review shows of a section: the answer whether given or default. The files have a row of their own there. */
export const reviewSummary = (draft: Draft, id: SectionId): string =>
	id === 'more' ? settingsSummary(draft, true, [folder]) : sectionSummary(draft, id);

/** Where to go after a place was answered: on in its section, else to the first place that is still open. */
const following = (draft: Draft, place: Place): Place => {
	const places = walk(draft);
	const next = places[places.indexOf(place) + 1];
	if (next !== undefined && sectionOf(next) === sectionOf(place)) {
		return next;
	}

	return places.find(candidate => !draft.answered.includes(candidate)) ?? 'review';
};

/** Drops answers that the decisions made impossible, and says why. */
const repaired = (draft: Draft, changed: string): Draft => {
	let result = draft;
	for (const question of questions) {
		const applies = question.when?.(result) ?? true;
		const isImpossible = question.check(question.read(result), result) !== undefined;
		// A default that has become doubtful is replaced as well: nobody asked for it.
		const isDoubtful =
			question.repair && !result.answered.includes(question.id) && question.warn?.(result).length;
		if (question.id === changed || !applies || !(isImpossible || isDoubtful)) {
			continue;
		}

		if (!question.repair) {
			result = { ...result, answered: result.answered.filter(id => id !== question.id) };
		} else {
			const { decisions, note } = question.repair(result);
			result = {
				...result,
				...decisions,
				answered: result.answered.filter(id => id !== question.id),
				// A default that was never chosen is replaced without a word.
				notes: result.answered.includes(question.id)
					? { ...result.notes, [question.id]: note }
					: result.notes,
			};
		}
	}

	return result;
};

/** Decides one question wherever the draft stands, without moving on; or says what is wrong. */
export const decide = (
	draft: Draft,
	question: Question,
	given: Answer,
): { readonly draft: Draft } | { readonly complaint: string } => {
	const answer = question.meant?.(given) ?? given;
	const complaint = question.check(answer, draft) ?? whyUnkeepable(draft, question, answer);
	if (complaint !== undefined) {
		return { complaint };
	}

	const { [question.id]: _settled, ...notes } = draft.notes;
	const answered = [...draft.answered.filter(id => id !== question.id), question.id];
	return { draft: repaired({ ...draft, ...question.write(draft, answer), answered, notes }, question.id) };
};

/** Asked alone, the review follows, unless the answer made another one impossible. */
const afterAnswer = (draft: Draft, { id, asked }: Question): Place => {
	if (draft.only === id) {
		return walk(draft).find(place => !draft.answered.includes(place)) ?? 'review';
	}

	return asked === 'settings' ? 'settings' : following(draft, id);
};

/** Answers the current question and goes to the next; or says what is wrong. */
export const answerCurrent = (
	draft: Draft,
	answer: Answer,
): { readonly draft: Draft } | { readonly complaint: string } => {
	const question = currentQuestion(draft);
	if (question === undefined) {
		return { complaint: 'There is no question here.' };
	}

	const decided = decide(draft, question, answer);
	if ('complaint' in decided) {
		return decided;
	}

	return { draft: { ...decided.draft, at: afterAnswer(decided.draft, question) } };
};

/** Leaves the settings. */
export const leaveSettings = (draft: Draft): Draft => {
	const next = { ...draft, answered: [...draft.answered.filter(id => id !== 'settings'), 'settings'] };
	return { ...next, at: following(next, 'settings') };
};

/** One step back; undefined at the first question, and at one that is asked alone. */
export const goBack = (draft: Draft): Draft | undefined => {
	if (draft.only !== undefined && ['review', draft.only].includes(draft.at)) {
		return draft.at === 'review' ? { ...draft, at: draft.only } : undefined;
	}

	if (currentQuestion(draft)?.asked === 'settings') {
		return { ...draft, at: 'settings' };
	}

	const places = walk(draft);
	const index = draft.at === 'review' ? places.length : places.indexOf(draft.at);
	const previous = places[index - 1];
	return previous === undefined ? undefined : { ...draft, at: previous };
};

/** To a question, to the first question of a section, to the settings or the review. */
export const goTo = (draft: Draft, place: Place | SectionId): Draft => {
	if (place === 'settings' || place === 'review' || findQuestion(place)) {
		return { ...draft, at: place };
	}

	return { ...draft, at: walk(draft).find(candidate => sectionOf(candidate) === place) ?? draft.at };
};

/** The draft at the first question that is not answered: somebody else may have answered some of them. */
export const atFirstOpen = (draft: Draft): Draft => {
	const row = sectionRows(draft).find(({ id, status }) => {
		const asked = questionsFor(draft).filter(
			question => question.section === id && question.asked === 'walk',
		);
		return status !== 'done' && !(asked.length > 0 && asked.every(({ id }) => draft.answered.includes(id)));
	});
	const question = questionsFor(draft).find(
		({ id, section, asked }) => section === row?.id && asked === 'walk' && !draft.answered.includes(id),
	);
	return goTo(draft, question?.id ?? (row?.id === 'more' ? 'settings' : 'review'));
};
