import type { Environment } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { applyFlags } from '../../flags/questions.ts';
import type { Given } from '../../flags/variables.ts';
import { baseImage } from '../../questions/base-image.ts';
import type { Draft } from '../../questions/draft.ts';
import { questions } from '../../questions/table.ts';
import type { SoughtImages } from '../../targets/aws/questions/facts.ts';
import { parameterIn } from '../../targets/aws/questions/image-query.ts';
import { obstacle } from '../../targets/aws/questions/image-rows.ts';
import type { Session } from './session.ts';

/** What says which AMI is meant, and where: other answers may depend on what it is. */
const placeFlags = new Set(
	questions
		.filter(({ id, section }) => ['where', 'region'].includes(section) || id === 'base')
		.map(({ flag }) => flag.name),
);

/** What AWS says of the images that something typed means, in the region of a draft; nothing if nobody signs in. */
const soughtBy = async (session: Session, draft: Draft, query: string): Promise<SoughtImages | undefined> => {
	let last: SoughtImages | undefined;
	await (await session.actions()).seekAmis(
		{ decisions: draft, query },
		sought => {
			last = sought;
		},
		new AbortController().signal,
	);
	return last;
};

/** The flags with the id of the image that a parameter names instead of it. @throws Problem (exit 3) if none is known. */
const withoutParameter = async (
	session: Session,
	draft: Draft,
	given: Given,
	environment: Environment,
): Promise<Given> => {
	const named = given.get(baseImage.flag.name)?.at(-1);
	if (named === undefined || parameterIn(named) === undefined) {
		return given;
	}

	const place = new Map([...given].filter(([name]) => placeFlags.has(name) && name !== baseImage.flag.name));
	const sought = await soughtBy(session, applyFlags(draft, place, environment), named);
	const [image] = sought?.images ?? [];
	if (!image) {
		throw new Problem(`Which image ${named} names is not known.`, {
			reason: sought?.refused ?? 'Nobody is signed in to AWS, which keeps such parameters.',
			next: ['Name an image by its id: --base ami-…'],
			exitCode: exitCodes.missing,
		});
	}

	return new Map([...given, [baseImage.flag.name, [image.id]]]);
};

/**
 * A draft with the answers that flags and variables give, as `applyFlags`. What they name an AMI is looked at first, unless
 * it is for a rehearsal or nobody signs in: what AWS says of it is taken along.
 * @throws as `applyFlags`, and Problem: exit 3 for a parameter that names no image, exit 2 for an image that AWS says is not
 * there, or that nobody can build on.
 */
export const applyLooked = async (
	session: Session,
	draft: Draft,
	flags: Given,
	environment: Environment,
): Promise<Draft> => {
	const given = await withoutParameter(session, draft, flags, environment);
	const place = new Map([...given].filter(([name]) => placeFlags.has(name)));
	const unseen = applyFlags(draft, place, environment);
	const { base } = unseen.recipe;
	const isNew = 'ami' in base && base.name === undefined && base !== draft.recipe.base;
	if (!isNew || unseen.mode !== 'aws' || session.has('rehearse')) {
		return applyFlags(draft, given, environment);
	}

	const sought = await soughtBy(session, unseen, base.ami);
	const image = sought?.images.find(({ id }) => id === base.ami);
	const trouble = sought?.gone === undefined ? image && obstacle(image) : sought.refused;
	if (trouble !== undefined) {
		throw new Problem(`${base.ami} cannot be built on.`, {
			reason: trouble,
			next: ['Name another image: --base'],
			exitCode: exitCodes.usage,
		});
	}

	if (sought?.refused !== undefined) {
		session.note(sought.refused);
	}

	return applyFlags(draft, given, environment, { profiles: [], ...(sought && { sought }) });
};
