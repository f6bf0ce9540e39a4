import { readFileSync } from 'node:fs';
import { artifactsOf, withArtifacts } from '../../source/builds/journal/artifacts.ts';
import type { Artifact, JournalEntry, JournalHeader } from '../../source/builds/journal/journal.ts';
import { resultOf } from '../../source/builds/supervisor/evidence.ts';
import { decode, decodeRest, type PackerRecord, startDecoder } from '../../source/packer/decode.ts';
import { tellsOfSignal } from '../../source/packer/ui-text.ts';
import { type RecipeChange, recipeWith } from './recipe.ts';

/** The Packers whose output was recorded. */
export const recordedVersions = ['1.6.6', '1.16.0'] as const;
export type RecordedVersion = (typeof recordedVersions)[number];

/** Milliseconds since 1970 at which the journals made here begin; each entry is a second later than the one before. */
export const firstTime = 1_795_000_000_000;

/** The header of a journal with these scripts. */
export const journalHeader = (
	version: string,
	scripts: readonly string[],
	recipe: RecipeChange = {},
): JournalHeader => ({
	kind: 'header',
	version: 1,
	id: '7f3a',
	time: firstTime,
	mode: 'aws',
	recipe: recipeWith(recipe),
	folder: '/home/user/web',
	packer: { path: '/usr/bin/packer', version },
	supervisor: { pid: 100, started: '1' },
	secrets: [],
	steps: scripts.map(script => ({ script, name: script.replace(/^scripts\/\d+-|\.sh$/g, '') })),
});

/** The records of Packer's output. */
export const recordsOf = (output: string | Uint8Array): readonly PackerRecord[] => {
	const { records, state } = decode(startDecoder(), Buffer.from(output));
	const rest = decodeRest(state);
	return rest ? [...records, rest] : records;
};

/** What a supervisor would have written for this output: Packer's start, each record, a cancel, and the end. */
export const journalEntries = (
	output: string | Uint8Array,
	{ exitCode, cancelled = false }: { readonly exitCode: number | null; readonly cancelled?: boolean },
): readonly JournalEntry[] => {
	const records = recordsOf(output);
	let artifacts: readonly Artifact[] = [];
	const entries: JournalEntry[] = [
		{ kind: 'packer', seq: 1, time: firstTime + 1000, process: { pid: 101, started: '2' } },
	];
	for (const [index, { target, type, data, offset }] of records.entries()) {
		const seq = index + 2;
		const time = firstTime + seq * 1000;
		entries.push({ kind: 'record', seq, time, offset, target, type, data });
		if (tellsOfSignal({ type, data })) {
			entries.push({ kind: 'cancel', seq, time, reason: 'person' });
		}

		artifacts = type === 'artifact' ? withArtifacts(artifacts, artifactsOf(data)) : artifacts;
	}

	const seq = records.length + 2;
	const failed = records.some(({ type }) => type === 'error');
	return [
		...entries,
		{
			kind: 'end',
			seq,
			time: firstTime + seq * 1000,
			result: resultOf({ exitCode, artifacts, cancelled, failed }),
			exitCode,
			artifacts,
		},
	];
};

/** What Packer really printed (`test/fixtures/transcripts`). */
export const transcript = (version: RecordedVersion, name: string): Buffer =>
	readFileSync(new URL(`../fixtures/transcripts/${version}/${name}.txt`, import.meta.url));

/** What a supervisor would have written for a rehearsal of which Packer printed this, up to Packer's records. */
export const rehearsalEntries = (
	sandbox: 'container' | 'trace',
	output: string | Uint8Array,
	/** The scripts that were only checked. */
	notRun: readonly string[] = [],
): readonly JournalEntry[] => {
	const [packer, ...records] = journalEntries(output, { exitCode: 0 });
	const detail = sandbox === 'trace' ? 'Neither Docker nor Podman answers.' : 'debian:12';
	return [
		{ kind: 'rehearsal', seq: 1, time: firstTime, sandbox, detail },
		...(packer ? [packer] : []),
		...notRun.map(script => ({ kind: 'not-run' as const, seq: 1, time: firstTime + 1000, script })),
		...records,
	];
};
