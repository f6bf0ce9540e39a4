import { setTimeout } from 'node:timers/promises';
import type { Caller } from '../../../../aws/client/clients.ts';
import type { Environment } from '../../../../base/paths.ts';
import { ownCopiesOf, packersCopies } from '../../../../builds/copy/own-copies.ts';
import { readTemplateTexts } from '../../../../builds/copy/template-texts.ts';
import type {
	Artifact,
	CancelReason,
	JournalHeader,
	ProcessIdentity,
} from '../../../../builds/journal/journal.ts';
import type { JournalWriter, NewEntry } from '../../../../builds/journal/writer.ts';
import { cancelEntries } from '../../../../builds/supervisor/entries.ts';
import { type End, type Evidence, withEvidence } from '../../../../builds/supervisor/evidence.ts';
import { isAlive } from '../../../../builds/supervisor/process.ts';
import type { Rehearsal } from '../../../../rehearsal/rehearsal.ts';
import { makeCopies, usualInterval } from '../image-copies/make.ts';
import { callerOfBuild } from '../remains/callers.ts';

/** Milliseconds that AWS has to say which regions there are; then they are Packer's to complain about. */
const patience = 15_000;

/** Milliseconds between two looks at the processes that wait for the build. */
const lookInterval = 1000;

/** A rehearsal's images are copied in fewer seconds than minutes. */
const playedInterval = 200;

/** Who makes the copies of a build: it signs as the build does. */
export type Copier = { readonly caller: () => Promise<Caller>; readonly interval: number };

/**
 * The copier of a real build, or of one that is gone on with.
 * @param handed the keys that Packer was handed, as variables: they sign here as well.
 */
export const copierOf = (header: JournalHeader, handed: Environment = {}): Copier => ({
	caller: async () => {
		const keyId = handed['AWS_ACCESS_KEY_ID'];
		const whereabouts = { environment: process.env, cwd: header.folder ?? '/' };
		return header.signedBy?.handed && keyId !== undefined
			? {
					signer: { source: 'environment', keyId },
					endpoint: header.signedBy.endpoint,
					sdk: 'go-2',
					whereabouts: { ...whereabouts, environment: { ...process.env, ...handed } },
				}
			: (await callerOfBuild(header, whereabouts)).caller;
	},
	interval: usualInterval,
});

/** The copier of a rehearsal, by the keys that were invented for it. */
export const playedCopier = ({ endpoint, credentials }: Rehearsal): Copier => {
	const { accessKeyId, secretAccessKey } = credentials;
	const environment = {
		HOME: process.env['HOME'],
		AWS_ACCESS_KEY_ID: accessKeyId,
		AWS_SECRET_ACCESS_KEY: secretAccessKey,
	};
	return {
		caller: async () => ({
			signer: { source: 'environment', keyId: accessKeyId },
			endpoint,
			sdk: 'go-2',
			whereabouts: { environment, cwd: '/' },
		}),
		interval: playedInterval,
	};
};

/** The copies that a build makes itself. */
export type PlannedCopies = { readonly regions: readonly string[]; readonly copier: Copier };

/** Whether all these regions are there for who signs; what cannot be asked is for Packer to say. */
const areThere = async (
	regions: readonly string[],
	{ caller }: Copier,
	home: string,
	giveUp: AbortSignal,
): Promise<boolean> => {
	const signal = AbortSignal.any([giveUp, AbortSignal.timeout(patience)]);
	try {
		const { enabledRegions } = await import('../../../../aws/client/copies/enabled-regions.ts');
		const there = await enabledRegions(await caller(), home, signal);
		return regions.every(region => there.includes(region));
	} catch {
		giveUp.throwIfAborted();
		return false;
	}
};

/**
 * The copies that packer-wizard makes itself; undefined where they are Packer's, and the entries that tell which.
 * @param copy the private copy of the template.
 * @throws the reason of the signal.
 */
export const planCopies = async (
	copy: string,
	header: JournalHeader,
	rehearsal: Rehearsal | undefined,
	variables: Readonly<Record<string, string | undefined>>,
	signal: AbortSignal,
): Promise<{ readonly planned: PlannedCopies | undefined; readonly entries: readonly NewEntry[] }> => {
	if (header.mode === 'docker') {
		return { planned: undefined, entries: [] };
	}

	const files = await readTemplateTexts(copy);
	const {
		aws: { region: home },
	} = header.recipe;
	const asked = ownCopiesOf(files, name => variables[name] !== undefined, header.recipe.aws);
	const regions = asked === 'packer' ? [] : asked;
	const copier = rehearsal ? playedCopier(rehearsal) : copierOf(header, variables);
	if (regions.length > 0 && (await areThere(regions, copier, home, signal))) {
		return {
			planned: { regions, copier },
			entries: regions.map(region => ({ kind: 'copy', region, state: 'planned' })),
		};
	}

	return {
		planned: undefined,
		entries: asked === 'packer' || regions.length > 0 ? [{ kind: 'notice', message: packersCopies }] : [],
	};
};

const jobGone = async (
	job: readonly ProcessIdentity[] | undefined,
	gone: AbortController,
	over: AbortSignal,
): Promise<void> => {
	while (job !== undefined && !over.aborted) {
		if (!job.every(isAlive)) {
			gone.abort();
			return;
		}

		await setTimeout(lookInterval, undefined, { signal: over }).catch(() => undefined);
	}
};

/** The images, with the copies as they were asked for, not as they came. */
const inOrder = (artifacts: readonly Artifact[], regions: readonly string[]): readonly Artifact[] => [
	...artifacts.filter(({ region }) => !regions.includes(region)),
	...regions.flatMap(region => artifacts.filter(artifact => artifact.region === region)),
];

/**
 * Makes the copies of a build whose image is there, and gives its end with them. A cancel waits for none: what has begun goes
 * on in AWS, and is named.
 */
export const copyForEnd = async (
	{ end, evidence, copier }: { readonly end: End; readonly evidence: Evidence; readonly copier: Copier },
	{
		header,
		journal,
		cancel,
		late,
	}: {
		readonly header: JournalHeader;
		readonly journal: JournalWriter;
		readonly cancel: AbortSignal;
		/** Aborts when the build takes too long. */
		readonly late: AbortSignal;
	},
): Promise<End> => {
	// Packer's own come first.
	const from = end.artifacts.find(({ region }) => region !== '');
	const regions = evidence.copies.filter(region => region !== from?.region);
	if (end.result !== 'done' || regions.length === 0 || from === undefined) {
		return end;
	}

	let known: Evidence = { ...evidence, artifacts: end.artifacts, copies: regions };
	const write = (entry: NewEntry): void => {
		journal.append([entry]);
		known = withEvidence(known, entry);
	};
	const gone = new AbortController();
	const over = new AbortController();
	const job = jobGone(header.job, gone, over.signal);
	const signal = AbortSignal.any([cancel, late, gone.signal]);
	let reason: CancelReason | undefined;
	try {
		await makeCopies({
			...copier,
			from,
			terms: header.recipe.aws,
			regions,
			begun: region => end.artifacts.find(artifact => artifact.region === region)?.ami,
			token: region => `packer-wizard-${header.id}-${region}`,
			told: write,
			signal,
		});
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}

		reason = cancel.aborted ? 'person' : gone.signal.aborted ? 'job' : 'timeout';
		journal.append(cancelEntries(reason));
	} finally {
		over.abort();
		await job;
	}

	const { copies: uncopied } = known;
	const artifacts = inOrder(known.artifacts, regions);
	return uncopied.length === 0
		? { ...end, artifacts }
		: { ...end, artifacts, uncopied, result: reason === undefined ? 'failed' : 'cancelled' };
};
