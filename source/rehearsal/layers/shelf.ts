import { createHash, createHmac, randomBytes } from 'node:crypto';
import { link, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { readIfExists } from '../../base/files.ts';
import { parsedJson } from '../../base/json.ts';
import { makeFolder, removeHalfWritten, writeFileAtomically } from '../../base/write-file.ts';
import type { UsedLayer } from './going.ts';
import { type LayerRecord, layerRecordSchema } from './record.ts';

/** Where the records of layers are: a folder of the person's, which nobody else reads. */
export type Shelf = {
	/** Absolute. */
	readonly folder: string;
	/** Hashes with a key of this folder's own, so that nobody finds out by trying what a hash is of. */
	readonly digest: (text: string) => string;
	/** What the layers of this folder are labelled by in the engine. */
	readonly owner: string;
	/** The same for all that ever was at its place, by which nothing is told of that but to whoever knows it. */
	readonly place: string;
};

const keyName = 'key';
const suffix = '.json';
/** Characters of a hash in hex. */
const hashLength = 32;
const ownerLength = 16;

const fileOf = ({ folder }: Pick<Shelf, 'folder'>, hash: string): string =>
	path.join(folder, `${hash}${suffix}`);

/** The key of the folder; of two that make one at once the first counts for both. */
const readKey = async (folder: string): Promise<string> => {
	const file = path.join(folder, keyName);
	const known = await readIfExists(file);
	if (known) {
		return known;
	}

	const own = path.join(folder, `.${keyName}.${randomBytes(6).toString('hex')}`);
	await writeFile(own, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
	await link(own, file).catch(() => undefined);
	await rm(own, { force: true });
	return (await readIfExists(file)) ?? '';
};

/** Opens the folder of the records, and makes it. @throws the system's error. */
export const openShelf = async (folder: string): Promise<Shelf> => {
	await makeFolder(folder, 0o700);
	const key = await readKey(folder);
	if (key === '') {
		throw new Error(`${folder} holds no key.`);
	}

	const digest = (text: string): string =>
		createHmac('sha256', key).update(text).digest('hex').slice(0, hashLength);
	const place = createHash('sha256').update(JSON.stringify([hostname(), process.getuid?.(), folder]));
	return {
		folder,
		digest,
		owner: digest('owner').slice(0, ownerLength),
		place: place.digest('hex').slice(0, ownerLength),
	};
};

/** What a script is known by in records. */
export const scriptDigest = ({ digest }: Pick<Shelf, 'digest'>, script: string): string =>
	digest(JSON.stringify(['script', script]));

/** A record; undefined if there is none that this version can read. */
export const readLayer = async (
	shelf: Pick<Shelf, 'folder'>,
	hash: string,
): Promise<LayerRecord | undefined> => {
	const text = await readIfExists(fileOf(shelf, hash)).catch(() => undefined);
	return layerRecordSchema.safeParse(parsedJson(text ?? '')).data;
};

/** All records, each with the time at which it was used last: that of its file. */
export const readLayers = async (shelf: Pick<Shelf, 'folder'>): Promise<readonly UsedLayer[]> => {
	const names = (await readdir(shelf.folder).catch(() => [])).filter(name => name.endsWith(suffix));
	const found = await Promise.all(
		names.map(async (name): Promise<readonly UsedLayer[]> => {
			const hash = name.slice(0, -suffix.length);
			const record = await readLayer(shelf, hash);
			const status = await stat(fileOf(shelf, hash)).catch(() => undefined);
			return record && status ? [{ record, used: status.mtimeMs }] : [];
		}),
	);
	return found.flat();
};

/** Takes away what should be records and can be read by nobody here. */
export const dropUnreadable = async (shelf: Pick<Shelf, 'folder'>): Promise<void> => {
	const names = (await readdir(shelf.folder).catch(() => [])).filter(name => name.endsWith(suffix));
	for (const hash of names.map(name => name.slice(0, -suffix.length))) {
		if (!(await readLayer(shelf, hash))) {
			await dropLayer(shelf, hash);
		}
	}
};

/** Writes a record, for nobody else to read. @throws Problem. */
export const keepLayer = (shelf: Shelf, record: LayerRecord): Promise<void> =>
	writeFileAtomically(fileOf(shelf, record.hash), `${JSON.stringify(record)}\n`, 0o600);

/** Notes that layers were used. One that is gone meanwhile is no failure. */
export const noteUse = async (
	shelf: Pick<Shelf, 'folder'>,
	records: readonly LayerRecord[],
	now: Date,
): Promise<void> => {
	await Promise.allSettled(records.map(({ hash }) => utimes(fileOf(shelf, hash), now, now)));
};

/** Takes a record away. */
export const dropLayer = (shelf: Pick<Shelf, 'folder'>, hash: string): Promise<void> =>
	rm(fileOf(shelf, hash), { force: true });

/** Takes away what writers left that were killed. `now` in milliseconds since 1970. */
export const tidyShelf = (shelf: Pick<Shelf, 'folder'>, now: number): Promise<void> =>
	removeHalfWritten(shelf.folder, now);
