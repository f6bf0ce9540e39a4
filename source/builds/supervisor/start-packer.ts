import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../base/problem.ts';
import { unwritable } from '../../base/unwritable.ts';
import { packerEnvironment, rehearsalEnvironment } from '../../packer/environment.ts';
import { keepingArguments, type PackerExit, spawnPacker } from '../../packer/run.ts';
import { buildTag } from '../../recipe/tags.ts';
import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { ownEndLines, ownEndScript, ownEndStep } from '../../targets/aws/builds/copy/own-end.ts';
import { type PlannedEnd, planOwnEnd } from '../../targets/aws/builds/supervisor/own-end.ts';
import { copyFolder } from '../copy/mirror.ts';
import { noCopiesLines } from '../copy/own-copies.ts';
import { editPrivateCopy } from '../copy/private-copy.ts';
import { noProfileLine, sourceLines } from '../copy/template-edits.ts';
import type { ProcessIdentity, UnaskedReason } from '../journal/journal.ts';
import { planContents } from './contents.ts';
import { givesPassword } from './kept.ts';
import { manifestName } from './manifest.ts';
import type { BuildOrder } from './order.ts';
import { identityOf } from './process.ts';
import { createSpool, type Spool, spoolNames } from './spool.ts';
import { makeTemporaryFolder, removeWorkFiles } from './work-files.ts';

/** Where Packer will run, and where it will write. */
export type Workplace = {
	readonly copy: string;
	readonly temporary: string;
	readonly stdout: Spool;
	readonly stderr: Spool;
};

/** Who a process of ours is, even if it has just ended. */
export const ownIdentity = (pid: number): ProcessIdentity => identityOf(pid) ?? { pid, started: 'ended' };

/** @throws Problem (exit 3) if nothing can be written there. */
export const prepareWorkplace = ({ buildFolder, packer }: BuildOrder): Workplace => {
	try {
		return {
			copy: copyFolder(buildFolder),
			temporary: makeTemporaryFolder(buildFolder),
			stdout: createSpool(buildFolder, spoolNames.stdout, packer.version),
			stderr: createSpool(buildFolder, spoolNames.stderr, packer.version),
		};
	} catch (error) {
		removeWorkFiles(buildFolder);
		throw systemErrorCode(error) === undefined ? error : unwritable(buildFolder, error);
	}
};

/** The environment of Packer. What is named later wins. */
const environmentOf = (
	{ packer, secrets, variables, changes }: BuildOrder,
	temporary: string,
	rehearsal: { readonly running: Rehearsal; readonly region: string } | undefined,
): Record<string, string> => {
	const place = { version: packer.version, folder: temporary };
	if (!rehearsal) {
		return { ...packerEnvironment({ ...process.env, ...changes }, place), ...secrets, ...variables };
	}

	const { endpoint, credentials } = rehearsal.running;
	return {
		...secrets,
		...rehearsalEnvironment(
			{ ...process.env, ...changes },
			{ ...place, endpoint, credentials, region: rehearsal.region },
		),
		...variables,
	};
};

export type StartedPacker = {
	readonly packer: ProcessIdentity;
	/** How the machine ends itself, undefined if it does not. */
	readonly ownEnd: PlannedEnd | undefined;
	/** Why the machine is not asked what is in its image, if it is not. */
	readonly unasked?: UnaskedReason;
	readonly exited: Promise<PackerExit>;
};

/** The script with which a machine is told to end itself, in a place that goes with the build. */
const writeEnd = async ({ seconds }: PlannedEnd, folder: string): Promise<string> => {
	const file = path.join(folder, 'packer-wizard-end.sh');
	await writeFile(file, ownEndScript(seconds));
	return file;
};

/**
 * Makes the private copy ready and starts Packer in it.
 * @throws Problem (exit 3) if it cannot be started.
 */
export const startPacker = async (
	order: BuildOrder,
	{ copy, temporary, stdout, stderr }: Workplace,
	running: Rehearsal | undefined,
	/** Whether the copies of the image are made when Packer has ended. */
	copiesLater: boolean,
): Promise<StartedPacker> => {
	const played = running && {
		host: running.sshHost,
		port: running.sshPort,
		ec2: running.endpoint,
		limits: running.limits,
	};
	const ownEnd = await planOwnEnd(order, copy);
	// Where a rehearsal runs nothing there is nothing to list.
	const lists = running?.sandbox.kind !== 'trace';
	const contents = lists ? await planContents(copy, temporary, process.env) : undefined;
	await editPrivateCopy(copy, {
		manifest: manifestName,
		sourceLines: [
			...sourceLines(played, order.endpoint, order.readsEndpoint),
			...(order.signedBy?.handed ? [noProfileLine] : []),
			...(copiesLater ? noCopiesLines : []),
			...(ownEnd ? ownEndLines(ownEnd, ownEnd.seconds) : []),
		],
		// A template by hand names its build nowhere, and a rehearsal leaves nothing.
		tags: running ? undefined : { [buildTag]: order.id },
		// Nobody else shall see what is only played.
		without: running ? ['docker-push'] : [],
		lastStep: contents && 'step' in contents ? contents.step : undefined,
		firstStep: ownEnd?.by.includes('step') ? ownEndStep(await writeEnd(ownEnd, temporary)) : undefined,
	});
	const { pid, exited } = await spawnPacker({
		program: order.packer.path,
		folder: copy,
		environment: environmentOf(order, temporary, running && { running, region: order.recipe.aws.region }),
		stdout: stdout.descriptor,
		stderr: stderr.descriptor,
		...(order.onError === 'keep' && { arguments: keepingArguments(await givesPassword(copy)) }),
	});
	return {
		packer: ownIdentity(pid),
		ownEnd,
		exited,
		...(contents && 'why' in contents && { unasked: contents.why }),
	};
};
