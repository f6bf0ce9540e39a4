import { count } from '../base/count.ts';
import { bundles } from '../catalog/bundles/index.ts';
import type { Bundle, BundleMoment } from '../catalog/bundles/schema.ts';
import { argumentComplaint } from '../recipe/bundle-complaints.ts';
import type { RecipeBundle } from '../recipe/schema.ts';
import { several, withRecipe } from './answers.ts';
import type { Decisions, LinesQuestion } from './question.ts';

const entryOf = ({ recipe }: Decisions, { id }: Bundle): RecipeBundle | undefined =>
	recipe.bundles.find(entry => entry.id === id);

const linesOf = (entry: RecipeBundle | undefined, moment: BundleMoment): readonly string[] =>
	Object.entries(entry?.more?.[moment] ?? {}).flatMap(([name, values]) =>
		[values].flat().map(value => (value === '' ? name : `${name}=${value}`)),
	);

const nameIn = (line: string): string => line.split('=', 1)[0]?.trim() ?? '';

/** An argument that is given several times has a list. */
const argumentsIn = (lines: readonly string[]): Record<string, string | string[]> => {
	const values = Map.groupBy(lines, nameIn);
	return Object.fromEntries(
		[...values].map(([name, given]) => {
			const all = given.map(line => (line.includes('=') ? line.slice(line.indexOf('=') + 1) : ''));
			return [name, all.length === 1 ? (all[0] ?? '') : all];
		}),
	);
};

const filled = (lines: readonly string[]): readonly string[] => lines.filter(line => line.trim() !== '');

const withArguments = (
	{ more: old, ...entry }: RecipeBundle,
	moment: BundleMoment,
	lines: readonly string[],
): RecipeBundle => {
	const more = { install: {}, boot: {}, ...old, [moment]: argumentsIn(filled(lines)) };
	return Object.keys({ ...more.install, ...more.boot }).length === 0 ? entry : { ...entry, more };
};

const when = { install: 'when it is installed', boot: 'when a server boots' } as const;

const argumentsQuestion = (bundle: Bundle, moment: BundleMoment): LinesQuestion => ({
	kind: 'lines',
	id: `${bundle.id}.${moment}.+`,
	section: 'install',
	asked: 'form',
	title: moment === 'boot' ? 'More arguments at boot' : 'More arguments',
	text: `More for it, ${when[moment]}: name=value, or a name alone.`,
	flag: { name: `${bundle.id}-${moment}-more`, value: '<name=value>' },
	parameter: { bundle: bundle.id, name: '+', moment, isRare: true },
	ticks: { question: 'install', value: bundle.id },
	when: decisions => entryOf(decisions, bundle) !== undefined,
	read: decisions => linesOf(entryOf(decisions, bundle), moment),
	write: (decisions, answer) =>
		withRecipe(decisions, {
			bundles: decisions.recipe.bundles.map(entry =>
				entry.id === bundle.id ? withArguments(entry, moment, several(answer)) : entry,
			),
		}),
	check: answer =>
		filled(several(answer))
			.map(line => argumentComplaint(bundle, moment, nameIn(line)))
			.find(complaint => complaint !== undefined),
	summary: decisions => {
		const lines = linesOf(entryOf(decisions, bundle), moment);
		return lines.length > 1 ? count(lines.length, 'argument') : (lines[0] ?? 'none');
	},
	details: () => ['Arguments that our catalogue does not know. They are handed on as they stand.'],
});

/** The person's own arguments of every bundle, for each moment at which it takes some. */
export const bundleArguments: readonly LinesQuestion[] = bundles
	.filter(({ obstacle }) => obstacle === undefined)
	.flatMap(bundle =>
		(bundle.boot.length > 0 ? (['install', 'boot'] as const) : (['install'] as const)).map(moment =>
			argumentsQuestion(bundle, moment),
		),
	);
