import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { atLeast, parseVersion } from '../../base/versions.ts';
import { journalName } from '../builds.ts';
import type { JournalEntry, JournalHeader, PackerEntry } from '../journal.ts';
import { type JournalWriter, readJournal, reopenJournal } from '../journal-file.ts';
import { type Redact, redactor } from '../redaction.ts';
import { finish } from './finish.ts';
import type { AdoptOrder } from './order.ts';
import { advanceOutcome, endOf, type Outcome, startOutcome, withManifest } from './outcome.ts';
import { releaseOwnership, takeOwnership } from './owner.ts';
import { isAlive } from './process.ts';
import { reopenSpool, spoolNames } from './spool.ts';
import { watchPacker } from './watch.ts';
import { copyFolder, manifestName, removeWorkFiles } from './work-files.ts';

/** What the journal of a killed supervisor tells. */
type Remains = {
	readonly header: JournalHeader | undefined;
	readonly packer: PackerEntry | undefined;
	readonly ended: boolean;
	readonly outcome: Outcome;
	/** How far Packer's output was read, in bytes. */
	readonly offset: number;
	readonly seq: number;
	/** The length of the journal's complete lines, in bytes. */
	readonly size: number;
};

const nothing: Remains = {
	header: undefined,
	packer: undefined,
	ended: false,
	outcome: startOutcome,
	offset: 0,
	seq: 0,
	size: 0,
};

const withEntry = (remains: Remains, entry: JournalEntry): Remains => ({
	...remains,
	packer: entry.kind === 'packer' ? entry : remains.packer,
	ended: remains.ended || entry.kind === 'end',
	outcome: advanceOutcome(remains.outcome, entry),
	offset: entry.kind === 'record' ? Math.max(remains.offset, entry.offset) : remains.offset,
	seq: entry.seq,
});

const readRemains = async (file: string): Promise<Remains> => {
	let remains = nothing;
	for (;;) {
		const { lines, offset } = await readJournal(file, remains.size);
		if (offset === remains.size) {
			return remains;
		}

		for (const line of lines) {
			remains = line.kind === 'header' ? { ...remains, header: line } : withEntry(remains, line);
		}

		remains = { ...remains, size: offset };
	}
};

/** The secrets died with the supervisor; Packer's own environment still has them. */
const environmentOf = (pid: number): Readonly<Record<string, string>> | undefined => {
	try {
		return Object.fromEntries(
			readFileSync(`/proc/${pid}/environ`, 'utf8')
				.split('\0')
				.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
		);
	} catch {
		return undefined;
	}
};

/** Undefined if secrets could not be removed from the output, so that it must not be read. */
const redactionFor = (header: JournalHeader, pid: number): Redact | undefined => {
	const environment = environmentOf(pid);
	if (environment) {
		return redactor(header.secrets.flatMap(name => environment[name] ?? []));
	}

	const version = parseVersion(header.packer.version);
	const hidesItself = version !== undefined && atLeast(version, '1.15.1');
	return header.secrets.length === 0 || hidesItself ? text => text : undefined;
};

const adoption = {
	alive: 'The process that watched this build was killed. Another one watches it from here on.',
	ended: 'The process that watched this build was killed, and Packer ended before anybody looked.',
	unread:
		'The process that watched this build was killed. What Packer prints from here on cannot be shown, since secrets could not be removed from it.',
};

const watchOn = async (
	buildFolder: string,
	journal: JournalWriter,
	header: JournalHeader,
	{ process: packer, time }: PackerEntry,
	{ outcome, offset }: Remains,
	cancel: AbortSignal,
): Promise<Outcome> => {
	const alive = isAlive(packer);
	const redact = redactionFor(header, packer.pid);
	const spool = redact && reopenSpool(buildFolder, spoolNames.stdout, packer, offset);
	const message = !alive ? adoption.ended : redact ? adoption.alive : adoption.unread;
	journal.append([{ kind: 'notice', message }]);
	return watchPacker({
		journal,
		folder: buildFolder,
		packer,
		began: time,
		stdout: spool,
		stderr: redact && reopenSpool(buildFolder, spoolNames.stderr, packer, 0),
		redact: redact ?? (text => text),
		ended: () => !isAlive(packer),
		cancel,
		outcome,
		deadline: header.timeout === undefined ? undefined : header.time + header.timeout,
	});
};

/**
 * Goes on with a build whose supervisor was killed: takes it, if nobody else did, watches Packer from where the journal
 * ends, and writes the end. Nobody saw how Packer exited, so the result is what its output and the manifest tell.
 */
export const adoptBuild = async (
	{ buildFolder, generation }: AdoptOrder,
	cancel: AbortSignal,
	started: () => Promise<void>,
): Promise<void> => {
	if (!takeOwnership(buildFolder, generation)) {
		await started();
		return;
	}

	await started();
	const file = path.join(buildFolder, journalName);
	const remains = await readRemains(file);
	const { header, packer } = remains;
	if (!header) {
		removeWorkFiles(buildFolder);
		rmSync(buildFolder, { recursive: true, force: true });
		return;
	}

	if (remains.ended) {
		removeWorkFiles(buildFolder);
		releaseOwnership(buildFolder);
		return;
	}

	const journal = reopenJournal(file, remains.size, remains.seq);
	if (!packer) {
		finish(buildFolder, journal, { result: 'interrupted', exitCode: null, artifacts: [] });
		return;
	}

	const outcome = await watchOn(buildFolder, journal, header, packer, remains, cancel);
	const all = withManifest(outcome, path.join(copyFolder(buildFolder), manifestName));
	finish(buildFolder, journal, endOf(all, null));
};
