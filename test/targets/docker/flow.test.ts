import { expect, test } from 'vitest';
import { laterFlag } from '../../../source/flow/review.ts';
import type { TargetId } from '../../../source/recipe/schema.ts';
import { dockerSchema } from '../../../source/targets/docker/recipe/schema.ts';
import { recipeWith } from '../../helpers/recipe.ts';

test('a yes is named for later only where one is asked for: what costs, and what others see', () => {
	const flag = (targets: readonly TargetId[], mode: 'aws' | 'rehearsal', push = false) =>
		laterFlag({
			recipe: { ...recipeWith(), targets: [...targets], docker: dockerSchema.parse({ push }) },
			mode,
		});
	expect(flag(['aws'], 'aws')).toBe('--yes');
	expect(flag(['aws'], 'rehearsal')).toBe('--rehearse');
	expect(flag(['docker'], 'aws')).toBeUndefined();
	expect(flag(['docker'], 'rehearsal', true)).toBe('--yes');
});
