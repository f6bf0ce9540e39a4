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
import { bundleComplaint, bundleWarnings } from '../recipe/bundle-complaints.ts';
import { chosenBundles, neededBy } from '../recipe/bundles.ts';
import { isPackagesStep, packageComplaint, packagesOf, packageWarnings } from '../recipe/packages.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { several, withRecipe } from './answers.ts';
import { otherPackage, packageChoices, packageIn, packageValue, withPackages } from './packages.ts';
import type { Choice, Decisions, ManyQuestion } from './question.ts';
import { shelve, withShelved } from './shelf.ts';

/** The values of the two rows that stand for the person's own steps. */
export const ownCommands = 'commands';
export const ownScripts = 'scripts';

const isOwn = (value: string): boolean => value === ownCommands || value === ownScripts;

/** Stands for a script file that is still to be named: a Recipe has no step without one. */
const toBeNamed = ' ';

/** The script files that were named. */
export const scriptPaths = (recipe: Recipe): readonly string[] =>
	recipe.steps.flatMap(step => ('script' in step && step.script !== toBeNamed ? [step.script] : []));

const inlineSteps = (recipe: Recipe) => recipe.steps.filter(step => 'inline' in step);
const scriptSteps = (recipe: Recipe) => recipe.steps.filter(step => 'script' in step);

const ownGroup = 'Your own';

const ownChoices = ({ recipe }: Decisions): Choice[] => {
	const lines = inlineSteps(recipe).flatMap(step => step.inline.filter(line => line.trim() !== ''));
	const scripts = scriptPaths(recipe);
	return [
		{
			value: ownCommands,
			group: ownGroup,
			label: 'your own commands',
			hint: lines.length > 0 ? count(lines.length, 'line') : 'typed here, run by bash',
			details: ['Commands that you type, one a line, run by bash on the machine.', 'Asked next.'],
		},
		{
			value: ownScripts,
			group: ownGroup,
			label: 'your own script files',
			hint: scripts.length > 0 ? scripts.join(', ') : 'from this machine',
			details: ['Script files of yours. They are copied beside the template.', 'Asked next.'],
		},
	];
};

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
		? `Not for ${resolveBase(recipe).title}`
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

const bundleChoice = (decisions: Decisions, bundle: Bundle): Choice => {
	const { recipe } = decisions;
	const users = neededBy(recipe, bundle.id);
	const chosen = recipe.bundles.some(entry => entry.id === bundle.id);
	const complaint = bundleComplaint(recipe, bundle.id);
	const needs = withRequired([bundle.id]).filter(required => required.id !== bundle.id);
	const disabled =
		complaint === undefined
			? undefined
			: (bundle.obstacle ?? `${bundle.id} needs ${systemNames(bundle) || 'another base image'}.`);
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

const commandsStep: RecipeStep = { name: 'commands', position: 'before', inline: [''] };
const scriptStep: RecipeStep = { name: 'script', position: 'before', script: toBeNamed };

/** Steps that stay keep their place: one may need what another did. */
const changedSteps = (decisions: Decisions, wanted: readonly string[]): Recipe['steps'] => {
	const { recipe } = decisions;
	const kept = recipe.steps.filter(step =>
		'inline' in step ? wanted.includes(ownCommands) : 'script' in step ? wanted.includes(ownScripts) : true,
	);
	let steps = withPackages(
		kept,
		wanted.map(packageIn).filter(name => name !== undefined),
	);
	if (wanted.includes(ownCommands) && inlineSteps(recipe).length === 0) {
		steps = withShelved(steps, decisions, commandsStep);
	}

	return wanted.includes(ownScripts) && scriptSteps(recipe).length === 0
		? withShelved(steps, decisions, scriptStep)
		: steps;
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
		...(inlineSteps(recipe).length > 0 ? [ownCommands] : []),
		...(scriptSteps(recipe).length > 0 ? [ownScripts] : []),
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
			const complaint = isOwn(id)
				? undefined
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
		const without = withRecipe(decisions, {
			bundles: recipe.bundles.filter(entry => !misfits.includes(entry)),
			steps: withPackages(
				recipe.steps,
				packagesOf(recipe).filter(name => packageComplaint(recipe, name) === undefined),
			),
		});
		const left = packagesOf(recipe).filter(name => !packagesOf(without.recipe).includes(name));
		return {
			decisions: shelve(decisions, without),
			note: `without ${[...misfits.map(entry => entry.id), ...left].join(', ')}: not on this base image`,
		};
	},
	summary: ({ recipe }) => {
		const own = recipe.steps.flatMap(step => (isPackagesStep(step) ? step.packages : [step.name]));
		const installed = chosenBundles(recipe);
		const chosen = installed.filter(entry => entry.chosen);
		const added = installed.length - chosen.length;
		const all = [...own, ...chosen.map(({ bundle }) => bundle.id)];
		const needed = `${added} ${wordFor(chosen.length, 'it needs', 'they need')}`;
		return all.length === 0 ? 'nothing' : `${all.join(', ')}${added > 0 ? ` (and ${needed})` : ''}`;
	},
	choices: decisions => [
		// They are installed first, and who searches for the name of one means it.
		...packageChoices(decisions.recipe),
		...ownChoices(decisions),
		...bundleChoices(decisions),
	],
	other: (typed, { recipe }) =>
		findBundle(typed.trim().toLowerCase()) || isOwn(typed.trim()) ? undefined : otherPackage(typed, recipe),
};
