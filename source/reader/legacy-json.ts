import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { Problem } from '../base/problem.ts';
import { shellPath } from '../base/shell.ts';
import type { TextPlace } from './document.ts';
import type { SourceFile } from './hcl.ts';

/** A member of an object; where it stands counts characters. */
export type Member = { readonly key: string; readonly value: Node; readonly offset: number };

export const members = (node: Node | undefined): readonly Member[] =>
	node?.type === 'object'
		? (node.children ?? []).flatMap(({ children: [key, value] = [], offset }) =>
				key && value ? [{ key: String(key.value), value, offset }] : [],
			)
		: [];

export const items = (node: Node | undefined): readonly Node[] =>
	node?.type === 'array' ? (node.children ?? []) : [];

export const memberOf = (node: Node, key: string): Node | undefined =>
	members(node).findLast(member => member.key === key)?.value;

export const stringOf = (node: Node | undefined): string | undefined =>
	node?.type === 'string' ? String(node.value) : undefined;

/** The place of a character in a text. */
export const placeIn = (file: string, text: string, offset: number): TextPlace => {
	const before = text.slice(0, offset);
	const begin = before.lastIndexOf('\n') + 1;
	return { file, line: before.split('\n').length, column: offset - begin + 1 };
};

const errorTexts: Readonly<Record<string, string>> = {
	InvalidCommentToken: 'Packer takes no comments in JSON: a key that begins with _ at the top can hold one.',
	CommaExpected: 'A comma is missing before it.',
	ColonExpected: 'A colon is missing before it.',
	ValueExpected: 'A value is missing there, or there is a comma too many.',
	PropertyNameExpected: 'A name in quotes is missing there, or there is a comma too many.',
	CloseBraceExpected: 'A brace is open and never closed.',
	CloseBracketExpected: 'A bracket is open and never closed.',
	EndOfFileExpected: 'Something stands behind its end.',
	UnexpectedEndOfString: 'A text has no quote at its end.',
	InvalidEscapeCharacter: 'A backslash stands before a character that it means nothing before.',
	InvalidCharacter: 'A character stands there that may not: a line break in a text is \\n.',
};

/** The tree of a JSON text. @throws Problem (exit 2) with line and column if it is none. */
export const jsonTree = ({ file, text }: SourceFile): Node => {
	const errors: ParseError[] = [];
	const root = parseTree(text, errors, { disallowComments: true });
	const [error] = errors;
	if (error || root?.type !== 'object') {
		const { line, column } = placeIn(file, text, error?.offset ?? 0);
		throw new Problem(`${file} is no JSON at line ${line}, column ${column}.`, {
			reason: error
				? (errorTexts[printParseErrorCode(error.error)] ?? 'Packer cannot read it there.')
				: 'A template is an object: it begins with a brace.',
			next: [
				'Correct it there, and import it again.',
				`What Packer says of it: packer validate ${shellPath(file)}`,
			],
		});
	}

	return root;
};
