import path from 'node:path';
import { controlCharacter } from '../base/printable.ts';
import {
	attributeOf,
	blocksOf,
	type TemplateAttribute,
	type TemplateBlock,
	type TemplateItem,
} from '../reader/document.ts';
import type { RecipeStep } from '../recipe/schema.ts';
import { scriptStart } from '../recipe/script-start.ts';
import { freeStepName } from '../recipe/step-names.ts';
import { type Edit, removal, within } from './edits.ts';
import { nameFrom } from './image-name.ts';
import { fromFolder, type ImportContext, localPaths } from './local-paths.ts';
import { evaluate, type Scope } from './plain.ts';
import { plainSecrets } from './secrets.ts';
import type { TemplateSource } from './sources.ts';
import { isRendered } from './taking.ts';
import type { ToldPart } from './told.ts';

/** The type that runs commands where Packer runs. */
const runsHere = 'shell-local';
const hereText = 'it runs commands on this computer, in a rehearsal, too';

/** Blocks that become steps. */
export const provisioners: readonly string[] = ['provisioner', 'error-cleanup-provisioner'];

const namesIn = (
	block: TemplateBlock,
	name: 'only' | 'except',
	scope: Scope,
): readonly string[] | undefined => {
	const attribute = attributeOf(block, name);
	const known = attribute && evaluate(attribute.expression, scope);
	return known && 'value' in known && Array.isArray(known.value) ? known.value.map(String) : undefined;
};

/** Whether a block counts for the source that was picked. */
const isFor = (block: TemplateBlock, { id, name }: TemplateSource, scope: Scope): boolean => {
	const isNamed = (names: readonly string[]): boolean =>
		names.some(one => one === id || one === name || one.endsWith(`.${id}`));
	const [only, except] = [namesIn(block, 'only', scope), namesIn(block, 'except', scope)];
	return (only === undefined || isNamed(only)) && !(except !== undefined && isNamed(except));
};

/** Whether a block of the build says something for the source that was picked; a sequence does if a part of it does. */
export const saysSomething = (block: TemplateBlock, source: TemplateSource, scope: Scope): boolean =>
	isFor(block, source, scope) &&
	(block.type !== 'post-processors' ||
		blocksOf(block.items, 'post-processor').some(one => isFor(one, source, scope)));

const named = (block: TemplateBlock): string => [block.type, ...block.labels].join(' ');

/** What became of a block behind the steps, or of each in a sequence of such. */
export const restParts = (
	block: TemplateBlock,
	source: TemplateSource,
	scope: Scope,
	taken: ReadonlyMap<TemplateBlock, string>,
): readonly ToldPart[] => {
	const inner = block.type === 'post-processors' ? blocksOf(block.items, 'post-processor') : [];
	return (inner.length === 0 ? [block] : inner).map((one): ToldPart => {
		const here = one.labels.includes(runsHere) ? `; ${hereText}` : '';
		const answer = taken.get(one);
		if (answer !== undefined) {
			return { fate: 'taken', name: named(one), place: one.place, text: answer };
		}

		return isFor(block, source, scope) && isFor(one, source, scope)
			? {
					fate: 'kept',
					name: named(one),
					place: one.place,
					text: `as it stands, behind the steps${here}`,
				}
			: { fate: 'not', name: named(one), place: one.place, text: 'it is for other sources only' };
	});
};

/** What only picks sources goes: there is one now. */
const pickers = ['only', 'except', 'override'];

const isPicker = (item: TemplateItem): boolean => item.kind === 'attribute' && pickers.includes(item.name);

/** What a provisioner says for this source in particular: it takes the place of what it says for all. */
const overrideEdits = (block: TemplateBlock, { source: { id, name } }: ImportContext): readonly Edit[] => {
	const { value } = attributeOf(block, 'override')?.expression ?? {};
	const found =
		value?.kind === 'map'
			? value.entries.find(
					([key]) => key.value.kind === 'text' && [id, name].includes(String(key.value.parts[0])),
				)
			: undefined;
	const entries = found?.[1].value.kind === 'map' ? found[1].value.entries : [];
	return entries.flatMap(([key, expression]): readonly Edit[] => {
		const attribute = key.value.kind === 'text' ? String(key.value.parts[0]) : '';
		const there = attributeOf(block, attribute);
		const end = block.text.lastIndexOf('}');
		return there
			? [{ ...within(block, there.expression), text: expression.text }]
			: [{ begin: end, end, text: `  ${attribute} = ${expression.text}\n  ` }];
	});
};

/** A block of the build as it is kept. */
export const keptBlock = (block: TemplateBlock, around: ImportContext): string => {
	const pick = block.items.filter(isPicker);
	const overriding = overrideEdits(block, around);
	// In a sequence of post-processors each can be for some sources only.
	const inner = blocksOf(block.items, 'post-processor');
	const others = inner.filter(one => !isFor(one, around.source, around.scope));
	const innerEdits = [
		...others.map(one => removal(block, one)),
		...inner
			.filter(one => !others.includes(one))
			.flatMap(one => one.items.filter(isPicker).map(item => removal(block, item))),
	];
	const paths = localPaths(block, block.labels[0] ?? '', block.items, around).filter(edit =>
		overriding.every(other => other.begin !== edit.begin),
	);
	return around.keeper.keep(block, [
		...innerEdits,
		...pick.map(item => removal(block, item)),
		...overriding,
		...paths,
	]);
};

const attributeNames = ({ items }: TemplateBlock): readonly string[] =>
	items
		.map(item => (item.kind === 'attribute' ? item.name : item.type))
		.filter(name => !['only', 'except'].includes(name));

const plainTexts = (
	attribute: TemplateAttribute | undefined,
	scope: Scope,
): readonly string[] | undefined => {
	const known = attribute && evaluate(attribute.expression, scope);
	const values = known && 'value' in known ? [known.value].flat() : undefined;
	return values?.every(
		value => typeof value === 'string' && !isRendered(value) && controlCharacter(value) === undefined,
	)
		? values.map(String)
		: undefined;
};

/** Whether what is said does not change from build to build: variables stay variables, so that they can be given. */
const isFixed = ({
	references,
}: {
	readonly references: readonly { readonly path: readonly string[] }[];
}): boolean => references.every(({ path: [root] }) => root === 'path');

/** Commands and nothing else become commands of one's own, run as Packer runs them. */
const commands = (block: TemplateBlock, around: ImportContext): readonly string[] | undefined => {
	const inline = attributeOf(block, 'inline');
	const shebang = attributeOf(block, 'inline_shebang');
	const isAll = attributeNames(block).every(name => ['inline', 'inline_shebang'].includes(name));
	const lines =
		inline && isAll && isFixed(block) && plainSecrets(block).length === 0
			? plainTexts(inline, around.scope)
			: undefined;
	const [interpreter] = shebang ? (plainTexts(shebang, around.scope) ?? []) : ['/bin/sh -e'];
	return lines && interpreter !== undefined && lines.some(line => line.trim() !== '')
		? [`#!${interpreter}`, ...lines.flatMap(line => line.split('\n'))]
		: undefined;
};

/** Script files and nothing else, of which each says itself what a failure does. */
const scripts = (block: TemplateBlock, around: ImportContext): readonly string[] | undefined => {
	const attribute = attributeOf(block, 'script') ?? attributeOf(block, 'scripts');
	const names = attributeNames(block);
	const found =
		attribute && names.length === 1 && isFixed(block) ? plainTexts(attribute, around.scope) : undefined;
	const files = found?.map(file => path.resolve(around.folder, fromFolder(file, around)));
	return files?.every(file => {
		const text = around.files.read(file);
		const start = text === undefined ? undefined : scriptStart(text);
		return start?.hasInterpreter && !start.isOpen;
	})
		? files
		: undefined;
};

/** The steps of a build for the source that was picked, in their order. */
export const takeSteps = (
	around: ImportContext,
): { readonly steps: readonly RecipeStep[]; readonly told: readonly ToldPart[] } => {
	const { source, scope } = around;
	const taken = new Set<string>();
	const free = (base: string): string => {
		const name = freeStepName(nameFrom(base).slice(0, 40) || 'step', taken);
		taken.add(name);
		return name;
	};
	const told: ToldPart[] = [];
	const steps = source.build.items.flatMap((block): readonly RecipeStep[] => {
		if (block.kind !== 'block' || !provisioners.includes(block.type)) {
			return [];
		}

		const [kind = ''] = block.labels;
		const tell = (fate: ToldPart['fate'], text: string): void => {
			told.push({
				fate,
				name: `${block.type} "${kind}"`,
				place: block.place,
				text: `${text}`,
			});
		};
		if (!isFor(block, source, scope)) {
			tell('not', 'it is for other sources only');
			return [];
		}

		const isShell = kind === 'shell' && block.type === 'provisioner';
		const lines = isShell ? commands(block, around) : undefined;
		if (lines) {
			const name = free('commands');
			tell('taken', `the commands of the step ${name}, run as before by ${(lines[0] ?? '').slice(2)}`);
			return [{ name, position: 'before', inline: [...lines] }];
		}

		const files = isShell ? scripts(block, around) : undefined;
		if (files) {
			const named = files.map(script => ({
				script,
				name: free(path.basename(script, path.extname(script))),
			}));
			tell('taken', `the script of ${named.map(({ name }) => `the step ${name}`).join(', ')}`);
			return named.map(({ script, name }) => ({ name, position: 'before', script }));
		}

		const name = free(kind);
		tell('kept', `the step ${name}, as it stands${kind === runsHere ? `; ${hereText}` : ''}`);
		return [{ name, position: 'before', hcl: keptBlock(block, around) }];
	});
	return { steps, told };
};
