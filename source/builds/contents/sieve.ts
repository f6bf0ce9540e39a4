import type { PackerRecord } from '../../packer/decode.ts';
import { saidText } from '../../packer/ui-text.ts';

/** What a machine printed of what is in its image. */
export type Listing = {
	/** The build of Packer that it is of: `amazon-ebs.image`. */
	readonly target: string;
	/** When its first line was seen, milliseconds since 1970. */
	readonly seen: number;
	/** In the words of the machine. */
	readonly lines: readonly string[];
};

/** What stands in the place of a listing among the records: that it begins, or that all of it was seen. */
export type ListingNews = { readonly begins: string } | { readonly listing: Listing };

export const isListingNews = (item: PackerRecord | ListingNews): item is ListingNews =>
	'begins' in item || 'listing' in item;

/** Takes what machines print of what is in their images out of Packer's output. */
export type Sieve = (records: readonly PackerRecord[]) => readonly (PackerRecord | ListingNews)[];

/** The file of a script that prints between lines with a mark. Packer says its name; no other one holds the mark. */
export const scriptName = (mark: string): string => `packer-wizard-contents-${mark}.sh`;

/** The mark in a name of such a file; undefined for others. */
export const markIn = (name: string): string | undefined =>
	/^packer-wizard-contents-(\w+)\.sh$/.exec(name)?.[1];

/** A line of the list: its kind and a tab. Packer, and what a log-in prints, say nothing like it. */
const isOfList = (line: string): boolean => /^(?:[\w<>-]+\t|system$)/.test(line);

/**
 * A sieve for one run of Packer. It goes by a mark that no script can know before that step, whatever it prints.
 * @param seenAt when a record that is just read was printed, milliseconds since 1970.
 */
export const contentsSieve = (mark: string, seenAt: (record: PackerRecord) => number): Sieve => {
	const begun = new Map<string, { readonly seen: number; readonly lines: string[] }>();
	const isOfStep = (text: string): boolean =>
		text.startsWith('Provisioning with shell script: ') && text.endsWith(`/${scriptName(mark)}`);

	const taken = (
		build: string,
		lines: readonly string[],
		seen: number,
	): readonly ListingNews[] | undefined => {
		if (lines.some(isOfStep)) {
			return [{ begins: build }];
		}

		// What a log-in prints without a line break stands in front of it.
		if (lines.some(line => line.endsWith(`${mark} begin`))) {
			begun.set(build, { seen, lines: [] });
			return [];
		}

		const listing = begun.get(build);
		if (!listing) {
			return undefined;
		}

		if (lines.some(line => line.endsWith(`${mark} end`))) {
			begun.delete(build);
			return [{ listing: { target: build, ...listing } }];
		}

		// A list that breaks off has no end: what Packer says behind it, as of a cancelled build, is not of it.
		const listed = lines.filter(isOfList);
		listing.lines.push(...listed);
		return listed.length > 0 ? [] : undefined;
	};

	return records =>
		records.flatMap((record): readonly (PackerRecord | ListingNews)[] => {
			const [kind, text = ''] = record.data;
			if (begun.size === 0 && !text.includes(mark)) {
				return [record];
			}

			const { build, postProcessor, lines } = saidText(record.type === 'ui' && kind !== 'error' ? text : '');
			return build === undefined || postProcessor !== undefined
				? [record]
				: (taken(build, lines, seenAt(record)) ?? [record]);
		});
};
