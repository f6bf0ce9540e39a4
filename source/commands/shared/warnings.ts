import { unusedAwsVariables } from '../../aws/unused-variables.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { unusedVariables } from '../../flags/variables.ts';
import { importedLines, importedText } from '../../flow/import.ts';
import { labelled } from '../../plain/labelled.ts';
import { lineWidth } from '../../plain/streams.ts';
import type { Draft } from '../../questions/draft.ts';
import type { Decisions } from '../../questions/question.ts';
import { warningsOf } from '../../questions/warnings.ts';
import { buildModeOf } from '../../recipe/targets.ts';
import { notRehearsedText } from '../../targets/docker/flow.ts';
import { currentProfile } from '../../template/profile.ts';
import { canAsk } from './mode.ts';
import type { Session } from './session.ts';

/** A warning on standard error: a line for programs; for a person it is broken at the width of the terminal. */
export const warn = ({ note, mode, text }: Session, message: string): void =>
	labelled('Warning: ', message, canAsk(mode) ? lineWidth(text) : Number.POSITIVE_INFINITY).forEach(note);

/** Says on standard error what is doubtful, where no review shows it. */
export const sayWarnings = async (session: Session, decisions: Decisions): Promise<void> => {
	const doubts = await (await session.actions()).doubts(decisions);
	for (const message of [...warningsOf(decisions).map(warning => warning.message), ...doubts]) {
		warn(session, message);
	}
};

/**
 * Says on standard error what counts for nothing, and why: environment variables, those of the questions and of AWS, and the
 * rehearsal of what is not rehearsed.
 * @param others sentences on what else does.
 */
export const sayUnused = (session: Session, draft: Draft, others: readonly string[] = []): void => {
	const { parsed, environment, has } = session;
	const mode = buildModeOf(draft.recipe, has('rehearse') ? 'rehearsal' : draft.mode);
	// A rehearsal sees none of the account.
	const aws = mode === 'aws' ? unusedAwsVariables(environment) : [];
	const real = has('rehearse') && mode === 'docker' ? [notRehearsedText] : [];
	for (const sentence of [
		...others,
		...unusedVariables(draft, parsed.values, environment),
		...aws,
		...real,
	]) {
		warn(session, sentence);
	}
};

/** Says on standard error what became of each part of a template that was imported, where no review shows it. */
export const sayImported = ({ note }: Session, { imported, recipe }: Decisions): void => {
	if (imported) {
		[importedText(imported), ...importedLines(imported, recipe)].forEach(note);
	}
};

/** Says what is doubtful, and of an own script that is not there, where the files are not looked at: a preset is only kept or shown. */
export const sayDoubts = async (session: Session, decisions: Decisions): Promise<void> => {
	await sayWarnings(session, decisions);
	try {
		await (await session.actions()).planFiles(decisions, currentProfile);
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		// What stands in a folder is not looked at until something is written there.
		if (error.exitCode === exitCodes.usage) {
			warn(session, [error.message, error.reason].filter(Boolean).join(' '));
		}
	}
};
