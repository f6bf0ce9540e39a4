import type { Node } from 'web-tree-sitter';
import { Problem } from '../base/problem.ts';
import { shellPath } from '../base/shell.ts';
import type { ReadTemplate } from './document.ts';
import { child, type PlaceOf } from './hcl-expressions.ts';
import { NodeReader } from './hcl-nodes.ts';
import { parserOf } from './parser.ts';

/** A file as it is read: its text, and what a person calls it. */
export type SourceFile = { readonly file: string; readonly text: string };

const leaves = (node: Node): readonly Node[] =>
	node.childCount === 0 ? [node] : node.children.flatMap(leaves);

/** Where in a part that is no HCL as a whole the trouble is: at a text that does not end in its line, else at its end. */
const troubleIn = (node: Node): Node => {
	const all = leaves(node);
	const open = all.find(
		({ type, startPosition }, index) =>
			type === 'quoted_template_start' &&
			all.slice(index).find(one => one.type === 'quoted_template_end')?.startPosition.row !==
				startPosition.row,
	);
	return open ?? all.at(-1) ?? node;
};

/** The first node that is no HCL, or that should be there and is not. */
const firstError = (node: Node): Node | undefined =>
	node.isMissing
		? node
		: node.isError
			? node.startIndex === 0
				? troubleIn(node)
				: node
			: node.hasError
				? node.children.map(firstError).find(found => found !== undefined)
				: undefined;

/** What stands at the top and is no body of a file: an expression alone is HCL, and no template. */
const foreignPart = (root: Node): Node | undefined =>
	root.children.find(({ type }) => type !== 'body' && type !== 'comment');

/** What should be there, by the type that tree-sitter-hcl has for it. */
const missing: Readonly<Record<string, string>> = {
	identifier: 'A value is missing behind it.',
	'{': 'A value is missing behind it.',
	quoted_template_end: 'A text that begins there has no quote at its end.',
	'}': 'A brace is open and never closed.',
	']': 'A bracket is open and never closed.',
	')': 'A parenthesis is open and never closed.',
	'<<': 'A text begins there that is none: it stands in double quotes.',
	heredoc_identifier: 'A text that begins with << has no line that ends it.',
};

/** Where a person looks for the trouble: what is missing is missing behind the last that stands before it. */
const troubleAt = (error: Node, text: string): { readonly row: number; readonly column: number } => {
	if (!error.isMissing || error.type === '<<') {
		return error.startPosition;
	}

	if (error.type === 'quoted_template_end' && error.parent) {
		return error.parent.startPosition;
	}

	const before = text.slice(0, error.startIndex).trimEnd().split('\n');
	return { row: before.length - 1, column: before.at(-1)?.length ?? 0 };
};

/** Texts that somebody wrote hold the line breaks of their system, and some a byte-order mark. */
const unix = (text: string): string => text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');

/**
 * What stands in a file of HCL, in order, and its comments.
 * @throws Problem (exit 2) with line and column if it is no HCL.
 */
export const readHcl = async (
	{ file, text: raw }: SourceFile,
	placeOf: PlaceOf = (row, column) => ({ file, line: row + 1, column: column + 1 }),
): Promise<ReadTemplate> => {
	const text = unix(raw);
	const parser = await parserOf();
	const tree = parser.parse(text);
	if (!tree) {
		throw new Error('tree-sitter gave no tree');
	}

	try {
		const error = firstError(tree.rootNode) ?? foreignPart(tree.rootNode);
		if (error) {
			const { row, column } = troubleAt(error, text);
			const place = placeOf(row, column);
			const line = text.split('\n')[row] ?? '';
			throw new Problem(`${file} cannot be read at line ${place.line}, column ${place.column}.`, {
				reason: error.isMissing
					? (missing[error.type] ?? 'Something that was begun there is never ended.')
					: `It is no HCL from there on: ${line.trim().slice(0, 60)}`,
				next: [
					'Correct it there, and import it again.',
					`What Packer says of it: packer validate ${shellPath(file)}`,
				],
			});
		}

		const reader = new NodeReader(text, placeOf);
		return { items: reader.body(child(tree.rootNode, 'body')), comments: reader.comments(tree.rootNode) };
	} finally {
		tree.delete();
	}
};
