import { fileURLToPath } from 'node:url';
import type { Parser } from 'web-tree-sitter';

/** Where a file of a package is; when the program is built it lies beside it. */
const fileOf = (file: string): string => {
	const beside = new URL(`./${file.replace(/^.*\//, '')}`, import.meta.url);
	return fileURLToPath(import.meta.url.endsWith('.ts') ? import.meta.resolve(file) : beside);
};

const load = async (): Promise<Parser> => {
	const { Language, Parser: WebParser } = await import('web-tree-sitter');
	await WebParser.init({ locateFile: () => fileOf('web-tree-sitter/web-tree-sitter.wasm') });
	const parser = new WebParser();
	parser.setLanguage(
		await Language.load(fileOf('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')),
	);
	return parser;
};

let parser: Promise<Parser> | undefined;

/** The parser of HCL; 300 kB that are loaded when somebody imports a template. */
export const parserOf = (): Promise<Parser> => {
	parser ??= load();
	return parser;
};
