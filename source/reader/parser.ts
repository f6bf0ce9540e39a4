import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type { Parser } from 'web-tree-sitter';

/** A file of a package; when the program is built it lies beside it, compressed. */
const bytesOf = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
	if (import.meta.url.endsWith('.ts')) {
		return readFile(fileURLToPath(import.meta.resolve(file)));
	}

	const beside = new URL(`./${path.basename(file)}.br`, import.meta.url);
	return brotliDecompressSync(await readFile(beside));
};

const load = async (): Promise<Parser> => {
	const { Language, Parser: WebParser } = await import('web-tree-sitter');
	await WebParser.init({ wasmBinary: await bytesOf('web-tree-sitter/web-tree-sitter.wasm') });
	const parser = new WebParser();
	parser.setLanguage(
		await Language.load(await bytesOf('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')),
	);
	return parser;
};

let parser: Promise<Parser> | undefined;

/** The parser of HCL; 300 kB that are loaded when somebody imports a template. */
export const parserOf = (): Promise<Parser> => {
	parser ??= load();
	return parser;
};
