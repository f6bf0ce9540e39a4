import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sentenceDuration } from '../../../../base/durations.ts';
import { readIfExists } from '../../../../base/files.ts';
import type { NewEntry } from '../../../../builds/journal/writer.ts';
import type { BuildOrder } from '../../../../builds/supervisor/order.ts';
import { isTemplate } from '../../../../packer/folder-files.ts';
import { leftOutTexts, namedScripts, type OwnEndPlan, ownEndOf } from '../copy/own-end.ts';

/** How the machine of a build ends itself. */
export type PlannedEnd = OwnEndPlan & { readonly seconds: number };

const minute = 60_000;

/** The time that a build may take; undefined if it may take any. */
export const milliseconds = (timeout: BuildOrder['timeout']): number | undefined =>
	timeout === 'off' ? undefined : timeout;

// What is no file, or may not be read, is Packer's to complain about.
const readText = async (file: string): Promise<string> =>
	(await readIfExists(file).catch(() => undefined)) ?? '';

/** How the machine of this build ends itself; undefined in a rehearsal, without a time limit, and without a machine. */
export const planOwnEnd = async (
	{ mode, timeout }: Pick<BuildOrder, 'mode' | 'timeout'>,
	copy: string,
): Promise<PlannedEnd | undefined> => {
	const limit = milliseconds(timeout);
	if (mode !== 'aws' || limit === undefined) {
		return undefined;
	}

	const names = (await readdir(copy)).filter(isTemplate).sort();
	const files = await Promise.all(
		names.map(async file => ({ file, text: await readText(path.join(copy, file)) })),
	);
	const scripts = await Promise.all(namedScripts(files).map(script => readText(path.resolve(copy, script))));
	const plan = ownEndOf(files, scripts);
	return plan && { ...plan, seconds: Math.ceil(limit / minute) * 60 };
};

const whenText = ({ behavior, seconds }: PlannedEnd): string =>
	`The machine ${behavior === 'terminate' ? 'terminates' : 'stops'} itself ${sentenceDuration(seconds * 1000)} after its start, whatever becomes of this computer`;

/** What the journal says of the end that a machine makes itself, and of one that makes none. */
export const ownEndEntries = (plan: PlannedEnd | undefined): readonly NewEntry[] => {
	if (!plan) {
		return [];
	}

	const { behavior, seconds, by } = plan;
	const leftOut = leftOutTexts(plan).map((message): NewEntry => ({ kind: 'notice', message }));
	if (by.length === 0) {
		return leftOut;
	}

	const byStep = by.includes('step') ? ', from its first step on, since it has user data of its own' : '';
	const stops =
		behavior === 'stop'
			? ' It only stops, since a step of yours shuts it down before the image is made.'
			: '';
	return [
		{ kind: 'notice', message: `${whenText(plan)}${byStep}.${stops}` },
		{ kind: 'own-end', behavior, seconds },
		...leftOut,
	];
};
