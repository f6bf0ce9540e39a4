import { readCleanup } from '../../targets/aws/builds/timeline/cleanups.ts';
import { readCopy } from '../../targets/aws/builds/timeline/copies.ts';
import { withArtifacts, withCopy, withLaterCopy } from '../journal/artifacts.ts';
import type { contentsStates, JournalLine } from '../journal/journal.ts';
import { endStages } from './end.ts';
import { log, type OpenTimeline } from './open-timeline.ts';
import { closeStep, enterPhase } from './phases.ts';
import { readRecord } from './records.ts';

/** Behind the end of a build there is nothing but what became of later copies; they take none of its time. */
const readLaterCopy = (open: OpenTimeline, line: JournalLine): void => {
	if (line.kind !== 'copy') {
		return;
	}

	const { result, artifacts, uncopied, cause, diagnosis } = open;
	const before = { result, artifacts, cause, diagnosis, ...(uncopied.length > 0 && { uncopied }) };
	const now = withLaterCopy(before, line);
	Object.assign(open, now, { uncopied: now.uncopied ?? [] });
	readCopy(open, line);
};

/** A machine lists what is in its image when all steps are over; the list itself is no part of the log. */
const readContents = (open: OpenTimeline, state: (typeof contentsStates)[number], time: number): void => {
	if (state === 'kept') {
		open.hasContents = true;
	} else if (open.current === 'provision') {
		closeStep(open, 'done', time);
		log(open, 'notice', 'The machine lists what is in the image.');
	}
};

/** What a line of the journal changes. */
export const readLine = (open: OpenTimeline, line: JournalLine): void => {
	if (line.kind === 'header') {
		return;
	}

	if (open.result !== undefined) {
		if (line.kind === 'cleanup') {
			readCleanup(open, line);
		} else if (line.kind === 'test') {
			open.test = line;
		} else if (line.kind === 'image') {
			open.changes = [...open.changes, line];
		} else {
			readLaterCopy(open, line);
		}

		return;
	}

	open.time = line.time;
	switch (line.kind) {
		case 'record':
			readRecord(open, line);
			break;
		case 'packer':
			enterPhase(open, 'check', line.time);
			break;
		case 'own-end':
			open.ownEnd = { behavior: line.behavior, seconds: line.seconds };
			break;
		case 'rehearsal':
			open.sandbox = { kind: line.sandbox, detail: line.detail };
			break;
		case 'not-run':
			open.notRun = [...open.notRun, line.script];
			break;
		case 'layer': {
			const { script, layer, from } = line;
			open.layers = [...open.layers, { script, layer, ...(from !== undefined && { from }) }];
			break;
		}
		case 'notice':
			log(open, 'notice', line.message);
			break;
		case 'cancel':
			open.cancelReason ??= line.reason;
			break;
		case 'files':
			open.written = [...open.written, ...line.files];
			open.moreWritten = line.more ?? open.moreWritten;
			break;
		case 'contents':
			if (line.state === 'unasked') {
				open.unasked = line.why;
			} else {
				readContents(open, line.state, line.time);
			}

			break;
		case 'container-image':
			open.containerImage = line.image;
			break;
		case 'copy':
			open.artifacts = withCopy(open.artifacts, line);
			readCopy(open, line);
			break;
		case 'progress':
			open.percents = { ...open.percents, [line.region]: line.percent };
			break;
		case 'end':
			open.result = line.result;
			// As they were asked for, and those that only Packer told of.
			open.artifacts = withArtifacts(line.artifacts, open.artifacts);
			open.uncopied = line.uncopied ?? [];
			// Before there was an entry of its own, the end told of the scripts that were only checked.
			open.notRun = [...new Set([...open.notRun, ...(line.notRun ?? [])])];
			open.why = line.message;
			open.cause = line.cause;
			open.diagnosis = line.diagnosis;
			open.kept = line.kept;
			open.clock = line.clock;
			if (line.result === 'failed') {
				open.error ??= open.complaint;
			}

			endStages(open, line.result, line.time);
			break;
	}
};
