import { mkdir, truncate } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildFolder, journalFile } from '../../../source/builds/folders.ts';
import type { JournalHeader } from '../../../source/builds/journal/journal.ts';
import { createJournal } from '../../../source/builds/journal/writer.ts';
import { expectedTimes } from '../../../source/builds/times/read-earlier.ts';
import { makePerson } from '../../helpers/program.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';

/** Somebody with builds of the name `web`, each as it was recorded. */
const withBuilds = async (builds: readonly { name: string; change?: Partial<JournalHeader> }[]) => {
	const { environment } = await makePerson();
	for (const [index, { name, change }] of builds.entries()) {
		const id = `aaa${index}`;
		await mkdir(buildFolder(id, environment), { recursive: true });
		const plain = journalHeader('1.16.0', ['scripts/00-wait-for-boot.sh', 'scripts/01-ok.sh']);
		const journal = createJournal(journalFile(id, environment), { ...plain, id, ...change });
		const exitCode = name === 'success' ? 0 : 1;
		journal.append(
			journalEntries(transcript('1.16.0', name), { exitCode }).map(
				({ seq: _, time: _at, ...entry }) => entry,
			),
		);
		journal.close();
	}

	return environment;
};

const recipe = recipeWith({});

test('without an earlier build that went well, of the same name and mode, times are the usual ones; of a rehearsal there are none', async () => {
	const other = recipeWith({ name: 'shop' });
	const environment = await withBuilds([
		{ name: 'script-fails' },
		{ name: 'success', change: { mode: 'rehearsal' } },
		{ name: 'success', change: { recipe: other } },
	]);
	expect((await expectedTimes(recipe, 'aws', environment))?.from).toBe('typical');
	expect((await expectedTimes(other, 'aws', environment))?.from).toBe('builds');
	expect((await expectedTimes(recipe, 'rehearsal', environment))?.from).toBe('builds');
	expect(await expectedTimes(other, 'rehearsal', environment)).toBeUndefined();
	expect(await expectedTimes(recipeWith({ targets: ['docker'] }), 'docker', environment)).toBeUndefined();
});

test('journals that nobody can read, or would wait for, are passed over', async () => {
	const environment = await withBuilds([{ name: 'success' }]);
	expect((await expectedTimes(recipe, 'aws', environment))?.from).toBe('builds');
	await truncate(journalFile('aaa0', environment), 5 * 1024 * 1024);
	expect((await expectedTimes(recipe, 'aws', environment))?.from).toBe('typical');
});
