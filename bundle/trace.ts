/**
 * Reads a report of a defect and prints it with places in our own files. Run by `npm run trace <report`, at the version
 * that the report names: the same sources make the same chunks, with the maps that are not published.
 */
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { inOwnFiles } from '../source/base/trace.ts';

const findMap = (file: string): string =>
	path.join(import.meta.dirname, '../dist', `${path.basename(file)}.map`);

process.stdout.write(inOwnFiles(await text(process.stdin), findMap));
