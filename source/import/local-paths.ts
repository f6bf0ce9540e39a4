import path from 'node:path';
import {
	attributeOf,
	type TemplateBlock,
	type TemplateExpression,
	type TemplateItem,
} from '../reader/document.ts';
import { hclString } from '../template/hcl.ts';
import { folderVariable } from '../template/kept.ts';
import { type Edit, within } from './edits.ts';
import type { Keeper } from './keeper.ts';
import { evaluate, type Scope } from './plain.ts';
import type { TemplateSource } from './sources.ts';

/** What is known of the files that a template names. */
export type Files = {
	/** The text of a file by its absolute path; undefined if it cannot be read. */
	readonly read: (file: string) => string | undefined;
	readonly exists: (file: string) => boolean;
};

/** What stands around a block that is imported. */
export type ImportContext = {
	readonly source: TemplateSource;
	readonly scope: Scope;
	readonly keeper: Keeper;
	readonly files: Files;
	readonly folder: string;
	readonly cwd: string;
};

/** Attributes that name files of this computer, by the kind of the block. */
const local: Readonly<Record<string, readonly string[]>> = {
	file: ['source', 'sources'],
	shell: ['script', 'scripts'],
	'shell-local': ['script', 'scripts'],
	powershell: ['script', 'scripts'],
	'windows-shell': ['script', 'scripts'],
	ansible: ['playbook_file', 'inventory_file', 'galaxy_file', 'roles_path', 'inventory_directory'],
	'ansible-local': [
		'playbook_file',
		'playbook_files',
		'playbook_dir',
		'role_paths',
		'collection_paths',
		'galaxy_file',
		'group_vars',
		'host_vars',
		'inventory_file',
	],
	'chef-solo': ['cookbook_paths', 'roles_path', 'data_bags_path', 'environments_path', 'config_template'],
	'puppet-masterless': ['manifest_file', 'manifest_dir', 'module_paths', 'hiera_config_path'],
	'salt-masterless': ['local_state_tree', 'local_pillar_roots', 'minion_config'],
	'amazon-ebs': ['user_data_file', 'ssh_private_key_file', 'ssh_certificate_file'],
};

/** A path from the folder of the template on, as Packer takes those that begin with nothing else: from where it runs. */
export const fromFolder = (typed: string, { files, folder, cwd }: ImportContext): string =>
	files.exists(path.resolve(folder, typed)) || !files.exists(path.resolve(cwd, typed))
		? typed.replace(/^\.\/(?=.)/, '')
		: // A slash at the end means what is in the folder.
			`${path.relative(folder, path.resolve(cwd, typed))}${typed.endsWith('/') ? '/' : ''}`;

const pathEdits = (
	outer: TemplateBlock,
	expression: TemplateExpression,
	around: ImportContext,
): readonly Edit[] => {
	const { value } = expression;
	if (value.kind === 'list') {
		return value.items.flatMap(item => pathEdits(outer, item, around));
	}

	const known = evaluate(expression, around.scope);
	const [first] = value.kind === 'text' ? value.parts : [];
	const isPlain = typeof first === 'string' && !/^[/~]|^\{\{/.test(first);
	if (!isPlain || !('value' in known) || expression.text.startsWith('<<')) {
		return [];
	}

	const place = within(outer, expression);
	const { parts } = value.kind === 'text' ? value : { parts: [] };
	return parts.length === 1
		? [
				{
					...place,
					text: hclString(`\0${fromFolder(first, around)}`).replace(
						'\\u0000',
						() => `\${var.${folderVariable}}/`,
					),
				},
			]
		: [{ begin: place.begin + 1, end: place.begin + 1, text: `\${var.${folderVariable}}/` }];
};

/** The edits that let paths of a block lead to the files where they are. */
export const localPaths = (
	outer: TemplateBlock,
	kind: string,
	items: readonly TemplateItem[],
	around: ImportContext,
): readonly Edit[] =>
	items.flatMap(item =>
		item.kind === 'attribute' &&
		local[kind]?.includes(item.name) &&
		attributeOf(outer, 'direction')?.expression.text !== '"download"'
			? pathEdits(outer, item.expression, around)
			: [],
	);
