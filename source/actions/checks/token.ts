import { wordFor } from '../../base/count.ts';
import type { Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { chosenBundles, needsToken } from '../../recipe/bundles.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { tokenVariable } from '../../template/ways/way.ts';
import { ok } from './check.ts';

const privateBundles = (recipe: Recipe): readonly string[] =>
	chosenBundles(recipe)
		.filter(({ bundle }) => bundle.needsToken)
		.map(({ bundle }) => bundle.id);

/** Whether the token is set that private bundles need; undefined if none is needed. */
export const checkToken = (
	{ decisions, mode, secrets, refused }: BuildRequest,
	{ environment }: Whereabouts,
): Check | undefined => {
	const { recipe } = decisions;
	if (!needsToken(recipe)) {
		return undefined;
	}

	const title = 'GitHub token';
	const isRefused = refused?.what === 'token';
	if (secrets[tokenVariable] || (environment[tokenVariable] && !isRefused)) {
		return ok('token', title, `${tokenVariable} is set`);
	}

	const names = privateBundles(recipe);
	const which =
		names.length > 2
			? `${names.length} bundles are`
			: `${names.join(' and ')} ${wordFor(names.length, 'is', 'are')}`;
	if (mode === 'rehearsal') {
		return {
			id: 'token',
			status: 'warning',
			title,
			detail: `not set: ${which} checked and shown, not run`,
			remedies: [],
		};
	}

	return {
		id: 'token',
		status: 'missing',
		title,
		detail: `${which} private, ${isRefused ? 'and the token of the last build cannot read that' : `${tokenVariable} is not set`}`,
		remedies: [
			{
				id: 'paste-token',
				label: 'Paste a token',
				details: ['hidden, for this build only, never stored'],
			},
			{ id: 'leave-out', label: 'Leave out', details: [names.join(', ')] },
		],
	};
};
