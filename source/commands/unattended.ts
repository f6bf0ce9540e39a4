import type { Actions, BuildRequest, Check, Remedy } from '../actions/actions.ts';
import { type ExitCode, exitCodes, Problem } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import type { Timeline } from '../build/timeline.ts';
import { printIds } from './open.ts';
import type { Session } from './session.ts';

/** Remedies that only need a yes, which --yes is. */
const needOnlyYes: readonly Remedy['id'][] = ['get-packer', 'package-manager', 'get-plugin'];

/** What a person who cannot be asked can do instead of choosing a remedy. */
const insteadOf = ({ id, label, details }: Remedy): readonly string[] => {
	switch (id) {
		case 'get-packer':
		case 'package-manager':
		case 'get-plugin':
			return [`${label}: --yes`];
		case 'packer-path':
			return ['Use another Packer: PACKER_WIZARD_PACKER=<path>'];
		case 'paste-token':
			return ['Set GITHUB_OAUTH_TOKEN in the environment.'];
		case 'rehearse':
			return [`${label}: --rehearse`];
		case 'profile':
			return ['Use a profile of the AWS settings: --profile <name>'];
		case 'overwrite-files':
			return [`${label}: --overwrite`];
		case 'another-folder':
			return [`${label}: --out <folder>`];
		case 'how-to':
			return details;
		default:
			return [];
	}
};

/** Everything that is missing; and why it could not be got, if that was tried. */
const missingProblem = (name: string, missing: readonly Check[], failure?: Problem): Problem =>
	new Problem(
		`${name} cannot start: ${missing.length} thing${missing.length === 1 ? ' is' : 's are'} missing.`,
		{
			reason: [
				...missing.map(({ title, detail }) => `${title}: ${detail}`),
				...(failure ? [failure.message, ...(failure.reason === undefined ? [] : [failure.reason])] : []),
			].join('\n'),
			next: failure?.next ?? [...new Set(missing.flatMap(check => check.remedies).flatMap(insteadOf))],
			cause: failure,
			exitCode: missing.every(check => check.id === 'credentials')
				? exitCodes.credentials
				: exitCodes.missing,
		},
	);

/** Gets what is missing as far as a yes is all that it needs; each remedy is tried once. */
const settle = async (session: Session, start: BuildRequest): Promise<BuildRequest> => {
	const actions = await session.actions();
	const tried = new Set<string>();
	let request = start;
	for (;;) {
		const missing = (await actions.checks(request)).filter(check => check.status === 'missing');
		if (missing.length === 0) {
			return request;
		}

		const remedy = missing
			.flatMap(check => check.remedies)
			.find(({ id, asks }) => needOnlyYes.includes(id) && !asks && !tried.has(id));
		if (!remedy || !session.has('yes')) {
			throw missingProblem(request.decisions.recipe.name, missing);
		}

		tried.add(remedy.id);
		try {
			request = await actions.remedy(request, remedy, undefined, session.say);
		} catch (error) {
			throw error instanceof Problem ? missingProblem(request.decisions.recipe.name, missing, error) : error;
		}
	}
};

const writeJson = async (session: Session, id: string): Promise<Timeline> => {
	const { followAsJson } = await import('../json/follow.ts');
	const { writeAll } = await import('../json/document.ts');
	const { environment, context } = session;
	const timeline = await followAsJson(id, text => writeAll(context.stdout, text), { environment });
	if (!timeline) {
		throw new Error(`The journal of build ${id} has no header.`);
	}

	return timeline;
};

type Cancelling = {
	/** The build is there now; a signal that came before cancels it at once. */
	readonly began: (id: string) => void;
	/** Ends when the build was told to cancel, if it was. */
	readonly told: () => Promise<void> | undefined;
	readonly stop: () => void;
};

/** From here on SIGINT and SIGTERM cancel the build and leave it its clean-up. */
const cancelOnSignal = ({ context, say }: Session, actions: Actions): Cancelling => {
	let id: string | undefined;
	let wanted = false;
	let told: Promise<void> | undefined;
	const cancel = (): void => {
		if (wanted && id !== undefined && !told) {
			say('Cancelling: Packer deletes its machine, key and firewall first.');
			told = actions.cancel(id);
		}
	};
	const onSignal = (): void => {
		wanted = true;
		cancel();
	};
	const stops = [context.signals.onInterrupt(onSignal), context.signals.onTerminate(onSignal)];
	return {
		began: begun => {
			id = begun;
			cancel();
		},
		told: () => told,
		stop: () => {
			for (const stop of stops) {
				stop();
			}
		},
	};
};

const tellToTheEnd = async (
	session: Session,
	actions: Actions,
	id: string,
	cancelling: Cancelling,
): Promise<ExitCode> => {
	const { environment, cwd, say } = session;
	const { followByLines } = await import('../plain/follow.ts');
	const { endCode, endLines } = await import('../plain/end.ts');
	const timeline =
		session.mode.front === 'json'
			? await writeJson(session, id)
			: await followByLines(actions, id, say, new AbortController().signal).ended;
	await cancelling.told();
	say('');
	endLines(timeline, environment, cwd).forEach(say);
	printIds(session, timeline);
	return endCode(timeline);
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
		session.context.stderr.write(`Watch it: ${programCommand(session.environment)} builds watch ${id}\n`);
	}

	return exitCodes.done;
};

/**
 * Builds where nobody is asked.
 * @throws Problem: exit 2 without --yes if it costs money, exit 3 or 4 with everything that is missing.
 */
export const buildUnattended = async (session: Session, request: BuildRequest): Promise<ExitCode> => {
	if (request.mode === 'aws' && !session.has('yes')) {
		throw new Problem('This build costs money, and nobody can be asked here.', {
			next: ['Build it: --yes', 'Play it on this machine, nothing to pay: --rehearse'],
			exitCode: exitCodes.usage,
		});
	}

	const actions = await session.actions();
	const settled = await settle(session, request);
	const cancelling = cancelOnSignal(session, actions);
	try {
		const id = await actions.start(settled);
		cancelling.began(id);
		return session.has('detach')
			? sayDetached(session, id)
			: await tellToTheEnd(session, actions, id, cancelling);
	} finally {
		cancelling.stop();
	}
};
