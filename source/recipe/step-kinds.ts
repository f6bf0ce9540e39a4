import type { Recipe, RecipeStep } from './schema.ts';
import { provisionerPattern } from './step-schema.ts';

/** The keys that tell the kinds of steps apart: each has one of them. */
const stepKinds = [
	'inline',
	'script',
	'packages',
	'check',
	'upload',
	'playbook',
	'cookbooks',
	'restart',
	'pause',
	'hcl',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** Of which kind a step is. */
export const stepKind = (step: RecipeStep): StepKind => stepKinds.find(kind => kind in step) ?? 'inline';

/** A step of a kind. */
export type StepOf<Kind extends StepKind> = Extract<RecipeStep, { readonly [Key in Kind]: unknown }>;

export const isStepOf = <Kind extends StepKind>(kind: Kind, step: RecipeStep): step is StepOf<Kind> =>
	kind in step;

/** A step that runs something of the person's by a shell, in an environment that can be said. */
export type RunStep = Extract<RecipeStep, { readonly environment?: unknown }>;

export const isRunStep = (step: RecipeStep): step is RunStep =>
	'inline' in step || 'script' in step || 'check' in step;

/** Whether the machine restarts in it. */
export const restartsMachine = (step: RecipeStep): boolean =>
	'restart' in step || ('restarts' in step && step.restarts === true);

/** Whether it is a playbook that the machine runs by itself: a script sees to Ansible first. */
export const isOnMachine = (step: RecipeStep): boolean => 'playbook' in step && step.from === 'machine';

/** The type of the provisioner by which a step begins; undefined if that is a script of the template's. */
export const provisionerOf = (step: RecipeStep): string | undefined => {
	if ('hcl' in step) {
		return provisionerPattern.exec(step.hcl)?.groups?.['type'];
	}

	if ('playbook' in step) {
		return step.from === 'here' ? 'ansible' : undefined;
	}

	return 'upload' in step ? 'file' : 'cookbooks' in step ? 'chef-solo' : undefined;
};

/** Whether it runs in its turn: a provisioner for failures alone does not. */
export const runsInTurn = (step: RecipeStep): boolean =>
	!('hcl' in step) || provisionerPattern.exec(step.hcl)?.groups?.['cleanup'] === undefined;

/** The variables of the environment, by their names there, whose values steps get and nobody may see. */
export const secretVariables = ({ steps }: Pick<Recipe, 'steps'>): readonly string[] => [
	...new Set(
		steps
			.filter(isRunStep)
			.flatMap(({ environment = {} }) =>
				Object.values(environment).flatMap(value => (typeof value === 'string' ? [] : [value.from])),
			),
	),
];

/** What is needed here for a step, files and folders of the person's that stay where they are, by what they are for. */
export const placesOf = (step: RecipeStep): Readonly<Record<string, string>> => {
	if ('upload' in step) {
		return { upload: step.upload };
	}

	if ('playbook' in step) {
		return { playbook: step.playbook, ...(step.project !== undefined && { project: step.project }) };
	}

	return 'cookbooks' in step
		? Object.fromEntries(step.cookbooks.map((path, index) => [`cookbooks.${index}`, path]))
		: {};
};

/** The step with other paths for those. */
export const withPlaces = (step: RecipeStep, named: (path: string, place: string) => string): RecipeStep => {
	if ('upload' in step) {
		return { ...step, upload: named(step.upload, 'upload') };
	}

	if ('playbook' in step) {
		return {
			...step,
			playbook: named(step.playbook, 'playbook'),
			...(step.project !== undefined && { project: named(step.project, 'project') }),
		};
	}

	return 'cookbooks' in step
		? { ...step, cookbooks: step.cookbooks.map((path, index) => named(path, `cookbooks.${index}`)) }
		: step;
};
