import { randomUUID } from 'node:crypto';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { unwritable } from '../../../../base/unwritable.ts';
import { buildFolder, journalFile } from '../../../../builds/folders.ts';
import { reopenJournal } from '../../../../builds/journal/writer.ts';
import { removeLock, takeFolder } from '../../../../builds/lock-files.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import { readRecordedBuild } from '../../../../builds/supervisor/recorded-build.ts';
import { sharingTrouble } from '../../recipe/share.ts';
import { callerOfBuild } from '../remains/callers.ts';
import { type CopyNews, makeCopies, usualInterval } from './make.ts';

const refused = (message: string, next: readonly string[] = []): Problem =>
	new Problem(message, { next, exitCode: exitCodes.usage });

const setRight = 'Set it right: what is copied has to be noted there.';

/** Where later copies are noted. */
type LaterCopies = {
	readonly write: (news: CopyNews) => void;
	/** @throws Problem (exit 3) if not all of it could be written. */
	readonly close: () => Promise<void>;
};

/**
 * Goes on with the journal of a build that is over, alone.
 * @throws Problem: exit 2 if another process copies its image, exit 3 if it cannot be written.
 */
const openCopies = async (id: string, { environment }: Whereabouts): Promise<LaterCopies> => {
	const folder = buildFolder(id, environment);
	const file = journalFile(id, environment);
	const lock = await takeFolder(folder, 'copy').catch((error: unknown) => {
		throw unwritable(folder, error, setRight);
	});
	if (!('own' in lock)) {
		throw refused(`The image of build ${id} is being copied or tested already.`, [
			`See what comes of it: packer-wizard builds show ${id}`,
		]);
	}

	try {
		const recorded = await readRecordedBuild(file);
		const journal = reopenJournal(file, recorded.size, recorded);
		return {
			write: news => journal.append([news]),
			close: async () => {
				const isWritten = journal.flush();
				journal.close();
				await removeLock(lock.own);
				if (!isWritten) {
					throw new Problem(`Not all of it could be noted in ${file}.`, {
						reason: 'The disk is full.',
						next: ['Keep the ids that were told: packer-wizard does not know them later.'],
						exitCode: exitCodes.missing,
					});
				}
			},
		};
	} catch (error) {
		await removeLock(lock.own);
		throw error instanceof Problem ? error : unwritable(file, error, setRight);
	}
};

/**
 * Copies the image of a build that is over to more regions, without building again, and notes each copy behind the end of its
 * journal. A copy that is there already is told as done, and one that AWS still makes is waited for.
 * @param told is called for each region as it goes on.
 * @throws Problem: exit 2 if the build goes on, has no image in AWS, or is being copied already, exit 3 if its journal cannot
 * be written, exit 4 if nobody can sign in; or the reason of the signal: what has begun goes on in AWS.
 */
export const copyLater = async (
	id: string,
	regions: readonly string[],
	told: (news: CopyNews) => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	const file = journalFile(id, whereabouts.environment);
	const timeline = await readTimeline(file);
	const header = timeline?.header;
	if (!timeline || !header || timeline.result === undefined) {
		throw refused(`Build ${id} still runs.`, ['It makes its copies itself: packer-wizard builds watch']);
	}

	if (header.mode === 'rehearsal') {
		throw refused(`Build ${id} was a rehearsal: there is no image to copy.`);
	}

	const { artifacts } = timeline;
	const from = artifacts.find(({ region }) => region === header.recipe.aws.region) ?? artifacts[0];
	if (from === undefined || from.region === '') {
		throw refused(`Build ${id} made no image in AWS that could be copied.`);
	}

	const trouble = sharingTrouble({
		...header.recipe.aws,
		copyTo: regions.filter(region => region !== from.region),
	});
	if (trouble) {
		throw refused(`The image of build ${id} is shared, and its copy could not be. ${trouble.message}`, [
			'Copy it where there is a key, or by hand with one: aws ec2 copy-image --encrypted --kms-key-id',
		]);
	}

	const { caller } = await callerOfBuild(header, whereabouts);
	const home = regions.find(region => region === from.region);
	if (home !== undefined) {
		told({ kind: 'copy', region: home, state: 'done', ami: from.ami });
	}

	const { write, close } = await openCopies(id, whereabouts);
	try {
		await makeCopies({
			caller: async () => caller,
			from,
			terms: header.recipe.aws,
			isOpen: true,
			regions: regions.filter(region => region !== home),
			// Whether it is there still, AWS knows.
			begun: region => artifacts.find(artifact => artifact.region === region)?.ami,
			token: () => randomUUID(),
			interval: usualInterval,
			told: news => {
				write(news);
				told(news);
			},
			signal,
		});
	} finally {
		await close();
	}
};
