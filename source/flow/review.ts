import { ownCopiesOf, packersCopies } from '../builds/copy/own-copies.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import { type Draft, decisionsOf } from '../questions/draft.ts';
import { goTo } from '../questions/moves.ts';
import { type SectionId, withFolder } from '../questions/question.ts';
import { reviewSummary } from '../questions/sections.ts';
import { type FormPlace, formPlace, sectionsFor } from '../questions/walk.ts';
import { warningsOf } from '../questions/warnings.ts';
import type { Recipe, TargetId } from '../recipe/schema.ts';
import { buildModeOf, makes, makesSeveral, targetOf } from '../recipe/targets.ts';
import { leftOutTexts, ownEndOf } from '../targets/aws/builds/copy/own-end.ts';
import { templateTagsTrouble } from '../targets/aws/builds/copy/template-tags.ts';
import { accountHint } from '../targets/aws/flow/account.ts';
import { type CostKnown, costPlan, costRows, expectedCost } from '../targets/aws/flow/cost.ts';
import { awsDeeds } from '../targets/aws/flow/deeds.ts';
import { knownRates } from '../targets/aws/questions/rates.ts';
import { ratesFor } from '../targets/aws/recipe/estimate.ts';
import { besideHint, dockerDeeds } from '../targets/docker/flow.ts';
import type { Deed } from './deed.ts';
import { type Keeping, madeOf } from './drafts.ts';
import { type DifferenceDeed, type DifferencePolicy, differing, type FilePlan } from './files.ts';
import { toldForms } from './form.ts';
import { importedDoubts, importedPlan, importedText } from './import.ts';
import type { Accounts, BuildOptions, BuildRequest } from './request.ts';
import { appliedText, stayingText } from './words/plan.ts';

/** Whether a build spends, or is sent to others. */
const isGrave = (recipe: Recipe, mode: BuildMode): boolean =>
	deedsFor(recipe).some(deed => deed.id === mode && deed.isGrave === true);

/** Whether a person has to see the review first: it spends, or is sent to others, and nobody said yes to that. */
export const needsReview = ({ mode, confirmed, decisions: { recipe } }: BuildRequest): boolean =>
	confirmed === undefined && isGrave(recipe, mode);

/** The flag by which the same build needs no review later; undefined if it needs none anyway. */
export const laterFlag = ({ recipe, mode: wished }: Pick<Draft, 'recipe' | 'mode'>): string | undefined => {
	const mode = buildModeOf(recipe, wished);
	return mode === 'rehearsal' ? '--rehearse' : isGrave(recipe, mode) ? '--yes' : undefined;
};

/** How a build is run, to keep that over the review. */
export const optionsOf = ({
	speed,
	sandbox,
	faults,
	trust,
	differences,
	earlier,
	refused,
}: BuildOptions): BuildOptions => ({
	...(speed !== undefined && { speed }),
	...(sandbox !== undefined && { sandbox }),
	...(faults !== undefined && { faults }),
	...(trust !== undefined && { trust }),
	...(differences !== undefined && { differences }),
	...(earlier && { earlier }),
	...(refused && { refused }),
});

/** What the review knows. */
export type Reviewed = {
	readonly draft: Draft;
	/** The files that would be written; undefined while that is looked up, and if they cannot be. */
	readonly plan: FilePlan | undefined;
	/** The account that stands there, undefined while that is looked up: then nobody says yes to it. */
	readonly accounts: Accounts | undefined;
	/** For the build that comes of it. */
	readonly options: BuildOptions;
	readonly keeping: Keeping;
	/** What is known of what it costs. */
	readonly costs?: CostKnown | undefined;
	/** What waits for a word on files that exist and differ. */
	readonly differing?: FilesPurpose | undefined;
};

/** The files that count where both are there: the person's. */
const textsOf = ({ files }: FilePlan) =>
	files.map(({ path, content, current }) => ({ file: path, text: current ?? content }));

/** Whose copies a build makes. */
const copiesOf = (plan: FilePlan, recipe: Recipe): ReturnType<typeof ownCopiesOf> =>
	ownCopiesOf(textsOf(plan), () => false, recipe.aws);

/** That a machine would not end itself when its time is up, where it has one. */
const endDoubts = ({ timeout }: Draft, plan: FilePlan): readonly string[] => {
	const end = timeout === 'off' ? undefined : ownEndOf(textsOf(plan), []);
	return end ? leftOutTexts(end) : [];
};

/** What becomes of the image if a copy fails, one sentence; undefined if none is made, or what stands among the doubts. */
export const copiesFact = ({ recipe }: Draft, plan: FilePlan | undefined): string | undefined => {
	const copies = plan ? copiesOf(plan, recipe) : [];
	return copies !== 'packer' && copies.length > 0
		? 'If a copy fails, the image stays; it can be copied later without another build.'
		: undefined;
};

/** What is doubtful about the answers and the scripts, a sentence each: told above what spends. */
export const reviewDoubts = (draft: Draft, plan: FilePlan | undefined): readonly string[] => [
	...warningsOf(draft).map(({ message }) => message),
	...(draft.imported ? importedDoubts(draft.imported) : []),
	...(plan?.doubts ?? []),
	...(plan?.untold === undefined ? [] : [stayingText(plan.untold)]),
	...(plan?.applied === undefined ? [] : [appliedText(plan.applied)]),
	...(plan && copiesOf(plan, draft.recipe) === 'packer' ? [packersCopies] : []),
	...(plan ? endDoubts(draft, plan) : []),
	...(plan ? [templateTagsTrouble(textsOf(plan)) ?? []].flat() : []),
];

/** An account in words: both, if it depends on which files count. */
export const accountsText = ({ keep, overwrite }: Accounts): string =>
	keep === overwrite ? keep : `with your files ${keep.replace(/\.$/, '')}; with the new ones ${overwrite}`;

/** A row that tells what was decided, and leads to where it can be changed. */
export type ReviewAnswer = Deed<SectionId | FormPlace | 'imported' | 'files' | 'account' | 'cost'>;

/** What was said of the bundles, a row each. */
const bundleAnswers = (draft: Draft): readonly Deed<FormPlace>[] =>
	toldForms(draft).map(({ bundle, text }) => ({ id: formPlace(bundle), label: 'Bundle', hint: text }));

/** The answers of each section, in order. */
export const sectionAnswers = (draft: Draft): readonly Deed<SectionId | FormPlace>[] =>
	sectionsFor(draft)
		.filter(({ id }) => id !== 'review')
		.flatMap(({ id, title }) => [
			{ id, label: title, hint: reviewSummary(draft, id) },
			...(id === 'install' ? bundleAnswers(draft) : []),
		]);

/** What was decided, in order; `files` is what is said of them. */
export const reviewAnswers = (
	told: Pick<Reviewed, 'draft' | 'accounts' | 'costs'>,
	files: string,
): readonly ReviewAnswer[] => {
	const { draft, accounts, costs } = told;
	return [
		...sectionAnswers(draft),
		...(draft.imported
			? [{ id: 'imported', label: 'Imported', hint: importedText(draft.imported) } as const]
			: []),
		{ id: 'files', label: 'Files', hint: files },
		...(makes(draft.recipe, 'aws')
			? [
					{
						id: 'account',
						label: 'Account',
						hint: accountHint(accounts && accountsText(accounts), costs?.facts?.aws),
					} as const,
				]
			: []),
		...costRows(draft.recipe, costs),
	];
};

/** What is done with the files, when it is clear which of them count. */
export type FilesPurpose = BuildMode | 'write';

export type ReviewDeed = Deed<FilesPurpose | 'preflight' | 'view' | 'save'>;

/** What each target can be built as. */
const buildDeeds: Readonly<Record<TargetId, (recipe: Recipe) => readonly Deed<BuildMode>[]>> = {
	aws: awsDeeds,
	docker: dockerDeeds,
};

/** As what a Recipe is built: what makes several things is built as the first of them, and the rest comes with it. */
const deedsFor = (recipe: Recipe): readonly Deed<BuildMode>[] =>
	buildDeeds[targetOf(recipe)](recipe).map(deed =>
		makesSeveral(recipe) ? { ...deed, hint: `${deed.hint}; ${besideHint(recipe, deed.id)}` } : deed,
	);

/** What there is to do; what the draft was begun for is marked at first. */
export const reviewDeeds = (draft: Draft): readonly ReviewDeed[] => [
	...deedsFor(draft.recipe),
	...(makes(draft.recipe, 'aws')
		? [
				{
					id: 'preflight',
					label: 'Check in AWS',
					hint: 'what it would say to the build, nothing to pay',
				} as const,
			]
		: []),
	{ id: 'view', label: 'Look at the files', hint: '' },
	{ id: 'write', label: 'Write the files, build later', hint: '' },
	{ id: 'save', label: 'Save as a preset', hint: '' },
];

/** What a row leads to. */
export type ReviewStep =
	/** A question that is asked again. */
	| { readonly to: 'question'; readonly draft: Draft }
	/** The files are looked at, as the draft has them then; and what was wanted is done with them. */
	| { readonly to: 'look'; readonly draft: Draft; readonly purpose: FilesPurpose | undefined }
	/** Files stand there and differ: which count? */
	| { readonly to: 'ask'; readonly purpose: FilesPurpose; readonly plan: FilePlan }
	| { readonly to: 'show'; readonly plan: FilePlan; readonly only?: 'differing' }
	| { readonly to: 'write'; readonly plan: FilePlan; readonly differences: DifferencePolicy }
	| { readonly to: 'before' | 'see'; readonly request: BuildRequest }
	| { readonly to: 'save' };

/** The build that comes of a review, in the account that stood there. */
const reviewedRequest = (mode: BuildMode, reviewed: Reviewed): BuildRequest => {
	const { draft, options, accounts, keeping, costs } = reviewed;
	const kept = madeOf(keeping);
	const account = accounts?.[options.differences ?? 'keep'];
	// It was told of who signs by the new files.
	const number = account === accounts?.overwrite ? costs?.facts?.aws?.identity?.value.account : undefined;
	return {
		...options,
		decisions: decisionsOf(draft),
		mode,
		secrets: {},
		...(kept && { madeOf: decisionsOf(kept) }),
		// Where no account takes part, what is pushed stood there.
		...(mode === 'docker' && { confirmed: { account: undefined } }),
		...(mode === 'aws' && { rates: ratesFor(draft.recipe, knownRates(costs?.facts)) }),
		...(mode === 'aws' &&
			account !== undefined && { confirmed: { account, number, profile: draft.recipe.aws.profile } }),
	};
};

/** To build, to rehearse or to write: what comes first, or what it comes to. */
export const filesStep = (purpose: FilesPurpose, reviewed: Reviewed): ReviewStep => {
	const { draft, plan, options } = reviewed;
	if (plan === undefined || (purpose === 'write' && plan.folder === undefined)) {
		// What is written counts from then on.
		return { to: 'look', draft: purpose === 'write' ? withFolder(draft) : draft, purpose };
	}

	if (options.differences === undefined && differing(plan).length > 0) {
		return { to: 'ask', purpose, plan };
	}

	return purpose === 'write'
		? // Where none differed those count that come to stand there.
			{ to: 'write', plan, differences: options.differences ?? 'keep' }
		: { to: 'before', request: reviewedRequest(purpose, reviewed) };
};

/** What a row of the review leads to; undefined if nobody could see yet what it would spend or replace. */
export const reviewStep = (
	id: (ReviewAnswer | ReviewDeed | DifferenceDeed)['id'],
	reviewed: Reviewed,
): ReviewStep | undefined => {
	const { draft, plan, accounts, options } = reviewed;
	switch (id) {
		case 'aws':
			return accounts && filesStep(id, reviewed);
		case 'preflight':
			return { to: 'see', request: reviewedRequest('aws', reviewed) };
		case 'rehearsal':
		case 'docker':
		case 'write':
			return filesStep(id, reviewed);
		case 'view':
			return plan ? { to: 'show', plan } : { to: 'look', draft, purpose: undefined };
		case 'save':
			return { to: 'save' };
		case 'imported':
			return draft.imported && { to: 'show', plan: importedPlan(draft.imported, draft.recipe) };
		case 'cost': {
			const cost = expectedCost(draft.recipe, reviewed.costs);
			return cost && { to: 'show', plan: costPlan(cost) };
		}

		case 'show':
			return plan && { to: 'show', plan, only: 'differing' };
		case 'keep':
		case 'overwrite':
			return reviewed.differing === undefined
				? undefined
				: filesStep(reviewed.differing, { ...reviewed, options: { ...options, differences: id } });
		case 'files':
		case 'elsewhere':
			return { to: 'question', draft: goTo(draft, 'folder') };
		case 'account':
			return { to: 'question', draft: goTo(draft, 'where') };
		default: {
			const told = toldForms(draft).find(({ bundle }) => formPlace(bundle) === id);
			return { to: 'question', draft: goTo(draft, told?.row ?? id) };
		}
	}
};
