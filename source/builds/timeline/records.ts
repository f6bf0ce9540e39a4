import { saidText } from '../../packer/ui-text.ts';
import { artifactsOf, withArtifacts } from '../journal/artifacts.ts';
import type { RecordEntry } from '../journal/journal.ts';
import { type BuilderMatch, matchBuilderLine } from './builder-lines.ts';
import { markFailure } from './end.ts';
import { log, type OpenTimeline } from './open-timeline.ts';
import { beginCopy, closePhase, enterPhase, failCopy } from './phases.ts';
import { readProvisionLine, reconsider, type SaidKind } from './provision.ts';
import type { Phase } from './stages.ts';

const isWellLeft =
	({ left }: OpenTimeline) =>
	({ id, status }: Phase): boolean =>
		id === left && status === 'done';

/** What a line says beyond the phase that it belongs to. */
const takeFact = (open: OpenTimeline, { id, value }: BuilderMatch): void => {
	switch (id) {
		case 'source-image':
			open.sourceAmi = value;
			break;
		case 'instance':
			open.instance = value;
			break;
		case 'address':
			open.address = value;
			break;
		case 'copy-to':
			if (value !== undefined) {
				beginCopy(open, value);
			}

			break;
		case 'ami':
			open.madeAmi = value;
			break;
		case 'intermediary':
			open.madeAmi = undefined;
			break;
		case 'terminate':
			// A cancel that comes now leaves it as it is (Packer 1.6.6 to 1.16), and no record names it.
			if (open.cancelReason === undefined && open.phases.some(isWellLeft(open))) {
				open.keptAmi = open.madeAmi;
			}

			break;
		case 'undo-ami':
			open.madeAmi = undefined;
			// The image was made, but something after it failed in silence.
			if (open.cancelReason === undefined) {
				markFailure(open, open.time);
			}

			break;
		default:
	}
};

/** A line of a builder, outside of provisioning. */
const readBuilderLine = (open: OpenTimeline, kind: SaidKind, text: string): void => {
	log(open, kind === 'error' ? 'error' : 'packer', text);
	if (kind === 'error') {
		open.troubled = true;
		const region = /^Error [Cc]opying AMI \(\S+\) to region \((\S+?)\)/.exec(text)?.[1];
		if (region !== undefined) {
			failCopy(open, region);
		}

		return;
	}

	const match = matchBuilderLine(text);
	if (match) {
		enterPhase(open, match.phase, open.time);
		// In another phase it is a script that prints it, such as one that runs when the provisioning has failed.
		if (match.phase === open.current) {
			takeFact(open, match);
		}
	}
};

const readBuildLine = (open: OpenTimeline, kind: SaidKind, text: string): void => {
	if (kind !== 'error') {
		reconsider(open, text);
	}

	if (open.current === undefined || open.current === 'connect') {
		const phase = matchBuilderLine(text)?.phase;
		// Uploads and the like begin it too, though they are no step. And where only the end of a journal is read, what
		// no builder says is a script's.
		const begins = phase === 'provision' && kind !== 'error';
		if (begins || (open.current === undefined && phase === undefined)) {
			enterPhase(open, 'provision', open.time);
		}
	}

	if (open.current === 'provision') {
		readProvisionLine(open, kind, text);
	} else {
		readBuilderLine(open, kind, text);
	}
};

/** Packer broke off: it says so outside of any record, as no script can, and has no other error then. */
const readCrash = (open: OpenTimeline, text: string): void => {
	if (/^panic: /.test(text)) {
		open.complaint = text;
	} else if (/^!{10,} PACKER CRASH !{10,}$/.test(text)) {
		open.complaint ??= text;
	}
};

/** A text of Packer itself, which no script can print. */
const readCoreText = (open: OpenTimeline, kind: SaidKind, text: string): void => {
	// A template that cannot be read, a flag that is not known: all there is, since no build began.
	if (kind === 'error' && (open.current ?? 'check') === 'check' && !text.startsWith('\n')) {
		open.complaint ??= text.trim().replaceAll(/\s+/g, ' ');
	}

	const [, ended, error] = /^Build '.+?' (finished|errored) after [^:]*(?:: (.*))?$/s.exec(text) ?? [];
	if (ended === undefined) {
		return;
	}

	open.before = undefined;
	open.held = undefined;
	if (ended === 'errored') {
		markFailure(open, open.time, error);
	}

	// A build that was cancelled finishes too, wherever it was.
	const isBrokenOff = open.cancelReason !== undefined && open.current !== 'cleanup';
	closePhase(open, isBrokenOff ? 'skipped' : 'done', open.time);
};

const readText = (open: OpenTimeline, kind: SaidKind, text: string): void => {
	const { build, postProcessor, lines } = saidText(text);
	if (build !== undefined && postProcessor === undefined) {
		for (const [index, line] of lines.entries()) {
			open.text = index;
			readBuildLine(open, kind, line);
		}

		return;
	}

	// Names, files and registries of a container image come behind the clean-up; of an AMI there is no such phase.
	if (postProcessor !== undefined && open.phases.some(({ id }) => id === 'deliver')) {
		enterPhase(open, 'deliver', open.time);
	}

	for (const [index, line] of lines.entries()) {
		open.text = index;
		if (build !== undefined || line.trim() !== '') {
			log(open, kind === 'error' ? 'error' : 'packer', line);
		}
	}

	if (build === undefined) {
		readCoreText(open, kind, text);
	}
};

const kinds: readonly string[] = ['say', 'message', 'error'] satisfies readonly SaidKind[];
const isKind = (value: string | undefined): value is SaidKind => value !== undefined && kinds.includes(value);

/** Takes in a record of Packer's output. */
export const readRecord = (open: OpenTimeline, { type, data }: RecordEntry): void => {
	switch (type) {
		case 'ui': {
			const [kind, text = ''] = data;
			if (isKind(kind)) {
				readText(open, kind, text);
			}

			break;
		}
		case 'error':
			open.error ??= data[0];
			break;
		case 'artifact':
			open.artifacts = withArtifacts(open.artifacts, artifactsOf(data));
			break;
		case 'raw':
			log(open, 'packer', data[0] ?? '');
			readCrash(open, data[0] ?? '');
			break;
		default:
	}
};
