import { shellWord } from '../base/shell.ts';
import { packerVariable } from '../base/variables.ts';
import type { FailureRemedyId } from '../builds/journal/diagnosis.ts';
import type { JournalHeader } from '../builds/journal/journal.ts';
import { explain } from '../builds/report/explain.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { decide } from '../questions/decide.ts';
import { type Draft, draftAtQuestion, draftAtReview } from '../questions/draft.ts';
import { flagText } from '../questions/flag-text.ts';
import type { Answer, Decisions } from '../questions/question.ts';
import { findQuestion } from '../questions/table.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { stepDoubts } from '../recipe/step-doubts.ts';
import type { Deed } from './deed.ts';
import { decisionsIn, onceMore } from './once-more.ts';
import type { Refused } from './request.ts';
import { optionsOf } from './review.ts';
import { buildRoute, type Route } from './route.ts';

/** Where a remedy of a failure leads. Whatever it is, the other answers stay. */
type Lead =
	/** To one question, and from there to the review. `changed` are the answers with what would help, to be looked at there. */
	| {
			readonly to: 'question';
			readonly question: string;
			readonly changed?: (decisions: Decisions) => Decisions;
	  }
	/** To the review, since there is but one answer that helps. */
	| { readonly to: 'answer'; readonly question: string; readonly answer: Answer }
	/** To the build once more, of which the checklist comes first: what was refused is missing there until there is another. */
	| { readonly to: 'again'; readonly refused: Refused['what'] };

type FailureRemedy = {
	readonly label: string;
	/** A few words. */
	readonly hint: string;
	readonly lead: Lead;
	/** Whether a rehearsal has it too: it signs in nowhere. */
	readonly isPlayed?: false;
};

const asks = (question: string, label: string, hint = ''): FailureRemedy => ({
	label,
	hint,
	lead: { to: 'question', question },
});

/** A step of commands with sudo wherever it is certain that root is needed. */
const withSudo = (recipe: Recipe, step: RecipeStep): RecipeStep => {
	if (!('inline' in step)) {
		return step;
	}

	const lines = step.inline.join('\n').split('\n');
	// The first place is told of each kind.
	const place = stepDoubts(recipe, step).find(({ id }) => id === 'needs-sudo');
	const fixed = place?.fix;
	return place === undefined || fixed === undefined || fixed === lines[place.line - 1]
		? step
		: withSudo(recipe, { ...step, inline: lines.with(place.line - 1, fixed) });
};

/** The person's commands with sudo; their files are theirs. */
const commandsWithSudo = ({ recipe, ...decisions }: Decisions): Decisions => ({
	...decisions,
	recipe: { ...recipe, steps: recipe.steps.map(step => withSudo(recipe, step)) },
});

/** What each remedy of a failure is called, and where it leads; undefined where the wizard has no way. */
const failureRemedies: Readonly<Record<FailureRemedyId, FailureRemedy | undefined>> = {
	profile: { ...asks('where', 'Choose a profile', 'another sign-in'), isPlayed: false },
	region: asks('region', 'Choose a region'),
	'base-image': asks('base', 'Choose a base image'),
	architecture: asks('architecture', 'Choose the processor'),
	'instance-type': asks('machine', 'Choose a machine', 'of another type'),
	'on-demand': {
		label: 'Build on demand',
		hint: 'not for a spot price',
		lead: { to: 'answer', question: 'spot', answer: 'no' },
	},
	subnet: asks('subnet', 'Choose a subnet'),
	address: asks('address', 'Choose the address', 'public or private'),
	'ssh-from': asks('ssh-from', 'Choose who connects', 'by SSH: only you'),
	disk: asks('disk', 'Take a larger disk'),
	'kms-key': asks('kms-key', 'Choose a KMS key'),
	'instance-profile': asks('instance-profile', 'Choose a role', 'or none'),
	'copy-to': asks('copy-to', 'Leave out a region', 'it gets no copy'),
	name: asks('name', 'Choose another name'),
	tags: asks('tags', 'Change the tags'),
	step: asks('commands', 'Change the commands'),
	restarts: asks('restarts', 'Name the restart', 'which step it is'),
	'script-folder': asks('script-folder', 'Choose a folder', 'where scripts run'),
	zone: asks('zone', 'Choose another zone'),
	'sign-in': {
		label: 'Sign in again',
		hint: 'then it goes on',
		lead: { to: 'again', refused: 'sign-in' },
		isPlayed: false,
	},
	token: {
		label: 'Give another token',
		hint: '',
		lead: { to: 'again', refused: 'token' },
		isPlayed: false,
	},
	sudo: {
		label: 'Add sudo',
		hint: 'you see it first',
		lead: { to: 'question', question: 'commands', changed: commandsWithSudo },
	},
	timeout: asks('timeout', 'Give it more time'),
	packer: {
		label: 'Use another Packer',
		hint: 'or what it lacks',
		lead: { to: 'again', refused: 'packer' },
	},
	cleanup: undefined,
	copy: undefined,
	// A row of every end: it comes first then.
	again: undefined,
};

/** Instead of the key of the person, where there is none. */
const encryption = asks('encryption', 'Choose encryption', 'your key, or none');

const failureRemedy = (id: FailureRemedyId, { volume }: Recipe): FailureRemedy | undefined =>
	id === 'kms-key' && volume.kmsKey === undefined ? encryption : failureRemedies[id];

/** A way out of a failure as it is offered, and where it leads. */
export type WayOut = {
	readonly deed: Omit<Deed<string>, 'id'>;
	readonly route: Route;
	/** The same where nobody can be asked: what the build is run again with, once that was done; undefined if it cannot be. */
	readonly unasked:
		| { readonly label: string; readonly flags?: string; readonly variable?: string }
		| undefined;
};

/** What a build that made no image says of a way out. */
const remedyOf = (timeline: Timeline): FailureRemedyId | undefined =>
	timeline.result === 'done' ? undefined : explain(timeline)?.remedy;

/** Whether the failure passes by itself, so that nothing helps but the same once more. */
export const passes = (timeline: Timeline): boolean => remedyOf(timeline) === 'again';

const draftFor = (header: JournalHeader, lead: Exclude<Lead, { to: 'again' }>): Draft | undefined => {
	const decisions = decisionsIn(header);
	if (lead.to === 'question') {
		const changed = lead.changed ? lead.changed(decisions) : decisions;
		return draftAtQuestion(changed, lead.question, header.mode);
	}

	const question = findQuestion(lead.question);
	const decided = question && decide(draftAtReview(decisions, header.mode), question, lead.answer);
	return decided && 'draft' in decided ? decided.draft : undefined;
};

/** The flags that do the same; where it is known what helps they say it, else what kind of answer is wanted. */
const flagOf = (
	lead: Exclude<Lead, { to: 'again' }>,
	before: Decisions,
	after: Decisions,
): string | undefined => {
	const question = findQuestion(lead.question);
	if (question === undefined) {
		return undefined;
	}

	const [was, is] = [question.read(before), question.read(after)];
	const known = lead.to === 'answer' ? [lead.answer] : JSON.stringify(was) === JSON.stringify(is) ? [] : [is];
	const values = known.flat().filter(value => value !== undefined);
	return values.length === 0
		? flagText(question)
		: values.map(value => flagText(question, shellWord(value))).join(' ');
};

const refusedIn = ({ header: { packer }, time }: Timeline, what: Refused['what']): Refused =>
	what === 'packer' ? { what, path: packer.path, version: packer.version } : { what, at: time };

/** The way out that a build offers which made no image; undefined if the wizard has none but the usual ones. */
export const wayOutOf = (timeline: Timeline): WayOut | undefined => {
	const { header } = timeline;
	const id = remedyOf(timeline);
	const remedy = id && failureRemedy(id, header.recipe);
	if (!remedy || (header.mode === 'rehearsal' && remedy.isPlayed === false)) {
		return undefined;
	}

	const { label, hint, lead } = remedy;
	if (lead.to === 'again') {
		const { refused } = lead;
		const { account } = header;
		return {
			deed: { label, hint, isGrave: header.mode === 'aws' },
			route: buildRoute({
				...onceMore(header),
				refused: refusedIn(timeline, refused),
				// Nothing had begun to cost then, so the yes to that account still holds.
				...(refused === 'sign-in' && account !== undefined && { confirmed: { account } }),
			}),
			unasked:
				refused === 'packer' ? { label, variable: `${packerVariable}=<path>` } : { label: `${label}, then` },
		};
	}

	const draft = draftFor(header, lead);
	const flags = draft && flagOf(lead, decisionsIn(header), draft);
	return (
		draft && {
			deed: { label, hint },
			route: { at: 'wizard', draft, options: optionsOf(onceMore(header)) },
			unasked: flags === undefined ? undefined : { label, flags },
		}
	);
};
