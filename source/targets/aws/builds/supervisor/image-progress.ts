import { setTimeout } from 'node:timers/promises';
import { asksPerson } from '../../../../aws/signer.ts';
import type { Environment } from '../../../../base/paths.ts';
import type { JournalHeader } from '../../../../builds/journal/journal.ts';
import type { NewEntry } from '../../../../builds/journal/writer.ts';
import type { Rehearsal } from '../../../../rehearsal/rehearsal.ts';
import { type Copier, copierOf, playedCopier } from './copies.ts';

/** Milliseconds until it is looked for the first time: what is over sooner needs no number. */
const firstLook = 1000;

/** Looks in a row that show nothing or are refused; then it is waited for without a number. */
const mostVain = 6;

/** What Packer says when EC2 has begun to make an image. */
const made = /: AMI: (ami-[0-9a-f]+)$/;

/** The image that EC2 begins to make or has made, by an entry; `ami` is missing when it is over. */
const imageIn = (
	entry: NewEntry,
	home: string,
): { readonly region: string; readonly ami?: string | undefined } | undefined => {
	if (entry.kind === 'copy') {
		return { region: entry.region, ami: entry.state === 'began' ? entry.ami : undefined };
	}

	const [, ami] = entry.kind === 'record' ? (made.exec(entry.data.at(-1) ?? '') ?? []) : [];
	return ami === undefined ? undefined : { region: home, ami };
};

/** Tells how far EC2 is with an image, as often as that changes, until there is nothing more to wait for. */
const follow = async (
	{ region, ami }: { readonly region: string; readonly ami: string },
	{ caller: sign, interval }: Copier,
	tell: (percent: number) => void,
	signal: AbortSignal,
): Promise<void> => {
	await setTimeout(firstLook, undefined, { signal });
	const caller = await sign();
	if (asksPerson(caller.signer)) {
		return;
	}

	const { progressIn } = await import('../../../../aws/client/copies/progress.ts');
	const look = await progressIn(caller, region);
	let told = -1;
	for (let vain = 0; vain < mostVain && told < 100; ) {
		const percent = await look(ami, signal).catch(() => undefined);
		signal.throwIfAborted();
		vain = percent === undefined ? vain + 1 : 0;
		if (percent !== undefined && percent > told) {
			told = percent;
			tell(percent);
		}

		await setTimeout(interval, undefined, { signal });
	}
};

export type ImageWatch = {
	/** Takes what the journal gets. */
	readonly saw: (entries: readonly NewEntry[]) => void;
	readonly end: () => void;
};

/**
 * Looks how far EC2 is with the image and its copies while Packer waits and says nothing. What cannot be looked up is not
 * told: it is only there to be seen, and a build needs nothing of it.
 */
export const watchImage = (
	header: JournalHeader,
	rehearsal: Rehearsal | undefined,
	append: (entries: readonly NewEntry[]) => void,
	/** What Packer gets in its environment. */
	variables: Environment,
): ImageWatch => {
	const copier = rehearsal ? playedCopier(rehearsal) : copierOf(header, variables);
	const followed = new Map<string, AbortController>();
	return {
		saw: entries => {
			for (const entry of entries) {
				const image = imageIn(entry, header.recipe.aws.region);
				if (image === undefined) {
					continue;
				}

				const { region, ami } = image;
				followed.get(region)?.abort();
				const until = new AbortController();
				followed.set(region, until);
				if (ami !== undefined) {
					const tell = (percent: number): void => append([{ kind: 'progress', region, percent }]);
					follow({ region, ami }, copier, tell, until.signal).catch(() => undefined);
				}
			}
		},
		end: () => {
			for (const until of followed.values()) {
				until.abort();
			}
		},
	};
};
