import { expect, test } from 'vitest';
import { journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { markRow } from './walk.ts';

test('the nodejs preset really installs Node.js in a container, and the log shows which', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	const terminal = launch(person, ['run', 'nodejs', '--rehearse', '--speed', '20'], {
		rows: 45,
		columns: 140,
	});
	await terminal.waitFor('The rehearsal is over', 120_000);
	await markRow(terminal, 'Show the log');
	await terminal.press('enter');
	await terminal.waitFor('Terminating');

	const [build] = await listBuilds(person.environment);
	const lines = await journalOf(person, build?.id ?? '');
	expect(lines.find(line => line.kind === 'rehearsal')).toMatchObject({ sandbox: 'container' });
	expect(lines.at(-1)).toMatchObject({ kind: 'end', result: 'done' });
	const texts = textsOf(lines).map(text => text.replace(/^.*?amazon-ebs\.image: ?/, ''));
	// The version of Debian's package, and what the program says of itself.
	const installed = texts.flatMap(text => /^Setting up nodejs \((\d+\.\d+\.\d+)/.exec(text)?.[1] ?? []);
	expect(installed).toHaveLength(1);
	expect(texts).toContain(`v${installed[0]}`);

	terminal.type(`/v${installed[0]}\r`);
	await terminal.waitFor(screen => screen.some(row => row.trim() === `v${installed[0]}`));
});
