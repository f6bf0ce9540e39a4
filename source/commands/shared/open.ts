import type { Actions } from '../../actions/contract.ts';
import type { ExitCode } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { Route } from '../../flow/route.ts';
import type { Session } from './session.ts';

/** The actions, and the build that this run is about as far as the front end saw it: the one that it started last. */
const observed = (
	actions: Actions,
	start: Route,
): { readonly actions: Actions; readonly last: () => Timeline | undefined } => {
	let meant = start.at === 'build' ? start.id : undefined;
	let last: Timeline | undefined;
	return {
		actions: {
			...actions,
			start: async (request, signal) => {
				meant = await actions.start(request, signal);
				return meant;
			},
			follow: async (id, onProgress, signal) => {
				const timeline = await actions.follow(id, onProgress, signal);
				if (id === meant) {
					last = timeline;
				}

				return timeline;
			},
		},
		last: () => last,
	};
};

/** For a shell that catches them: one `region<TAB>ami-id` a line. What was rehearsed is no AMI and is never printed. */
export const printIds = (session: Session, timeline: Timeline | undefined): void => {
	if (session.mode.ids && timeline?.result === 'done' && timeline.header.mode === 'aws') {
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

const openScreens = async (session: Session, actions: Actions, start: Route): Promise<ExitCode> => {
	const outcome = await session.context.screens(actions, start, session.mode.text);
	if (outcome.kind === 'too-small') {
		return openPlain(session, actions, start);
	}

	session.sayEnd(outcome.summaryLines, outcome.exitCode);
	return outcome.exitCode;
};

/** Opens the front end for a person, the full screen or the prompts, and prints what stays when it closes. */
export const open = async (session: Session, start: Route): Promise<ExitCode> => {
	const { actions, last } = observed(await session.actions(), start);
	const exitCode =
		session.mode.front === 'plain'
			? await openPlain(session, actions, start)
			: await openScreens(session, actions, start);
	printIds(session, last());
	return exitCode;
};
