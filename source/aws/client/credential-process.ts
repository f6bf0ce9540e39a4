import { isObject, parsedJson } from '../../base/json.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { runCommand } from '../../base/run-command.ts';

/** The program that gets keys got none, in the words of the SDKs for Go. */
class ProcessRefusal extends Error {
	override readonly name = 'CredentialsProviderError';
}

/** Milliseconds that it has, as with the SDKs for Go. */
const limit = 60_000;

/**
 * Keys from the program that a profile names. It is ended with who waits for it, and cannot reach the terminal, which is
 * somebody else's meanwhile: the SDK's own way to run it can do neither.
 */
export const processCredentials =
	(
		command: string,
		{
			whereabouts: { environment, cwd },
			signal,
		}: { readonly whereabouts: Whereabouts; readonly signal?: AbortSignal | undefined },
	) =>
	async () => {
		const { exitCode, timedOut, stdout } = await runCommand('/bin/sh', ['-c', command], {
			environment,
			folder: cwd,
			limit,
			signal,
		});
		if (timedOut) {
			throw new ProcessRefusal('credential process timed out');
		}

		if (exitCode !== 0) {
			throw new ProcessRefusal(`error in credential_process: exit status ${exitCode ?? -1}`);
		}

		const got = parsedJson(stdout);
		const text = (name: string): string | undefined => {
			const value = isObject(got) ? got[name] : undefined;
			return typeof value === 'string' && value !== '' ? value : undefined;
		};
		const [accessKeyId, secretAccessKey, sessionToken] = [
			'AccessKeyId',
			'SecretAccessKey',
			'SessionToken',
		].map(text);
		if (accessKeyId === undefined || secretAccessKey === undefined) {
			throw new ProcessRefusal('parse failed of process output');
		}

		const until = text('Expiration');
		return {
			accessKeyId,
			secretAccessKey,
			...(sessionToken !== undefined && { sessionToken }),
			...(until !== undefined && { expiration: new Date(until) }),
		};
	};
