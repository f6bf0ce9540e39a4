import { baseImageTitle, findBaseImage } from '../../catalog/base-images.ts';
import {
	alternatives,
	bundles,
	countsBeside,
	familyOf,
	isListed,
	parameterKey,
} from '../../catalog/bundles/index.ts';
import type { Bundle, BundleParameter, Family } from '../../catalog/bundles/schema.ts';
import { searchBundles } from '../../catalog/bundles/search.ts';
import { holds, usualValues } from '../../recipe/bundles.ts';
import { usualNeeds } from '../../recipe/needs.ts';

/** What stands at the end of a bundle's row: its state, unless it is as it should be, else what it needs. */
export const bundleMark = ({ state, needsToken }: Bundle): string =>
	state === 'active' ? (needsToken ? 'token' : '') : state;

/** Bundles under the heading of their family. */
export type BundleGroup = { readonly family: Family; readonly bundles: readonly Bundle[] };

/** The bundles that a list offers, or that a search finds, the dead ones then among them; by family. */
export const bundleGroups = (query: string): readonly BundleGroup[] => {
	const found = query.trim() === '' ? bundles.filter(isListed) : searchBundles(query);
	const byFamily = Map.groupBy(found, familyOf);
	return [...byFamily].flatMap(([family, of]) => (family ? [{ family, bundles: of }] : []));
};

const kindNames: Readonly<Record<BundleParameter['kind'], string>> = {
	text: 'text',
	words: 'text with spaces',
	number: 'a whole number',
	'yes-no': 'yes or no',
	choice: 'one of',
	list: 'a list',
	file: 'a file of this machine',
	secret: 'the name of the variable that holds it',
};

/** A parameter of a bundle, as programs and people are told of it. */
export type ParameterText = {
	/** What `--set` takes: `ssh-grunt.iam-group`. */
	readonly set: string;
	readonly title: string;
	readonly text: string;
	readonly kind: BundleParameter['kind'];
	readonly moment: BundleParameter['moment'];
	readonly default: string | readonly string[];
	readonly required: boolean;
	readonly choices?: readonly string[];
	/** With what it counts: `ssh-grunt.keys-from=houston`, `a base image with apt`. */
	readonly when?: string;
	/** Those of which one is enough in its place: at least one is needed. */
	readonly orElse?: readonly string[];
};

const parameterText = (bundle: Bundle, parameter: BundleParameter): ParameterText => {
	const { title, text, kind, moment, required = false, choices } = parameter;
	const when = countsBeside(bundle, parameter);
	const others = alternatives(bundle, parameter).map(other => `${bundle.id}.${parameterKey(bundle, other)}`);
	return {
		set: `${bundle.id}.${parameterKey(bundle, parameter)}`,
		...{ title, text, kind, moment, default: parameter.default, required },
		...(choices && { choices: choices.map(({ value }) => value) }),
		...(when !== undefined && { when }),
		...(others.length > 0 && { orElse: others }),
	};
};

/** A bundle as programs are told of it. */
export const bundleDocument = (bundle: Bundle) => {
	const { id, title, summary, details, words, state, since, why, successor, obstacle } = bundle;
	const { repository, version, needsToken, requires, systems, iam = [] } = bundle;
	return {
		...{ id, title, family: familyOf(bundle)?.family, summary, details, words, state },
		...{ since, why, successor, obstacle },
		...{ repository, version, needsToken, requires, systems },
		parameters: bundle.parameters.map(parameter => parameterText(bundle, parameter)),
		needs: usualNeeds(bundle),
		permissions: iam.map(({ actions, resources, why: reason }) => ({ actions, resources, why: reason })),
	};
};

const kindText = (parameter: ParameterText): string => {
	const { kind, choices = [], required, default: value, when, orElse = [] } = parameter;
	const values = [value]
		.flat()
		.join(', ')
		.replace('{name}', 'the name of the image')
		.replace('{half-memory}', 'half of the memory of the machine');
	return [
		choices.length > 0 ? `one of ${choices.filter(Boolean).join(', ')}` : kindNames[kind],
		values === '' ? (required ? 'needed' : 'left out unless you say one') : `default ${values}`,
		...(orElse.length === 0 ? [] : [`it or ${orElse.join(' or ')} is needed`]),
		...(when === undefined ? [] : [`only with ${when}`]),
	].join(', ');
};

const parameterLines = (
	bundle: Bundle,
	moment: BundleParameter['moment'],
	title: string,
): readonly string[] => {
	const own = bundle.parameters
		.filter(parameter => parameter.moment === moment)
		.map(parameter => parameterText(bundle, parameter));
	return own.length === 0
		? []
		: [
				'',
				title,
				...own.flatMap(one => [`  ${one.set}`, `      ${one.title}. ${one.text}`, `      ${kindText(one)}`]),
			];
};

const sentences = (texts: readonly (string | undefined)[]): readonly string[] =>
	texts.filter(text => text !== undefined && text !== '').map(text => `  ${text}`);

const systemsText = ({ systems }: Bundle): string =>
	systems
		.map(id => findBaseImage(id))
		.filter(image => image !== undefined)
		.map(baseImageTitle)
		.join(', ') || 'base images given by their AMI id';

/** `Archived since 2023-03: Gruntwork archived …`; undefined of an active one. */
const stateSentence = ({ state, since, why }: Bundle): string | undefined => {
	const word = `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
	// Many a reason says itself since when.
	const from = since === undefined || why?.includes(`since ${since}`) ? '' : ` since ${since}`;
	return state === 'active' ? undefined : `${word}${from}${why === undefined ? '.' : `: ${why}`}`;
};

/** What a bundle is for, whether one can have it, and all that it takes: a line each, those of texts as long as they are. */
export const bundleLines = (bundle: Bundle): readonly string[] => {
	const { title, summary, obstacle, successor, unconfirmed = [] } = bundle;
	const { version, repository, requires, needsToken, maker = 'Gruntwork', iam = [] } = bundle;
	const isAlive = obstacle === undefined;
	return [
		`${title}: ${summary}`,
		...sentences([
			...bundle.details,
			stateSentence(bundle),
			obstacle,
			successor === undefined ? undefined : `In its place: packer-wizard bundles show ${successor}`,
			unconfirmed.length === 0 ? undefined : `Not confirmed: ${unconfirmed.join('; ')}.`,
		]),
		...(isAlive
			? [
					'',
					...sentences([
						`Version ${version || 'the newest'}, by ${maker}: ${repository.replaceAll(/\{(\w+)\}/g, '<$1>')}`,
						needsToken
							? 'Its repository is private: GITHUB_OAUTH_TOKEN is needed.'
							: 'Its repository is public.',
						requires.length === 0 ? undefined : `Brings along ${requires.join(', ')}.`,
						`Runs on ${systemsText(bundle)}.`,
						iam.length === 0
							? undefined
							: `Its servers need an instance profile that allows ${[...new Set(iam.flatMap(({ actions }) => actions))].join(', ')}.`,
						...usualNeeds(bundle),
					]),
					...parameterLines(bundle, 'install', 'When it is installed'),
					...parameterLines(bundle, 'boot', 'When a server boots'),
					'',
					'For example',
					...exampleLines(bundle),
				]
			: []),
	];
};

/** The parameters without which nothing works as long as nothing is said; of those that can stand for each other one. */
const neededParameters = (bundle: Bundle): readonly BundleParameter[] => {
	const values = usualValues(bundle);
	const counting = bundle.parameters.filter(({ when, moment }) => holds(when, values, moment));
	const groups = Map.groupBy(counting, parameter => parameter.oneOf ?? parameter);
	return [...groups.values()].flatMap(([first, ...others]) => {
		const isMissing = [first, ...others].every(parameter => parameter?.default.length === 0);
		return first && isMissing && (first.required || first.oneOf !== undefined) ? [first] : [];
	});
};

/** `--set ssh-grunt.iam-group=ops` for all that is needed, else for the parameter that is most likely to be changed. */
const exampleSets = (bundle: Bundle): readonly string[] => {
	const needed = neededParameters(bundle);
	const likely = bundle.parameters.find(({ rare }) => !rare) ?? bundle.parameters[0];
	return (needed.length > 0 ? needed : likely ? [likely] : []).map(parameter => {
		const [value = ''] = [parameter.default].flat();
		const isPlain = /^[\w.:/-]+$/.test(value);
		return `--set ${bundle.id}.${parameterKey(bundle, parameter)}=${isPlain ? value : '…'}`;
	});
};

/** So wide is what is to be copied into a shell. */
const commandWidth = 80;

/** How it is chosen with all that it needs, as a shell takes it: on one line if that is short enough. */
const exampleLines = (bundle: Bundle): readonly string[] => {
	const command = [`  packer-wizard new --install ${bundle.id}`, ...exampleSets(bundle)];
	const line = command.join(' ');
	return line.length <= commandWidth ? [line] : command.join(' \\\n    ').split('\n');
};
