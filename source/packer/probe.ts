import { stat } from 'node:fs/promises';
import type { Environment } from '../base/paths.ts';
import { type CommandResult, runCommand } from '../base/run-command.ts';
import { atLeast, parseVersion, type Version } from '../base/versions.ts';
import { recordsOf } from './decode.ts';
import { toolEnvironment } from './environment.ts';

/** The oldest Packer that the templates are written for. */
export const oldestPacker = '1.6.6';

/** What a program of the name `packer` turned out to be. */
export type Probe =
	| {
			readonly kind: 'packer';
			readonly path: string;
			readonly version: Version;
			readonly versionText: string;
	  }
	| { readonly kind: 'old'; readonly path: string; readonly versionText: string }
	| { readonly kind: 'unusable'; readonly path: string; readonly reason: string };

/** Milliseconds that a program has to say its version; a loaded machine reads 150 MB for it first. */
const probeLimit = 20_000;

const cannotRun = 'This machine cannot run it.';

const notRunnable: Readonly<Record<string, string>> = {
	EACCES: 'It may not be executed.',
	ENOEXEC: cannotRun,
	EBADARCH: cannotRun,
};

const whyNoFile = async (file: string): Promise<string | undefined> => {
	const found = await stat(file).catch(() => undefined);
	if (!found) {
		return 'There is no such file.';
	}

	return found.isDirectory() ? 'That is a folder.' : undefined;
};

/** Why a program said no version. A shell is made to run what the system cannot, and complains of it. */
const silenceReason = ({ timedOut, exitCode, stdout, stderr }: CommandResult): string => {
	if (timedOut) {
		return 'It did not say its version in time.';
	}

	if (/setup logging tempfile/.test(stderr)) {
		return 'It cannot write temporary files.';
	}

	const [, unread] = /Error loading configuration:\s*(\S.*)/.exec(stderr) ?? [];
	if (unread !== undefined) {
		return `It cannot read its own settings: ${unread.trim()}`;
	}

	if (exitCode === 1 && stdout === '' && stderr === '') {
		// As 1.6.6 does then.
		return 'It said nothing. It may be another program, or a Packer that cannot read its own settings, such as ~/.packerconfig.';
	}

	return /ELF|Exec format error|cannot execute binary/.test(stderr)
		? cannotRun
		: "It is another program, not HashiCorp's Packer.";
};

/**
 * Asks a program whether it is HashiCorp's Packer, and which. Others of that name exist (cracklib's reads its standard
 * input until it is closed), so it gets none and little time.
 * @throws the reason of the signal; nothing else.
 */
export const probe = async (file: string, environment: Environment, signal?: AbortSignal): Promise<Probe> => {
	const reason = await whyNoFile(file);
	if (reason !== undefined) {
		return { kind: 'unusable', path: file, reason };
	}

	const result = await runCommand(file, ['version', '-machine-readable'], {
		environment: toolEnvironment(environment),
		limit: probeLimit,
		signal,
	});
	if (result.errorCode !== undefined) {
		return {
			kind: 'unusable',
			path: file,
			reason: notRunnable[result.errorCode] ?? `It cannot be started (${result.errorCode}).`,
		};
	}

	// 1.7.0 and 1.7.1 print their version to standard error.
	const versionText = recordsOf(`${result.stdout}\n${result.stderr}`).find(({ type }) => type === 'version')
		?.data[0];
	const version = versionText === undefined ? undefined : parseVersion(versionText);
	if (versionText === undefined || version === undefined) {
		return {
			kind: 'unusable',
			path: file,
			reason: silenceReason(result),
		};
	}

	return atLeast(version, oldestPacker)
		? { kind: 'packer', path: file, version, versionText }
		: { kind: 'old', path: file, versionText };
};
