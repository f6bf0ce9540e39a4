import { expect, test } from 'vitest';
import { makePerson } from '../helpers/program.ts';
import { type Key, launch } from '../helpers/terminal.ts';
import { expectTidy } from './walk.ts';

/** What is pressed, and what then stands there: keys by name, text letter by letter. */
type Press = { readonly keys: readonly Key[] | string; readonly until: RegExp };

/** Somebody knows that servers in a private network are reached by a bastion, and nothing of Gruntwork. */
const journey: readonly Press[] = [
	{ keys: 'bastion', until: /❯ \[ \] ssh-grunt +SSH log-in managed in IAM groups/ },
	{ keys: ['enter'], until: /❯ \[x\] ssh-grunt/ },
	// The form: everything has a default.
	{ keys: ['enter'], until: /^ ssh-grunt [\s\S]*❯ Go on +nothing more is needed/m },
	{ keys: ['enter'], until: /❯ Go on +all have a default/ },
	{ keys: ['enter'], until: /step 7 of 8, 1st of 2/ },
	{ keys: ['enter'], until: /step 7 of 8, 2nd of 2/ },
	{ keys: ['enter'], until: /^ Review [\s\S]*Install +ssh-grunt[\s\S]*❯ Build it/ },
];

test('from What to install to a reviewed bastion at 80×24, without help, in 13 keys', async () => {
	const person = await makePerson();
	const answered = ['--region', 'eu-west-1', '--base', 'ubuntu-24.04', '--architecture', 'x86_64'];
	const terminal = launch(person, ['new', ...answered, '--instance-type', 't3.micro'], {
		columns: 80,
		rows: 24,
	});
	await terminal.waitFor(/step 1 of 8/);
	await terminal.press('enter');
	await terminal.waitFor('What to install');
	for (const { keys, until } of journey) {
		if (typeof keys === 'string') {
			terminal.type(keys);
		} else {
			await terminal.press(...keys);
		}

		await terminal.waitFor(until);
		expectTidy(terminal, String(until));
	}

	expect(journey.reduce((sum, { keys }) => sum + keys.length, 0)).toBe(13);
	await terminal.press('ctrl-c');
	await terminal.exit;
});
