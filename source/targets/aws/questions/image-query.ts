import { makerCalled } from '../../../catalog/base-images.ts';
import { accountPattern, amiPattern } from '../../../recipe/schema.ts';

/** What AWS is asked for by what somebody typed. */
export type ImageQuery =
	| { readonly ids: readonly string[] }
	/** The name of a parameter of Systems Manager whose value is an id. */
	| { readonly parameter: string }
	/** Whose they are, or anybody's that are public, and patterns of their names, of which one has to fit. */
	| { readonly owners: readonly string[]; readonly patterns: readonly string[] };

const parameterPattern = /^(?:resolve:ssm:(\/?[\w./-]+(?::\d+)?)|(\/aws\/service\/[\w./-]+))$/;

/** The parameter of Systems Manager that is meant by `/aws/service/…` or `resolve:ssm:…`; undefined if none is. */
export const parameterIn = (typed: string): string | undefined => {
	const [, named, service] = parameterPattern.exec(typed.trim()) ?? [];
	return named ?? service;
};

/** What EC2 calls owners whose number nobody knows. */
const aliases: ReadonlyMap<string, string> = new Map([
	['amazon', 'amazon'],
	['marketplace', 'aws-marketplace'],
	['aws-marketplace', 'aws-marketplace'],
]);

/** Parts of a name that are shorter fit too many. */
const leastLetters = 3;

/** EC2 heeds the case of letters: a word as it was typed, and as names usually have it. */
const patternsOf = (word: string): readonly string[] => {
	const plain = word.replaceAll(/[*?\\]/g, '?');
	const lower = plain.toLowerCase();
	const forms = [plain, lower, plain.toUpperCase(), `${lower.slice(0, 1).toUpperCase()}${lower.slice(1)}`];
	return [...new Set(forms)].map(form => `*${form}*`);
};

/**
 * What AWS is asked for by what was typed: an id, a parameter, or owners, by number or name, and the longest other word: the
 * list itself looks for all of them. Undefined while that is too little to ask for.
 */
export const readImageQuery = (typed: string, region: string): ImageQuery | undefined => {
	const text = typed.trim();
	if (amiPattern.test(text)) {
		return { ids: [text] };
	}

	const parameter = parameterIn(text);
	if (parameter !== undefined) {
		return { parameter };
	}

	// The beginning of an id.
	if (/^ami-[0-9a-f]*$/.test(text)) {
		return undefined;
	}

	const words = text.split(/\s+/);
	const accounts = words.filter(word => accountPattern.test(word));
	const makers = words.flatMap(word => makerCalled(word, region) ?? []);
	const called = words.flatMap(word => aliases.get(word.toLowerCase()) ?? []);
	const owners = [...new Set([...accounts, ...makers.map(({ account }) => account), ...called])];
	const said = new Set(
		[...accounts, ...aliases.keys(), ...makers.flatMap(({ name }) => name.split(' '))].map(word =>
			word.toLowerCase(),
		),
	);
	const [longest = ''] = words
		.filter(word => !said.has(word.toLowerCase()))
		.sort((one, other) => other.length - one.length);
	const patterns = longest.length < leastLetters ? [] : patternsOf(longest);
	// All that Amazon, or everybody, publishes is more than anybody looks through.
	return patterns.length > 0 || accounts.length + makers.length > 0 ? { owners, patterns } : undefined;
};
