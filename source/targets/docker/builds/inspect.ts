import type { Environment } from '../../../base/paths.ts';
import { withoutSecrets } from '../../../base/secrets.ts';
import type { ContainerImage } from '../../../builds/journal/journal.ts';
import { partFor, type Timeline } from '../../../builds/timeline/timeline.ts';
import { runEngine } from '../../../engine/engine.ts';
import { deliveredIn } from './delivered.ts';
import { readImage } from './image.ts';

/** How long the engine has for each answer, in milliseconds: the build is over, and somebody waits. */
const patience = 30_000;

/** What the engine shows of the image that a build made; undefined if it made none, or the engine does not answer. */
export const inspectImage = async (
	timeline: Timeline,
	folder: string,
	environment: Environment,
): Promise<ContainerImage | undefined> => {
	const { engine: program } = timeline.header;
	const { id } = deliveredIn(partFor(timeline, 'docker'));
	if (program === undefined || id === undefined) {
		return undefined;
	}

	const engine = { program, environment: withoutSecrets(environment), folder };
	const ask = async (...args: readonly string[]): Promise<string> => {
		const { exitCode, stdout } = await runEngine(engine, [...args, '--format', '{{json .}}', id], {
			milliseconds: patience,
		});
		return exitCode === 0 ? stdout : '';
	};
	return readImage(await ask('image', 'inspect'), await ask('history', '--no-trunc', '--human=false'));
};
