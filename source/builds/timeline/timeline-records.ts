import type { RecordEntry } from '../journal/journal.ts';
import { artifactsOf, withArtifacts } from './artifacts.ts';
import { matchBuilderLine } from './builder-lines.ts';
import {
	beginCopy,
	closePhase,
	type Draft,
	enterPhase,
	failCopy,
	log,
	markFailure,
} from './timeline-draft.ts';
import { readProvisionLine, reconsider } from './timeline-provision.ts';

type Kind = 'say' | 'message' | 'error';

// `==> name: text` and, up to Packer 1.12, `    name: text`; a post-processor adds its type behind the name. Names of
// builds hold neither blanks nor colons in the templates that are written here.
const prefixPattern = /^(?:==>| {3}) [^\s:]+(?: \([\w-]+\))?:(?: |$)/;

/** A line of a builder, outside of provisioning. */
const readBuilderLine = (draft: Draft, kind: Kind, text: string): void => {
	log(draft, kind === 'error' ? 'error' : 'packer', text);
	if (kind === 'error') {
		draft.troubled = true;
		const region = /^Error [Cc]opying AMI \(\S+\) to region \((\S+?)\)/.exec(text)?.[1];
		if (region !== undefined) {
			failCopy(draft, region);
		}

		return;
	}

	const match = matchBuilderLine(text);
	if (!match) {
		return;
	}

	enterPhase(draft, match.phase, draft.time);
	switch (match.id) {
		case 'source-image':
			draft.sourceAmi = match.value;
			break;
		case 'instance':
			draft.instance = match.value;
			break;
		case 'address':
			draft.address = match.value;
			break;
		case 'copy-to':
			if (match.value !== undefined) {
				beginCopy(draft, match.value);
			}

			break;
		case 'undo-ami':
			// The image was made, but something after it failed in silence.
			if (!draft.cancelling) {
				markFailure(draft, draft.time);
			}

			break;
		default:
	}
};

const readBuildLine = (draft: Draft, kind: Kind, text: string): void => {
	if (kind !== 'error') {
		reconsider(draft, text);
	}

	if (draft.current === undefined || draft.current === 'connect') {
		const phase = matchBuilderLine(text)?.phase;
		// Uploads and the like begin it too, though they are no step. And where only the end of a journal is read, what
		// no builder says is a script's.
		const begins = phase === 'provision' && kind !== 'error';
		if (begins || (draft.current === undefined && phase === undefined)) {
			enterPhase(draft, 'provision', draft.time);
		}
	}

	if (draft.current === 'provision') {
		readProvisionLine(draft, kind, text);
	} else {
		readBuilderLine(draft, kind, text);
	}
};

/** A line of Packer itself. No script can print one: its output always has the build's name in front. */
const readCoreLine = (draft: Draft, kind: Kind, text: string): void => {
	log(draft, kind === 'error' ? 'error' : 'packer', text);
	if (/^Cancelling build after receiving /.test(text)) {
		draft.cancelling = true;
		return;
	}

	const ended = /^Build '.+?' (finished|errored) after /.exec(text)?.[1];
	if (ended === undefined) {
		return;
	}

	draft.before = undefined;
	draft.held = undefined;
	if (ended === 'errored') {
		markFailure(draft, draft.time);
	}

	// A build that was cancelled finishes too, wherever it was.
	closePhase(draft, draft.cancelling && draft.current !== 'cleanup' ? 'skipped' : 'done', draft.time);
};

const readText = (draft: Draft, kind: Kind, text: string): void => {
	// A template that cannot be read, a flag that is not known: all there is, since no build began.
	if (
		kind === 'error' &&
		(draft.current ?? 'check') === 'check' &&
		!prefixPattern.test(text) &&
		!text.startsWith('\n')
	) {
		draft.complaint ??= text.trim().replaceAll(/\s+/g, ' ');
	}

	for (const line of text.split('\n')) {
		const prefix = prefixPattern.exec(line);
		if (prefix) {
			readBuildLine(draft, kind, line.slice(prefix[0].length));
		} else if (line.trim() !== '') {
			readCoreLine(draft, kind, line);
		}
	}
};

const kinds: readonly string[] = ['say', 'message', 'error'] satisfies readonly Kind[];
const isKind = (value: string | undefined): value is Kind => value !== undefined && kinds.includes(value);

/** Takes in a record of Packer's output. */
export const readRecord = (draft: Draft, { type, data }: RecordEntry): void => {
	switch (type) {
		case 'ui': {
			const [kind, text = ''] = data;
			if (isKind(kind)) {
				readText(draft, kind, text);
			}

			break;
		}
		case 'error':
			draft.error ??= data[0];
			break;
		case 'artifact':
			draft.artifacts = withArtifacts(draft.artifacts, artifactsOf(data));
			break;
		case 'raw':
			log(draft, 'packer', data[0] ?? '');
			break;
		default:
	}
};
