import { keptName } from '../recipe/kept-lines.ts';
import type { Recipe } from '../recipe/schema.ts';
import { kept as asWritten, emptyLine, type Item, text } from './hcl.ts';
import { variableBlock } from './variables.ts';

/** The variable that names the folder of the files that kept texts name. */
export const folderVariable = 'template_folder';

/** What Packer refuses beside a line of a source, or takes for the opposite of it. */
const rivals: Readonly<Record<string, readonly string[]>> = {
	source_ami: ['source_ami_filter'],
	source_ami_filter: ['source_ami'],
	spot_instance_types: ['instance_type'],
	subnet_filter: ['subnet_id'],
	security_group_id: ['temporary_security_group_source_cidrs', 'temporary_security_group_source_public_ip'],
	security_group_ids: ['temporary_security_group_source_cidrs', 'temporary_security_group_source_public_ip'],
	security_group_filter: [
		'temporary_security_group_source_cidrs',
		'temporary_security_group_source_public_ip',
	],
	temporary_iam_instance_profile_policy_document: ['iam_instance_profile'],
};

/** The names of lines that ours give way to. */
const givingWay = (lines: readonly string[]): ReadonlySet<string> =>
	new Set(
		lines.flatMap(line => {
			const name = keptName(line);
			return [name, ...(rivals[name] ?? [])];
		}),
	);

/** The lines of a source block with those that are kept, before which ours of the same name give way. */
export const withKeptLines = (
	{ keptLines: lines = [] }: Pick<Recipe['aws'], 'keptLines'>,
	items: readonly Item[],
): readonly Item[] => {
	if (lines.length === 0) {
		return items;
	}

	const names = givingWay(lines);
	const ours: Item[] = [];
	for (const item of items) {
		const name = item.kind === 'attribute' ? item.name : item.kind === 'block' ? item.header : undefined;
		if (name === undefined || !names.has(name)) {
			// No two empty lines in a row where something was left out.
			if (item.kind !== 'blank' || ours.at(-1)?.kind !== 'blank') {
				ours.push(item);
			}
		} else if (ours.at(-1)?.kind === 'comment') {
			// What was said of it.
			ours.pop();
		}
	}

	return [...ours, emptyLine, ...lines.map(asWritten)];
};

const spaced = (texts: readonly string[]): Item[] => texts.flatMap(one => [emptyLine, asWritten(one)]);

/** Blocks at the top of the template, each with an empty line before it. */
export const keptBlocks = ({ kept }: Pick<Recipe, 'kept'>): readonly Item[] =>
	kept
		? [
				...(kept.folder === undefined
					? []
					: [
							emptyLine,
							variableBlock({
								name: folderVariable,
								description: 'Where the files lie that the imported template names.',
								value: text(kept.folder),
							}),
						]),
				...spaced(kept.blocks),
			]
		: [];

/** Blocks in the build, behind the steps. */
export const keptInBuild = ({ kept }: Pick<Recipe, 'kept'>): readonly Item[] => spaced(kept?.build ?? []);

/** Lines among the required plugins, but for those that stand there already. */
export const keptPlugins = ({ kept }: Pick<Recipe, 'kept'>, there: readonly string[]): readonly Item[] =>
	(kept?.plugins ?? []).filter(line => !there.includes(keptName(line))).map(asWritten);
