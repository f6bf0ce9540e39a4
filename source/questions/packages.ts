import { bundles } from '../catalog/bundles/index.ts';
import { type FoundPackage, findPackage, packageOn, systemPackages } from '../catalog/packages/index.ts';
import { isPackagesStep, packageComplaint, packageSystem, packagesOf } from '../recipe/packages.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { freeStepName } from '../recipe/step-names.ts';
import { packagePattern } from '../recipe/step-schema.ts';
import { several, withRecipe } from './answers.ts';
import type { Answer, Choice, LinesQuestion } from './question.ts';

/** Stands in front of a package among what is installed, so that it is taken for nothing else of that name. */
const prefix = 'package:';

/** One name for what is called differently. */
const packageId = (name: string): string => findPackage(name)?.id ?? name;

/** The value of a package's row. */
export const packageValue = (name: string): string => `${prefix}${packageId(name)}`;

/** The package that a row stands for; undefined if it stands for something else. */
export const packageIn = (value: string): string | undefined =>
	value.startsWith(prefix) ? value.slice(prefix.length) : undefined;

/** The steps with these packages and no others: those that are there stay in their place, new ones come first. */
export const withPackages = (steps: Recipe['steps'], wanted: readonly string[]): Recipe['steps'] => {
	const ids = [...new Set(wanted.map(packageId))];
	const kept = steps
		.map(step =>
			isPackagesStep(step)
				? { ...step, packages: step.packages.filter(name => ids.includes(packageId(name))) }
				: step,
		)
		.filter(step => !isPackagesStep(step) || step.packages.length > 0);
	const there = new Set(kept.flatMap(step => (isPackagesStep(step) ? step.packages.map(packageId) : [])));
	const added = ids.filter(id => !there.has(id));
	const first = kept.find(isPackagesStep);
	if (added.length === 0) {
		return kept;
	}

	const fresh: RecipeStep = {
		name: freeStepName('packages', new Set(kept.map(({ name }) => name))),
		position: 'before',
		packages: added,
	};
	return first === undefined
		? [fresh, ...kept]
		: kept.map(step => (step === first ? { ...first, packages: [...first.packages, ...added] } : step));
};

/** `enables docker at boot`. */
const aboutFound = ({ topic, service, note }: FoundPackage, manager: string): readonly string[] => [
	`Installed by ${manager}${topic === undefined ? '' : `, from the topic ${topic} of amazon-linux-extras`}${service === undefined ? '' : `; ${service} starts at boot`}.`,
	...(note === undefined ? [] : [note]),
];

const packageChoice = (recipe: Recipe, name: string, isChosen: boolean): Choice => {
	const known = findPackage(name);
	const system = packageSystem(recipe);
	const found = packageOn(name, system);
	const complaint = packageComplaint(recipe, name);
	return {
		value: packageValue(name),
		label: known?.id ?? name,
		group: 'Packages of the system',
		hint: `packages of the system: ${found?.names.join(', ') ?? name}${known ? '' : ', as typed'}`,
		...(!isChosen && { isFoundOnly: true }),
		keywords: [known?.text, ...(known?.aliases ?? []), ...(known?.words ?? [])].filter(Boolean).join(' '),
		details: [
			known
				? `${known.text.slice(0, 1).toUpperCase()}${known.text.slice(1)}.`
				: 'If the system has no package of that name, the build fails there.',
			...(found && complaint === undefined ? aboutFound(found, system.manager) : []),
		],
		...(complaint !== undefined && { disabled: complaint }),
	};
};

/** The packages that are chosen, and those that are found by who searches for them. */
export const packageChoices = (recipe: Recipe): readonly Choice[] => {
	const chosen = packagesOf(recipe).map(packageId);
	return [...new Set([...chosen, ...systemPackages.map(({ id }) => id)])].map(id =>
		packageChoice(recipe, id, chosen.includes(id)),
	);
};

const knownNames: readonly string[] = [
	...bundles.map(({ id }) => id),
	...systemPackages.flatMap(({ id, aliases = [] }) => [id, ...aliases]),
];

/**
 * The row for a word that is the name of a package, in our table or not; undefined if none has such a name, and while
 * something that has a row is typed.
 */
export const otherPackage = (typed: string, recipe: Recipe): Choice | undefined => {
	const name = typed.trim();
	const isBegun = knownNames.some(known => known.startsWith(name.toLowerCase()));
	return packagePattern.test(name) && (findPackage(name) || !isBegun)
		? packageChoice(recipe, name, true)
		: undefined;
};

const named = (answer: Answer): readonly string[] =>
	several(answer)
		.flatMap(line => line.split(/[\s,]+/))
		.filter(word => word !== '');

/** The packages of the system by their names alone. */
export const packages: LinesQuestion = {
	kind: 'lines',
	id: 'packages',
	section: 'install',
	asked: 'set',
	title: 'Packages of the system',
	text: 'What apt, yum or dnf installs, one a line: nginx, or any other that it has.',
	flag: { name: 'packages', value: '<name,name>' },
	read: ({ recipe }) => packagesOf(recipe),
	write: (decisions, answer) =>
		withRecipe(decisions, { steps: withPackages(decisions.recipe.steps, named(answer)) }),
	check: (answer, { recipe }) =>
		named(answer)
			.map(name => packageComplaint(recipe, name))
			.find(complaint => complaint !== undefined),
	repair: decisions => {
		const { recipe } = decisions;
		const all = packagesOf(recipe);
		const misfits = all.filter(name => packageComplaint(recipe, name) !== undefined);
		return {
			decisions: withRecipe(decisions, {
				steps: withPackages(
					recipe.steps,
					all.filter(name => !misfits.includes(name)),
				),
			}),
			note: `without ${misfits.join(', ')}: not on this base image`,
		};
	},
	summary: ({ recipe }) => packagesOf(recipe).join(', ') || 'none',
};
