import type { TemplateExpression, TemplateItem } from '../reader/document.ts';
import { evaluate, type Scope } from './plain.ts';

/** Names of what nobody else may know; a path, a length or a yes of one is none. */
const secretName =
	/(?:token|secret|password|passwd|passphrase|api_?key|access_?key|private_?key)(?!\w*_(?:path|file|name|arn|url|ttl|length|version|enabled)$)/i;

/** A text that is a secret whatever its name: of GitHub, of AWS, of Slack, a private key. */
const secretText =
	/\b(?:gh[pousr]_\w{20}|github_pat_\w{20}|A[KS]IA[A-Z0-9]{16}\b|xox[abp]-)|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

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

/** Names of the environment that are given a secret in a text: `DB_PASSWORD=x`, `export TOKEN='x'`. */
const givenName = /(?:^|[\s;"'])(\w+)=(?=["']?[^\s"'$`{;\\])/g;

const secretsInText = (text: string): readonly string[] => [
	...[...text.matchAll(givenName)].map(([, name = '']) => name).filter(name => secretName.test(name)),
	...(secretText.test(text) ? ['a key or token'] : []),
];

const secretsInValue = (expression: TemplateExpression): readonly string[] => {
	const { value } = expression;
	switch (value.kind) {
		case 'text':
			return value.parts.flatMap((part, index) =>
				typeof part === 'string'
					? secretsInText(typeof value.parts[index + 1] === 'object' ? `${part}$` : part)
					: [],
			);
		case 'list':
			return value.items.flatMap(secretsInValue);
		case 'map':
			return value.entries.flatMap(([key, inner]) => {
				const [name = ''] =
					key.value.kind === 'text' ? key.value.parts : key.value.kind === 'reference' ? key.value.path : [];
				return typeof name === 'string' && secretName.test(name) && isPlainText(inner)
					? [name]
					: secretsInValue(inner);
			});
		default:
			return [];
	}
};

/** The names of secrets that stand in plain text in something that is kept as it stands. */
const plainSecrets = (item: TemplateItem): readonly string[] => [
	...new Set(
		item.kind === 'block'
			? item.items.flatMap(plainSecrets)
			: secretName.test(item.name) && isPlainText(item.expression)
				? [item.name]
				: secretsInValue(item.expression),
	),
];

/** What is told of such, behind what became of it. */
export const secretsText = (item: TemplateItem): string => {
	const names = plainSecrets(item);
	return names.length > 0
		? `; a secret in plain text (${names.join(', ')}) stands in the new files, too: take it out before you share them`
		: '';
};
