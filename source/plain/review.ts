import { shownPath } from '../base/paths.ts';
import { programCommand } from '../base/program.ts';
import { shellPath } from '../base/shell.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import type { FilePlan } from '../flow/files.ts';
import type { Accounts, BuildOptions } from '../flow/request.ts';
import { accountsText, reviewedRequest } from '../flow/review.ts';
import { laterText } from '../flow/words/plan.ts';
import { type Draft, goTo, reviewSummary } from '../questions/engine.ts';
import { sections, withFolder } from '../questions/question.ts';
import { warningsOf } from '../questions/warnings.ts';
import { back } from './ask.ts';
import { askDifferences, filesText, showFiles } from './files.ts';
import { labelled } from './labelled.ts';
import type { PlainRoute } from './route.ts';
import { saveAsPreset } from './save-preset.ts';
import { attempt, type Tools } from './tools.ts';

/** What Review leads to: another place, a draft to go on with, or one step back. */
export type ReviewWish = { readonly route: PlainRoute } | { readonly draft: Draft } | typeof back;

const reviewed = sections.filter(section => section.id !== 'review');

const sayReview = (tools: Tools, draft: Draft, accounts: Accounts, plan: FilePlan | undefined): void => {
	const { say, width } = tools;
	const row = (title: string, text: string): void =>
		labelled(`  ${title.padEnd(12)}`, text, width).forEach(say);
	say('');
	say('Review');
	for (const { id, title } of reviewed) {
		row(title, reviewSummary(draft, id));
	}

	if (plan) {
		row('Files', filesText(tools, plan));
	}

	row('Account', accountsText(accounts));
	for (const { message } of warningsOf(draft)) {
		row('Warning', message);
	}

	if (plan) {
		// In one line if it fits, and no row between: all of it fits into 24. A command is never broken.
		const told = '  Later, without questions:';
		const later = laterText(plan, draft.mode, tools);
		(told.length + 1 + later.length > width ? [told, `  ${later}`] : [`${told} ${later}`]).forEach(say);
	}
};

const writeFiles = async (tools: Tools, draft: Draft): Promise<ReviewWish> => {
	const { actions, say } = tools;
	const plan = await actions.planFiles(withFolder(draft));
	const wish = await askDifferences(tools, plan);
	if (wish === back) {
		return { draft };
	}

	if (typeof wish === 'object') {
		return { draft: { ...draft, folder: wish.folder } };
	}

	const written = await actions.writeFiles(plan, wish);
	await actions.discardDraft();
	const folder = shellPath(shownPath(written, tools));
	say('');
	say(`Written: ${folder}`);
	say(
		`Build it later: ${programCommand(tools.environment)} run ${folder.includes('/') ? folder : `./${folder}`}`,
	);
	return { route: { at: 'end', exitCode: 0 } };
};

const change = async ({ prompts }: Tools, draft: Draft): Promise<ReviewWish> => {
	const place = await prompts.choose(
		'What to change',
		reviewed.map(({ id, title }) => ({
			value: id,
			name: `${title.padEnd(12)}${reviewSummary(draft, id)}`,
		})),
	);
	return { draft: place === back ? draft : goTo(draft, place) };
};

/**
 * The whole Recipe, and what to do with it. A Problem is told, and the review stands again.
 * @param options how the build that comes of it is run.
 * @param isKept whether answers that were given on the way are kept.
 */
export const review = async (
	tools: Tools,
	draft: Draft,
	options: BuildOptions,
	isKept: boolean,
): Promise<ReviewWish> => {
	const { actions, prompts } = tools;
	const [plan, accounts] = await Promise.all([
		attempt(tools, () => actions.planFiles(draft)),
		actions.accounts(draft),
	]);
	const before = (mode: BuildMode): ReviewWish => ({
		route: { at: 'before', request: reviewedRequest(draft, mode, { options, accounts, isKept }) },
	});
	sayReview(tools, draft, accounts, plan);
	const wish = await prompts.choose(
		'What to do',
		[
			{ value: 'build', name: 'Build it', description: 'In your AWS account, which costs money.' },
			{ value: 'rehearse', name: 'Rehearse it', description: 'On this machine, nothing to pay.' },
			{ value: 'files', name: 'Look at the files' },
			{ value: 'write', name: 'Write the files, build later' },
			{ value: 'save', name: 'Save as a preset' },
			{ value: 'change', name: 'Change an answer' },
		],
		{ chosen: draft.mode === 'rehearsal' ? 'rehearse' : 'build' },
	);
	switch (wish) {
		case 'build':
			return before('aws');
		case 'rehearse':
			return before('rehearsal');
		case 'files':
			if (plan) {
				await showFiles(tools, plan);
			}

			return { draft };
		case 'write':
			return (await attempt(tools, () => writeFiles(tools, draft))) ?? { draft };
		case 'save':
			await saveAsPreset(tools, draft);
			return { draft };
		case 'change':
			return change(tools, draft);
		default:
			return back;
	}
};
