import type { FailureRemedyId } from '../builds/journal/diagnosis.ts';
import type { Answer, Decisions } from '../questions/question.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { stepDoubts } from '../recipe/step-doubts.ts';
import { type StepKind, stepKind } from '../recipe/step-kinds.ts';
import type { Refused } from './request.ts';

/** Where a remedy of a failure leads. Whatever it is, the other answers stay. */
export type Lead =
	/** To one question, and from there to the review. `changed` are the answers with what would help, to be looked at there. */
	| {
			readonly to: 'question';
			readonly question: string;
			readonly changed?: (decisions: Decisions) => Decisions;
			/** A file of the person's that has to be changed, whatever is answered. */
			readonly file?: string;
	  }
	/** To the review, since there is but one answer that helps. */
	| { readonly to: 'answer'; readonly question: string; readonly answer: Answer }
	/** To the build once more, of which the checklist comes first: what was refused is missing there until there is another. */
	| { readonly to: 'again'; readonly refused: Refused['what'] };

export type FailureRemedy = {
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

/**
 * Where a step is changed, by its kind: the only one, or one of several. A flag says all of them, so what is named alone
 * would be all that is left.
 */
const ofKind: Partial<Record<StepKind, readonly [question: string, one: string, several: string]>> = {
	packages: ['packages', 'Change the packages', 'Name all packages anew'],
	check: ['checks', 'Change the check', 'Name all checks anew'],
	upload: ['uploads', 'Change what is uploaded', 'Name all uploads anew'],
	playbook: ['playbooks', 'Change the playbook', 'Name all playbooks anew'],
	cookbooks: ['cookbooks', 'Change what Chef does', 'Say anew all that Chef does'],
};

/** A step that failed is changed where it was decided: commands, a file of the person's, packages, what is chosen. */
const stepRemedy = (
	id: 'step' | 'sudo',
	recipe: Recipe,
	name: string | undefined,
): FailureRemedy | undefined => {
	const steps = recipe.steps.filter(step => name === undefined || step.name === name);
	const [step] = [...steps.filter(one => 'inline' in one), ...steps];
	if (step === undefined) {
		return recipe.bundles.some(bundle => bundle.id === name)
			? asks('install', 'Choose otherwise', 'what is installed')
			: failureRemedies[id];
	}

	if ('inline' in step) {
		return failureRemedies[id];
	}

	if ('script' in step) {
		const lead = { to: 'question', question: 'scripts', file: step.script } as const;
		return { label: id === 'sudo' ? 'Add sudo' : 'Change the script', hint: 'in your own file', lead };
	}

	const [question, one, several] = ofKind[stepKind(step)] ?? [];
	const isOnly = recipe.steps.filter(other => stepKind(other) === stepKind(step)).length === 1;
	const label = isOnly ? one : several;
	return question === undefined || label === undefined ? undefined : asks(question, label);
};

/**
 * What a remedy is called, and where it leads; undefined if the wizard has no way.
 * @param step the one that failed, by its name.
 */
export const failureRemedy = (
	id: FailureRemedyId,
	recipe: Recipe,
	step?: string,
): FailureRemedy | undefined => {
	switch (id) {
		case 'kms-key':
			return recipe.aws.volume.kmsKey === undefined ? encryption : failureRemedies[id];
		case 'step':
		case 'sudo':
			return stepRemedy(id, recipe, step);
		default:
			return failureRemedies[id];
	}
};
