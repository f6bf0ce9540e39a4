import { mkdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { followTimeline } from '../../source/actions/following.ts';
import type { Environment } from '../../source/base/paths.ts';
import { buildFolder, journalFile } from '../../source/builds/builds.ts';
import { createJournal, type JournalWriter } from '../../source/builds/journal/journal-file.ts';
import { followAsJson } from '../../source/json/follow.ts';
import { header } from '../commands/timelines.ts';
import { makePerson } from '../helpers/program.ts';

const identity = { pid: process.pid, started: 'now' };

const begin = async (): Promise<{
	environment: Record<string, string>;
	file: string;
	journal: JournalWriter;
}> => {
	const { environment } = await makePerson();
	await mkdir(buildFolder('7f3a', environment), { recursive: true });
	const file = journalFile('7f3a', environment);
	return {
		environment,
		file,
		journal: createJournal(file, header({ mode: 'rehearsal', supervisor: identity })),
	};
};

const following = (environment: Environment): Pick<Actions, 'follow'> => ({
	follow: (id, onChange, signal) => followTimeline(id, onChange, environment, signal),
});

const record = (text: string) =>
	({ kind: 'record', offset: text.length, target: '', type: 'ui', data: ['say', text] }) as const;
const end = { kind: 'end', result: 'done', exitCode: 0, artifacts: [] } as const;

test('standard output gets the journal, byte for byte, as it is written', async () => {
	const { environment, file, journal } = await begin();
	let printed = '';
	let sawFirst: () => void = () => undefined;
	const first = new Promise<void>(resolve => {
		sawFirst = resolve;
	});
	const followed = followAsJson(following(environment), '7f3a', async text => {
		printed += text;
		sawFirst();
	});
	await first;
	journal.append([record('ünïcode "quotes" \\ and \u2028')]);
	journal.append([{ ...end, artifacts: [{ region: 'eu-west-1', ami: 'ami-0f3a91c2d4e5f6a7b' }] }]);
	journal.close();
	const timeline = await followed;
	expect(printed).toBe(await readFile(file, 'utf8'));
	expect(printed.trimEnd().split('\n')).toHaveLength(3);
	expect(timeline).toMatchObject({ result: 'done', header: { id: '7f3a' } });
});

test('a slow reader is waited for, in order', async () => {
	const { environment, file, journal } = await begin();
	for (let index = 0; index < 2000; index++) {
		journal.append([record(`line ${index} ${'x'.repeat(300)}`)]);
	}

	journal.append([end]);
	journal.close();
	let printed = '';
	let writing = false;
	await followAsJson(following(environment), '7f3a', async text => {
		expect(writing).toBe(false);
		writing = true;
		await new Promise(resolve => setImmediate(resolve));
		printed += text;
		writing = false;
	});
	expect(printed).toBe(await readFile(file, 'utf8'));
});
