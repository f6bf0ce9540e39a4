import { cellWidth, padEnd } from '../base/cells.ts';
import { Interrupted } from '../base/problem.ts';
import { changing, givenUp, isToKeep, type Keeping, keptAs, nothingKept } from '../flow/drafts.ts';
import { formRows, formText, formTitle, leaveForm, standingRow } from '../flow/form.ts';
import type { Route } from '../flow/route.ts';
import { continued, retreat, stepBefore } from '../flow/route.ts';
import { chooseSetting, settingRows, settingsTitle } from '../flow/settings.ts';
import { broughtAlong, namesFiles } from '../flow/wizard.ts';
import { keptText } from '../flow/words/start.ts';
import { single } from '../questions/answers.ts';
import { answerCurrent } from '../questions/decide.ts';
import { currentQuestion, type Draft } from '../questions/draft.ts';
import { entryOf } from '../questions/forms.ts';
import { goTo } from '../questions/moves.ts';
import type { Facts, Question } from '../questions/question.ts';
import { withTold } from '../questions/told.ts';
import { formAt, formPlace } from '../questions/walk.ts';
import { topicsAt, troubleText } from '../targets/aws/flow/account-choices.ts';
import { toldSoon } from './account.ts';
import { type Back, back } from './ask.ts';
import { askForAnswers } from './ask-first.ts';
import { labelled } from './labelled.ts';
import { askQuestion, stepHeading } from './question.ts';
import { review } from './review.ts';
import type { PlainRoute } from './route.ts';
import { leadOf, seekFor } from './seek.ts';
import { attempt, type Tools } from './tools.ts';
import { untilSignedIn } from './until-signed-in.ts';

type WizardStart = Extract<PlainRoute, { at: 'wizard' }>;

/** What to do with the draft: go on with it, or one step back from where it stands. */
type Turn = Draft | typeof back;

const sayHeading = ({ say }: Tools, draft: Draft, title: string): void => {
	say('');
	say(stepHeading(draft, title));
};

/** What the questions know from the start, and which troubles with the sign-in the person goes on with. */
type Known = { readonly facts: Facts; readonly waived: Set<string> };

/** With what the account says of a question's choices, as far as it says that soon. */
const withAccount = async (tools: Tools, draft: Draft, question: Question, facts: Facts): Promise<Facts> => {
	if (question.topics === undefined || topicsAt(draft).length === 0) {
		return facts;
	}

	const aws = await toldSoon(tools, draft, question.topics);
	return aws === undefined ? facts : { ...facts, aws };
};

/** With what the account says when somebody has signed in as it is meant, or wants to go on without. */
const withSignIn = async (
	tools: Tools,
	draft: Draft,
	question: Question,
	{ facts: known, waived }: Known,
): Promise<Facts> => {
	for (;;) {
		const since = Date.now();
		const facts = await withAccount(tools, draft, question, known);
		const text = facts.aws?.trouble && troubleText(facts.aws.trouble);
		// What was waived once is not told again at each question.
		if (text === undefined || waived.has(text)) {
			return facts;
		}

		labelled('  ', text, tools.width).forEach(tools.say);
		const wish = await untilSignedIn(tools, since, signal =>
			tools.prompts.choose('Waiting for the sign-in', [{ value: 'on', name: 'Go on without' }], {
				noBack: true,
				signal,
			}),
		);
		if (wish !== undefined) {
			waived.add(text);
		}
	}
};

/** Asks the question, or the row of a form, at which the draft stands. */
const askCurrent = async (tools: Tools, decided: Draft, question: Question, known: Known): Promise<Turn> => {
	let facts = await withSignIn(tools, decided, question, known);
	const draft = withTold(decided, facts);
	const seek = seekFor(tools, draft, facts, found => {
		facts = found;
	});
	const tell = (text: string): void => labelled('  ', text, tools.width).forEach(tools.say);
	for (;;) {
		const answer = await askQuestion(
			{ prompts: tools.prompts, question, draft, facts, ...(question.seeks && { seek }) },
			tell,
		);
		if (answer === back) {
			return back;
		}

		const leadsTo = leadOf(question, single(answer), draft);
		if (leadsTo !== undefined) {
			return goTo(draft, leadsTo);
		}

		const result = answerCurrent(draft, answer, facts);
		if ('draft' in result) {
			broughtAlong(draft, result.draft, question).forEach(tell);
			if (namesFiles(draft, result.draft)) {
				(await tools.actions.missingFiles(draft, result.draft)).forEach(tell);
			}

			return result.draft;
		}

		tell(result.complaint);
	}
};

/**
 * The form of a bundle: what has to be answered is asked, the rest can be changed, one row after the other. An answered row
 * leads back to the form.
 */
const askForm = async (tools: Tools, draft: Draft, bundle: string, known: Known): Promise<Turn> => {
	const rows = formRows(draft, bundle);
	const standing = standingRow(draft, rows);
	if (standing?.question && standing.isNeeded) {
		return askCurrent(tools, draft, standing.question, known);
	}

	const width = Math.max(...rows.map(({ label }) => cellWidth(label)));
	const chosen = await tools.prompts.choose(
		`${formText(bundle)} What to change`,
		rows.map(({ id, label, hint, about, group }) => ({
			value: id,
			name: `${padEnd(label, width)}  ${hint}`,
			short: label,
			description: about.join(' '),
			...(group !== undefined && { group }),
		})),
		standing && { chosen: standing.id },
	);
	const question = rows.find(({ id }) => id === chosen)?.question;
	if (chosen === back || !question) {
		return chosen === back ? back : leaveForm(draft, bundle).draft;
	}

	const answered = await askCurrent(tools, goTo(draft, question.id), question, known);
	const after = answered === back ? draft : answered;
	return goTo(after, entryOf(after, formPlace(bundle)));
};

const askSettings = async ({ prompts }: Tools, draft: Draft): Promise<Turn> => {
	const rows = settingRows(draft);
	const width = Math.max(...rows.map(({ label }) => cellWidth(label)));
	const chosen = await prompts.choose(
		'What to change',
		rows.map(({ id, label, hint, text }) => ({
			value: id,
			name: `${padEnd(label, width)}  ${hint}`,
			short: label,
			description: text,
		})),
	);
	return chosen === back ? back : chooseSetting(draft, chosen);
};

/** Keeps the answers after a step; asks first if those of another image would be lost. */
const keep = async (
	tools: Tools,
	before: Draft,
	draft: Draft,
	keeping: Keeping,
): Promise<Keeping | Route | Back> => {
	if (!isToKeep(keeping, before, draft)) {
		return keeping;
	}

	// Answers that cannot be kept are no reason to stop asking.
	const saved = await attempt(tools, async () => ({
		others: await tools.actions.saveDraft(draft, keeping.known),
	}));
	if (!saved?.others) {
		return saved ? keptAs(draft) : keeping;
	}

	const { others } = saved;
	const wish = await askForAnswers(tools.prompts, others, changing(draft));
	return wish === 'go'
		? keep(tools, before, draft, givenUp(others))
		: wish === 'safe'
			? continued(others)
			: back;
};

/**
 * The wizard: question after question, from where the draft stands to the review. The draft is kept at every answer.
 * @returns where to go afterwards.
 */
export const wizard = async (
	tools: Tools,
	{ draft: start, options = {}, isForBuild = false, keeping: given = nothingKept }: WizardStart,
): Promise<PlainRoute> => {
	const known: Known = { facts: await tools.actions.facts(), waived: new Set() };
	tools.say('');
	tools.say('Esc, Back or :back is one step back. Ctrl-C quits; your answers are kept.');
	let draft = start;
	let keeping = given;
	try {
		for (;;) {
			let turn: Turn;
			const question = currentQuestion(draft);
			const form = formAt(draft.at);
			if (form !== undefined) {
				sayHeading(tools, draft, formTitle(draft, form));
				turn = await askForm(tools, draft, form, known);
			} else if (question) {
				sayHeading(tools, draft, question.title);
				turn = await askCurrent(tools, draft, question, known);
			} else if (draft.at === 'settings') {
				sayHeading(tools, draft, settingsTitle);
				turn = await askSettings(tools, draft);
			} else {
				const wish = await review(tools, draft, options, keeping);
				if (wish !== back && 'route' in wish) {
					return wish.route;
				}

				if (wish !== back && wish.keeping) {
					({ draft, keeping } = { keeping, ...wish });
					continue;
				}

				turn = wish === back ? back : wish.draft;
			}

			if (turn === back) {
				const before = stepBefore(draft, isForBuild);
				if (!before) {
					return retreat(options);
				}

				draft = before;
			} else if (turn !== draft) {
				const kept = await keep(tools, draft, turn, keeping);
				if (kept !== back && 'at' in kept) {
					return kept;
				}

				// Else the same question is asked again.
				if (kept !== back) {
					draft = turn;
					keeping = kept;
				}
			}
		}
	} catch (error) {
		if (error instanceof Interrupted && keeping.isOwn) {
			tools.say(keptText(tools.environment));
		}

		throw error;
	}
};
