import type { KeyPress } from '../components/keypress.ts';
import type { KeyContext } from './key-map.ts';
import { keyMap } from './key-map.ts';
import type { CommandId, KeyRow } from './key-table.ts';

const applies = (row: KeyRow, filled: boolean): boolean =>
	row.when === undefined || (row.when === 'filled') === filled;

/**
 * The command of a key, undefined if it does nothing here.
 * @param filled whether something is typed at the caret.
 */
export const commandFor = (context: KeyContext, press: KeyPress, filled = false): CommandId | undefined => {
	const table = keyMap[context];
	const key = press.text ?? press.name;
	const row = table.rows.find(candidate => applies(candidate, filled) && Object.hasOwn(candidate.keys, key));
	return row?.keys[key] ?? (table.caret && press.text !== undefined ? 'insert' : undefined);
};

/** The keys that work now and deserve a place in the footer. */
export const footerRows = (context: KeyContext, filled = false): readonly KeyRow[] =>
	keyMap[context].rows.filter(row => row.footer !== false && applies(row, filled));
