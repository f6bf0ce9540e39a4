import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { steadyNow } from '../../base/clock.ts';
import { exitCodes } from '../../base/problem.ts';
import { traceOf } from '../../base/trace.ts';
import { inspectImage } from '../../targets/docker/builds/inspect.ts';
import { journalName } from '../folders.ts';
import { withArtifacts } from '../journal/artifacts.ts';
import type { JournalHeader } from '../journal/journal.ts';
import type { Redact } from '../journal/redaction.ts';
import type { JournalWriter } from '../journal/writer.ts';
import { readTimeline } from '../read-timeline.ts';
import { reasonOf } from '../report/ending.ts';
import { advance, type Timeline } from '../timeline/timeline.ts';
import { bringBack } from './bring-back.ts';
import type { End } from './evidence.ts';
import { releaseOwnership } from './owner.ts';
import { removeWorkFiles } from './work-files.ts';

/** Has a defect of ours told in the journal before it ends this process. Another process will go on with the build. */
export const tellDefects = (journal: JournalWriter, redact: Redact): void => {
	process.once('uncaughtException', error => {
		const what = redact(traceOf(error));
		journal.append([{ kind: 'notice', message: `The process that runs this build met a defect. ${what}` }]);
		process.exit(exitCodes.defect);
	});
};

const retryInterval = 1000;

/** On a full disk it is waited for room: without its end a build would seem to run for ever. */
const untilWritten = async (journal: JournalWriter): Promise<void> => {
	while (!journal.flush()) {
		await setTimeout(retryInterval);
	}
};

/** The images, with the one that Packer made and kept without naming it: it was told to end when it had. */
const withKept = (end: End, { header, keptAmi }: Timeline): End =>
	keptAmi === undefined
		? end
		: {
				...end,
				artifacts: withArtifacts(end.artifacts, [{ region: header.recipe.aws.region, ami: keptAmi }]),
			};

/** How a build without a result ended, and why, as its journal tells; less if nobody can read that any more. */
const asTold = async (file: string, given: End): Promise<End> => {
	const timeline = await readTimeline(file).catch(() => undefined);
	if (!timeline) {
		return given;
	}

	const end = withKept(given, timeline);
	const told = advance(timeline, [{ kind: 'end', seq: 0, time: timeline.time, ...end }]);
	return { ...end, ...reasonOf(told) };
};

/** So many files are named in a journal; more are counted. */
const mostFiles = 500;

/** Has what the build wrote beside its template back in the person's folder, and told. */
const returnFiles = async (folder: string, journal: JournalWriter): Promise<void> => {
	const files = await bringBack(folder);
	const more = files.length - mostFiles;
	if (files.length > 0) {
		journal.append([{ kind: 'files', files: files.slice(0, mostFiles), ...(more > 0 && { more }) }]);
	}
};

/** Has it told what a container image is made of, as far as the engine shows it. */
const describeImage = async (folder: string, journal: JournalWriter): Promise<void> => {
	const timeline = await readTimeline(path.join(folder, journalName)).catch(() => undefined);
	const image = timeline && (await inspectImage(timeline, folder, process.env));
	if (image) {
		journal.append([{ kind: 'container-image', image }]);
	}
};

/** So much the clock and the time of a build may differ without a word, in milliseconds. */
const drift = 60_000;

/** What the clock shows, if it is not what the journal counts by. */
const otherClock = (): Pick<End, 'clock'> => {
	const clock = Date.now();
	return Math.abs(clock - steadyNow()) > drift ? { clock } : {};
};

/** The end of a build, written when all that it needed is gone: whoever reads it finds nothing half-done. */
export const finish = async (
	folder: string,
	journal: JournalWriter,
	{ engine }: Pick<JournalHeader, 'engine'>,
	end: End,
): Promise<void> => {
	await returnFiles(folder, journal);
	if (engine !== undefined) {
		await describeImage(folder, journal);
	}

	removeWorkFiles(folder);
	await untilWritten(journal);
	const told = end.result === 'done' ? end : await asTold(path.join(folder, journalName), end);
	journal.append([{ kind: 'end', ...told, ...otherClock() }]);
	await untilWritten(journal);
	journal.close();
	releaseOwnership(folder);
};
