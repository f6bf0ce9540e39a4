import path from 'node:path';
import { unwritable } from '../../base/files.ts';
import { Problem, problemLines, systemErrorCode } from '../../base/problem.ts';
import { packerEnvironment } from '../../packer/environment.ts';
import { type PackerExit, spawnPacker } from '../../packer/run.ts';
import { journalName } from '../builds.ts';
import { type JournalHeader, journalVersion, type ProcessIdentity } from '../journal.ts';
import { createJournal } from '../journal-file.ts';
import { editPrivateCopy, makePrivateCopy } from '../private-copy.ts';
import { sourceLines } from '../private-template.ts';
import { redactor, secretNames } from '../redaction.ts';
import { finish } from './finish.ts';
import type { BuildOrder } from './order.ts';
import { endOf, startOutcome } from './outcome.ts';
import { takeOwnership } from './owner.ts';
import { identityOf, signalGroup } from './process.ts';
import { createSpool, type Spool, spoolNames } from './spool.ts';
import { watchPacker } from './watch.ts';
import { copyFolder, makeTemporaryFolder, manifestName, removeWorkFiles } from './work-files.ts';

/** Where Packer will run, and where it will write. */
type Workplace = {
	readonly copy: string;
	readonly temporary: string;
	readonly stdout: Spool;
	readonly stderr: Spool;
};

const identity = (pid: number): ProcessIdentity => identityOf(pid) ?? { pid, started: 'ended' };

const prepare = async ({ buildFolder, folder, packer }: BuildOrder): Promise<Workplace> => {
	const copy = copyFolder(buildFolder);
	try {
		await makePrivateCopy(folder, copy);
		return {
			copy,
			temporary: makeTemporaryFolder(buildFolder),
			stdout: createSpool(buildFolder, spoolNames.stdout, packer.version),
			stderr: createSpool(buildFolder, spoolNames.stderr, packer.version),
		};
	} catch (error) {
		removeWorkFiles(buildFolder);
		throw systemErrorCode(error) === undefined ? error : unwritable(buildFolder, error);
	}
};

const headerOf = (order: BuildOrder, secrets: readonly string[]): JournalHeader => ({
	kind: 'header',
	version: journalVersion,
	id: order.id,
	time: Date.now(),
	mode: order.mode,
	recipe: order.recipe,
	folder: order.folder,
	preset: order.preset,
	packer: { path: order.packer.path, version: order.packer.versionText },
	supervisor: identity(process.pid),
	secrets,
	timeout: order.timeout,
	steps: order.steps,
});

const stringsOf = (environment: NodeJS.ProcessEnv): Record<string, string> =>
	Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])));

/** The EC2 endpoint that the person's environment names, as newer amazon plugins read it by themselves. */
const namedEndpoint = (environment: NodeJS.ProcessEnv): string | undefined =>
	environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true'
		? undefined
		: environment['AWS_ENDPOINT_URL_EC2'] || environment['AWS_ENDPOINT_URL'] || undefined;

type Started = { readonly packer: ProcessIdentity; readonly exited: Promise<PackerExit> };

const startPacker = async (
	order: BuildOrder,
	{ copy, temporary, stdout, stderr }: Workplace,
): Promise<Started> => {
	const { packer, secrets, variables } = order;
	await editPrivateCopy(copy, {
		manifest: manifestName,
		sourceLines: sourceLines(undefined, namedEndpoint(process.env), order.readsEndpoint),
	});
	const environment = packerEnvironment(process.env, { version: packer.version, folder: temporary });
	const { pid, exited } = await spawnPacker({
		program: packer.path,
		folder: copy,
		environment: { ...environment, ...secrets, ...variables },
		stdout: stdout.descriptor,
		stderr: stderr.descriptor,
	});
	return { packer: identity(pid), exited };
};

const whyNot = (error: unknown): string =>
	error instanceof Problem
		? problemLines(error).join('\n')
		: error instanceof Error
			? (error.stack ?? error.message)
			: String(error);

/**
 * Runs one build from its private copy to its end entry.
 * @param cancel aborts when the person wants it cancelled.
 * @param started is called when the journal has its header: from then on the build exists, whatever becomes of it.
 * @throws Problem before that if the build cannot be started.
 */
export const runBuild = async (
	order: BuildOrder,
	cancel: AbortSignal,
	started: () => Promise<void>,
): Promise<void> => {
	const { buildFolder } = order;
	takeOwnership(buildFolder, 1);
	const workplace = await prepare(order);
	const secrets = secretNames(process.env, order.secrets);
	const values = { ...stringsOf(process.env), ...order.secrets };
	const redact = redactor(secrets.flatMap(name => values[name] ?? []));
	const header = headerOf(order, secrets);
	const journal = createJournal(path.join(buildFolder, journalName), header);
	await started();

	let running: Started;
	try {
		running = await startPacker(order, workplace);
	} catch (error) {
		finish(buildFolder, journal, {
			result: 'failed',
			exitCode: null,
			artifacts: [],
			message: redact(whyNot(error)),
		});
		return;
	}

	const began = Date.now();
	journal.append([{ kind: 'packer', process: running.packer }]);
	let exit: PackerExit | undefined;
	running.exited.then(seen => {
		exit = seen;
	});
	const outcome = await watchPacker({
		journal,
		folder: buildFolder,
		packer: running.packer,
		began,
		stdout: workplace.stdout,
		stderr: workplace.stderr,
		redact,
		ended: () => exit !== undefined,
		cancel,
		outcome: startOutcome,
		deadline: order.timeout === undefined ? undefined : header.time + order.timeout,
	});
	const { code } = await running.exited;
	if (outcome.cancelled) {
		// Packer does not always end the local scripts that it started.
		signalGroup(running.packer, 'SIGTERM');
	}

	finish(buildFolder, journal, endOf(outcome, code));
};
