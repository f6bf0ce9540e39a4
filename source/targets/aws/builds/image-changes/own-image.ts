import type { Caller } from '../../../../aws/client/clients.ts';
import { askIdentity } from '../../../../aws/client/live/identity.ts';
import { openLive } from '../../../../aws/client/live/session.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import type { Artifact } from '../../../../builds/journal/journal.ts';
import { isSignIn } from '../../../../builds/report/diagnosis.ts';
import { flatText, knownFailure } from '../../../../builds/report/known-failure.ts';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { callerOfBuild, foreignImagesText } from '../remains/callers.ts';
import { refusalText } from '../remains/refusals.ts';

const refused = (message: string, next: readonly string[] = []): Problem =>
	new Problem(message, { next, exitCode: exitCodes.usage });

/**
 * The AMIs of a build that is over, all or the one that is named.
 * @throws Problem (exit 2) if the build goes on, was a rehearsal, or made none.
 */
export const amisOf = (
	{ header, result, artifacts }: Timeline,
	ami: string | undefined,
): readonly [Artifact, ...Artifact[]] => {
	const { id } = header;
	if (result === undefined) {
		throw refused(`Build ${id} still runs.`, ['Wait for its image: packer-wizard builds watch']);
	}

	if (header.mode === 'rehearsal') {
		throw refused(`Build ${id} was a rehearsal: its image is not real.`, [
			`Build it for real: packer-wizard builds rerun ${id} --for-real`,
		]);
	}

	const [first, ...more] = artifacts.filter(
		artifact => artifact.region !== '' && (ami === undefined || artifact.ami === ami),
	);
	if (!first) {
		throw refused(`Build ${id} made no image in AWS.`, [
			'See the images made here: packer-wizard images list',
		]);
	}

	return [first, ...more];
};

/** What AWS refused, as a Problem with what is not done now. @param what `The image was not shared.` */
export const refusedChange = (refusal: AwsRefusal, what: string, recipe: Recipe): Problem => {
	const known = knownFailure(flatText(refusal.message), { recipe });
	return new Problem(what, {
		reason: refusalText(refusal, recipe),
		next: known?.next === undefined ? [] : [known.next],
		exitCode: known && isSignIn(known) ? exitCodes.credentials : exitCodes.buildFailed,
		cause: refusal,
	});
};

/**
 * Who signs for what is done with the image of a build: who signed for that, in the same account.
 * @throws Problem (exit 4) if nobody is found, AWS does not accept them, or they are of another account.
 */
export const callerOfImage = async (
	{ header }: Timeline,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<Caller> => {
	const titled = await callerOfBuild(header, whereabouts);
	const session = openLive(titled.caller, header.recipe.aws.region, signal);
	try {
		const { account } = await askIdentity(session);
		const other = foreignImagesText(header, titled, account);
		if (other !== undefined) {
			throw new Problem('Its image is in another account.', {
				reason: other,
				next: ['Sign in to that account, then do it again: aws configure list-profiles, AWS_PROFILE=<name>'],
				exitCode: exitCodes.credentials,
			});
		}
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof AwsRefusal
			? refusedChange(error, 'AWS does not say whose account this is.', header.recipe)
			: error;
	} finally {
		session.close();
	}

	return titled.caller;
};
