import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { journalFile } from '../../source/builds/folders.ts';
import { createJournal, type NewEntry } from '../../source/builds/journal/writer.ts';
import { readTimeline } from '../../source/builds/read-timeline.ts';
import { advance, linesOf, startTimeline, type Timeline } from '../../source/builds/timeline/timeline.ts';
import { makePerson } from '../helpers/program.ts';
import { journalHeader } from '../helpers/transcript.ts';
import { journalLines } from './helpers.ts';

/** How many lines are printed at a time. */
export const count = 20_000;
const name = 'amazon-ebs.image';

const said = (kind: string, text: string): NewEntry => ({
	kind: 'record',
	offset: 0,
	target: '',
	type: 'ui',
	data: [kind, `==> ${name}: ${text}`],
});

/** A build whose first script prints very much, and whose second one fails. */
const entries: readonly NewEntry[] = [
	said('say', 'Creating temporary keypair: packer_1'),
	said('say', 'Provisioning with shell script: scripts/01-much.sh'),
	...Array.from({ length: count }, (_, index) =>
		said(index % 7 === 0 ? 'error' : 'message', `line ${index}\n==> ${name}: ümlaut of ${index}`),
	),
	{ kind: 'notice', message: 'The disk is nearly full.' },
	said('say', 'Provisioning with shell script: scripts/02-fail.sh'),
	said('error', 'E: Unable to locate package nginz'),
	said('error', 'Provisioning step had errors: Running the cleanup provisioner, if present...'),
	said('say', 'Terminating the source AWS instance...'),
	said('say', 'Cleaning up any extra volumes...'),
	said('say', 'No volumes to clean up, skipping'),
	...Array.from({ length: count }, (_, index) => said('say', `behind ${index}`)),
	{
		kind: 'record',
		offset: 0,
		target: name,
		type: 'error',
		data: ['Script exited with non-zero exit status: 100. Allowed exit codes are: [0]'],
	},
	{ kind: 'end', result: 'failed', exitCode: 1, artifacts: [] },
];

/** The same build by its journal, and as if all of it were held. */
export const makeLongBuild = async (): Promise<{
	readonly file: string;
	readonly timeline: Timeline;
	readonly texts: readonly string[];
	readonly held: Timeline;
}> => {
	const person = await makePerson();
	const file = journalFile('ab12', person.environment);
	await mkdir(path.dirname(file), { recursive: true });
	const header = { ...journalHeader('1.6.6', ['scripts/01-much.sh', 'scripts/02-fail.sh']), id: 'ab12' };
	const journal = createJournal(file, header);
	onTestFinished(journal.close);
	journal.append(entries);
	const timeline = await readTimeline(file);
	const lines = await journalLines(file);
	const held = advance(startTimeline(header), lines);
	const index = linesOf(held);
	const texts = Array.from({ length: index.length }, (_, at) => index.textAt(at) ?? 'lost');
	return { file, timeline: timeline ?? held, texts, held };
};
