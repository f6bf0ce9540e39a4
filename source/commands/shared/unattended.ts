import type { Actions } from '../../actions/contract.ts';
import { type ExitCode, exitCodes, Interrupted, Problem } from '../../base/problem.ts';
import { programCommand } from '../../base/program.ts';
import { endingExitCode } from '../../builds/report/ending.ts';
import { summaryLines } from '../../builds/report/summary.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { allChecks } from '../../flow/checklist.ts';
import { leftBefore } from '../../flow/leaving.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { needsReview } from '../../flow/review.ts';
import { chooseByYes, doStep, walkChecklist } from '../../flow/walk-checklist.ts';
import { writeAll } from '../../json/document.ts';
import { followAsJson } from '../../json/follow.ts';
import { followByLines } from '../../plain/follow.ts';
import { type Cancelling, cancelOnSignal } from './cancel-on-signal.ts';
import { printIds } from './open.ts';
import type { Session } from './session.ts';
import { warn } from './warnings.ts';

const writeJson = async ({ context }: Session, actions: Actions, id: string): Promise<Timeline> => {
	return followAsJson(actions, id, text => writeAll(context.stdout, text));
};

const tellToTheEnd = async (
	session: Session,
	actions: Actions,
	id: string,
	cancelling: Cancelling,
): Promise<ExitCode> => {
	const { say } = session;
	const timeline =
		session.mode.front === 'json'
			? await writeJson(session, actions, id)
			: await followByLines({ ...session, actions }, id, new AbortController().signal).ended;
	await cancelling.told();
	const exitCode = endingExitCode(timeline);
	if (timeline.result === undefined) {
		// Broken off: where its lines went nobody may see this one.
		summaryLines(actions.summary(timeline)).forEach(session.note);
		return exitCode;
	}

	say('');
	session.sayEnd(summaryLines(actions.summary(timeline)), exitCode);
	printIds(session, timeline);
	return exitCode;
};

/**
 * Tells a build to its end without asking anything: by lines, or as JSON. SIGINT and SIGTERM cancel it, and its
 * clean-up is waited for.
 */
export const watchUnattended = async (session: Session, id: string): Promise<ExitCode> => {
	const actions = await session.actions();
	const cancelling = cancelOnSignal(session, actions);
	try {
		cancelling.began(id);
		return await tellToTheEnd(session, actions, id, cancelling);
	} finally {
		cancelling.stop();
	}
};

/** The id alone on standard output, for a script that keeps it. */
const sayDetached = (session: Session, id: string): ExitCode => {
	session.print(session.mode.front === 'json' ? JSON.stringify({ id }) : id);
	if (!session.has('quiet')) {
		session.note(`Watch it: ${programCommand(session.environment)} builds watch ${id}`);
	}

	return exitCodes.done;
};

/**
 * Builds where nobody is asked.
 * @throws Problem: exit 2 without --yes if it costs money or is sent to a registry, exit 3 or 4 with everything that is missing.
 */
export const buildUnattended = async (session: Session, request: BuildRequest): Promise<ExitCode> => {
	if (needsReview(request)) {
		const isPushed = request.mode === 'docker';
		throw new Problem(
			`This ${isPushed ? 'image is sent to a registry' : 'build costs money'}, and nobody can be asked here.`,
			{
				next: [
					'Build it: --yes',
					isPushed
						? 'Keep it on this computer: --push no'
						: 'Play it on this machine, nothing to pay: --rehearse',
				],
				exitCode: exitCodes.usage,
			},
		);
	}

	const actions = await session.actions();
	const cancelling = cancelOnSignal(session, actions);
	let id: string | undefined;
	try {
		const { signal } = cancelling;
		const end = await walkChecklist(
			{ ...request, isAwaited: !session.has('detach') },
			'start',
			(step, list) => {
				if (step.to === 'start') {
					for (const { notice } of allChecks(list) ?? []) {
						if (notice !== undefined) {
							warn(session, notice);
						}
					}
				}

				return doStep(step, list, { actions, say: session.say, signal });
			},
			chooseByYes(session.has('yes')),
		);
		if (end.to !== 'watch') {
			return exitCodes.cancelled;
		}

		({ id } = end);
		cancelling.began(id);
		return session.has('detach')
			? sayDetached(session, id)
			: await tellToTheEnd(session, actions, id, cancelling);
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}

		const { exitCode, lines } = leftBefore(request, 'interrupted', session.environment, {}, id);
		session.sayEnd(lines, exitCode);
		return exitCode;
	} finally {
		cancelling.stop();
	}
};
