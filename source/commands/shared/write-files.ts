import { type ExitCode, exitCodes } from '../../base/problem.ts';
import type { Version } from '../../base/versions.ts';
import { differencesIn } from '../../flags/build.ts';
import { nothingKept } from '../../flow/drafts.ts';
import type { FilePlan, Written } from '../../flow/files.ts';
import { filesStep, reviewDoubts } from '../../flow/review.ts';
import { afterWriting, writtenText } from '../../flow/words/plan.ts';
import { jsonLine } from '../../json/document.ts';
import { askDifferences } from '../../plain/files.ts';
import type { Draft } from '../../questions/draft.ts';
import { type Decisions, withFolder } from '../../questions/question.ts';
import { packerProfile } from '../../template/profile.ts';
import { canAsk } from './mode.ts';
import { askPerson } from './prompting.ts';
import type { Session } from './session.ts';
import { sayWarnings } from './warnings.ts';

const sayWritten = (session: Session, done: Written, plan: FilePlan, draft: Draft): void => {
	const { say, print, mode } = session;
	if (mode.front === 'json') {
		const files = plan.files.map(file => file.path);
		print(
			jsonLine({
				...done,
				files,
				warnings: reviewDoubts(draft, plan),
				...(draft.imported && { imported: draft.imported }),
			}),
		);
		return;
	}

	say(writtenText(done, session));
	afterWriting(done, draft.recipe, session).forEach(say);
};

/**
 * Writes the files of an image into a folder and builds nothing. Files that exist and differ are replaced with --overwrite and kept
 * with --keep, a person is asked about them, and else nothing is written.
 * @param options `packer`: the Packer to write for, if it is not the one that is found; `madeOf`: the kept answers that they
 * are made of.
 * @throws Problem (exit 3) if files are in the way or the folder cannot be written.
 */
export const writeDecided = async (
	session: Session,
	start: Draft,
	{ packer, madeOf }: { readonly packer?: Version | undefined; readonly madeOf?: Decisions } = {},
): Promise<ExitCode> => {
	const actions = await session.actions();
	let differences = differencesIn(session.parsed);
	let draft = withFolder(start);
	await sayWarnings(session, draft);
	for (;;) {
		const plan = await actions.planFiles(draft, packer && packerProfile(packer));
		const options = differences === undefined ? {} : { differences };
		const step = filesStep('write', { draft, plan, options, accounts: undefined, keeping: nothingKept });
		if (step.to !== 'ask' || !canAsk(session.mode)) {
			// Files that nobody can be asked about are in the way.
			const counts = step.to === 'write' ? step.differences : undefined;
			sayWritten(session, await actions.writeFiles(plan, counts, madeOf), plan, draft);
			return exitCodes.done;
		}

		const tools = { say: session.say };
		const wish = await askPerson(session, prompts => askDifferences({ ...tools, prompts }, plan, draft));
		if (wish === undefined) {
			return exitCodes.cancelled;
		}

		if (typeof wish === 'string') {
			differences = wish;
		} else {
			draft = { ...draft, ...wish };
		}
	}
};
