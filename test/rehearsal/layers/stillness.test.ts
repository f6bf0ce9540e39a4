import { beforeEach, expect, test } from 'vitest';
import { findUnkept } from '../../../source/rehearsal/layers/stillness.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson } from '../../helpers/program.ts';
import { machineFor, runIn } from './containers.ts';

beforeEach(context => needs(context, 'containers'));

/** Leaves a program running that bears a name: it waits for the end of a pipe into which nobody writes. */
const leaving = (name: string): string =>
	`mkdir -p /opt/x && { [ -p /opt/x/pipe ] || mkfifo /opt/x/pipe; } && cp /bin/cat '/opt/x/${name}' && ` +
	`{ '/opt/x/${name}' <>/opt/x/pipe >/dev/null 2>&1 & }`;

test('what a step leaves running is noticed whatever its name is, and ends as the machine restarts', async () => {
	const { engine, container } = await machineFor(await makePerson());
	const unkept = async () => {
		const found = await findUnkept(engine, container.name, Date.now() / 1000);
		return found && { ...found, running: found.running.toSorted() };
	};

	expect(await unkept()).toEqual({ running: [], isChanged: false });
	// The last one is called as what holds the container; the others as lines of /proc/N/stat could mislead by.
	for (const name of ['my sleep', 'x) S 1 1 1 1', 'two\nlines', 'cat']) {
		expect(await runIn(container, leaving(name))).toBe(0);
	}

	expect(await unkept()).toEqual({
		running: ['cat', 'my sleep', 'two lines', 'x) S 1 1 1 1'],
		isChanged: false,
	});

	await container.endProcesses();
	expect(await unkept()).toEqual({ running: [], isChanged: false });
	expect(await runIn(container, 'true')).toBe(0);

	// One that takes its name away.
	const nameless = `bash -c 'printf "\\0" >/proc/$$/comm; : >/opt/x/nameless; read <>/opt/x/pipe' >/dev/null 2>&1 &`;
	expect(await runIn(container, `${nameless} until [ -e /opt/x/nameless ]; do sleep 0.05; done`)).toBe(0);
	expect(await unkept()).toEqual({ running: ['a program'], isChanged: false });
}, 120_000);
