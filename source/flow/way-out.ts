import { shellWord } from '../base/shell.ts';
import type { FailureRemedyId } from '../builds/journal/diagnosis.ts';
import type { JournalHeader } from '../builds/journal/journal.ts';
import { explain } from '../builds/report/explain.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { decide } from '../questions/decide.ts';
import { type Draft, draftAtQuestion, draftAtReview } from '../questions/draft.ts';
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
	/**
	 * To the build once more, of which the checklist comes first: what was refused is missing there until there is another.
	 * Nothing had begun to cost then, so the yes to that account still holds.
	 */
	| { readonly to: 'again'; readonly refused?: Refused['what'] };

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
	profile: { ...asks('where', 'Choose a profile', 'to sign in with'), isPlayed: false },
	region: asks('region', 'Choose a region'),
	'base-image': asks('base', 'Choose a base image'),
	architecture: asks('architecture', 'Choose the processor'),
	'instance-type': asks('machine', 'Choose another type', 'of machine'),
	'on-demand': {
		label: 'Build on demand',
		hint: 'not for a spot price',
		lead: { to: 'answer', question: 'spot', answer: 'no' },
	},
	subnet: asks('subnet', 'Choose a subnet'),
	address: asks('address', 'Choose the address', 'by which Packer connects'),
	'ssh-from': asks('ssh-from', 'Choose who connects', 'your own address for SSH'),
	disk: asks('disk', 'Take a larger disk'),
	'kms-key': asks('kms-key', 'Choose a KMS key'),
	'instance-profile': asks('instance-profile', 'Choose a role', 'for the machine while it builds'),
	'copy-to': asks('copy-to', 'Leave out a region', 'of those that get a copy'),
	name: asks('name', 'Choose another name'),
	tags: asks('tags', 'Change the tags'),
	step: asks('commands', 'Change the commands'),
	restarts: asks('restarts', 'Name the step', 'that restarts the machine'),
	'script-folder': asks('script-folder', 'Choose a folder', 'of the machine to run scripts from'),
	zone: asks('zone', 'Choose another zone'),
	'sign-in': {
		label: 'Sign in again',
		hint: 'it goes on when that worked',
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
		hint: 'to the commands; you see them first',
		lead: { to: 'question', question: 'commands', changed: commandsWithSudo },
	},
	timeout: asks('timeout', 'Give it more time'),
	packer: { label: 'Look at Packer', hint: 'what it lacks can be got', lead: { to: 'again' } },
	cleanup: undefined,
	copy: undefined,
	// A row of every end: it comes first then.
	again: undefined,
};

/** Instead of the key of the person, where there is none. */
const encryption = asks('encryption', 'Choose encryption', 'of disk and image');

const failureRemedy = (id: FailureRemedyId, { volume }: Recipe): FailureRemedy | undefined =>
	id === 'kms-key' && volume.kmsKey === undefined ? encryption : failureRemedies[id];

/** A way out of a failure as it is offered, and where it leads. */
export type WayOut = {
	readonly deed: Omit<Deed<string>, 'id'>;
	readonly route: Route;
	/** What does the same where nobody can be asked: flags for the same build, or a command. */
	readonly instead: { readonly flags: string } | { readonly command: string } | undefined;
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
): { readonly flags: string } | undefined => {
	const question = findQuestion(lead.question);
	const flag = question?.flag;
	if (flag === undefined) {
		return undefined;
	}

	const [was, is] = [question?.read(before), question?.read(after)];
	const known = lead.to === 'answer' ? [lead.answer] : JSON.stringify(was) === JSON.stringify(is) ? [] : [is];
	const values = known.flat().filter(value => value !== undefined);
	return {
		flags:
			values.length === 0
				? `--${flag.name} ${flag.value}`
				: values.map(value => `--${flag.name} ${shellWord(value)}`).join(' '),
	};
};

const signInCommand = ({ recipe: { profile } }: JournalHeader): string => {
	const named = profile === undefined ? '' : ` --profile ${profile}`;
	return `aws sso login${named}, or aws configure${named}`;
};

/** The way out that a build offers which made no image; undefined if the wizard has none but the usual ones. */
export const wayOutOf = (timeline: Timeline): WayOut | undefined => {
	const { header, time } = timeline;
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
				...(refused && { refused: { what: refused, at: time } }),
				...(refused === 'sign-in' && account !== undefined && { confirmed: { account } }),
			}),
			instead: refused === 'sign-in' ? { command: signInCommand(header) } : undefined,
		};
	}

	const draft = draftFor(header, lead);
	return (
		draft && {
			deed: { label, hint },
			route: { at: 'wizard', draft, options: optionsOf(onceMore(header)) },
			instead: flagOf(lead, decisionsIn(header), draft),
		}
	);
};
