import { count } from '../../../base/count.ts';
import type { Architecture } from '../../../catalog/base-images.ts';
import {
	findInstanceType,
	fitsArchitecture,
	type InstanceType,
	instanceTypes,
	isOffered,
} from '../../../catalog/instance-types.ts';
import { inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion, Facts } from '../../../questions/question.ts';
import { suggestedInstanceType } from '../../../recipe/defaults.ts';
import { instanceTypePattern, type Recipe } from '../../../recipe/schema.ts';
import { rateFromText, rateText } from '../recipe/money.ts';
import { instanceTypeComplaint, instanceTypeWarning } from '../recipe/place.ts';
import type { AwsInstanceType } from './facts.ts';
import { knownRates, toldRate } from './rates.ts';

const inTenths = (number: number): string => String(Math.round(number * 10) / 10);

/** `up to 5 Gigabit` within a sentence. */
const inWords = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const gibibytes = ({ memoryMib }: InstanceType): string => inTenths(memoryMib / 1024);

const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Short, so that the names beside it need not be cut: the explanation is exact. */
const memoryHint = (type: InstanceType): string =>
	type.memoryMib < 1024 * 1024 ? `${gibibytes(type)} GB` : `${inTenths(type.memoryMib / 1024 / 1024)} TB`;

/** Kinds of machines, those first that most builds want; the rest is found by a search. */
const kinds: readonly ((type: InstanceType) => boolean)[] = [
	type => type.freeTier,
	// For every purpose, in small: t3, t4g.
	type => !type.isPrevious && /^t\d/.test(type.id),
	// For every purpose: m7i, m8g.
	type => !type.isPrevious && !type.isMetal && /^m\d/.test(type.id),
	type => !type.isPrevious && !type.isMetal && !type.accelerator,
	type => !type.isPrevious,
	() => true,
];

const generation = ({ id }: InstanceType): number => Number(/\d+/.exec(id)?.[0]);

/** From small to large; the newest of a size first. */
const bySize = (a: InstanceType, b: InstanceType): number =>
	a.memoryMib - b.memoryMib || generation(b) - generation(a) || a.vcpu - b.vcpu || (a.id < b.id ? -1 : 1);

/** The types of an architecture, the kind that most builds want first. */
const byUse = (architecture: Architecture): readonly InstanceType[] => {
	const fitting = instanceTypes.filter(type => fitsArchitecture(type, architecture));
	return [...Map.groupBy(fitting, type => kinds.findIndex(kind => kind(type)))]
		.toSorted(([a], [b]) => a - b)
		.flatMap(([, types]) => types.toSorted(bySize));
};

/** What AWS said of the types that the region offers; undefined where it was not asked, or about another region. */
const toldTypes = (
	{ aws: { region } }: Recipe,
	facts: Facts | undefined,
): readonly AwsInstanceType[] | undefined =>
	facts?.aws?.region === region ? facts.aws.types?.value : undefined;

/** What there is to say of a type, the weightiest first: a word for the row, and a sentence. */
const remarks = (
	type: InstanceType,
	recipe: Recipe,
	told: readonly AwsInstanceType[] | undefined,
): readonly (readonly [mark: string, text: string])[] => {
	const { accelerator, isMetal, freeTier, isPrevious } = type;
	const elsewhere = told === undefined ? instanceTypeWarning(recipe, type.id) : undefined;
	return [
		...(elsewhere === undefined ? [] : [['elsewhere', elsewhere] as const]),
		...(accelerator
			? [[accelerator.kind, asSentence(`${accelerator.kind}: ${accelerator.name}`)] as const]
			: []),
		...(isMetal ? [['metal', 'A whole machine: it takes minutes to start.'] as const] : []),
		...(freeTier ? [['free tier', 'In the free tier of AWS.'] as const] : []),
		...(isPrevious ? [['previous', 'Previous generation: newer ones are faster.'] as const] : []),
	];
};

/** Why the account cannot start a type; undefined if it can, or nobody asked. */
const toldRefusal = (
	id: string,
	{
		aws: {
			region,
			network: { zone },
		},
	}: Recipe,
	told: readonly AwsInstanceType[] | undefined,
): string | undefined => {
	const type = told?.find(each => each.id === id);
	if (told !== undefined && type === undefined) {
		return `AWS does not offer ${id} in ${region}.`;
	}

	return type && zone !== undefined && !type.zones.includes(zone)
		? `AWS offers ${id} in ${type.zones.join(', ')}, not in ${zone}.`
		: undefined;
};

/** What there is to say beside the row of a type. */
type Beside = {
	readonly recipe: Recipe;
	readonly suggested: string;
	readonly told: readonly AwsInstanceType[] | undefined;
	readonly facts: Facts | undefined;
};

/** What a type is and what an hour of it costs: `2 processors, 1 GB, x86_64: $0.0104 an hour (our list of March 2025).` */
const factsText = (type: InstanceType, { recipe, told, facts }: Beside): string => {
	const { region } = recipe.aws;
	const network = told?.find(({ id }) => id === type.id)?.network;
	const machine = `${count(type.vcpu, 'processor')}, ${gibibytes(type)} GB`;
	const price = knownRates(facts)({ what: 'machine', region, type: type.id });
	if (price === undefined) {
		return `${machine} of memory, ${type.architecture}.`;
	}

	const spot = toldRate(facts, { what: 'spot', region, type: type.id });
	const spotText = spot ? `, spot ${rateText(spot.amount, spot.currency)}` : '';
	const parts = [machine, type.architecture, ...(network === undefined ? [] : [inWords(network)])];
	return `${parts.join(', ')}: ${rateText(price.amount, price.currency)} an hour${spotText} (${rateFromText(price.from)}).`;
};

const rowOf = (type: InstanceType, beside: Beside): Choice => {
	const { recipe, suggested, told } = beside;
	const said = remarks(type, recipe, told);
	const disabled = toldRefusal(type.id, recipe, told);
	const mark = disabled !== undefined ? 'elsewhere' : type.id === suggested ? 'enough' : said[0]?.[0];
	const texts =
		said.length > 0
			? said.slice(0, 2).map(([, text]) => text)
			: [`Servers may be of any ${type.architecture} type.`];
	const refusal = type.freeTier || texts.length > 1 ? [] : ['Accounts on the free plan refuse it.'];
	return {
		value: type.id,
		label: type.id,
		hint: `${type.vcpu} vCPU, ${memoryHint(type)}`,
		...(mark !== undefined && { mark }),
		...(disabled !== undefined && { disabled }),
		keywords: [...said.map(([word]) => word), type.accelerator?.name ?? ''].join(' '),
		details: [factsText(type, beside), ...texts, ...refusal],
	};
};

/** A type that the account has and our list does not. */
const newType = ({ id, vcpu, memoryMib, zones }: AwsInstanceType): Choice => ({
	value: id,
	label: id,
	hint: `${vcpu} vCPU, ${inTenths(memoryMib / 1024)} GB`,
	mark: 'new',
	details: ['Newer than our list.', `AWS offers it in ${zones.join(', ')}.`],
});

/** The row of a type that the list does not have, or of one that does not fit, with the reason; undefined if it is none. */
const otherType = (typed: string, recipe: Recipe): Choice | undefined => {
	const id = typed.trim().toLowerCase();
	if (!instanceTypePattern.test(id)) {
		return undefined;
	}

	const disabled = instanceTypeComplaint(recipe, id);
	if (disabled !== undefined) {
		return { value: id, label: id, disabled };
	}

	return findInstanceType(id)
		? undefined
		: { value: id, label: id, hint: 'not in our list', details: [instanceTypeWarning(recipe, id) ?? ''] };
};

const sizes = new Set(instanceTypes.map(({ id }) => id.slice(id.indexOf('.'))));

/** Types of the list that what is typed may still become; none if it names one. */
const begun = (typed: string): readonly InstanceType[] => {
	const id = typed.trim().toLowerCase();
	return sizes.has(id.slice(id.indexOf('.'))) ? [] : instanceTypes.filter(type => type.id.includes(id));
};

/** The row of a kind of machines of which none fits: undefined while one may still be meant that the list shows. */
const misfits = (typed: string, { base }: Recipe, types: readonly InstanceType[]): Choice | undefined => {
	const id = typed.trim().toLowerCase();
	const [first] = types;
	return first && !types.some(type => fitsArchitecture(type, base.architecture))
		? {
				value: id,
				label: id,
				disabled: `${id} is ${first.architecture}, the base image is ${base.architecture}.`,
			}
		: undefined;
};

/** The EC2 machine on which the image is built. */
export const machine: ChoiceQuestion = {
	kind: 'choice',
	id: 'machine',
	section: 'machine',
	asked: 'walk',
	title: 'Machine',
	text: 'The machine that builds the image. It runs only while it builds.',
	flag: { name: 'instance-type', value: '<id>' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.instanceType,
	write: (decisions, answer) => withAws(decisions, { instanceType: single(answer) }),
	check: (answer, { recipe }) => instanceTypeComplaint(recipe, single(answer)),
	warn: ({ recipe }) => [instanceTypeWarning(recipe)].filter(warning => warning !== undefined),
	repair: decisions => {
		const { recipe } = decisions;
		return {
			decisions: withAws(decisions, { instanceType: suggestedInstanceType(recipe) }),
			note: `was ${recipe.aws.instanceType}: ${recipe.base.architecture} needs another`,
		};
	},
	summary: ({ recipe }) => recipe.aws.instanceType,
	// The subnets tell whether one has to be named, behind this question.
	topics: ['subnets', 'prices', 'types'],
	choices: ({ recipe }, facts) => {
		const told = toldTypes(recipe, facts);
		const offered = told && new Set(told.map(({ id }) => id));
		const suggested = suggestedInstanceType(recipe);
		const held = otherType(recipe.aws.instanceType, recipe);
		const order = (type: InstanceType): number =>
			type.id === suggested ? 0 : (offered?.has(type.id) ?? isOffered(type, recipe.aws.region)) ? 1 : 2;
		const row = (type: InstanceType): Choice => rowOf(type, { recipe, suggested, told, facts });
		const isNew = ({ id }: AwsInstanceType): boolean =>
			findInstanceType(id) === undefined && id !== recipe.aws.instanceType;
		const inOrder = Map.groupBy(byUse(recipe.base.architecture), order);
		return [
			...(held && held.disabled === undefined ? [held] : []),
			...[0, 1].flatMap(place => inOrder.get(place) ?? []).map(row),
			...(told ?? [])
				.filter(type => isNew(type) && type.architectures.includes(recipe.base.architecture))
				.map(newType),
			...(inOrder.get(2) ?? []).map(row),
		];
	},
	other: (typed, { recipe }) => {
		const types = begun(typed);
		return types.length > 0 ? misfits(typed, recipe, types) : otherType(typed, recipe);
	},
};
