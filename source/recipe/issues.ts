import type * as z from 'zod';
import type { Complaint } from './complaint.ts';

type Issue = z.core.$ZodIssue;

const under = (path: readonly PropertyKey[], issue: Issue): Issue => ({
	...issue,
	path: [...path, ...issue.path],
});

/** Whether it says in words of ours what is wrong with a value of the right kind. */
const isOurs = ({ code }: Issue): boolean => code === 'invalid_format' || code === 'custom';

/** A union says only that nothing fits; what a person meant is the alternative that comes nearest. */
const unfolded = (issue: Issue): readonly Issue[] => {
	if (issue.code === 'invalid_key') {
		return issue.issues.map(inner => under(issue.path, { ...inner, path: [] }));
	}

	if (issue.code !== 'invalid_union') {
		return [issue];
	}

	const [nearest] = [...issue.errors].sort(
		(a, b) => a.length - b.length || Number(b.every(isOurs)) - Number(a.every(isOurs)),
	);
	return nearest === undefined ? [issue] : nearest.flatMap(inner => unfolded(under(issue.path, inner)));
};

/** What a schema finds wrong, each with its place, alternatives resolved. */
export const schemaIssues = (error: z.core.$ZodError): readonly Issue[] => error.issues.flatMap(unfolded);

const kinds: Readonly<Record<string, string>> = {
	string: 'A text',
	number: 'A number',
	int: 'A whole number',
	boolean: 'true or false',
	array: 'A list',
	object: 'An object',
	record: 'An object',
};

const tooSmall = (origin: string, minimum: number | bigint): string => {
	switch (origin) {
		case 'string':
			return minimum === 1 ? 'It is empty.' : `It is shorter than ${minimum} characters.`;
		case 'array':
			return minimum === 1 ? 'It has no entry.' : `It has fewer than ${minimum} entries.`;
		default:
			return `It is less than ${minimum}.`;
	}
};

const tooBig = (origin: string, maximum: number | bigint): string => {
	switch (origin) {
		case 'string':
			return `It is longer than ${maximum} characters.`;
		case 'array':
			return `It has more than ${maximum} entries.`;
		default:
			return `It is more than ${maximum}.`;
	}
};

/** A sentence in the place of what the library of the schema says; what the schema itself says stays. */
const sentence = (issue: Issue): string => {
	switch (issue.code) {
		case 'invalid_type':
			return `${kinds[issue.expected] ?? 'Another kind of value'} is needed.`;
		case 'invalid_value':
			return `${issue.values.map(String).join(' or ')} is needed.`;
		case 'too_small':
			return tooSmall(issue.origin, issue.minimum);
		case 'too_big':
			return tooBig(issue.origin, issue.maximum);
		case 'invalid_union':
		case 'invalid_element':
		case 'not_multiple_of':
			return 'It has none of the forms that are known here.';
		default:
			return issue.message;
	}
};

/** What a schema finds wrong as sentences. */
export const schemaComplaints = (error: z.core.$ZodError): readonly Complaint[] =>
	schemaIssues(error).map(issue => ({ path: issue.path.join('.'), message: sentence(issue) }));

/** A complaint with its place. */
export const complaintText = ({ path, message }: Complaint): string =>
	path === '' ? message : `${path}: ${message}`;
