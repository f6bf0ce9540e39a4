import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegular, whyUnreadable } from '../base/files.ts';
import { isObject, parsedJson } from '../base/json.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { isTemplate, packerFile } from '../packer/folder-files.ts';
import type { ReadTemplate } from '../reader/document.ts';
import { readHcl, type SourceFile } from '../reader/hcl.ts';
import { readLegacy } from '../reader/legacy.ts';

const another = 'Name a template or its folder: packer-wizard new --from <path>';

/** Why a template cannot be imported. */
export const refuseTemplate = (
	message: string,
	reason: string,
	next: readonly string[] = [another],
): Problem => new Problem(message, { reason, next, exitCode: exitCodes.usage });

/** The text of a file, and what a person calls it. @throws Problem (exit 2) if it cannot be read. */
export const readText = async (file: string, whereabouts: Whereabouts): Promise<SourceFile> => {
	const shown = shownPath(file, whereabouts);
	try {
		return { file: shown, text: (await readRegular(file)).toString() };
	} catch (error) {
		throw refuseTemplate(`${shown} cannot be read.`, whyUnreadable(error));
	}
};

/** The files of a template: one, or all of a folder that Packer reads there, and its folder. */
export type TemplateFiles = {
	readonly files: readonly string[];
	readonly values: readonly string[];
	readonly folder: string;
};

/** What stands at a path that a person typed. @throws Problem (exit 2) if that is no template. */
export const filesAt = async (typed: string, whereabouts: Whereabouts): Promise<TemplateFiles> => {
	const place = typedPath(typed, whereabouts);
	const shown = shownPath(place, whereabouts);
	const found = await stat(place).catch((error: unknown) => {
		throw refuseTemplate(`${shown} cannot be imported.`, whyUnreadable(error));
	});
	if (!found.isDirectory()) {
		return { files: [place], values: [], folder: path.dirname(place) };
	}

	const names = (await readdir(place)).toSorted();
	const templates = names.filter(isTemplate);
	const values = names.filter(name => /values$/.test(packerFile(name) ?? ''));
	const legacy = names.filter(name => name.endsWith('.json') && packerFile(name) === undefined);
	const candidates = templates.length > 0 ? templates : [];
	if (candidates.length === 0 && legacy.length === 1) {
		return { files: legacy.map(name => path.join(place, name)), values: [], folder: place };
	}

	if (candidates.length === 0) {
		throw refuseTemplate(
			`${shown} holds no template.`,
			legacy.length > 1
				? `Several files there can be one: ${legacy.join(', ')}`
				: 'A template is a file *.pkr.hcl, or a JSON file with builders in it.',
			legacy.length > 1
				? legacy.map(name => `Take one: packer-wizard new --from ${path.join(shown, name)}`)
				: undefined,
		);
	}

	const inPlace = (name: string): string => path.join(place, name);
	return { files: candidates.map(inPlace), values: values.map(inPlace), folder: place };
};

/** What stands in a file of a template. @throws Problem (exit 2) if it is none that can be read. */
export const readTemplate = (source: SourceFile): Promise<ReadTemplate> => {
	const { file, text } = source;
	if (file.endsWith('.pkr.json')) {
		throw refuseTemplate(
			`${file} is HCL in the form of JSON.`,
			'Only the older JSON with builders in it, and HCL itself, can be imported.',
			['Write it as HCL: a file *.pkr.hcl'],
		);
	}

	const isJson = file.endsWith('.json') || /^\s*\{/.test(text.replace(/^\ufeff/, ''));
	const data = isJson ? parsedJson(text) : undefined;
	if (isObject(data) && typeof data['version'] === 'number' && isObject(data['base'])) {
		throw refuseTemplate(`${file} is a recipe of packer-wizard, no template.`, 'It needs no import.', [
			`Build it, or change it: packer-wizard run ${file}`,
		]);
	}

	return isJson ? readLegacy(source) : readHcl(source);
};
