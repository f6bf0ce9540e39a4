import type { StepKind, StepOf } from '../recipe/step-kinds.ts';

/** Stands for what is still to be said of a step that was ticked: a Recipe has no step without it. */
export const toBeNamed = ' ';

/** The kinds of steps that are ticked, each as it stands before anything is said of it. */
export const freshSteps: { readonly [Kind in Exclude<StepKind, 'packages' | 'hcl'>]: StepOf<Kind> } = {
	inline: { name: 'commands', position: 'before', inline: [''] },
	script: { name: 'script', position: 'before', script: toBeNamed },
	upload: { name: 'upload', position: 'before', upload: toBeNamed, to: '/tmp' },
	playbook: { name: 'playbook', position: 'before', playbook: toBeNamed, from: 'machine' },
	cookbooks: { name: 'chef', position: 'before', cookbooks: [toBeNamed], runList: [toBeNamed] },
	check: { name: 'check', position: 'after', check: toBeNamed, exitCode: 0 },
	restart: { name: 'restart', position: 'before', restart: true },
	pause: { name: 'pause', position: 'before', pause: 60 },
};

/** A kind of steps that is ticked. */
export type TickedKind = keyof typeof freshSteps;

/** The values of the rows that tick them. */
export const stepValues: Readonly<Record<TickedKind, string>> = {
	inline: 'commands',
	script: 'scripts',
	upload: 'uploads',
	playbook: 'playbooks',
	cookbooks: 'cookbooks',
	check: 'checks',
	restart: 'restart',
	pause: 'pauses',
};

/** Those kinds, in the order of their rows. */
export const tickedKinds: readonly TickedKind[] = [
	'inline',
	'script',
	'upload',
	'playbook',
	'cookbooks',
	'check',
	'restart',
	'pause',
];
