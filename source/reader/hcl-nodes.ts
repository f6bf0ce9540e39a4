import type { Node } from 'web-tree-sitter';
import type { Piece, TemplateAttribute, TemplateBlock, TemplateItem } from './document.ts';
import { child, ExpressionReader } from './hcl-expressions.ts';
import { quotedText } from './strings.ts';

const label = (node: Node): string =>
	node.type === 'string_lit' ? quotedText(node.text.slice(1, -1)) : node.text;

/** What the nodes of one file say: attributes, blocks and comments. */
export class NodeReader extends ExpressionReader {
	/** Where an attribute or a block begins, with the comments right above it. */
	#beginWithComments(node: Node): number {
		let begin = node;
		// Those above the first of a body stand before the body.
		const above = node.previousSibling ?? (node.parent?.type === 'body' ? node.parent.previousSibling : null);
		for (let before = above; before?.type === 'comment'; before = before.previousSibling) {
			const line = this.text.slice(this.text.lastIndexOf('\n', before.startIndex - 1) + 1, before.startIndex);
			if (
				line.trim() !== '' ||
				before.text.startsWith('/*') ||
				this.text.slice(before.endIndex, begin.startIndex).split('\n').length !== 2
			) {
				break;
			}

			begin = before;
		}

		return begin.startIndex;
	}

	#item(node: Node): TemplateItem | undefined {
		if (node.type === 'attribute') {
			const [name, value] = [child(node, 'identifier'), child(node, 'expression')];
			const attribute: TemplateAttribute | undefined = name &&
				value && {
					...this.piece(node, this.#beginWithComments(node)),
					kind: 'attribute',
					name: name.text,
					expression: this.expression(value),
				};
			return attribute;
		}

		if (node.type === 'block') {
			const [type, ...labels] = node.children.filter(({ type: kind }) =>
				/^(identifier|string_lit)$/.test(kind),
			);
			const block: TemplateBlock = {
				...this.piece(node, this.#beginWithComments(node)),
				kind: 'block',
				type: type?.text ?? '',
				labels: labels.map(label),
				items: this.body(child(node, 'body')),
			};
			return block;
		}

		return undefined;
	}

	body(node: Node | undefined): readonly TemplateItem[] {
		return (node?.children ?? []).flatMap(inner => this.#item(inner) ?? []);
	}

	/** All comments below a node, in order. */
	comments(node: Node): readonly Piece[] {
		return node.type === 'comment'
			? [this.piece(node)]
			: node.children.flatMap(inner => this.comments(inner));
	}
}
