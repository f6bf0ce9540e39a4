import { architectures } from '../../../catalog/base-images.ts';
import { compact, inSmallLetters, single, withRecipe } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion, Decisions, Facts, TextQuestion } from '../../../questions/question.ts';
import { baseId, packageManagerOf, resolveBase } from '../../../recipe/base.ts';
import { packagesOf } from '../../../recipe/packages.ts';
import { type AmiBase, amiPattern, amiRule, type Recipe } from '../../../recipe/schema.ts';
import { amiRows, findTold, nothingRow } from './image-rows.ts';
import { guessedSystem, patternOfName } from './image-system.ts';

const chosenAmi = ({ base }: Recipe): AmiBase | undefined => ('ami' in base ? base : undefined);

/** Who is taken to log in where nothing tells. */
const unknownUser = 'ec2-user';

/** The base image that an id means: with all that AWS told of it, else with what is decided of the one before. */
const meantBase = ({ recipe }: Decisions, ami: string, facts: Facts | undefined): AmiBase => {
	const image = findTold(facts, recipe.aws.region, ami);
	if (!image) {
		const { username, packageManager } = resolveBase(recipe);
		return { ami, architecture: recipe.base.architecture, username, packageManager };
	}

	const { name, owner, rootDevice, sizeGib, architecture } = image;
	const { username = unknownUser, packageManager } = guessedSystem(image) ?? {};
	return compact<AmiBase>({
		ami,
		region: recipe.aws.region,
		name: name || undefined,
		owner: owner || undefined,
		volumeGib: sizeGib,
		architecture: architectures.find(one => one === architecture) ?? recipe.base.architecture,
		username,
		rootDevice: rootDevice !== undefined && /^\/dev\/[a-z0-9]+$/.test(rootDevice) ? rootDevice : undefined,
		packageManager: packageManager ?? packageManagerOf(username),
	});
};

/** What is doubtful about the AMI that was chosen. */
const amiWarnings = (recipe: Recipe): readonly string[] => {
	const base = chosenAmi(recipe);
	if (!base) {
		return [];
	}

	const { ami, name, owner = '', region, newest, username, packageManager } = base;
	const installs = recipe.bundles.length + packagesOf(recipe).length > 0;
	const system = name === undefined ? undefined : guessedSystem({ name, owner });
	return [
		...(name === undefined
			? [`${ami} was not looked at: whether ${recipe.aws.region} has it, and what it is, nobody has seen.`]
			: []),
		...(region !== undefined && region !== recipe.aws.region && newest === undefined
			? [`${ami} is of ${region}: ${recipe.aws.region} does not have it.`]
			: []),
		// What it is called is kept, what it is described as is not: a user that was found by that is another one.
		...(name !== undefined && !system && username === unknownUser
			? [
					`Nothing tells who logs in to ${name}, and what installs packages there: ${username} and ${packageManager ?? packageManagerOf(username)} are taken. Say who and what does: --ssh-user, --package-manager.`,
				]
			: []),
		...(system && system.packageManager === undefined && installs
			? [`${name} seems to have neither apt nor dnf nor yum: nothing can be installed by them.`]
			: []),
	];
};

const typedRow = (typed: string): Choice | undefined => {
	const id = typed.trim().toLowerCase();
	return amiPattern.test(id) ? { value: id, label: id, hint: 'this AMI, not seen' } : undefined;
};

/** Any AMI of the region: it is searched for. */
export const ami: ChoiceQuestion = {
	kind: 'choice',
	id: 'ami',
	section: 'base',
	asked: 'set',
	within: 'base',
	isWide: true,
	seeks: true,
	title: 'AMI',
	text: 'The AMI that your image starts from: type part of its name, its id or its owner.',
	flag: { name: 'base', value: '<id>' },
	topics: ['identity', 'amis'],
	meant: inSmallLetters,
	read: ({ recipe }) => baseId(recipe),
	write: (decisions, answer, facts) => {
		const id = single(answer);
		const base = chosenAmi(decisions.recipe);
		const isKnown = base?.name !== undefined || facts === undefined;
		return id === baseId(decisions.recipe) && isKnown
			? decisions
			: withRecipe(decisions, { base: meantBase(decisions, id, facts) });
	},
	check: (answer, { recipe }) =>
		amiPattern.test(single(answer)) || single(answer) === baseId(recipe) ? undefined : amiRule,
	warn: ({ recipe }) => amiWarnings(recipe),
	summary: ({ recipe }) => chosenAmi(recipe)?.name ?? chosenAmi(recipe)?.ami ?? 'none',
	choices: ({ recipe }, facts, query = '') => {
		const held = chosenAmi(recipe);
		const rows = amiRows(facts, recipe.aws.region, query);
		const isThere = rows.some(({ value }) => value === held?.ami);
		const all = [
			...(held && !isThere
				? [{ value: held.ami, label: held.name ?? held.ami, hint: 'the AMI of the recipe' }]
				: []),
			...rows,
		];
		return all.length === 0 ? [nothingRow(facts)] : all;
	},
	other: typedRow,
};

const patternOf = (recipe: Recipe): string | undefined => {
	const { name, owner } = chosenAmi(recipe) ?? {};
	return name === undefined || owner === undefined ? undefined : patternOfName(name);
};

/** Whether each build starts from the very AMI, or from the newest of its name. */
export const amiVersion: ChoiceQuestion = {
	kind: 'choice',
	id: 'ami-version',
	section: 'base',
	asked: 'walk',
	title: 'Version',
	text: 'Which one a later build starts from.',
	flag: { name: 'ami-version', value: 'this|newest', isRare: true },
	meant: inSmallLetters,
	when: ({ recipe }) => patternOf(recipe) !== undefined,
	needs: 'an AMI that was found in AWS, with a date or a version in its name',
	read: ({ recipe }) => (chosenAmi(recipe)?.newest === undefined ? 'this' : 'newest'),
	write: (decisions, answer) => {
		const base = chosenAmi(decisions.recipe);
		const newest = single(answer) === 'newest' ? patternOf(decisions.recipe) : undefined;
		return base ? withRecipe(decisions, { base: compact<AmiBase>({ ...base, newest }) }) : decisions;
	},
	check: answer =>
		['this', 'newest'].includes(single(answer)) ? undefined : 'The version is this or newest.',
	summary: ({ recipe }) => (chosenAmi(recipe)?.newest === undefined ? 'this AMI' : 'the newest'),
	choices: ({ recipe }) => {
		const { ami: id, owner } = chosenAmi(recipe) ?? {};
		const pattern = patternOf(recipe) ?? '';
		return [
			{ value: 'this', label: 'this very AMI', details: [`${id}, as long as it is there.`] },
			{
				value: 'newest',
				label: 'the newest of its name',
				details: [`The newest ${pattern} when a build begins.`, `Of account ${owner} alone.`],
			},
		];
	},
};

/** Who logs in to an AMI by id. */
export const sshUser: TextQuestion = {
	kind: 'text',
	id: 'ssh-user',
	section: 'base',
	asked: 'walk',
	title: 'Log-in user',
	text: 'Who logs in to the AMI by SSH: guessed where its name tells, else ec2-user.',
	flag: { name: 'ssh-user', value: '<name>', isRare: true },
	when: ({ recipe }) => chosenAmi(recipe) !== undefined,
	needs: 'an AMI of your own as the base image',
	read: ({ recipe }) => resolveBase(recipe).username,
	write: (decisions, answer) => {
		const base = chosenAmi(decisions.recipe);
		return base ? withRecipe(decisions, { base: { ...base, username: single(answer).trim() } }) : decisions;
	},
	// What a Recipe cannot keep is refused in any case.
	check: () => undefined,
	summary: ({ recipe }) => resolveBase(recipe).username,
	details: () => [
		'Ubuntu has ubuntu, Debian admin, Rocky Linux rocky, Fedora fedora, Flatcar core, Bitnami bitnami,',
		'Amazon Linux, RHEL, SUSE and FreeBSD ec2-user.',
	],
};
