import { statSync } from 'node:fs';
import path from 'node:path';
import { readRegularSync } from '../base/files.ts';
import { isObject, parsedJson } from '../base/json.ts';
import { isOwn } from './owners.ts';

/** Milliseconds: a file that was written so shortly ago can be written again without its times telling. */
const fresh = 1000;

/** What tells that a file is the same and says the same; undefined if there is none. */
const stampOf = (file: string): { readonly text: string; readonly isFresh: boolean } | undefined => {
	try {
		const { ino, size, mtimeNs, ctimeNs, ctimeMs } = statSync(file, { bigint: true });
		return {
			text: [ino, size, mtimeNs, ctimeNs].join(' '),
			isFresh: Date.now() - Number(ctimeMs) < fresh,
		};
	} catch {
		return undefined;
	}
};

/** What was made of files, as long as they are as they were: reading them costs more than all that is shown of them. */
export type Memo = {
	/** What was kept of a file that is as it was; undefined if that is nothing. */
	readonly known: (file: string) => unknown;
	/** Keeps what was made of a file since it was asked for here. */
	readonly keep: (file: string, made: unknown) => void;
	/** Writes all that was asked for and is known, if it is not what was there. Nothing depends on it: what fails is dropped. */
	readonly write: () => Promise<void>;
};

type Kept = { readonly stamp: string; readonly made: unknown };

const readKept = (file: string, key: string): ReadonlyMap<string, Kept> => {
	try {
		const data = parsedJson(readRegularSync(file));
		if (isObject(data) && data['key'] === key && isObject(data['kept'])) {
			return new Map(
				Object.entries(data['kept']).flatMap(([name, kept]) =>
					isObject(kept) && typeof kept['stamp'] === 'string'
						? [[name, { stamp: kept['stamp'], made: kept['made'] }] as const]
						: [],
				),
			);
		}
	} catch {
		// There is none yet, or something else stands there.
	}

	return new Map();
};

/**
 * The memo that is kept in a file.
 * @param key of what makes something of the files: another program may make something else.
 */
export const openMemo = (file: string, key: string): Memo => {
	const before = readKept(file, key);
	const now = new Map<string, Kept>();
	const asked = new Map<string, string>();
	return {
		known: name => {
			const stamp = stampOf(name);
			const kept = before.get(name);
			if (stamp !== undefined && kept?.stamp === stamp.text) {
				now.set(name, kept);
				return kept.made;
			}

			if (stamp !== undefined && !stamp.isFresh) {
				asked.set(name, stamp.text);
			}

			return undefined;
		},
		keep: (name, made) => {
			const stamp = asked.get(name);
			if (stamp !== undefined && stampOf(name)?.text === stamp) {
				now.set(name, { stamp, made });
			}
		},
		write: async () => {
			const isSame =
				now.size === before.size && [...now].every(([name, kept]) => before.get(name)?.stamp === kept.stamp);
			if (!isSame && isOwn(path.dirname(file))) {
				const { writeFileAtomically } = await import('../base/write-file.ts');
				const text = JSON.stringify({ key, kept: Object.fromEntries(now) });
				await writeFileAtomically(file, `${text}\n`, 0o600).catch(() => undefined);
			}
		},
	};
};
