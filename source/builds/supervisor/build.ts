import path from 'node:path';
import { steadyNow } from '../../base/clock.ts';
import { exitCodes, Problem, problemLines } from '../../base/problem.ts';
import { abortAfter } from '../../base/timers.ts';
import { traceOf } from '../../base/trace.ts';
import type { PackerExit } from '../../packer/run.ts';
import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { copyForEnd, type PlannedCopies, planCopies } from '../../targets/aws/builds/supervisor/copies.ts';
import { watchImage } from '../../targets/aws/builds/supervisor/image-progress.ts';
import { milliseconds, ownEndEntries } from '../../targets/aws/builds/supervisor/own-end.ts';
import { sensitiveIn } from '../copy/sensitive.ts';
import { journalName } from '../folders.ts';
import { type JournalHeader, journalVersion } from '../journal/journal.ts';
import { redactor, secretNames, secretValues } from '../journal/redaction.ts';
import { createJournal, type JournalWriter } from '../journal/writer.ts';
import { takeContents } from './contents.ts';
import { freeSpace } from './disk.ts';
import { cancelEntries } from './entries.ts';
import { type End, endOf, noEvidence, withEvidence } from './evidence.ts';
import { finish, tellDefects } from './finish.ts';
import { keptOf } from './kept.ts';
import type { BuildOrder } from './order.ts';
import { takeOwnership } from './owner.ts';
import { endGroup } from './process.ts';
import { startOrderedRehearsal } from './rehearse.ts';
import { ownIdentity, prepareWorkplace, type StartedPacker, startPacker } from './start-packer.ts';
import { watchPacker } from './watch.ts';

/** What every screen and file of a build is full of. */
const saidOpenly = ({
	name,
	base,
	aws: { region, copyTo, instanceType },
}: BuildOrder['recipe']): readonly string[] => [
	name,
	region,
	...copyTo,
	instanceType,
	...('image' in base ? [base.image] : []),
];

const headerOf = (order: BuildOrder, secrets: readonly string[]): JournalHeader => ({
	kind: 'header',
	version: journalVersion,
	id: order.id,
	time: Math.round(steadyNow()),
	mode: order.mode,
	recipe: order.recipe,
	folder: order.folder,
	preset: order.preset,
	presetFrom: order.presetFrom,
	isChanged: order.isChanged,
	packer: { path: order.packer.path, version: order.packer.versionText, plugin: order.plugin },
	supervisor: ownIdentity(process.pid),
	job: order.job,
	secrets,
	timeout: order.timeout,
	account: order.account,
	signedBy: order.signedBy,
	engine: order.engine,
	onError: order.onError,
	rehearsal: order.played,
	estimate: order.estimate,
	warnings: order.warnings,
	steps: order.steps,
});

const whyNot = (error: unknown): string =>
	error instanceof Problem ? problemLines(error, process.env).join('\n') : traceOf(error);

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
	if (!takeOwnership(buildFolder, 1)) {
		throw new Problem(`Build ${order.id} was taken for abandoned before it began.`, {
			exitCode: exitCodes.missing,
		});
	}

	if (cancel.aborted) {
		throw new Problem(`Build ${order.id} was cancelled before it began.`, {
			exitCode: exitCodes.cancelled,
		});
	}

	const workplace = prepareWorkplace(order);
	const environment = { ...process.env, ...order.secrets };
	const variables = { ...environment, ...order.variables };
	const sensitive = sensitiveIn(workplace.copy, environment);
	const known = [...Object.keys(order.secrets), ...sensitive.names];
	const secrets = secretNames(environment, known, saidOpenly(order.recipe));
	const hidden = [...secretValues(environment, secrets), ...sensitive.values];
	const redact = redactor(hidden);
	const header = headerOf(order, secrets);
	const journal = createJournal(path.join(buildFolder, journalName), header);
	tellDefects(journal, redact);
	await started();

	let rehearsal: Rehearsal | undefined;
	const notRun = new Set<string>();
	const onNotRun = (script: string): void => {
		notRun.add(script);
		journal.append([{ kind: 'not-run', script }]);
	};

	const died = new AbortController();
	const onDeath = (sentence: string): void => died.abort(sentence);

	const close = async (end: End): Promise<void> => {
		const left = rehearsal?.left(end.artifacts.map(({ ami }) => ami)) ?? [];
		await rehearsal?.stop();
		await finish(buildFolder, journal, header, {
			...end,
			...(notRun.size > 0 && { notRun: [...notRun] }),
			...(left.length > 0 && { left }),
			...(await keptOf(buildFolder, header, end)),
		});
	};

	const limit = milliseconds(order.timeout);
	const giveUp = limit === undefined ? cancel : AbortSignal.any([cancel, abortAfter(limit)]);
	let running: StartedPacker;
	let copies: PlannedCopies | undefined;
	let evidence = noEvidence;
	try {
		if (order.rehearsal) {
			const say = (message: string) => journal.append([{ kind: 'notice', message }]);
			rehearsal = await startOrderedRehearsal(order, order.rehearsal, {
				temporaryFolder: workplace.temporary,
				say,
				onNotRun,
				onDeath,
				append: entries => journal.append(entries),
				hidden: { values: hidden, redact },
				signal: giveUp,
			});
			journal.append([
				{ kind: 'rehearsal', sandbox: rehearsal.sandbox.kind, detail: rehearsal.sandbox.detail },
			]);
		}

		giveUp.throwIfAborted();
		const { planned, entries } = await planCopies(workplace.copy, header, rehearsal, variables, giveUp);
		journal.append(entries);
		evidence = entries.reduce(withEvidence, evidence);
		copies = planned;
		running = await startPacker(order, workplace, rehearsal, planned !== undefined);
	} catch (error) {
		if (giveUp.aborted) {
			journal.append(cancelEntries(cancel.aborted ? 'person' : 'timeout'));
			await close({ result: 'cancelled', exitCode: null, artifacts: [] });
		} else {
			await close({ result: 'failed', exitCode: null, artifacts: [], message: redact(whyNot(error)) });
		}

		return;
	}

	const { unasked } = running;
	journal.append([
		...ownEndEntries(running.ownEnd),
		{ kind: 'packer', process: running.packer },
		...(unasked === undefined
			? []
			: [{ kind: 'contents', target: '', state: 'unasked', why: unasked } as const]),
	]);
	const redactOutput = rehearsal ? redactor([...hidden, rehearsal.credentials.secretAccessKey]) : redact;
	let exit: PackerExit | undefined;
	running.exited.then(seen => {
		exit = seen;
	});
	const image = watchImage(header, rehearsal, entries => journal.append(entries), variables);
	const watched: JournalWriter = {
		...journal,
		append: entries => {
			journal.append(entries);
			image.saw(entries);
		},
	};
	evidence = await watchPacker({
		journal: watched,
		free: freeSpace(buildFolder, process.env),
		packer: running.packer,
		age: 0,
		stdout: workplace.stdout,
		stderr: workplace.stderr,
		redact: redactOutput,
		takeContents: takeContents(buildFolder, redactOutput),
		ended: () => exit !== undefined,
		exited: running.exited,
		cancel,
		died: died.signal,
		evidence,
		job: order.job,
		left: limit === undefined ? undefined : header.time + limit - steadyNow(),
	});
	// Packer does not always end the local scripts that it started, and killed it leaves its plugins.
	await endGroup(running.packer);
	const ended = endOf(evidence, await running.exited);
	const end = copies
		? await copyForEnd(
				{ end: ended, evidence, copier: copies.copier },
				{ header, journal: watched, cancel, late: giveUp },
			)
		: ended;
	image.end();
	const isDeath = died.signal.aborted && end.result !== 'done';
	await close(isDeath ? { ...end, result: 'failed', message: String(died.signal.reason) } : end);
};
