import { mkdir, readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { followTimeline } from '../../source/actions/following.ts';
import type { Environment } from '../../source/base/paths.ts';
import { buildFolder, journalFile } from '../../source/builds/folders.ts';
import { createJournal, type JournalWriter } from '../../source/builds/journal/writer.ts';
import { writeAll } from '../../source/json/document.ts';
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
	follow: (id, onProgress, signal) => followTimeline(id, onProgress, environment, signal),
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

const long = async (lines: number) => {
	const begun = await begin();
	const { journal } = begun;
	journal.append(Array.from({ length: lines }, (_, index) => record(`line ${index} ${'x'.repeat(3000)}`)));
	journal.append([end]);
	journal.close();
	return begun;
};

test('a slow reader is waited for: no more is read before it took what there is', async () => {
	const { environment, file } = await long(500);
	let printed = '';
	let writing = 0;
	let read = 0;
	const { follow } = following(environment);
	const counted: Pick<Actions, 'follow'> = {
		follow: (id, onProgress, signal) =>
			follow(
				id,
				progress => {
					read += progress.lines.length;
					return onProgress(progress);
				},
				signal,
			),
	};
	await followAsJson(counted, '7f3a', async text => {
		writing++;
		expect(writing).toBe(1);
		await setTimeout(40);
		printed += text;
		expect(read).toBe(printed.trimEnd().split('\n').length);
		writing--;
	});
	expect(printed).toBe(await readFile(file, 'utf8'));
});

test('a slow pipe gets the whole journal, and no listener is left behind', async () => {
	const { environment, file } = await long(1500);
	const warnings: Error[] = [];
	const onWarning = (warning: Error) => warnings.push(warning);
	process.on('warning', onWarning);
	const pipe = new PassThrough();
	const followed = followAsJson(following(environment), '7f3a', text => writeAll(pipe, text)).then(() =>
		pipe.end(),
	);
	let most = 0;
	const chunks: Buffer[] = [];
	for await (const chunk of pipe) {
		most = Math.max(most, pipe.writableLength + pipe.readableLength);
		chunks.push(chunk);
		await setImmediate();
	}

	await followed;
	await setImmediate();
	process.off('warning', onWarning);
	expect(warnings).toEqual([]);
	expect(pipe.listenerCount('drain') + pipe.listenerCount('close')).toBeLessThan(5);
	expect(most).toBeLessThan(1024 * 1024);
	expect(Buffer.concat(chunks).toString()).toBe(await readFile(file, 'utf8'));
});

test('a reader that goes away is not waited for', async () => {
	const { environment } = await long(500);
	const pipe = new PassThrough();
	const followed = followAsJson(following(environment), '7f3a', text => writeAll(pipe, text));
	await setTimeout(20);
	pipe.destroy();
	expect((await followed).result).toBe('done');
});
