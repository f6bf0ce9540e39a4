import { expect, test } from 'vitest';
import { failureRemedy } from '../../source/flow/failure-remedies.ts';
import { recipeWith } from '../helpers/recipe.ts';

test.each([
	[['true'], 'Change the check'],
	[['true', 'nginx -t'], 'Name all checks anew'],
])('a flag says all checks, and so does the way out of one that fails: %j', (checks, label) => {
	const steps = checks.map((check, index) => ({
		name: `check-${index}`,
		position: 'after' as const,
		check,
		exitCode: 0,
	}));
	expect(failureRemedy('step', recipeWith({ steps }), 'check-0')?.label).toBe(label);
});
