import type { Tools } from './tools.ts';

/**
 * Asks until somebody signed in elsewhere, which takes the question away.
 * @param since milliseconds since 1970.
 * @returns undefined if somebody signed in.
 */
export const untilSignedIn = async <Answer>(
	{ actions, ended }: Tools,
	since: number,
	ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | undefined> => {
	const answered = new AbortController();
	const signedIn = new AbortController();
	const watching = actions.renewed(since, AbortSignal.any([ended, answered.signal])).then(
		() => signedIn.abort(),
		() => undefined,
	);
	try {
		return await ask(signedIn.signal);
	} catch (error) {
		if (!signedIn.signal.aborted || ended.aborted) {
			throw error;
		}

		return undefined;
	} finally {
		answered.abort();
		await watching;
	}
};
