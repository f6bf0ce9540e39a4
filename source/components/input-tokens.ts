const esc = '\u001B';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;
const interrupt = '\u0003';

/**
 * The Escape key in the unambiguous form of the kitty protocol. Ink holds a bare `ESC` back for 20 ms and joins it with
 * what follows, so that `ESC` and a letter would arrive as Alt and the letter.
 */
const escapeKey = `${esc}[27u`;
const enterKey = '\r';

/** What a terminal sent, cut into keys, and the part that is not complete yet. */
export type Tokens = {
	readonly tokens: readonly string[];
	/** Begins with `ESC` if not empty. */
	readonly pending: string;
};

// CSI: parameters, intermediates, one final byte; `ESC [ [ A` is a function key of the Linux console, `ESC [ 2 $` a
// shifted key of rxvt. SS3: digits and one final byte.
const csi = /^\u001B\[(?:\[[A-Z]|[2-8]\$|[0-?]*[ -/]*[@-~])/;
const ss3 = /^\u001BO[0-9;]*[A-Za-z]/;
const partialSequence = /^\u001B(?:\[(?:\[|[0-?]*[ -/]*)|O[0-9;]*)?$/;

const textTokens = (text: string): string[] =>
	// Ctrl-C stands alone, so that it is recognised whatever it was sent with.
	(text.match(/\r\n|[\r\n\t\b\u007F\u0003]|[^\r\n\t\b\u007F\u0003]+/g) ?? []).map(part =>
		part === '\r\n' || part === '\n' ? enterKey : part,
	);

/**
 * Cuts what a terminal sent into keys: one token for an escape sequence, an enter, a run of text, a whole bracketed
 * paste. `ESC` and a letter are two keys: nothing is bound to Alt.
 * @param input what was pending, and the new bytes.
 */
export const tokenize = (input: string): Tokens => {
	const tokens: string[] = [];
	let rest = input;
	while (rest !== '') {
		const start = rest.indexOf(esc);
		if (start !== 0) {
			tokens.push(...textTokens(start < 0 ? rest : rest.slice(0, start)));
			rest = start < 0 ? '' : rest.slice(start);
			continue;
		}

		if (rest.startsWith(pasteStart)) {
			const end = rest.indexOf(pasteEnd);
			if (end < 0) {
				return { tokens, pending: rest };
			}

			tokens.push(rest.slice(0, end + pasteEnd.length));
			rest = rest.slice(end + pasteEnd.length);
			continue;
		}

		const sequence = csi.exec(rest)?.[0] ?? ss3.exec(rest)?.[0];
		if (sequence !== undefined) {
			tokens.push(sequence);
			rest = rest.slice(sequence.length);
			continue;
		}

		if (partialSequence.test(rest)) {
			return { tokens, pending: rest };
		}

		tokens.push(escapeKey);
		rest = rest.slice(1);
	}

	return { tokens, pending: '' };
};

/** Whether the pending part is a paste, which has no time limit: on a slow line it may pause anywhere. */
export const isPaste = (pending: string): boolean => pending.startsWith(pasteStart);

/**
 * What new bytes make of the pending part. Ctrl-C alone ends a paste that a broken terminal never ended; else nothing
 * could.
 */
export const pushBytes = (pending: string, bytes: string): Tokens =>
	isPaste(pending) && bytes === interrupt ? { tokens: [interrupt], pending: '' } : tokenize(pending + bytes);

/**
 * The keys that a partial sequence stands for when nothing followed in time: the Escape key, and a `[` or `O` typed
 * right after it. Longer parts are what a bad line left of a sequence: nobody typed them.
 */
export const flushPending = (pending: string): readonly string[] => {
	if (!pending.startsWith(esc) || isPaste(pending)) {
		return [];
	}

	return pending.length <= 2 ? [escapeKey, ...textTokens(pending.slice(1))] : [];
};
