import type { Actions } from '../../actions/contract.ts';
import { type ExitCode, Problem, problemLines } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { Route } from '../../flow/route.ts';
import type { PaintedScreen } from './context.ts';
import type { Session } from './session.ts';

/** For a shell that catches them: one `region<TAB>ami-id` a line. What was rehearsed is no AMI and is never printed. */
export const printIds = (session: Session, timeline: Timeline): void => {
	if (session.mode.ids && timeline.result === 'done' && timeline.header.mode === 'aws') {
		for (const { region, ami } of timeline.artifacts) {
			session.print(`${region}\t${ami}`);
		}
	}
};

const openPlain = async (session: Session, actions: Actions, start: Route): Promise<ExitCode> => {
	const { context, environment, cwd, text } = session;
	const { runPlain } = await import('../../plain/plain.ts');
	return runPlain({
		actions,
		input: context.stdin,
		output: text,
		environment,
		cwd,
		start,
		ended: context.signals.ended,
		onInterrupt: context.signals.onInterrupt,
	});
};

/** Starts a test machine and asks by prompts what to do with it. What goes wrong is told, and waited for until it was read. */
const testByLines = async (session: Session, actions: Actions, id: string): Promise<void> => {
	const { context, environment, text, note, say } = session;
	// Ink lets go of it behind its screens: a question that waits for it would keep nobody here.
	context.stdin.ref?.();
	const { openPrompts } = await import('../../plain/prompts.ts');
	const { testFront } = await import('../../plain/test-machine.ts');
	const prompts = openPrompts(context.stdin, text, context.signals.ended);
	try {
		await actions.testImage({ id }, testFront({ prompts, say }, id));
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		problemLines(error, environment).forEach(note);
	}

	await prompts.choose('The test is over', [{ value: 'on', name: 'Back to the build' }], { noBack: true });
};

const openScreens = async (
	session: Session,
	actions: Actions,
	start: Route,
	painted: PaintedScreen | undefined,
): Promise<ExitCode> => {
	const outcome = await session.context.screens(actions, start, session.mode.text, painted);
	if (outcome === 'too-small') {
		painted?.takeBack();
		return openPlain(session, actions, start);
	}

	if (outcome.test !== undefined) {
		await testByLines(session, actions, outcome.test);
		return openScreens(session, actions, { at: 'build', id: outcome.test }, undefined);
	}

	session.sayEnd(outcome.summaryLines, outcome.exitCode);
	return outcome.exitCode;
};

const openFront = async (
	session: Session,
	route: Route,
	painted: PaintedScreen | undefined,
): Promise<ExitCode> => {
	const actions = await session.actions();
	// The build that this run is about: the one that it was opened for, or started last.
	let meant = route.at === 'build' ? route.id : undefined;
	const start: Actions['start'] = async (request, signal) => {
		meant = await actions.start(request, signal);
		return meant;
	};
	const deleteBuild: Actions['deleteBuild'] = async (id, isForced) => {
		await actions.deleteBuild(id, isForced);
		meant = id === meant ? undefined : meant;
	};
	const noted = { ...actions, start, deleteBuild };
	const exitCode =
		session.mode.front === 'plain'
			? await openPlain(session, noted, route)
			: await openScreens(session, noted, route, painted);
	if (session.mode.ids && meant !== undefined) {
		printIds(session, await actions.look(meant));
	}

	return exitCode;
};

/** Opens the front end for a person, the full screen or the prompts, and prints what stays when it closes. */
export const open = async (session: Session, route: Route): Promise<ExitCode> => {
	const { front, text } = session.mode;
	const painted =
		session.painted() ??
		(front === 'screen' && route.at === 'home' ? await session.context.paintHome(text) : undefined);
	try {
		return await openFront(session, route, painted);
	} finally {
		painted?.takeBack();
	}
};
