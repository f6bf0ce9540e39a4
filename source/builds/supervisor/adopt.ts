import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { steadyNow } from '../../base/clock.ts';
import { abortAfter } from '../../base/timers.ts';
import { atLeast, parseVersion } from '../../base/versions.ts';
import { copierOf, copyForEnd } from '../../targets/aws/builds/supervisor/copies.ts';
import { milliseconds } from '../../targets/aws/builds/supervisor/own-end.ts';
import { copyFolder } from '../copy/mirror.ts';
import { sensitiveIn } from '../copy/sensitive.ts';
import { journalName } from '../folders.ts';
import { withArtifacts } from '../journal/artifacts.ts';
import { killedCauses } from '../journal/causes.ts';
import type { JournalHeader, PackerEntry, ProcessIdentity } from '../journal/journal.ts';
import { type Redact, redactor, secretValues } from '../journal/redaction.ts';
import { type JournalWriter, reopenJournal } from '../journal/writer.ts';
import { takeContents } from './contents.ts';
import { freeSpace } from './disk.ts';
import { type Evidence, endOf } from './evidence.ts';
import { finish, tellDefects } from './finish.ts';
import { keptOf } from './kept.ts';
import { manifestArtifacts } from './manifest.ts';
import type { AdoptOrder } from './order.ts';
import { releaseOwnership, takeOwnership } from './owner.ts';
import { ageOf, endGroup, isAlive, leaderIn, tellToEnd } from './process.ts';
import { type RecordedBuild, readRecordedBuild } from './recorded-build.ts';
import { reopenSpool, spoolNames } from './spool.ts';
import { watchPacker } from './watch.ts';
import { removeWorkFiles } from './work-files.ts';

/** The secrets died with the supervisor; Packer's own environment still has them. */
const environmentOf = (packer: ProcessIdentity): Readonly<Record<string, string>> | undefined => {
	try {
		const text = readFileSync(`/proc/${packer.pid}/environ`, 'utf8');
		const entries = text
			.split('\0')
			.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
		// Asked behind the reading: until then the number may have gone to another process.
		return isAlive(packer) ? Object.fromEntries(entries) : undefined;
	} catch {
		return undefined;
	}
};

/** Undefined if secrets could not be removed from the output, so that it must not be read. */
const redactionFor = (
	buildFolder: string,
	header: JournalHeader,
	packer: ProcessIdentity,
): Redact | undefined => {
	const environment = environmentOf(packer);
	const { values } = sensitiveIn(copyFolder(buildFolder), environment ?? {});
	if (environment) {
		return redactor([...secretValues(environment, header.secrets), ...values]);
	}

	const version = parseVersion(header.packer.version);
	const hidesItself = version !== undefined && atLeast(version, '1.15.1');
	return header.secrets.length === 0 || hidesItself ? redactor(values) : undefined;
};

const lookInterval = 250;

/** Asks at most a few times a second: looking for a process is a command of its own where there is no /proc. */
const lookedUp = (ended: () => boolean): (() => boolean) => {
	let asked = 0;
	let answer = false;
	return () => {
		if (!answer && steadyNow() - asked > lookInterval) {
			answer = ended();
			asked = steadyNow();
		}

		return answer;
	};
};

/** Milliseconds since an entry was written by the process that was killed. */
const since = (written: number): number => Math.max(0, Date.now() - written);

/** The milliseconds that the build still has; undefined without a limit. */
const leftOf = (header: JournalHeader): number | undefined => {
	const limit = milliseconds(header.timeout);
	return limit === undefined ? undefined : limit - (ageOf(header.supervisor) ?? since(header.time));
};

type RanPacker = Pick<PackerEntry, 'process' | 'time'>;

const watchOn = async (
	buildFolder: string,
	journal: JournalWriter,
	header: JournalHeader,
	{ process: packer, time }: RanPacker,
	{ evidence, offset }: RecordedBuild,
	cancel: AbortSignal,
): Promise<Evidence> => {
	const alive = isAlive(packer);
	const redact = redactionFor(buildFolder, header, packer);
	const spool = redact && reopenSpool(buildFolder, spoolNames.stdout, packer, offset);
	const message = !alive ? killedCauses.ended : redact ? killedCauses.alive : killedCauses.unread;
	journal.append([{ kind: 'notice', message }]);
	return watchPacker({
		journal,
		free: freeSpace(buildFolder, process.env),
		packer,
		age: ageOf(packer) ?? since(time),
		stdout: spool,
		stderr: redact && reopenSpool(buildFolder, spoolNames.stderr, packer, 0),
		redact: redact ?? (text => text),
		takeContents: takeContents(buildFolder, redact ?? (text => text)),
		ended: lookedUp(() => !isAlive(packer)),
		cancel,
		evidence,
		job: header.job,
		left: leftOf(header),
	});
};

/** A Packer that runs although the journal does not tell of it: its supervisor was killed just as it had started it. */
const untold = (buildFolder: string, journal: JournalWriter): RanPacker | undefined => {
	const packer = leaderIn(copyFolder(buildFolder));
	if (!packer) {
		return undefined;
	}

	journal.append([{ kind: 'packer', process: packer }]);
	return { process: packer, time: Date.now() };
};

const patience = 10_000;
const pollInterval = 100;

/** Ends the Packer of a rehearsal whose servers died with its supervisor. Nothing of it is real, so it may be killed. */
const endRehearsal = async (packer: ProcessIdentity): Promise<void> => {
	tellToEnd(packer);
	for (const began = steadyNow(); isAlive(packer) && steadyNow() - began < patience; ) {
		await setTimeout(pollInterval);
	}

	await endGroup(packer);
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
	const recorded = await readRecordedBuild(file);
	const { header } = recorded;
	if (!header) {
		// Only what never came to be is removed: a journal that we cannot read may be that of another version.
		if (recorded.size === 0) {
			removeWorkFiles(buildFolder);
			rmSync(buildFolder, { recursive: true, force: true });
		}

		return;
	}

	if (recorded.ended) {
		removeWorkFiles(buildFolder);
		releaseOwnership(buildFolder);
		return;
	}

	const journal = reopenJournal(file, recorded.size, recorded);
	tellDefects(journal, text => text);
	const packer = recorded.packer ?? untold(buildFolder, journal);
	const list = () => manifestArtifacts(copyFolder(buildFolder));
	if (header.mode === 'rehearsal' || (!packer && list().length === 0)) {
		if (packer) {
			await endRehearsal(packer.process);
		}

		journal.append([{ kind: 'notice', message: killedCauses.interrupted }]);
		await finish(buildFolder, journal, header, {
			result: 'interrupted',
			exitCode: null,
			artifacts: recorded.evidence.artifacts,
			message: killedCauses.interrupted,
		});
		return;
	}

	let { evidence } = recorded;
	if (packer) {
		evidence = await watchOn(buildFolder, journal, header, packer, recorded, cancel);
		await endGroup(packer.process);
	} else {
		// It had started Packer and could not tell of it, and Packer is gone.
		journal.append([{ kind: 'notice', message: killedCauses.ended }]);
	}

	const artifacts = withArtifacts(evidence.artifacts, list());
	const limit = leftOf(header);
	const end = await copyForEnd(
		{ end: endOf({ ...evidence, artifacts }, undefined), evidence, copier: copierOf(header) },
		{ header, journal, cancel, late: limit === undefined ? cancel : abortAfter(limit) },
	);
	await finish(buildFolder, journal, header, { ...end, ...(await keptOf(buildFolder, header, end)) });
};
