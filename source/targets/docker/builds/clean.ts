import { tmpdir } from 'node:os';
import type { Whereabouts } from '../../../base/paths.ts';
import { exitCodes, Problem } from '../../../base/problem.ts';
import type { CommandResult } from '../../../base/run-command.ts';
import { withoutSecrets } from '../../../base/secrets.ts';
import { journalFile } from '../../../builds/folders.ts';
import { openBehindEnd } from '../../../builds/journal/behind-end.ts';
import type { EngineThing } from '../../../builds/journal/journal.ts';
import type { Timeline } from '../../../builds/timeline/timeline.ts';
import { lastLine, runEngine } from '../../../engine/engine.ts';
import { leftInEngine } from './left.ts';

/** How long the engine has for each answer, in milliseconds: a container that is told to end has ten seconds. */
const patience = 60_000;

/** What there is of a build in its engine. */
export type EngineRemains = {
	/** `docker` or `podman`. */
	readonly engine: string;
	readonly build: string;
	readonly things: readonly EngineThing[];
};

/** What became of a thing that was to be removed: why it is still there, one sentence; missing if it is gone. */
export type EngineRemoval = { readonly thing: EngineThing; readonly why?: string };

const run = (
	program: string,
	{ environment }: Whereabouts,
	signal: AbortSignal | undefined,
	...args: readonly string[]
): Promise<CommandResult> =>
	runEngine({ program, environment: withoutSecrets(environment), folder: tmpdir() }, args, {
		milliseconds: patience,
		signal,
	});

const note = async (
	{ build, engine }: EngineRemains,
	whereabouts: Whereabouts,
	removals: readonly EngineRemoval[],
): Promise<void> => {
	const thing = ({ thing: { kind, id } }: EngineRemoval) => ({ region: engine, kind, id });
	const append = await openBehindEnd(journalFile(build, whereabouts.environment));
	append({
		kind: 'cleanup',
		removed: removals.filter(({ why }) => why === undefined).map(thing),
		left: removals.filter(({ why }) => why !== undefined).map(thing),
		isWhole: true,
		engine,
	});
};

/**
 * What of all that a build may have left is in its engine: nothing is changed there; where nothing is, that is noted.
 * @throws Problem (exit 3) if the engine does not answer; the reason of the signal.
 */
export const findInEngine = async (
	timeline: Timeline,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<EngineRemains> => {
	const { id: build, engine = 'docker' } = timeline.header;
	const sought = leftInEngine(timeline);
	const there: EngineThing[] = [];
	if (sought.length > 0 && (await run(engine, whereabouts, signal, 'version')).exitCode !== 0) {
		throw new Problem(`${engine} does not answer.`, {
			reason: `Nobody else knows what build ${build} left there.`,
			next: [`Start it, then look again: packer-wizard cleanup ${build}`],
			exitCode: exitCodes.missing,
		});
	}

	for (const thing of sought) {
		const what = thing.kind === 'container' ? 'container' : 'image';
		const { exitCode } = await run(engine, whereabouts, signal, what, 'inspect', thing.id);
		if (exitCode === 0) {
			there.push(thing);
		}
	}

	const found = { engine, build, things: there };
	if (sought.length > 0 && there.length === 0) {
		await note(found, whereabouts, []);
	}

	return found;
};

/** Removes what was found, by its id and nothing else, and notes it with the build. @throws the reason of the signal. */
export const removeFromEngine = async (
	found: EngineRemains,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly EngineRemoval[]> => {
	const removals: EngineRemoval[] = [];
	for (const thing of found.things) {
		// An image that has a name by now, or that something stands on, stays: it is not forced.
		const words = thing.kind === 'container' ? ['rm', '--force'] : ['image', 'rm'];
		const { exitCode, stderr } = await run(found.engine, whereabouts, signal, ...words, thing.id);
		removals.push({
			thing,
			...(exitCode !== 0 && { why: lastLine(stderr) || 'The engine does not say why.' }),
		});
	}

	await note(found, whereabouts, removals);
	return removals;
};
