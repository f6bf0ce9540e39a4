import { expect, test } from 'vitest';
import { journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
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

test('packages of the system that flags name are really installed, by what they are called there', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	const ended = await runProgram(person, [
		...['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'web', '--out', './web'],
		...['--packages', 'nginx,node', '--rehearse', '--speed', '50', '--yes', '--no-input'],
	]);
	expect(ended.code, ended.stderr).toBe(0);
	const [build] = await listBuilds(person.environment);
	const texts = textsOf(await journalOf(person, build?.id ?? '')).join('\n');
	expect(texts).toMatch(/Setting up nginx \(1\./);
	expect(texts).toMatch(/Setting up nodejs \(\d+\./);
});
