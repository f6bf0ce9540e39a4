import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** One frame of V8's stack in a bundled file: `    at async x (file:///a/dist/chunk-AB.js:3:14)`, or a path of the launcher. */
const bundledFrame =
	/^( +at (?:async )?)(?:.*\()?(file:\/\/\S*\/[\w.-]+\.js|\/.*\/[\w.-]+\.cjs):(\d+):(\d+)\)?$/gm;

/** Where the source map of a bundled file stands. */
type FindMap = (file: string) => string;

const besideIt: FindMap = file => `${file}.map`;

/**
 * A stack with places in our own files instead of the bundled ones: `at source/flow/route.ts:12:5`. The names of
 * functions, which are no names after minifying, are left out there. Where there is no map, as in what is published, a
 * frame stays: `npm run trace` reads it later.
 */
export const inOwnFiles = (stack: string, findMap: FindMap = besideIt): string =>
	stack.replaceAll(bundledFrame, (frame, at: string, url: string, line: string, column: string) => {
		const map = findMap(url.startsWith('/') ? url : fileURLToPath(url));
		if (!existsSync(map)) {
			return frame;
		}

		// Asked for here, since a program that does not break has no use for it.
		const { SourceMap } = process.getBuiltinModule('node:module');
		const origin = new SourceMap(JSON.parse(readFileSync(map, 'utf8'))).findOrigin(
			Number(line),
			Number(column),
		);
		return 'fileName' in origin
			? `${at}${path.normalize(path.join('dist', origin.fileName))}:${origin.lineNumber}:${origin.columnNumber}`
			: frame;
	});

/** What is told of a defect of ours: the error and where it was thrown. */
export const traceOf = (error: unknown): string =>
	error instanceof Error ? inOwnFiles(error.stack ?? error.message) : String(error);
