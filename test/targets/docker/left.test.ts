import { mkdir } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { buildFolder, journalFile } from '../../../source/builds/folders.ts';
import { createJournal } from '../../../source/builds/journal/writer.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, runProgram } from '../../helpers/program.ts';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';
import { containerImage } from '../../setup/places.ts';
import { runToEnd } from '../../template/packer.ts';

test('the container of a Packer that was killed is found by its id, removed after a yes, and nothing else is', async context => {
	needs(context, 'containers');
	const person = await makePerson();
	const podman = (...args: readonly string[]) => runToEnd('podman', args, { env: person.environment });
	const start = async () =>
		(
			await podman('run', '--detach', '--quiet', '--stop-timeout', '0', containerImage, 'sleep', '600')
		).output.trim();
	const [left, other] = [await start(), await start()];
	onTestFinished(async () => {
		for (const container of [other, left]) {
			await podman('rm', '--force', '--time', '0', container);
		}
	});
	const id = 'c0de';
	await mkdir(buildFolder(id, person.environment), { recursive: true });
	const recorded = journalHeader('1.6.6', ['scripts/01-hello.sh']);
	const journal = createJournal(journalFile(id, person.environment), {
		...recorded,
		id,
		mode: 'docker',
		engine: 'podman',
		recipe: { ...recorded.recipe, targets: ['docker'] },
	});
	// Packer had come to the end of the steps.
	const printed = transcript('1.6.6', 'docker').toString();
	const begun = printed
		.slice(0, printed.indexOf('Committing the container'))
		.replaceAll(/Container ID: [0-9a-f]+/g, `Container ID: ${left}`);
	const entries = journalEntries(Buffer.from(begun.slice(0, begun.lastIndexOf('\n') + 1)), { exitCode: 1 });
	journal.append(entries);
	journal.close();

	const told = `the container ${left.slice(0, 12)}`;
	expect((await runProgram(person, ['builds', 'show', id])).stdout).toContain(
		`Packer did not say that it removed ${told}. To look for it, and remove it after a yes: packer-wizard cleanup ${id}`,
	);
	const kept = await runProgram(person, ['builds', 'delete', id]);
	expect(kept).toMatchObject({ code: 3 });
	expect(kept.stderr).toContain('Its container or image may still be in podman');
	const found = await runProgram(person, ['cleanup', id]);
	expect(found).toMatchObject({ code: 2, stdout: `Of build ${id} ${told} is left in podman.\n` });
	expect((await podman('container', 'exists', left)).code).toBe(0);
	const removed = await runProgram(person, ['cleanup', id, '--yes']);
	expect(removed).toMatchObject({ code: 0, stderr: '' });
	expect(removed.stdout).toContain(`Removed: ${told}\n`);
	expect((await podman('container', 'exists', left)).code).toBe(1);
	expect((await podman('container', 'exists', other)).code).toBe(0);
	const shown = (await runProgram(person, ['builds', 'show', id])).stdout;
	expect(shown).toMatch(/A clean-up \(.+\) deleted the container [0-9a-f]+, and left nothing\./);
	expect(await runProgram(person, ['builds', 'delete', id, '--yes'])).toMatchObject({ code: 0 });
}, 60_000);
