import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBuilds } from '../../../source/builds/builds.ts';
import { deleteBuild } from '../../../source/builds/delete.ts';
import { openBehindEnd } from '../../../source/builds/journal/behind-end.ts';
import type { KeptMachine } from '../../../source/builds/journal/journal.ts';
import { readTimeline } from '../../../source/builds/read-timeline.ts';
import { cleanupText, leftText, mayBeLeft } from '../../../source/builds/report/ending.ts';
import type { Timeline } from '../../../source/builds/timeline/timeline.ts';
import { noteCleanup } from '../../../source/targets/aws/builds/remains/note.ts';
import type { Remain, RemainsPlace } from '../../../source/targets/aws/builds/remains/places.ts';
import { keptTexts } from '../../../source/targets/aws/builds/report/kept.ts';
import { resourcesIn } from '../../../source/targets/aws/builds/report/resources.ts';
import { makePerson, type Person } from '../../helpers/program.ts';
import { journalEntries, transcript } from '../../helpers/transcript.ts';
import { at } from '../../helpers/whereabouts.ts';
import { buildFolderOf, realBuild } from '../helpers.ts';

const shown = (file: string): string => file;

/** A build that said what it made and deleted nothing of it, and what of that is found in AWS. */
const abandoned = async (person: Person, id: string, kept?: KeptMachine) => {
	const entries = journalEntries(transcript('1.16.0', 'abort'), { exitCode: 1 });
	await realBuild(person, id, entries[0]?.time ?? 0, { entries, ...(kept && { kept }) });
	const file = path.join(buildFolderOf(person, id), 'journal.ndjson');
	const look = async (): Promise<Timeline> => {
		const timeline = await readTimeline(file);
		expect(timeline).toBeDefined();
		return timeline as Timeline;
	};
	const remains = resourcesIn(await look()).map(
		(resource): Remain => ({
			kind: resource.kind,
			// AWS calls groups otherwise than Packer does.
			...(resource.kind === 'security-group' ? { id: 'sg-1', name: resource.id } : { id: resource.id }),
			region: 'us-east-1',
			build: id,
			detail: '',
		}),
	);
	expect(remains.map(({ kind }) => kind)).toEqual(['key-pair', 'security-group', 'instance']);
	const note = (removed: readonly Remain[], isWhole: boolean, left = remains) => {
		const place: RemainsPlace = {
			caller: { signer: { source: 'environment', keyId: 'AKIA' }, sdk: 'go-2', whereabouts: at({}) },
			title: 'keys in the environment',
			region: 'us-east-1',
			remains: left,
			unseen: [],
		};
		return noteCleanup(
			{ places: [place], builds: [{ id, isWhole, mayBeLeft: true }] },
			left.map(remain => ({ remain, ...(!removed.includes(remain) && { why: 'It is in use.' }) })),
			at(person.environment),
		);
	};
	return { file, look, remains, note };
};

test('what a clean-up deleted is not left any more, and told; what it could not delete or see is', async () => {
	const person = await makePerson();
	const { look, remains, note } = await abandoned(person, 'aaa1');
	const [key, group, machine] = remains as [Remain, Remain, Remain];
	expect(leftText(await look())).toMatch(/^Packer did not say that it deleted the key .*, the machine i-/);

	// One that saw nothing at all of it says nothing.
	expect(await note([], false, [])).toEqual([]);
	expect((await look()).cleaned).toBeUndefined();

	expect(await note([group], false)).toEqual([]);
	const some = await look();
	expect(leftText(some)).toMatch(/^Packer did not say that it deleted the key [^,]+, the machine i-/);
	expect(cleanupText(some)).toMatch(
		/^A clean-up \([-\dT:]+Z\) deleted the firewall sg-1\. Packer did not say/,
	);
	expect(mayBeLeft(some)).toBe(true);

	expect(await note([machine], true, [key, machine])).toEqual([]);
	expect(leftText(await look())).toBe(
		`Still there after a clean-up: the key ${key.id}. To see why, and to delete what can be: packer-wizard cleanup aaa1`,
	);

	expect(await note([], true, [])).toEqual([]);
	const after = await look();
	expect(mayBeLeft(after)).toBe(false);
	expect(cleanupText(after)).toMatch(/ deleted the firewall sg-1, the machine i-\w+, and left nothing\.$/);
	// What is done later is no part of the time that it took.
	expect(after.time).toBe(some.time);
	await deleteBuild('aaa1', at(person.environment));
});

test('a machine that was kept is forgotten with its key; a key that cannot be removed is told', async () => {
	const person = await makePerson();
	for (const id of ['aaa1', 'aaa2']) {
		const key = path.join(buildFolderOf(person, id), 'key.pem');
		const { look, remains, note } = await abandoned(person, id, { user: 'admin', key });
		if (id === 'aaa1') {
			await writeFile(key, 'a key');
		} else {
			await mkdir(path.join(key, 'in-the-way'), { recursive: true });
		}

		expect(keptTexts(await look(), 'packer-wizard', shown).length).toBeGreaterThan(0);
		await note(remains.slice(0, 2), true);
		await access(key);
		expect((await look()).kept).toBeDefined();
		const complaints = await note(remains.slice(2), true, remains.slice(2));
		expect(keptTexts(await look(), 'packer-wizard', shown)).toEqual([]);
		if (id === 'aaa1') {
			expect(complaints).toEqual([]);
			await expect(access(key)).rejects.toThrow('ENOENT');
		} else {
			expect(complaints).toEqual([
				expect.stringMatching(/^What let into .* could not be removed \(.+\): .*key\.pem$/),
			]);
		}
	}
});

test('however much is told behind the end of a build, it has ended', async () => {
	const person = await makePerson();
	const { file } = await abandoned(person, 'aaa1');
	const append = await openBehindEnd(file);
	for (let index = 0; index < 100; index++) {
		append({ kind: 'copy', region: `eu-west-${index}`, state: 'failed', said: 'x'.repeat(100) });
	}

	const { builds } = await readBuilds(person.environment);
	expect(builds[0]?.end?.result).toBe('failed');
});
