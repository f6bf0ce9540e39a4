import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder of the package that a file is of: `node_modules/ink`. */
const packageFolder = (file: string): string | undefined =>
	/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

type Licence = { readonly title: string; readonly text: string };

const licenceOf = async (folder: string): Promise<Licence> => {
	const description: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	const { name, version, license, licenses } = Object(description);
	const file = (await readdir(folder)).find(entry => /^(licen[cs]e|copying)/i.test(entry));
	const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : 'No licence file.';
	// Packages of old have a list.
	const kind: string = license ?? licenses[0].type;
	return { title: `${name} ${version} (${kind})`, text: text.replaceAll('\r\n', '\n') };
};

/** The lines of a licence that say whose work it is about. */
const copyright = /^(?:.*\b[Cc](?:opyright|OPYRIGHT)\b.*\b(?:19|20)\d\d\b.*|Copyright\b.*)$/gm;

/** How some call the licence that they have. */
const title = /^\(?(?:The )?(?:MIT|ISC) License(?: \(MIT\))?\)?$/gm;

/**
 * What two licences are the same by: the words of their terms. Behind the end of those of the Apache License stands how one would apply
 * it to a work of one's own.
 */
const termsOf = (text: string): string =>
	text
		.replaceAll(copyright, '')
		.replace(/\bEND OF TERMS AND CONDITIONS\b[\s\S]*/, '')
		.replaceAll(title, '')
		.replaceAll(/\W+/g, ' ')
		.toLowerCase()
		.trim();

/**
 * The licences of all packages that files are of. A text stands once, below the packages that come with it and what each
 * says of its copyright.
 * @param root the folder that the files are relative to.
 */
export const licencesOf = async (root: string, files: readonly string[]): Promise<string> => {
	const folders = new Set(files.map(packageFolder).filter(folder => folder !== undefined));
	const licences = await Promise.all([...folders].sort().map(folder => licenceOf(path.join(root, folder))));
	const byText = Map.groupBy(licences, ({ text }) => termsOf(text));
	const parts = [...byText.values()].map(those => {
		const titles = those.map(({ title, text }) =>
			[title, ...(text.match(copyright) ?? []).map(line => `  ${line.trim()}`)].join('\n'),
		);
		const text = (those[0]?.text ?? '')
			.replaceAll(copyright, '')
			.replaceAll(/\n{3,}/g, '\n\n')
			.trim();
		return `${[...new Set(titles)].join('\n')}\n\n${text}\n`;
	});
	return `packer-wizard contains these packages.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`;
};
