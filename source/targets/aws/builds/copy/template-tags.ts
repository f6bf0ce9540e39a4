import { afterOpaque, hclAttributes, hclBlocks, hclValue } from '../../../../builds/copy/hcl-blocks.ts';
import { unescaped } from '../../../../builds/copy/hcl-strings.ts';
import { isAmazonSource, tagAttributes } from '../../../../builds/copy/template-edits.ts';
import { templateSteps } from '../../../../builds/copy/template-steps.ts';
import { buildTag, tagLimit } from '../../../../recipe/tags.ts';

type TemplateText = { readonly file: string; readonly text: string };

/** What a source tags. Each is a limit of its own. */
const tagged = ['tags', 'snapshot_tags', 'spot_tags', 'fleet_tags', ...tagAttributes];

const word = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const reference = /(local|var)\.([\p{L}_][\p{L}\p{N}_-]*)/uy;
const isKey = /^\s*(?:=(?![=>])|:)/;

/** The keys of the objects in an expression, and the locals and variables that it names. */
const readExpression = (
	text: string,
): { readonly keys: readonly string[]; readonly names: readonly string[] } => {
	const keys: string[] = [];
	const names: string[] = [];
	let braces = 0;
	// What stands before the colon of a condition is no key.
	let isCondition = false;
	for (let at = 0; at < text.length; ) {
		reference.lastIndex = at;
		word.lastIndex = at;
		const [named] = reference.exec(text) ?? [];
		const opaque = afterOpaque(text, at);
		const end =
			named === undefined ? Math.max(opaque, at + (word.exec(text)?.[0].length ?? 0)) : at + named.length;
		const token = text.slice(at, end);
		if (named !== undefined) {
			names.push(named);
		} else if (token !== '' && braces > 0 && !isCondition && isKey.test(text.slice(end))) {
			keys.push(token.startsWith('"') ? unescaped(token.slice(1, -1)) : token);
		} else if (token === '') {
			braces += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
			isCondition = text[at] === '?' || (isCondition && !/[,\n{}]/.test(text[at] ?? ''));
		}

		at = Math.max(end, at + 1);
	}

	return { keys, names };
};

/** What locals and variables are in the files, by how an expression names them; of a variable, its default. */
const namedValues = (files: readonly TemplateText[]): ReadonlyMap<string, string> =>
	new Map(
		files
			.filter(({ file }) => file.endsWith('.pkr.hcl'))
			.flatMap(({ text }) =>
				hclBlocks(text).flatMap(block => {
					const [label = ''] = block.labels;
					return hclAttributes(text, block).flatMap((attribute): (readonly [string, string])[] => {
						const value = hclValue(text, attribute);
						switch (block.type) {
							case 'locals':
								return [[`local.${attribute.name}`, value]];
							case 'local':
								return attribute.name === 'expression' ? [[`local.${label}`, value]] : [];
							case 'variable':
								return attribute.name === 'default' ? [[`var.${label}`, value]] : [];
							default:
								return [];
						}
					});
				}),
			),
	);

/** The tags that an expression certainly names, by key. */
const keysOf = (
	expression: string,
	values: ReadonlyMap<string, string>,
	seen: ReadonlySet<string> = new Set(),
): readonly string[] => {
	const { keys, names } = readExpression(expression);
	const others = names.filter(name => !seen.has(name));
	const known = new Set([...seen, ...others]);
	return [...keys, ...others.flatMap(name => keysOf(values.get(name) ?? '', values, known))];
};

/**
 * Which tags of a template are more than EC2 takes, one sentence; undefined if none are. EC2 says so only when the machine
 * runs, or the image is made. What a function makes up is not counted. Pure.
 * @param files what Packer reads in its folder.
 */
export const templateTagsTrouble = (files: readonly TemplateText[]): string | undefined => {
	const values = namedValues(files);
	for (const { file, text } of files) {
		for (const { kind, type, attribute } of templateSteps(file, text)) {
			const names = kind === 'source' && isAmazonSource(type) ? tagged : [];
			for (const name of names) {
				const keys = new Set(keysOf(attribute(name), values));
				const own = keys.size;
				const all = tagAttributes.includes(name) && own > 0 ? keys.add(buildTag).size : own;
				if (all > tagLimit) {
					const ours = all > own ? `, and packer-wizard adds ${buildTag}` : '';
					return `EC2 takes ${tagLimit} tags: ${name} in ${file} has ${own}${ours}.`;
				}
			}
		}
	}

	return undefined;
};
