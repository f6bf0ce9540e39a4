import { wordFor } from '../base/count.ts';
import type { Piece, TemplateBlock, TemplateItem } from '../reader/document.ts';
import type { Keeper } from './keeper.ts';
import type { Declared, DeclaredVariable } from './scope.ts';
import type { TemplateSource } from './sources.ts';
import type { ToldPart } from './told.ts';

const unneeded = 'nothing that is kept names it, so it is needed no more';

/** Blocks of the top of which something is told, each in its own way. */
const handled = new Set(['variable', 'variables', 'locals', 'local', 'data', 'source', 'build', 'packer']);

/** What is called by its type and its labels. */
export const itemName = (item: TemplateItem): string =>
	item.kind === 'attribute' ? item.name : [item.type, ...item.labels].join(' ');

const variableFate = (
	name: string,
	here: string,
	keeper: Keeper,
	role: string | undefined,
): readonly [ToldPart['fate'], string] =>
	keeper.secrets.has(name)
		? ['open', `a secret is in no recipe: give it when you build, by PKR_VAR_${here}`]
		: keeper.valueless.has(name)
			? ['open', `give it when you build, by PKR_VAR_${here}, or now, by --var ${name}=…`]
			: keeper.needed.has(`var.${name}`)
				? ['kept', here === name ? 'as it stands' : `by the name ${here}, since ${name} is another one here`]
				: ['taken', role === undefined ? unneeded : `${role} of the new template stands for it`];

const variablePart = (
	name: string,
	{ piece }: DeclaredVariable,
	keeper: Keeper,
	roles: ReadonlyMap<string, string>,
): ToldPart => {
	const here = keeper.variableName(name);
	const [fate, text] = variableFate(name, here, keeper, roles.get(name));
	return { fate, name: `variable ${fate === 'open' ? here : name}`, place: piece.place, text };
};

/** What became of what the template declares: kept if something kept names it. @param keeper when all is kept. */
export const declaredParts = (
	{ variables, locals, data }: Declared,
	keeper: Keeper,
	roles: ReadonlyMap<string, string>,
): readonly ToldPart[] => {
	const part = (kind: 'local' | 'data', name: string, item: TemplateItem): ToldPart => {
		const isKept = keeper.needed.has(`${kind}.${name}`);
		const text = isKept ? `as it stands` : unneeded;
		return { fate: isKept ? 'kept' : 'taken', name: `${kind} ${name}`, place: item.place, text };
	};
	return [
		...keeper.secretVariables.all.map(
			({ name, place }): ToldPart => ({
				fate: 'open',
				name: `variable ${name}`,
				place,
				text: `a secret stood there in plain text and is in no recipe: give it when you build, by PKR_VAR_${name}`,
			}),
		),
		...[...variables].map(([name, variable]) => variablePart(name, variable, keeper, roles)),
		...[...locals].map(([name, { attribute }]) => part('local', name, { ...attribute, name })),
		...[...data].map(([name, block]) => part('data', name, block)),
	];
};

/** What became of the sources and builds that were not picked, and of what nobody knows. */
export const otherParts = (
	items: readonly TemplateItem[],
	sources: readonly TemplateSource[],
	picked: TemplateSource,
): readonly ToldPart[] => {
	const part = ({ place }: TemplateItem, name: string, text: string): ToldPart => ({
		fate: 'not',
		name,
		place,
		text,
	});
	return items.flatMap((item): readonly ToldPart[] => {
		if (item.kind === 'attribute' || !handled.has(item.type)) {
			return [part(item, itemName(item), 'packer-wizard does not know what it is')];
		}

		const id = item.labels.join('.');
		if (item.type === 'source' && item !== picked.block) {
			const other = sources.find(({ block }) => block === item);
			const why = other
				? (other.obstacle ?? 'another one was picked: import the template again for it')
				: 'no build names it';
			return [part(item, `source ${other?.id ?? id}`, why)];
		}

		return item.type === 'build' && item !== picked.build
			? [part(item, 'build', 'it is for other sources only')]
			: [];
	});
};

/** What a build says of itself. */
const buildTexts: Readonly<Record<string, (source: TemplateSource) => Pick<ToldPart, 'fate' | 'text'>>> = {
	sources: ({ id }) => ({ fate: 'taken', text: `the image is made of ${id}` }),
	name: () => ({
		fate: 'not',
		text: 'the new template is built by the name of its image; where something kept names the build, its name stands there',
	}),
	description: () => ({ fate: 'not', text: 'only packer inspect shows it' }),
};

/** What became of the attributes of the build that was picked, and of its own words on its source. */
export const buildParts = (source: TemplateSource): readonly ToldPart[] =>
	source.build.items.flatMap((item): readonly ToldPart[] => {
		const { place } = item;
		if (item.kind === 'attribute') {
			const told = buildTexts[item.name]?.(source);
			return [
				{
					name: item.name,
					place,
					...(told ?? { fate: 'not', text: 'packer-wizard does not know what it is' }),
				},
			];
		}

		const [label = ''] = item.labels;
		const isPicked = item === source.use;
		return item.type === 'source'
			? [
					{
						fate: isPicked ? 'taken' : 'not',
						name: `source ${label}`,
						place,
						text: isPicked ? `the image is made of ${source.id}` : 'another one was picked',
					},
				]
			: [];
	});

/** Plugins that a template of ours names where it needs them. */
const ours = new Set(['amazon', 'docker']);

/** What becomes of the plugins, and of the Packer that is asked for. */
export const packerParts = (
	blocks: readonly TemplateBlock[],
	sourceType: string,
): { readonly plugins: readonly string[]; readonly told: readonly ToldPart[] } => {
	const picked = sourceType.replace(/-.*$/s, '');
	const inner = blocks.flatMap(({ items }) => items);
	const plugins = inner.flatMap(item =>
		item.kind === 'block' && item.type === 'required_plugins' ? item.items : [],
	);
	const others = inner.filter(item => item.kind === 'attribute' || item.type !== 'required_plugins');
	return {
		plugins: plugins.filter(item => !ours.has(itemName(item))).map(({ text }) => text),
		told: [
			...plugins.map((item): ToldPart => {
				const isOurs = ours.has(itemName(item));
				return {
					fate: isOurs ? 'taken' : 'kept',
					name: `plugin ${itemName(item)}`,
					place: item.place,
					text:
						itemName(item) === picked
							? 'every template of ours names it'
							: isOurs
								? 'it is for other sources only'
								: 'as it stands',
				};
			}),
			...others.map(
				(item): ToldPart => ({
					fate: 'not',
					name: itemName(item),
					place: item.place,
					text: 'the files are written for the Packer that is found',
				}),
			),
		],
	};
};

/** `3, 7–9`. */
const lineRanges = (lines: readonly number[]): string => {
	const ranges: [number, number][] = [];
	for (const line of lines) {
		const last = ranges.at(-1);
		if (last && line <= last[1] + 1) {
			last[1] = line;
		} else {
			ranges.push([line, line]);
		}
	}

	return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
};

const stands = (inner: Piece, outer: Piece): boolean =>
	inner.place.file === outer.place.file &&
	outer.begin <= inner.begin &&
	inner.begin < outer.begin + outer.text.length;

/**
 * The comments that stand beside nothing that is kept, a part for each file.
 * @param keeper when all is kept.
 * @param others what is left out as a whole, with the comments in it.
 */
export const lostComments = (
	comments: readonly Piece[],
	keeper: Keeper,
	others: readonly Piece[],
): readonly ToldPart[] => {
	const lost = comments.filter(
		comment => !keeper.holds(comment) && !others.some(other => stands(comment, other)),
	);
	return [...new Set(lost.map(({ place }) => place.file))].flatMap(file => {
		const [first, ...more] = lost.map(({ place }) => place).filter(place => place.file === file);
		const lines = [...new Set([first, ...more].flatMap(place => place?.line ?? []))];
		return first
			? [
					{
						fate: 'not',
						name: wordFor(lines.length, 'comment', 'comments'),
						place: first,
						text: `${wordFor(lines.length, 'line', 'lines')} ${lineRanges(lines)}: what ${wordFor(lines.length, 'it is', 'they are')} about became an answer, or went`,
					} as const,
				]
			: [];
	});
};
