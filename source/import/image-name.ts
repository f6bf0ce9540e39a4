import type { TemplateExpression } from '../reader/document.ts';
import { evaluate, plainString, type Scope } from './plain.ts';
import type { Declared } from './scope.ts';

/** A piece of a name: a text, a time or an id that each build has anew, or something else that is not known. */
type NamePiece = { readonly text: string } | 'time' | 'unknown';

const timeCall = /\b(timestamp|isotime|legacy_isotime|formatdate|uuid|uuidv4|timeadd)\b/;

const isTime = (expression: TemplateExpression, declared: Declared, depth = 0): boolean =>
	timeCall.test(expression.text) ||
	expression.references.some(({ path: [root, name = ''] }) => {
		const inner =
			root === 'local'
				? declared.locals.get(name)?.attribute.expression
				: root === 'var'
					? declared.variables.get(name)?.standard?.expression
					: undefined;
		return inner !== undefined && depth < 8 && isTime(inner, declared, depth + 1);
	});

const rendered = (text: string): readonly NamePiece[] =>
	text
		.split(/(\{\{.*?\}\})/s)
		.filter(part => part !== '')
		.map(part => (part.startsWith('{{') ? (timeCall.test(part) ? 'time' : 'unknown') : { text: part }));

const piecesOf = (
	expression: TemplateExpression,
	scope: Scope,
	declared: Declared,
	depth = 0,
): readonly NamePiece[] => {
	const known = evaluate(expression, scope);
	const text = 'value' in known ? plainString(known.value) : undefined;
	if (text !== undefined) {
		return rendered(text);
	}

	const { value } = expression;
	if (value.kind === 'text') {
		return value.parts.flatMap(part =>
			typeof part === 'string' ? rendered(part) : piecesOf(part, scope, declared, depth),
		);
	}

	const [root, name = ''] = value.kind === 'reference' ? value.path : [];
	const local = root === 'local' ? declared.locals.get(name)?.attribute.expression : undefined;
	return local && depth < 8
		? piecesOf(local, scope, declared, depth + 1)
		: [isTime(expression, declared) ? 'time' : 'unknown'];
};

/** A text as a name of a Recipe. */
export const nameFrom = (text: string): string =>
	text
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 48)
		.replace(/-+$/, '');

/** The name of an image: what of it stays, and whether a name with the time behind a hyphen says the same. */
export const imageNameOf = (
	expression: TemplateExpression,
	scope: Scope,
	declared: Declared,
): { readonly name: string; readonly isOurs: boolean } => {
	const pieces = piecesOf(expression, scope, declared);
	const text = pieces.map(piece => (typeof piece === 'object' ? piece.text : '-')).join('');
	const name = nameFrom(text);
	const [last, ...before] = pieces.toReversed();
	return {
		name,
		isOurs: last === 'time' && before.every(piece => typeof piece === 'object') && text === `${name}--`,
	};
};
