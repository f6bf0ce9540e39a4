import { exitCodes, Problem } from '../base/problem.ts';
import { shellPath } from '../base/shell.ts';
import { attributeOf, blocksOf, type TemplateBlock, type TemplateItem } from '../reader/document.ts';
import type { TargetId } from '../recipe/schema.ts';
import { evaluate, type Scope } from './plain.ts';

/** One image that a template makes: a source, in a build. */
export type TemplateSource = {
	/** `amazon-ebs.ubuntu`, as `only` names it. */
	readonly id: string;
	readonly type: string;
	readonly name: string;
	readonly block: TemplateBlock;
	readonly build: TemplateBlock;
	/** The name of the build, if it has one. */
	readonly buildName: string | undefined;
	/** The block in the build that names the source, if one does. */
	readonly use: TemplateBlock | undefined;
	/** What the build adds to the source. */
	readonly more: readonly TemplateItem[];
	/** Why it cannot be picked; undefined if it can. */
	readonly obstacle?: string;
};

const makers: Readonly<Record<string, string>> = {
	'amazon-ebssurrogate': 'It makes an AMI of a disk that is filled from beside it.',
	'amazon-chroot': 'It makes an AMI from inside of another machine.',
	'amazon-instance': 'It makes an AMI that is kept in S3.',
	'amazon-ebsvolume': 'It makes disks, and no image.',
};

/** What the builders make that an import takes. */
export const importable: Readonly<Record<string, TargetId>> = { 'amazon-ebs': 'aws', docker: 'docker' };

const obstacleOf = (type: string): string | undefined =>
	Object.hasOwn(importable, type)
		? undefined
		: `${makers[type] ?? `It is of the kind ${type}.`} An import takes ${Object.keys(importable).join(' and ')}.`;

/** A text that a block says plainly. */
const textOf = (block: TemplateBlock, name: string, scope: Scope): string | undefined => {
	const attribute = attributeOf(block, name);
	const known = attribute && evaluate(attribute.expression, scope);
	return known && 'value' in known && typeof known.value === 'string' && known.value !== ''
		? known.value
		: undefined;
};

const namedIn = (build: TemplateBlock, scope: Scope): readonly string[] => {
	const sources = attributeOf(build, 'sources');
	const known = sources && evaluate(sources.expression, scope);
	return known && 'value' in known && Array.isArray(known.value)
		? known.value.map(value => String(value).replace(/^source\./, ''))
		: sources
			? // `sources = [source.amazon-ebs.web]`, without quotes.
				sources.expression.references
					.filter(({ path }) => path[0] === 'source' && path.length > 2)
					.map(({ path }) => path.slice(1, 3).join('.'))
			: [];
};

/** The images that a template makes, in its order. */
export const sourcesOf = (items: readonly TemplateItem[], scope: Scope): readonly TemplateSource[] => {
	const blocks = new Map(blocksOf(items, 'source').map(block => [block.labels.join('.'), block]));
	return blocksOf(items, 'build').flatMap(build =>
		[
			...namedIn(build, scope).map(id => ({ id, more: [], use: undefined, called: undefined })),
			...blocksOf(build.items, 'source').map(use => ({
				id: (use.labels[0] ?? '').replace(/^source\./, ''),
				more: use.items.filter(item => item.kind === 'block' || item.name !== 'name'),
				use,
				called: textOf(use, 'name', scope),
			})),
		].flatMap(({ id, more, use, called }): readonly TemplateSource[] => {
			const block = blocks.get(id);
			const [type = '', label = ''] = id.split('.');
			const name = called ?? label;
			const obstacle = obstacleOf(type);
			return block
				? [
						{
							id: `${type}.${name}`,
							type,
							name,
							block,
							build,
							buildName: textOf(build, 'name', scope),
							use,
							more,
							...(obstacle !== undefined && { obstacle }),
						},
					]
				: [];
		}),
	);
};

/**
 * The source that is wanted, by its name or with its type.
 * @returns undefined if several are possible and nobody said which.
 * @throws Problem (exit 2) if there is none, or none of that name.
 */
export const pickedSource = (
	sources: readonly TemplateSource[],
	wanted: string | undefined,
	origin: string,
): TemplateSource | undefined => {
	const possible = sources.filter(({ obstacle }) => obstacle === undefined);
	const list = sources.map(({ id, obstacle }) => `${id}${obstacle === undefined ? '' : `: ${obstacle}`}`);
	if (sources.length === 0) {
		throw new Problem(`${origin} makes no image.`, {
			reason: 'It has no source (or builder) that a build in it names.',
			next: ['Name the file or the folder that holds both: packer-wizard new --from <folder>'],
			exitCode: exitCodes.usage,
		});
	}

	if (wanted !== undefined) {
		const found = sources.find(({ id, name }) => id === wanted || name === wanted);
		if (found?.obstacle !== undefined || !found) {
			throw new Problem(found ? `${found.id} cannot be imported.` : `${origin} has no source ${wanted}.`, {
				reason: found?.obstacle ?? `It has: ${list.join(', ')}`,
				next: possible.map(({ id }) => `Take this one: --source ${id}`),
				exitCode: exitCodes.usage,
			});
		}

		return found;
	}

	if (possible.length === 0) {
		throw new Problem(`${origin} makes no image that can be imported.`, {
			reason: list.join('\n'),
			next: [`Build it as it is: packer build ${shellPath(origin)}`],
			exitCode: exitCodes.usage,
		});
	}

	return possible.length === 1 ? possible[0] : undefined;
};
