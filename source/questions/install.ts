import { wrap } from '../base/cells.ts';
import { count, wordFor } from '../base/count.ts';
import { findBaseImage } from '../catalog/base-images.ts';
import { families } from '../catalog/bundles/families.ts';
import {
	bundles,
	familyOf,
	findBundle,
	isCatalogService,
	isListed,
	withRequired,
} from '../catalog/bundles/index.ts';
import type { Bundle } from '../catalog/bundles/schema.ts';
import { bundleKeywords } from '../catalog/bundles/search.ts';
import { findPackage } from '../catalog/packages/index.ts';
import { resolveBase } from '../recipe/base.ts';
import { bundleComplaint, bundleWarnings, targetObstacle } from '../recipe/bundle-complaints.ts';
import { chosenBundles, neededBy } from '../recipe/bundles.ts';
import { isPackagesStep, packageComplaint, packagesOf, packageWarnings } from '../recipe/packages.ts';
import { runOrder } from '../recipe/run-order.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { isStepOf } from '../recipe/step-kinds.ts';
import { stepObstacle } from '../recipe/step-obstacles.ts';
import { several, withRecipe } from './answers.ts';
import { freshSteps, stepValues, type TickedKind, tickedKinds, toBeNamed } from './fresh-steps.ts';
import { otherPackage, packageChoices, packageIn, packageValue, withPackages } from './packages.ts';
import type { Choice, Decisions, ManyQuestion } from './question.ts';
import { isSaid, shelve, withShelved } from './shelf.ts';

const valuesOfSteps = Object.values(stepValues);

const isOwn = (value: string): boolean => valuesOfSteps.includes(value);

/** The script files that were named. */
export const scriptPaths = (recipe: Recipe): readonly string[] =>
	recipe.steps.flatMap(step => ('script' in step && step.script !== toBeNamed ? [step.script] : []));

const hasKind = ({ steps }: Recipe, kind: TickedKind): boolean => steps.some(step => isStepOf(kind, step));

const ownGroup = 'Your own';

const ownChoices = ({ recipe }: Decisions): Choice[] => {
	const lines = recipe.steps.flatMap(step =>
		'inline' in step ? step.inline.filter(line => line.trim() !== '') : [],
	);
	const scripts = scriptPaths(recipe);
	return [
		{
			value: stepValues.inline,
			group: ownGroup,
			label: 'your own commands',
			hint: lines.length > 0 ? count(lines.length, 'line') : 'typed here, run by bash',
			details: ['Commands that you type, one a line, run by bash on the machine.', 'Asked next.'],
		},
		{
			value: stepValues.script,
			group: ownGroup,
			label: 'your own script files',
			hint: scripts.length > 0 ? scripts.join(', ') : 'from this machine',
			details: ['Script files of yours. They are copied beside the template.', 'Asked next.'],
		},
	];
};

const moreGroup = 'Your own, of other kinds';

/** The rows at the end: what each is called, and what it is good for. */
const moreRows: readonly (readonly [kind: TickedKind, label: string, hint: string, details: string])[] = [
	[
		'upload',
		'files to upload',
		'files and folders',
		'Files and folders of yours, and where they go on the machine.',
	],
	[
		'playbook',
		'Ansible playbooks',
		'on the machine, or from here',
		'Playbooks run on the machine, which gets Ansible, or from this computer.',
	],
	[
		'cookbooks',
		'Chef cookbooks',
		'by chef-solo',
		'Cookbooks of yours and a run list; no Chef server is needed.',
	],
	[
		'check',
		'checks',
		'or there is no image',
		'Commands that must succeed when all is installed. If one does not, no image is made.',
	],
	[
		'restart',
		'a restart',
		'of the machine',
		'The machine restarts, and the build goes on when it is there again.',
	],
	['pause', 'a pause', 'seconds or minutes', 'Nothing happens for a while.'],
];

const moreChoices = ({ recipe }: Decisions): readonly Choice[] =>
	moreRows.map(([kind, label, hint, details]) => {
		const names = recipe.steps.filter(step => isStepOf(kind, step) && isSaid(step)).map(({ name }) => name);
		const disabled = stepObstacle(recipe, freshSteps[kind]);
		return {
			value: stepValues[kind],
			group: moreGroup,
			label,
			hint: names.length > 0 ? names.join(', ') : hint,
			details: [details, ...(kind === 'restart' ? [] : ['Asked next.'])],
			...(disabled !== undefined && { disabled }),
		};
	});

/** `Ubuntu 20.04, 18.04, Amazon Linux 2`. */
const systemNames = (bundle: Bundle): string => {
	const images = bundle.systems.map(id => findBaseImage(id)).filter(image => image !== undefined);
	const families = [...new Set(images.map(image => image.family))];
	return families
		.map(
			family =>
				`${family} ${images
					.filter(image => image.family === family)
					.map(image => image.version)
					.join(', ')}`,
		)
		.join(', ');
};

/** What it is for, whether anybody still cares for it, and what nobody could confirm. */
const about = ({ details, why, unconfirmed = [] }: Bundle): readonly string[] => [
	...details,
	...(why === undefined ? [] : [why]),
	...(unconfirmed.length === 0 ? [] : [`Not confirmed: ${unconfirmed.join('; ')}.`]),
];

/** What a list can show of an entry on a screen of 80 columns; `bundles show` tells the rest. */
const shown = { cells: 76, rows: 4 };

/** The first sentences, as many as fit below the one that says why it cannot be chosen, if one does. */
const inFewRows = (sentences: readonly string[], disabled: string | undefined): readonly string[] => {
	const rows = (text: string): number => wrap(text, shown.cells).length;
	let free = shown.rows - (disabled === undefined ? 0 : rows(disabled));
	const end = sentences.findIndex(sentence => {
		free -= rows(sentence);
		return free < 0;
	});
	return end === -1 ? sentences : sentences.slice(0, end);
};

const groupOf = (recipe: Recipe, bundle: Bundle, complaint: string | undefined): string =>
	complaint !== undefined
		? targetObstacle(recipe, bundle.id) !== undefined
			? 'Not in a container image'
			: `Not for ${resolveBase(recipe).title}`
		: bundle.state === 'unsupported'
			? 'Public, but nobody mends them any more'
			: (familyOf(bundle)?.title ?? '');

/** What fits the base image first, in the order of its families; last what others bring along, nobody mends, or does not fit. */
const bundleChoices = (decisions: Decisions): readonly Choice[] => {
	const all = bundles.map(bundle => bundleChoice(decisions, bundle));
	const needed = families.find(({ family }) => family === 'base')?.title;
	const place = ({ isFoundOnly, disabled, mark, group }: Choice): number =>
		isFoundOnly ? 4 : disabled !== undefined ? 3 : mark === 'unsupported' ? 2 : group === needed ? 1 : 0;
	return all.toSorted((a, b) => place(a) - place(b));
};

/** Rows with more of them, in front of those that cannot be chosen. */
const beforeImpossible = (rows: readonly Choice[], more: readonly Choice[]): readonly Choice[] => {
	const first = rows.findIndex(({ disabled, isFoundOnly }) => disabled !== undefined && !isFoundOnly);
	return first === -1 ? [...rows, ...more] : rows.toSpliced(first, 0, ...more);
};

const bundleChoice = (decisions: Decisions, bundle: Bundle): Choice => {
	const { recipe } = decisions;
	const users = neededBy(recipe, bundle.id);
	const chosen = recipe.bundles.some(entry => entry.id === bundle.id);
	const complaint = bundleComplaint(recipe, bundle.id);
	const needs = withRequired([bundle.id]).filter(required => required.id !== bundle.id);
	const disabled =
		complaint === undefined
			? undefined
			: (bundle.obstacle ??
				targetObstacle(recipe, bundle.id) ??
				`${bundle.id} needs ${systemNames(bundle) || 'another base image'}.`);
	return {
		value: bundle.id,
		label: bundle.id,
		hint: bundle.summary,
		keywords: bundleKeywords(bundle),
		group: groupOf(recipe, bundle, complaint),
		...(isCatalogService(bundle) && { isBehind: true }),
		...(!chosen && !isListed(bundle) && { isFoundOnly: true }),
		...(bundle.state !== 'active' ? { mark: bundle.state } : bundle.needsToken ? { mark: 'token' } : {}),
		details: inFewRows(
			complaint === undefined
				? [
						`${[bundle.id, bundle.version].join(' ').trim()} by ${bundle.maker ?? 'Gruntwork'}, ${bundle.needsToken ? 'needs GITHUB_OAUTH_TOKEN' : 'public'}.`,
						...about(bundle),
						...(needs.length > 0 ? [`Brings along ${needs.map(need => need.id).join(', ')}.`] : []),
					]
				: about(bundle),
			disabled,
		),
		...(disabled !== undefined && { disabled }),
		...(!chosen &&
			users.length > 0 && {
				added: `added: ${users.map(user => user.id).join(', ')} ${wordFor(users.length, 'needs', 'need')} it`,
			}),
	};
};

/** Steps that stay keep their place: one may need what another did. */
const changedSteps = (decisions: Decisions, wanted: readonly string[]): Recipe['steps'] => {
	const { recipe } = decisions;
	const isWanted = (kind: TickedKind): boolean => wanted.includes(stepValues[kind]);
	const kept = recipe.steps.filter(
		step => !tickedKinds.some(kind => isStepOf(kind, step) && !isWanted(kind)),
	);
	const steps = withPackages(
		kept,
		wanted.map(packageIn).filter(name => name !== undefined),
	);
	return tickedKinds
		.filter(kind => isWanted(kind) && !hasKind(recipe, kind))
		.reduce<Recipe['steps']>((all, kind) => withShelved(all, decisions, freshSteps[kind]), steps);
};

/** What a word stands for that was typed: a bundle, else a package of the system that people call so. */
const meantValue = (typed: string): string => {
	const word = typed.trim();
	const lower = word.toLowerCase();
	const name = packageIn(word);
	if (name !== undefined) {
		return packageValue(name);
	}

	return !isOwn(lower) && findBundle(lower) === undefined && findPackage(lower) ? packageValue(lower) : lower;
};

/** Gruntwork's bundles, packages of the system, and the person's own steps. */
export const install: ManyQuestion = {
	kind: 'many',
	id: 'install',
	section: 'install',
	asked: 'walk',
	title: 'What to install',
	text: 'What to install, in this order',
	flag: { name: 'install', value: '<id,id>' },
	meant: answer => several(answer).map(meantValue),
	read: ({ recipe }) => [
		...tickedKinds.filter(kind => hasKind(recipe, kind)).map(kind => stepValues[kind]),
		...recipe.bundles.map(entry => entry.id),
		...packagesOf(recipe).map(packageValue),
	],
	write: (decisions, answer) => {
		const wanted = several(answer);
		const { recipe, shelf } = decisions;
		const known = [...recipe.bundles, ...(shelf?.bundles ?? [])];
		const chosen = bundles
			.filter(({ id }) => wanted.includes(id))
			.map(({ id }) => known.find(entry => entry.id === id) ?? { id, install: {}, boot: {} });
		const isSame =
			chosen.length === recipe.bundles.length && chosen.every(entry => recipe.bundles.includes(entry));
		const changed = withRecipe(decisions, {
			steps: changedSteps(decisions, wanted),
			// A preset in which they stand in another order is not changed by who looks at the list and goes on.
			bundles: isSame ? recipe.bundles : chosen,
		});
		return shelve(decisions, changed);
	},
	check: (answer, { recipe }) => {
		for (const id of several(answer)) {
			const name = packageIn(id);
			const kind = tickedKinds.find(one => stepValues[one] === id);
			const complaint = isOwn(id)
				? kind && stepObstacle(recipe, freshSteps[kind])
				: name === undefined
					? bundleComplaint(recipe, id)
					: packageComplaint(recipe, name);
			if (complaint !== undefined) {
				return complaint;
			}
		}

		return undefined;
	},
	warn: ({ recipe }) => [...bundleWarnings(recipe), ...packageWarnings(recipe)],
	repair: decisions => {
		const { recipe } = decisions;
		const misfits = recipe.bundles.filter(entry => bundleComplaint(recipe, entry.id) !== undefined);
		const impossible = recipe.steps.filter(step => 'restart' in step && stepObstacle(recipe, step));
		const without = withRecipe(decisions, {
			bundles: recipe.bundles.filter(entry => !misfits.includes(entry)),
			steps: withPackages(
				recipe.steps.filter(step => !impossible.includes(step)),
				packagesOf(recipe).filter(name => packageComplaint(recipe, name) === undefined),
			),
		});
		const left = packagesOf(recipe).filter(name => !packagesOf(without.recipe).includes(name));
		const gone = [...misfits.map(({ id }) => id), ...impossible.map(({ name }) => name), ...left];
		const reasons = [
			...misfits.map(({ id }) => targetObstacle(recipe, id)),
			...impossible.map(step => stepObstacle(recipe, step)),
		].filter(reason => reason !== undefined);
		return {
			decisions: shelve(decisions, without),
			note: `without ${gone.join(', ')}: ${reasons.join(' ') || 'not on this base image'}`,
		};
	},
	summary: ({ recipe }) => {
		const namesOf = (step: RecipeStep): readonly string[] =>
			isPackagesStep(step) ? step.packages : [step.name];
		const installed = chosenBundles(recipe);
		const chosen = installed.filter(entry => entry.chosen);
		const added = installed.length - chosen.length;
		// Told in the order by hand, else the person's own first.
		const all =
			recipe.order === undefined
				? [...recipe.steps.flatMap(namesOf), ...chosen.map(({ bundle }) => bundle.id)]
				: runOrder(recipe).flatMap(({ name, step, bundle }) =>
						step === undefined ? (bundle.chosen ? [name] : []) : namesOf(step),
					);
		const needed = `${added} ${wordFor(chosen.length, 'it needs', 'they need')}`;
		return all.length === 0 ? 'nothing' : `${all.join(', ')}${added > 0 ? ` (and ${needed})` : ''}`;
	},
	choices: decisions => [
		// They are installed first, and who searches for the name of one means it.
		...packageChoices(decisions.recipe),
		...ownChoices(decisions),
		...beforeImpossible(bundleChoices(decisions), moreChoices(decisions)),
	],
	other: (typed, { recipe }) =>
		findBundle(typed.trim().toLowerCase()) || isOwn(typed.trim()) ? undefined : otherPackage(typed, recipe),
};
