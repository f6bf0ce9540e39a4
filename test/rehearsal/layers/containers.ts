import { PassThrough } from 'node:stream';
import { assert, onTestFinished } from 'vitest';
import { type Engine, findEngine } from '../../../source/engine/engine.ts';
import { type Container, startContainer } from '../../../source/rehearsal/instance/container.ts';
import type { Person } from '../../helpers/program.ts';
import { containerImage } from '../../setup/places.ts';

/** A container as a machine of a rehearsal has it, whose user is root, and its engine; it goes with the test. */
export const machineFor = async (
	person: Person,
): Promise<{ readonly engine: Engine; readonly container: Container }> => {
	const { engine } = await findEngine(person.environment, person.folder, { milliseconds: 60_000 });
	assert(engine);
	const container = await startContainer({
		engine,
		image: containerImage,
		name: `packer-wizard-${person.home.replaceAll(/\W/g, '-')}`,
		username: 'root',
		key: 'ssh-ed25519 AAAA test',
		buildId: 'test',
	});
	onTestFinished(() => container.end());
	return { engine, container };
};

/** Runs a command as a step does, and gives its exit code. */
export const runIn = (container: Container, command: string): Promise<number> => {
	const [stdin, stdout, stderr] = [new PassThrough().end(), new PassThrough(), new PassThrough()];
	stdout.resume();
	stderr.resume();
	return container.execute(command, { stdin, stdout, stderr }, new AbortController().signal);
};
