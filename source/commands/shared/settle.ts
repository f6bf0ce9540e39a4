import { count } from '../../base/count.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import type { Check, Remedy } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { Session } from './session.ts';

/** Remedies that only need a yes, which --yes is. */
const needOnlyYes: readonly Remedy['id'][] = ['get-packer', 'package-manager', 'get-plugin'];

/** What a person who cannot be asked can do instead of choosing a remedy. */
const insteadOf = (
	{ id, label, details }: Remedy,
	_index: number,
	offered: readonly Remedy[],
): readonly string[] => {
	switch (id) {
		case 'get-packer':
		case 'get-plugin':
			return [`${label}: --yes`];
		case 'package-manager':
			// A yes goes to the first of them.
			return offered.some(remedy => remedy.id === 'get-packer')
				? details.map(command => `${label}: ${command}`)
				: [`${label}: --yes`];
		case 'packer-path':
			return ['Use another Packer: PACKER_WIZARD_PACKER=<path>'];
		case 'paste-token':
			return ['Set GITHUB_OAUTH_TOKEN in the environment.'];
		case 'rehearse':
			return [`${label}: --rehearse`];
		case 'profile':
			return ['Use a profile of the AWS settings: --profile <name>'];
		case 'keep-files':
			return [`${label}: --keep`];
		case 'overwrite-files':
			return [`${label}: --overwrite`];
		case 'trust':
			return [`${label}: --trust`];
		case 'another-folder':
			return [`${label}: --out <folder>`];
		case 'how-to':
			return details.map(text => `${label}: ${text}`);
		default:
			return [];
	}
};

/** Everything that is missing; and why it could not be got, if that was tried. */
const missingProblem = (name: string, missing: readonly Check[], failure?: Problem): Problem =>
	new Problem(`${name} cannot start: ${count(missing.length, 'thing is', 'things are')} missing.`, {
		reason: [
			...missing.map(({ title, detail }) => `${title}: ${detail}`),
			...(failure ? [failure.message, ...(failure.reason === undefined ? [] : [failure.reason])] : []),
		].join('\n'),
		next: failure?.next ?? [...new Set(missing.flatMap(check => check.remedies).flatMap(insteadOf))],
		cause: failure,
		exitCode: missing.every(check => check.id === 'credentials') ? exitCodes.credentials : exitCodes.missing,
	});

/**
 * Gets what is missing as far as a yes is all that it needs; each remedy is tried once.
 * @throws Problem (exit 3, or 4 if it is only the sign-in) that lists everything that is missing; or the reason of the
 * signal.
 */
export const settle = async (
	session: Session,
	start: BuildRequest,
	signal: AbortSignal,
): Promise<BuildRequest> => {
	const actions = await session.actions();
	const tried = new Set<string>();
	let request = start;
	for (;;) {
		const missing = (await actions.checks(request, signal)).filter(check => check.status === 'missing');
		if (missing.length === 0) {
			return request;
		}

		const remedy = missing
			.flatMap(check => check.remedies)
			.find(({ id, asks }) => needOnlyYes.includes(id) && !asks && !tried.has(id));
		if (!remedy || !session.has('yes')) {
			throw missingProblem(request.decisions.recipe.name, missing);
		}

		tried.add(remedy.id);
		try {
			request = await actions.remedy(request, remedy, undefined, session.say, signal);
		} catch (error) {
			throw error instanceof Problem ? missingProblem(request.decisions.recipe.name, missing, error) : error;
		}
	}
};
