import path from 'node:path';
import { expect, test } from 'vitest';
import { listBuilds } from '../builds/helpers.ts';
import { makePerson, runningProcesses } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { answersVersion, script } from '../packer/programs.ts';

/** A person who is signed in, and whose Packer takes its time to say its version, and runs until it is ended. */
const makeSlow = async () => {
	const person = await makePerson();
	const packer = script(
		path.join(person.home, 'bin', 'packer'),
		'[ "$1" = version ] && sleep 1',
		...answersVersion('1.6.6'),
		'trap "exit 1" TERM',
		'while :; do sleep 0.1; done',
	);
	const env = {
		PACKER_WIZARD_PACKER: packer,
		AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
		AWS_SECRET_ACCESS_KEY: 'secret',
	};
	return { person, env };
};

test.each([
	['the full screen', [], / starting$/m],
	['the prompts', ['--plain'], undefined],
])(
	'Ctrl-C while a build starts in %s: nothing is started, or what had begun is cancelled',
	async (_name, flags, starting) => {
		const { person, env } = await makeSlow();
		const terminal = launch(person, ['run', 'nodejs', ...flags], { env });
		await terminal.waitFor(/Account +not known \(.*environment.*\)/);
		await terminal.waitFor(/❯ Build it/);
		await terminal.settle();
		await terminal.press('enter');
		// The prompts say nothing while they look and start. A build begins of no key that comes before what AWS just said is drawn.
		const isStarting = starting ?? /✔ What to do Build it/;
		await terminal.waitFor(isStarting, 8000).catch(async () => {
			await terminal.press('enter');
			await terminal.waitFor(isStarting);
		});
		await terminal.press('ctrl-c');
		// Where the build was on the screen already, it is asked first; the second one cancels, the third one leaves.
		let isOver = false;
		terminal.exit.then(() => {
			isOver = true;
		});
		for (let again = 0; again < 2 && !isOver; again++) {
			await Promise.race([terminal.exit, new Promise(done => setTimeout(done, 5000))]);
			if (!isOver) {
				terminal.type('\u0003');
			}
		}

		expect(await terminal.exit).toMatchObject({ code: 130 });
		// A build that had begun ends in its own time.
		const unended = async () => (await listBuilds(person.environment)).filter(({ end }) => end === undefined);
		await expect.poll(unended).toEqual([]);
		for (const { end } of await listBuilds(person.environment)) {
			expect(end).toMatchObject({ result: 'cancelled', artifacts: [] });
		}

		await expect.poll(() => runningProcesses(person)).toEqual([]);
	},
);
