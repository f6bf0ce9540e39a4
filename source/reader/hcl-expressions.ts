import type { Node } from 'web-tree-sitter';
import type { Piece, Reference, TemplateExpression, TextPlace, Value } from './document.ts';
import { heredocText, quotedText } from './strings.ts';

/** Where a row and a column of the text, from 0 on, are to be found. */
export type PlaceOf = (row: number, column: number) => TextPlace;

const children = (node: Node, type: string): readonly Node[] =>
	node.children.filter(child => child.type === type);
export const child = (node: Node, type: string): Node | undefined => children(node, type)[0];

/** The words of a chain: `var`, `.region`; it ends where an index or a splat does not tell which. */
const chain = (
	expression: Node,
): { readonly path: readonly string[]; readonly end: number; readonly isWhole: boolean } => {
	const [first, ...rest] = expression.children;
	const path = [first?.text ?? ''];
	let end = first?.endIndex ?? expression.endIndex;
	for (const part of rest) {
		const word =
			part.type === 'get_attr'
				? child(part, 'identifier')?.text
				: part.type === 'index'
					? /^\[\s*"([^"\\$%]*)"\s*\]$/.exec(part.text)?.[1]
					: undefined;
		if (word === undefined) {
			return { path, end, isWhole: false };
		}

		path.push(word);
		end = part.endIndex;
	}

	return { path, end, isWhole: true };
};

const referencesIn = (node: Node, begin: number): Reference[] => {
	const [first] = node.children;
	const own = first?.type === 'variable_expr' ? chain(node) : undefined;
	return [
		...(own && first && own.path.length > 1
			? [{ path: own.path, begin: first.startIndex - begin, end: own.end - begin }]
			: []),
		...node.children.flatMap(inner => referencesIn(inner, begin)),
	];
};

/** What the expressions of one file say, as tree-sitter gives them. */
export class ExpressionReader {
	readonly text: string;
	readonly #placeOf: PlaceOf;

	constructor(text: string, placeOf: PlaceOf) {
		this.text = text;
		this.#placeOf = placeOf;
	}

	/** A node as a piece of the text; it may begin with what stands before it. */
	piece(node: Node, begin = node.startIndex): Piece {
		const { row, column } = node.startPosition;
		return {
			text: this.text.slice(begin, node.endIndex),
			begin,
			indent: column,
			place: this.#placeOf(row, column),
			references: referencesIn(node, begin),
		};
	}

	/** The parts of a template; the white space at the edges of its literals is in no node. */
	#parts(node: Node, begin: number, end: number, plain: (raw: string) => string) {
		const parts: (string | TemplateExpression)[] = [];
		let at = begin;
		const text = (until: number): void => {
			if (until > at) {
				parts.push(plain(this.text.slice(at, until)));
			}
		};
		for (const inner of node.children) {
			if (inner.type === 'template_interpolation') {
				const expression = child(inner, 'expression');
				text(inner.startIndex);
				// `${~` eats the white space before it.
				parts.push(
					expression && !/^\$\{~|~\}$/.test(inner.text) ? this.expression(expression) : this.#other(inner),
				);
				at = inner.endIndex;
			} else if (inner.type === 'template_directive') {
				text(inner.startIndex);
				parts.push(this.#other(inner));
				at = inner.endIndex;
			}
		}

		text(end);
		return parts;
	}

	#other(node: Node): TemplateExpression {
		return { ...this.piece(node), value: { kind: 'other' } };
	}

	#template(node: Node): Value {
		const [inner] = node.type === 'template_expr' ? node.children : [node];
		if (inner?.type === 'quoted_template' || inner?.type === 'string_lit') {
			return {
				kind: 'text',
				parts: this.#parts(inner, inner.startIndex + 1, inner.endIndex - 1, quotedText),
			};
		}

		return inner ? this.#heredoc(inner) : { kind: 'other' };
	}

	#heredoc(node: Node): Value {
		const names = children(node, 'heredoc_identifier');
		const [open, close] = [names[0], names.at(-1)];
		if (!open || !close || open === close) {
			return { kind: 'other' };
		}

		const begin = this.text.indexOf('\n', open.endIndex) + 1;
		const end = this.text.lastIndexOf('\n', close.startIndex - 1) + 1;
		const raw = this.text.slice(begin, Math.max(begin, end));
		const parts = this.#parts(node, begin, Math.max(begin, end), heredocText);
		if (!node.text.startsWith('<<-')) {
			return { kind: 'text', parts };
		}

		const margin = Math.min(
			...raw
				.split('\n')
				.slice(0, -1)
				.map(line => /^ */.exec(line)?.[0].length ?? 0),
		);
		const isPlain = parts.every(part => typeof part === 'string');
		return isPlain || margin === 0 || margin === Number.POSITIVE_INFINITY
			? {
					kind: 'text',
					parts: parts.map(part =>
						typeof part === 'string' && margin > 0 && Number.isFinite(margin)
							? part.replaceAll(new RegExp(`^ {${margin}}`, 'gm'), '')
							: part,
					),
				}
			: { kind: 'other' };
	}

	#collection(node: Node): Value {
		const tuple = child(node, 'tuple');
		if (tuple) {
			const items = children(tuple, 'expression').map(item => this.expression(item));
			return child(tuple, 'for_tuple_expr') ? { kind: 'other' } : { kind: 'list', items };
		}

		const object = child(node, 'object');
		if (!object) {
			return { kind: 'other' };
		}

		return {
			kind: 'map',
			entries: children(object, 'object_elem').flatMap(element => {
				const [key, value] = children(element, 'expression');
				return key && value ? [[this.#key(key), this.expression(value)] as const] : [];
			}),
		};
	}

	/** A bare word as a key means itself. */
	#key(node: Node): TemplateExpression {
		const expression = this.expression(node);
		return node.children.length === 1 && node.children[0]?.type === 'variable_expr'
			? { ...expression, value: { kind: 'text', parts: [node.text] } }
			: expression;
	}

	#value(node: Node): Value {
		const [first, ...rest] = node.children;
		if (first?.type === 'variable_expr') {
			const { path, isWhole } = chain(node);
			return isWhole ? { kind: 'reference', path } : { kind: 'other' };
		}

		if (!first || rest.length > 0) {
			const inner = first?.type === '(' ? child(node, 'expression') : undefined;
			return inner && rest.length === 2 ? this.#value(inner) : { kind: 'other' };
		}

		switch (first.type) {
			case 'literal_value': {
				const [literal] = first.children;
				if (literal?.type === 'string_lit') {
					return this.#template(literal);
				}

				const known: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
				const { text } = first;
				return { kind: 'literal', value: Object.hasOwn(known, text) ? (known[text] ?? null) : Number(text) };
			}

			case 'template_expr':
				return this.#template(first);
			case 'collection_value':
				return this.#collection(first);
			case 'function_call':
				return {
					kind: 'call',
					name: child(first, 'identifier')?.text ?? '',
					arguments: children(child(first, 'function_arguments') ?? first, 'expression').map(argument =>
						this.expression(argument),
					),
				};
			case 'operation': {
				const number = /^-\s*(\d+(?:\.\d+)?)$/.exec(first.text);
				return number ? { kind: 'literal', value: -Number(number[1]) } : { kind: 'other' };
			}

			default:
				return { kind: 'other' };
		}
	}

	expression(node: Node): TemplateExpression {
		return { ...this.piece(node), value: this.#value(node) };
	}
}
