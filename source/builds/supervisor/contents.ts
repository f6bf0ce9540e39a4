import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { steadyNow } from '../../base/clock.ts';
import { readIfExists } from '../../base/files.ts';
import type { Environment } from '../../base/paths.ts';
import { contentsVariable } from '../../base/variables.ts';
import type { PackerRecord } from '../../packer/decode.ts';
import { namedScripts } from '../../targets/aws/builds/copy/own-end.ts';
import { keepListing } from '../contents/files.ts';
import { contentsScript } from '../contents/script.ts';
import { contentsSieve, isListingNews, type ListingNews, markIn, scriptName } from '../contents/sieve.ts';
import { contentsPlace, contentsStep } from '../copy/contents-step.ts';
import type { ShellStep } from '../copy/template-edits.ts';
import { readTemplateTexts } from '../copy/template-texts.ts';
import type { UnaskedReason } from '../journal/journal.ts';
import type { Redact } from '../journal/redaction.ts';
import type { NewEntry } from '../journal/writer.ts';
import { ageOfRecord } from './record-age.ts';
import { temporaryFolder } from './work-files.ts';

/** The clock of a machine may be behind by so many milliseconds: AWS takes no call of a computer that is off by more. */
const drift = 10 * 60_000;

/**
 * The step that lists what is in the image, with its script in a place that goes with the build. Or why there is none: it
 * could be in the way, or the person wants none.
 * @param copy the private copy, before it is edited.
 */
export const planContents = async (
	copy: string,
	temporary: string,
	environment: Environment,
): Promise<{ readonly step: ShellStep } | { readonly why: UnaskedReason }> => {
	if (environment[contentsVariable] === 'off') {
		return { why: 'off' };
	}

	const files = await readTemplateTexts(copy);
	const scripts = await Promise.all(
		namedScripts(files).map(
			async script => (await readIfExists(path.resolve(copy, script)).catch(() => undefined)) ?? '',
		),
	);
	const found = contentsPlace(files, scripts);
	if ('why' in found) {
		return found;
	}

	const mark = randomBytes(16).toString('hex');
	const script = path.join(temporary, scriptName(mark));
	await writeFile(script, contentsScript(mark, Math.floor((Date.now() - drift) / 1000)));
	return { step: contentsStep(script, found.place) };
};

/** The mark of a build that runs, whoever started it; undefined if its machines list nothing. */
const markOf = (build: string): string | undefined => {
	try {
		return readdirSync(temporaryFolder(build))
			.map(markIn)
			.find(mark => mark !== undefined);
	} catch {
		return undefined;
	}
};

/** Takes what machines list of their images out of Packer's output, and gives entries in its place. */
export type TakeContents = (records: readonly PackerRecord[]) => readonly (PackerRecord | NewEntry)[];

/**
 * Keeps with a build what its machines list of their images. What cannot be kept, as on a full disk, is not there: no
 * build fails of it.
 */
export const takeContents = (build: string, redact: Redact): TakeContents => {
	const mark = markOf(build);
	if (mark === undefined) {
		return records => records;
	}

	const entryOf = (news: ListingNews): readonly NewEntry[] => {
		if ('begins' in news) {
			return [{ kind: 'contents', target: news.begins, state: 'began' }];
		}

		const { target, seen, lines } = news.listing;
		try {
			keepListing(build, { target, seen, lines: lines.map(redact) });
			return [{ kind: 'contents', target, state: 'kept' }];
		} catch {
			return [];
		}
	};
	const sieve = contentsSieve(mark, record => Math.round(steadyNow()) - (ageOfRecord(record) ?? 0));
	return records =>
		sieve(records).flatMap((item): readonly (PackerRecord | NewEntry)[] =>
			isListingNews(item) ? entryOf(item) : [item],
		);
};
