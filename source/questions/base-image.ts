import { nearest } from '../base/nearest.ts';
import { nameText } from '../base/printable.ts';
import { type BaseImage, baseImages, baseImageTitle, findBaseImage } from '../catalog/base-images.ts';
import { bundles, fitsBaseImage, isListed, withRequired } from '../catalog/bundles/index.ts';
import { resolveBase } from '../recipe/base.ts';
import type { Recipe } from '../recipe/schema.ts';
import { amiPattern } from '../recipe/schema.ts';
import { makes } from '../recipe/targets.ts';
import { ami } from '../targets/aws/questions/ami.ts';
import type { AwsBaseImage } from '../targets/aws/questions/facts.ts';
import { baseImageWarning } from '../targets/aws/recipe/place.ts';
import { asContainer, startImage } from '../targets/docker/recipe/image.ts';
import { inSmallLetters, single, withRecipe } from './answers.ts';
import type { Choice, ChoiceQuestion, Facts } from './question.ts';

/** So many names are read, more are counted. */
const namedMisfits = 4;

const misfits = (image: BaseImage): string => {
	const listed = bundles.filter(isListed);
	const names = listed
		.filter(bundle => withRequired([bundle.id]).some(required => !fitsBaseImage(required, image.id)))
		.map(bundle => bundle.id);
	if (names.length === 0) {
		return 'Every bundle works on it.';
	}

	const fitting = listed.length - names.length;
	return names.length <= namedMisfits
		? `Not on it: ${names.join(', ')}.`
		: `${fitting} of ${listed.length} bundles work on it.`;
};

/** What AWS has of a base image now; undefined where it was not asked, or about another region. */
const toldImage = ({ aws, base }: Recipe, id: string, facts: Facts | undefined): AwsBaseImage | undefined =>
	facts?.aws?.region === aws.region
		? facts.aws.images?.value.find(image => image.base === id && image.architecture === base.architecture)
		: undefined;

/** What the account says of a base image, for its row. */
const toldRow = (recipe: Recipe, id: string, facts: Facts | undefined): Partial<Choice> => {
	const told = toldImage(recipe, id, facts);
	return told && !told.newest && makes(recipe, 'aws')
		? {
				brief: 'none here',
				disabled: `${recipe.aws.region} has no such image of ${recipe.base.architecture} now.`,
			}
		: {};
};

/** Which AMI it is now; the kernel is told of images that come with several lines of it. */
const newestText = (recipe: Recipe, id: string, facts: Facts | undefined): readonly string[] => {
	const newest = toldImage(recipe, id, facts)?.newest;
	if (newest === undefined) {
		return [];
	}

	const [, kernel] = /kernel-([\d.]+\d)/.exec(newest.name) ?? [];
	const made = `Now ${newest.ami}, made on ${newest.created.slice(0, 10)}`;
	return [`${made}${kernel === undefined ? '' : `, kernel ${kernel}`}.`];
};

/** The answer that stands for what an imported template looks for itself. */
const foundByTemplate = 'template';

const baseAnswer = ({ base }: Recipe): string =>
	'image' in base ? base.image : 'ami' in base ? base.ami : foundByTemplate;

/** Leads to all other images of the region. */
const anyAmi: Choice = {
	value: 'ami',
	label: 'Any other AMI',
	hint: 'yours or any',
	leadsTo: 'ami',
	keywords: 'own private custom golden shared community marketplace search image id',
	details: ['Any AMI of the region, searched by its name, id, owner or description.'],
};

/** The system that the image starts from. */
export const baseImage: ChoiceQuestion = {
	kind: 'choice',
	id: 'base',
	section: 'base',
	asked: 'walk',
	title: 'Base image',
	text: 'The system that your image starts from.',
	flag: { name: 'base', value: '<id>' },
	meant: inSmallLetters,
	read: ({ recipe }) => baseAnswer(recipe),
	write: (decisions, answer, facts) => {
		const { base } = decisions.recipe;
		if (amiPattern.test(single(answer))) {
			return ami.write(decisions, answer, facts);
		}

		return !('image' in base) && single(answer) === baseAnswer(decisions.recipe)
			? decisions
			: withRecipe(decisions, { base: { image: single(answer), architecture: base.architecture } });
	},
	check: (answer, { recipe }) => {
		const id = single(answer);
		if (
			findBaseImage(id) ||
			amiPattern.test(id) ||
			(!('image' in recipe.base) && baseAnswer(recipe) === id)
		) {
			return undefined;
		}

		const meant = nearest(
			id,
			baseImages.map(image => image.id),
		);
		return `There is no base image ${nameText(id)}.${meant ? ` Did you mean ${meant}?` : ''}`;
	},
	warn: ({ recipe }) => [baseImageWarning(recipe)].filter(warning => warning !== undefined),
	summary: ({ recipe }) => resolveBase(recipe).title.replace(/ LTS$/, ''),
	topics: ['images'],
	choices: ({ recipe }, facts) => [
		...baseImages.map(image => ({
			value: image.id,
			label: baseImageTitle(image),
			hint: image.hint,
			...(makes(recipe, 'docker') &&
				startImage(asContainer({ ...recipe, base: { ...recipe.base, image: image.id } })) === undefined && {
					disabled: 'Our list has no container image of it: name one to start from under More.',
				}),
			...toldRow(recipe, image.id, facts),
			keywords: `${image.id} ${image.codename ?? ''} ${image.maker} enterprise linux`,
			details: [
				`${baseImageTitle(image).replace(/ LTS$/, '')}${image.codename ? ` (${image.codename})` : ''}. Log-in user ${image.username}.`,
				...newestText(recipe, image.id, facts),
				...(image.besides ? [`With ${image.besides}.`] : []),
				baseImageWarning({ ...recipe, base: { image: image.id, architecture: recipe.base.architecture } }) ??
					image.supportNote ??
					`Newest by ${image.maker}, found at build time.`,
				misfits(image),
			],
		})),
		...('ami' in recipe.base
			? [
					{
						value: recipe.base.ami,
						label: recipe.base.name ?? recipe.base.ami,
						hint: 'the AMI of the recipe',
					},
				]
			: []),
		...('found' in recipe.base
			? [
					{
						value: foundByTemplate,
						label: 'As the imported template has it',
						hint: 'no list of ours knows it',
						details: [`${recipe.base.found.as}.`],
					},
				]
			: []),
		...(makes(recipe, 'aws') ? [anyAmi] : []),
	],
	other: (typed, { recipe }) =>
		makes(recipe, 'aws') && amiPattern.test(typed.trim())
			? { ...anyAmi, value: typed.trim(), label: typed.trim(), hint: 'look it up' }
			: undefined,
};
