import type { Environment } from '../../base/paths.ts';
import { applyFlags } from '../../flags/questions.ts';
import type { Given } from '../../flags/variables.ts';
import type { Draft } from '../../questions/draft.ts';
import type { Facts } from '../../questions/question.ts';
import { questions } from '../../questions/table.ts';
import type { Session } from './session.ts';

/** What says which AMI is meant, and where: other answers may depend on what it is. */
const placeFlags = new Set(
	questions
		.filter(({ id, section }) => ['where', 'region'].includes(section) || id === 'base')
		.map(({ flag }) => flag.name),
);

/**
 * A draft with the answers that flags and variables give, as `applyFlags`. What they name an AMI is looked at first, unless
 * it is for a rehearsal or nobody signs in: what AWS says of it is taken along.
 */
export const applyLooked = async (
	session: Session,
	draft: Draft,
	given: Given,
	environment: Environment,
): Promise<Draft> => {
	const place = new Map([...given].filter(([name]) => placeFlags.has(name)));
	const unseen = applyFlags(draft, place, environment);
	const { base } = unseen.recipe;
	const isNew = 'ami' in base && base.name === undefined && base !== draft.recipe.base;
	if (!isNew || unseen.mode !== 'aws' || session.has('rehearse')) {
		return applyFlags(draft, given, environment);
	}

	const actions = await session.actions();
	let facts: Facts = { profiles: [] };
	await actions.seekAmis(
		{ decisions: unseen, query: base.ami },
		sought => {
			facts = { ...facts, sought };
		},
		new AbortController().signal,
	);
	const refused = facts.sought?.refused;
	if (refused !== undefined) {
		session.note(refused);
	}

	return applyFlags(draft, given, environment, facts);
};
