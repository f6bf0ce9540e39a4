import {
	findInstanceType,
	fitsArchitecture,
	type InstanceType,
	instanceTypes,
	isOffered,
} from '../catalog/instance-types.ts';
import { instanceTypeComplaint } from '../recipe/check.ts';
import { suggestedInstanceType } from '../recipe/defaults.ts';
import { single, withRecipe } from './answers.ts';
import type { ChoiceQuestion, Decisions } from './question.ts';

const inTenths = (number: number): string => String(Math.round(number * 10) / 10);

const gibibytes = ({ memoryMib }: InstanceType): string => inTenths(memoryMib / 1024);

/** Short, so that the names beside it need not be cut: the explanation is exact. */
const memoryHint = (type: InstanceType): string =>
	type.memoryMib < 1024 * 1024 ? `${gibibytes(type)} GB` : `${inTenths(type.memoryMib / 1024 / 1024)} TB`;

const rank = (type: InstanceType): number => (type.freeTier ? 0 : type.current ? 1 : 2);

const bySize = (a: InstanceType, b: InstanceType): number =>
	rank(a) - rank(b) || a.vcpu - b.vcpu || a.memoryMib - b.memoryMib || a.id.localeCompare(b.id);

const offered = ({ recipe }: Decisions): readonly InstanceType[] => {
	const suggested = suggestedInstanceType(recipe);
	const fitting = instanceTypes
		.filter(type => fitsArchitecture(type, recipe.base.architecture) && isOffered(type, recipe.region))
		.sort(bySize);
	return [...fitting.filter(type => type.id === suggested), ...fitting.filter(type => type.id !== suggested)];
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
	read: ({ recipe }) => recipe.instanceType,
	write: (decisions, answer) => withRecipe(decisions, { instanceType: single(answer) }),
	check: (answer, { recipe }) => instanceTypeComplaint(recipe, single(answer)),
	repair: decisions => {
		const { recipe } = decisions;
		const type = findInstanceType(recipe.instanceType);
		const reason =
			type && fitsArchitecture(type, recipe.base.architecture)
				? `${recipe.region} has none`
				: `${recipe.base.architecture} needs another`;
		return {
			decisions: withRecipe(decisions, { instanceType: suggestedInstanceType(recipe) }),
			note: `was ${recipe.instanceType}: ${reason}`,
		};
	},
	summary: ({ recipe }) => recipe.instanceType,
	choices: decisions => {
		const suggested = suggestedInstanceType(decisions.recipe);
		return offered(decisions).map(type => ({
			value: type.id,
			label: type.id,
			hint: `${type.vcpu} vCPU, ${memoryHint(type)}`,
			...(type.id === suggested
				? { mark: 'enough' }
				: type.freeTier
					? { mark: 'free tier' }
					: type.current
						? {}
						: { mark: 'older' }),
			details: [
				`${type.id}: ${type.vcpu} processors, ${gibibytes(type)} GB of memory, ${type.architectures.join(', ')}.`,
				'Servers made from the image can be of any type with the same processor.',
				...(type.current ? [] : ['Of an older generation; a newer one is faster for the same money.']),
			],
		}));
	},
};
