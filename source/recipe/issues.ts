import type { z } from 'zod';
import type { Complaint } from './complaint.ts';

type Issue = z.core.$ZodIssue;

const under = (path: readonly PropertyKey[], issue: Issue): Issue => ({
	...issue,
	path: [...path, ...issue.path],
});

/** A union says only that nothing fits; what a person meant is the alternative that comes nearest. */
const unfolded = (issue: Issue): readonly Issue[] => {
	if (issue.code !== 'invalid_union') {
		return [issue];
	}

	const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
	return nearest === undefined ? [issue] : nearest.flatMap(inner => unfolded(under(issue.path, inner)));
};

/** What a schema finds wrong, each with its place, alternatives resolved. */
export const schemaIssues = (error: z.core.$ZodError): readonly Issue[] => error.issues.flatMap(unfolded);

/** What a schema finds wrong as sentences. */
export const schemaComplaints = (error: z.core.$ZodError): readonly Complaint[] =>
	schemaIssues(error).map(issue => ({ path: issue.path.join('.'), message: issue.message }));
