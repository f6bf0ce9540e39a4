import { expect, test } from 'vitest';
import { listBuilds } from '../../source/build/builds.ts';
import { journalOf, textsOf } from '../build/helpers.ts';
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
	terminal.type('/v18.\r');
	await terminal.waitFor(/\bv18\.\d+\.\d+\b/);

	const [build] = await listBuilds(person.environment);
	const lines = await journalOf(person, build?.id ?? '');
	expect(lines.find(line => line.kind === 'rehearsal')).toMatchObject({ sandbox: 'container' });
	expect(lines.at(-1)).toMatchObject({ kind: 'end', result: 'done' });
	const texts = textsOf(lines).map(text => text.replace(/^.*amazon-ebs\.image: /, ''));
	expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(/^Setting up nodejs \(18\./)]));
	expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(/^v18\.\d+\.\d+$/)]));
});
