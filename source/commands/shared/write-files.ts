import { shownPath } from '../../base/paths.ts';
import { type ExitCode, exitCodes } from '../../base/problem.ts';
import { programCommand } from '../../base/program.ts';
import { shellPath } from '../../base/shell.ts';
import type { Version } from '../../base/versions.ts';
import type { DifferencePolicy, FilePlan } from '../../flow/files.ts';
import { jsonLine } from '../../json/document.ts';
import { type Decisions, withFolder } from '../../questions/question.ts';
import { warningsOf } from '../../questions/warnings.ts';
import { packerProfile } from '../../template/profile.ts';
import { differencesOf } from './differences.ts';
import { canAsk } from './mode.ts';
import { askPerson } from './prompting.ts';
import type { Session } from './session.ts';
import { sayWarnings } from './warnings.ts';

const differing = (plan: FilePlan): readonly string[] =>
	plan.files.filter(file => file.state === 'differs').map(file => file.path);

const sayWritten = (
	session: Session,
	written: string,
	plan: FilePlan,
	decisions: Decisions,
	differences: DifferencePolicy | undefined,
): void => {
	const { environment, say, print, mode } = session;
	if (mode.front === 'json') {
		const warnings = warningsOf(decisions).map(({ message }) => message);
		const files = plan.files.map(file => file.path);
		print(jsonLine({ folder: written, files, warnings }));
		return;
	}

	const folder = shownPath(written, session);
	const changed = plan.files.filter(
		({ state }) => state !== 'same' && !(state === 'differs' && differences === 'keep'),
	).length;
	say(
		changed === 0
			? `${folder} has these files already.`
			: `Written: ${folder}, ${changed} file${changed === 1 ? '' : 's'}.`,
	);
	say(`Rehearse it: ${programCommand(environment)} run ${shellPath(folder)} --rehearse`);
	say(`Build it: ${programCommand(environment)} run ${shellPath(folder)}`);
};

/**
 * Writes the files of an image into a folder and builds nothing. Files that exist and differ are replaced with --overwrite and kept
 * with --keep, a person is asked about them, and else nothing is written.
 * @param packer the Packer to write for, if it is not the one that is found.
 * @throws Problem (exit 3) if files are in the way or the folder cannot be written.
 */
export const writeDecided = async (
	session: Session,
	start: Decisions,
	packer?: Version,
): Promise<ExitCode> => {
	const actions = await session.actions();
	const differences = differencesOf(session);
	const write = async (plan: FilePlan, policy: DifferencePolicy | undefined): Promise<ExitCode> => {
		sayWritten(session, await actions.writeFiles(plan, policy), plan, start, policy);
		return exitCodes.done;
	};
	sayWarnings(session, start);
	let decisions = withFolder(start);
	for (;;) {
		const plan = await actions.planFiles(decisions, packer && packerProfile(packer));
		if (differing(plan).length === 0 || differences !== undefined || !canAsk(session.mode)) {
			return write(plan, differences);
		}

		const { askDifferences } = await import('../../plain/files.ts');
		const wish = await askPerson(session, prompts => askDifferences({ prompts, say: session.say }, plan));
		if (wish === undefined) {
			return exitCodes.cancelled;
		}

		if (typeof wish === 'string') {
			return write(plan, wish);
		}

		decisions = { ...decisions, folder: wish.folder };
	}
};
