import { wordFor } from '../../base/count.ts';
import type { Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { Remedy } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { type ChosenBundle, chosenBundles } from '../../recipe/bundles.ts';
import { tokenVariable } from '../../template/ways/way.ts';
import { advice, ok } from './check.ts';
import { type Access, accessTo, type GithubAsker } from './github.ts';

const title = 'GitHub token';

/** `a`, `a and b`, `a, b and c`. */
const listed = (names: readonly string[]): string =>
	[names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** A tag of a private repository, and the bundles that are installed from it. */
type Wanted = { readonly repository: string; readonly tag: string; readonly ids: readonly string[] };

const wantedOf = (chosen: readonly ChosenBundle[]): readonly Wanted[] => {
	const wanted = new Map<string, Wanted>();
	for (const { bundle, version: tag } of chosen) {
		const repository = bundle.repository.replace('https://github.com/', '');
		const key = `${repository} ${tag}`;
		wanted.set(key, { repository, tag, ids: [...(wanted.get(key)?.ids ?? []), bundle.id] });
	}

	return [...wanted.values()];
};

const remediesFor = (names: readonly string[], helpsAnother = true): readonly Remedy[] => [
	...(helpsAnother
		? [
				{
					id: 'paste-token',
					label: 'Paste a token',
					details: ['hidden, for this build only, never stored'],
				} as const,
			]
		: []),
	{ id: 'leave-out', label: 'Leave out', details: [names.join(', ')], bundles: names },
];

const settings = 'https://github.com/settings/tokens';

/** The time of day on which something is over, as the person's clock has it. */
const clock = (time: number): string => new Date(time).toTimeString().slice(0, 5);

/** What is wrong, and what to do, a sentence each; undefined if it can be read. */
const troubleOf = (
	{ repository, tag, ids }: Wanted,
	access: Access,
): { readonly detail: string; readonly next: string } | undefined => {
	switch (access.kind) {
		case 'can-read':
			return undefined;
		case 'invalid':
			return {
				detail: 'GitHub does not take the token: it is mistyped, has expired or was revoked',
				next: `Make another that may read private repositories (scope repo): ${settings}`,
			};
		case 'not-authorised':
			return {
				detail: `the token is not authorised for ${repository.split('/')[0]}, which wants its single sign-on (SAML)`,
				next: `Authorise it by Configure SSO beside it: ${settings}`,
			};
		case 'limited':
			return {
				detail: `GitHub answers no more requests of this token${access.until === undefined ? ' for now' : ` until ${clock(access.until)}`}`,
				next: 'Wait until then and look again, or use another token.',
			};
		case 'unreadable':
			return {
				detail: `the account behind the token cannot read ${repository}, which has ${listed(ids)}`,
				next: 'Let whoever manages Gruntwork in your company give it access, or leave it out.',
			};
		case 'no-contents':
			return {
				detail: `the token may see ${repository}, but not read what is in it`,
				next: `Give it the permission Contents, read-only: ${settings}`,
			};
		case 'no-version':
			return {
				detail: `${repository} has no version ${tag}, which ${listed(ids)} shall have`,
				next: `Name one of https://github.com/${repository}/releases: ${ids.map(id => `--set ${id}.tag=<tag>`).join(' ')}`,
			};
		case 'not-asked':
			return {
				detail: `${tokenVariable} is set; whether it can read ${repository} nobody knows, since GitHub could not be asked: ${access.why}`,
				next: 'If the build fails there, look at the token.',
			};
	}
};

/** One repository after the other: what is wrong with the token itself is wrong for all of them. */
const verified = async (chosen: readonly ChosenBundle[], asker: GithubAsker): Promise<Check> => {
	const wanted = wantedOf(chosen);
	for (const one of wanted) {
		const access = await accessTo(one.repository, one.tag, asker);
		const trouble = troubleOf(one, access);
		if (trouble) {
			const isDoubt = access.kind === 'not-asked';
			return {
				id: 'token',
				status: isDoubt ? 'warning' : 'missing',
				title,
				detail: trouble.detail,
				...advice([trouble.next]),
				remedies: isDoubt
					? []
					: remediesFor(
							access.kind === 'unreadable' || access.kind === 'no-version'
								? one.ids
								: chosen.map(({ bundle }) => bundle.id),
							// What is not there no token can read.
							access.kind !== 'no-version',
						),
			};
		}
	}

	const names = [...new Set(wanted.map(({ repository }) => repository.replace(/^.*\//, '')))];
	return ok('token', title, `${tokenVariable} can read ${listed(names)}`);
};

/**
 * Whether there is a token that private bundles need, and GitHub lets it read each of their repositories; undefined if
 * none is needed. A rehearsal asks nobody: without a token it only checks these steps.
 */
export const checkToken = async (
	{ decisions, mode, secrets, refused }: BuildRequest,
	{ environment }: Whereabouts,
	signal?: AbortSignal,
): Promise<Check | undefined> => {
	const chosen = chosenBundles(decisions.recipe).filter(({ bundle }) => bundle.needsToken);
	if (chosen.length === 0) {
		return undefined;
	}

	const isRefused = refused?.what === 'token';
	const token = secrets[tokenVariable] || (isRefused ? undefined : environment[tokenVariable]);
	const names = chosen.map(({ bundle }) => bundle.id);
	const which = `${listed(names)} ${wordFor(names.length, 'is', 'are')}`;
	if (token) {
		return mode === 'rehearsal'
			? ok('token', title, `${tokenVariable} is set`)
			: verified(chosen, { token, environment, signal });
	}

	return mode === 'rehearsal'
		? {
				id: 'token',
				status: 'warning',
				title,
				detail: `not set: ${which} checked and shown, not run`,
				remedies: [],
			}
		: {
				id: 'token',
				status: 'missing',
				title,
				detail: `${which} private, ${isRefused ? 'and the token of the last build cannot read that' : `${tokenVariable} is not set`}`,
				remedies: remediesFor(names),
			};
};
