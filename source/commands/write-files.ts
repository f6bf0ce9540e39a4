import type { DifferencePolicy, FilePlan } from '../actions/actions.ts';
import { shownPath } from '../base/paths.ts';
import { type ExitCode, exitCodes, Problem } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { shellPath } from '../base/shell.ts';
import type { Version } from '../base/versions.ts';
import type { Decisions } from '../questions/question.ts';
import { packerProfile } from '../template/profile.ts';
import { differencesOf } from './differences.ts';
import { canAsk } from './mode.ts';
import { askPerson } from './prompting.ts';
import type { Session } from './session.ts';

const differing = (plan: FilePlan): readonly string[] =>
	plan.files.filter(file => file.state === 'differs').map(file => file.path);

const inTheWay = ({ environment, cwd }: Session, plan: FilePlan): Problem =>
	new Problem(`${shownPath(plan.folder, environment, cwd)} holds other files of the same names.`, {
		reason: `They differ: ${differing(plan).join(', ')}. Nothing was written.`,
		next: ['Keep them: --keep', 'Replace them: --overwrite', 'Write elsewhere: --out <folder>'],
		exitCode: exitCodes.missing,
	});

const sayWritten = (
	{ environment, cwd, say, print, mode }: Session,
	plan: FilePlan,
	differences: DifferencePolicy,
): void => {
	if (mode.front === 'json') {
		print(JSON.stringify({ folder: plan.folder, files: plan.files.map(file => file.path) }));
		return;
	}

	const folder = shownPath(plan.folder, environment, cwd);
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
 * Writes the files of an image and builds nothing. Files that exist and differ are replaced with --overwrite and kept with --keep, a person is
 * asked about them, and else nothing is written.
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
	let decisions = start;
	for (;;) {
		const plan = await actions.planFiles(decisions, packer && packerProfile(packer));
		if (differing(plan).length === 0 || differences !== undefined) {
			await actions.writeFiles(plan, differences ?? 'keep');
			sayWritten(session, plan, differences ?? 'keep');
			return exitCodes.done;
		}

		if (!canAsk(session.mode)) {
			throw inTheWay(session, plan);
		}

		const { askDifferences } = await import('../plain/files.ts');
		const wish = await askPerson(session, prompts => askDifferences({ prompts, say: session.say }, plan));
		if (wish === undefined) {
			return exitCodes.cancelled;
		}

		if (typeof wish === 'string') {
			await actions.writeFiles(plan, wish);
			sayWritten(session, plan, wish);
			return exitCodes.done;
		}

		decisions = { ...decisions, folder: wish.folder };
	}
};
