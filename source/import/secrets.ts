import type { TemplateExpression, TemplateItem } from '../reader/document.ts';
import { evaluate, type Scope } from './plain.ts';

/** Names of what nobody else may know; a path, a length or a yes of one is none, nor what the metadata service asks for. */
const secretName =
	/^(?!http_tokens$).*(?:token|secret|password|passwd|passphrase|api_?key|access_?key|private_?key)(?!\w*_(?:path|file|name|arn|url|ttl|length|size|version|type|id|user|auth|policy|enabled|required|authentication)$)/i;

export const isSecretVariable = (name: string, { isSensitive }: { readonly isSensitive: boolean }): boolean =>
	isSensitive || secretName.test(name);

const unknown: Scope = { lookUp: () => ({ why: 'it is named' }) };

/** Whether an expression says a text by itself, and not where it is found. */
export const isPlainText = (expression: TemplateExpression): boolean => {
	const known = evaluate(expression, unknown);
	return (
		'value' in known &&
		[known.value].flat().some(value => value !== null && !/^(?:|true|false)$/.test(String(value)))
	);
};

/** A secret that stands in a text, and what it is called. */
export type SecretPlace = {
	readonly name: string;
	/** In the text that was read; the end is behind its last character. */
	readonly begin: number;
	readonly end: number;
	/** Whether it is all of an expression, and no part of a text. */
	readonly isWhole: boolean;
};

/** What is given to a name in a text: `DB_PASSWORD=x`, `export TOKEN='x'`, and `TOKEN="x"` in a string of HCL. */
const givenName = /(?<![\w$-])(\w+)=(?:\\"([^"\\$]+)\\"|"([^"\\$]+)"|'([^'$]+)'|([^\s"'$`{;\\]+))/g;

/** A text that is a secret whatever its name: of GitHub, of AWS, of Slack, a private key. */
const secretText =
	/\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|A[KS]IA[A-Z0-9]{16}\b|xox[abp]-[\w-]+)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g;

const placesInText = ({ text, begin }: TemplateExpression): readonly SecretPlace[] => {
	const given = [...text.matchAll(givenName)]
		.filter(([, name = '']) => secretName.test(name))
		.map((match): SecretPlace => {
			const [all, name = '', ...values] = match;
			const value = values.find(one => one !== undefined) ?? '';
			const at = begin + match.index + all.indexOf(value, name.length + 1);
			return { name, begin: at, end: at + value.length, isWhole: false };
		});
	const others = [...text.matchAll(secretText)]
		.map(
			({ 0: value, index }): SecretPlace => ({
				name: 'secret',
				begin: begin + index,
				end: begin + index + value.length,
				isWhole: false,
			}),
		)
		.filter(other => given.every(one => other.end <= one.begin || one.end <= other.begin));
	return [...given, ...others];
};

const placesIn = (expression: TemplateExpression, name = ''): readonly SecretPlace[] => {
	const { value, begin, text } = expression;
	const isSecret = secretName.test(name) && isPlainText(expression);
	switch (value.kind) {
		case 'text':
			return isSecret ? [{ name, begin, end: begin + text.length, isWhole: true }] : placesInText(expression);
		case 'literal':
			return isSecret ? [{ name, begin, end: begin + text.length, isWhole: true }] : [];
		case 'list':
			return value.items.flatMap(item => placesIn(item, name));
		case 'map':
			return value.entries.flatMap(([key, inner]) => {
				const [word = ''] =
					key.value.kind === 'text' ? key.value.parts : key.value.kind === 'reference' ? key.value.path : [];
				return placesIn(inner, typeof word === 'string' ? word : '');
			});
		default:
			return [];
	}
};

/** The secrets that stand in plain text in a block, an attribute or an expression. */
export const plainSecrets = (piece: TemplateItem | TemplateExpression): readonly SecretPlace[] =>
	!('kind' in piece)
		? placesIn(piece)
		: piece.kind === 'block'
			? piece.items.flatMap(plainSecrets)
			: placesIn(piece.expression, piece.name);
