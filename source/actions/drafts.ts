import type { Environment } from '../base/paths.ts';
import { draftAtHome, isInTheWay, isSame } from '../flow/drafts.ts';
import type { Home } from '../flow/home.ts';
import { type Draft, newDraft } from '../questions/draft.ts';
import type { Decisions } from '../questions/question.ts';
import { findQuestion } from '../questions/table.ts';
import { formPlace, formsFor } from '../questions/walk.ts';
import { defaultRecipe, suggestedInstanceType } from '../recipe/defaults.ts';
import { createDrafts, type KeptDraft } from '../store/drafts.ts';
import { readPreferences } from '../store/preferences.ts';
import { regionComplaint } from '../targets/aws/recipe/place.ts';
import type { Actions } from './contract.ts';

/** The kept answers; a question that there is no more leads to the review. */
const resumed = (draft: KeptDraft | undefined): Draft | undefined => {
	if (draft === undefined) {
		return undefined;
	}

	const places = ['settings', 'review', ...formsFor(draft).map(formPlace)];
	return { ...draft, at: places.includes(draft.at) || findQuestion(draft.at) ? draft.at : 'review' };
};

/** A draft with nothing answered, in which the region chosen last, or that of the AWS settings, is proposed. */
const freshDraft = async (environment: Environment): Promise<Draft> => {
	const { region: last } = await readPreferences(environment);
	const region = [last, environment['AWS_REGION'], environment['AWS_DEFAULT_REGION']].find(
		id => id !== undefined && regionComplaint(id) === undefined,
	);
	const first = defaultRecipe();
	const recipe = { ...first, aws: { ...first.aws, ...(region !== undefined && { region }) } };
	return newDraft({
		recipe: { ...recipe, aws: { ...recipe.aws, instanceType: suggestedInstanceType(recipe) } },
		folder: null,
	});
};

export type DraftActions = {
	/** Answers that were left, and what a new image begins with. */
	readonly read: () => Promise<Pick<Home, 'draft' | 'fresh' | 'left'>>;
	readonly keep: Actions['saveDraft'];
	/** Drops the kept answers if they still are those that something was made of. */
	readonly drop: (madeOf: Decisions | undefined) => Promise<void>;
};

/** The answers that are kept between two starts. */
export const openDrafts = (environment: Environment): DraftActions => {
	const drafts = createDrafts(environment);
	return {
		read: async () => {
			const [kept, fresh] = await Promise.all([drafts.read(), freshDraft(environment)]);
			return { ...draftAtHome(resumed(kept)), fresh };
		},
		// Who comes back to answers later walks through all of them.
		keep: async ({ only: _only, opened: _opened, before: _before, noNetwork: _told, ...draft }, known) => {
			let others: Draft | undefined;
			await drafts.change(there => {
				others = isInTheWay(there, known) ? resumed(there) : undefined;
				return others ? there : draft;
			});
			return others;
		},
		drop: madeOf => drafts.change(there => (there && madeOf && isSame(there, madeOf) ? undefined : there)),
	};
};
