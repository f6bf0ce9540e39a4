import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { exists } from '../base/files.ts';
import { configFolder, type Environment, packageFolder } from '../base/paths.ts';

export type PresetOrigin = 'project' | 'own' | 'shipped';

/** A preset's file, read or not. */
export type PresetFile = {
	readonly name: string;
	readonly origin: PresetOrigin;
	/** Absolute. */
	readonly file: string;
};

/** Where presets are looked for. */
export type PresetPlace = { readonly environment: Environment; readonly cwd: string };

export const extension = '.json';
/** The JSON Schema of the presets lies beside the shipped ones. */
const schemaFile = 'schema.json';

const ownFolder = (environment: Environment): string => path.join(configFolder(environment), 'presets');

/** The file of one of the person's own presets. */
export const ownFile = (name: string, environment: Environment): string =>
	path.join(ownFolder(environment), `${name}${extension}`);

/** The nearest `.packer-wizard` folder in the current folder or above it, undefined if there is none. */
const projectFolder = async (cwd: string): Promise<string | undefined> => {
	for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
		const candidate = path.join(folder, '.packer-wizard');
		if (await exists(candidate)) {
			return candidate;
		}

		if (folder === path.dirname(folder)) {
			return undefined;
		}
	}
};

const filesIn = async (folder: string | undefined, origin: PresetOrigin): Promise<PresetFile[]> => {
	if (folder === undefined) {
		return [];
	}

	// A folder that is missing or that one may not read has no presets for this person.
	const names = await readdir(folder).catch(() => []);
	return names
		.filter(name => name.endsWith(extension) && name !== schemaFile && !name.startsWith('.'))
		.sort()
		.map(name => ({ name: name.slice(0, -extension.length), origin, file: path.join(folder, name) }));
};

/** The shipped presets as a newcomer meets them: first what works without a token. */
const shippedOrder = ['nodejs', 'ssh-grunt', 'elasticsearch', 'logstash', 'kibana'];

const shippedFiles = async (): Promise<PresetFile[]> => {
	const files = await filesIn(path.join(packageFolder(), 'presets'), 'shipped');
	return files.sort((a, b) => shippedOrder.indexOf(a.name) - shippedOrder.indexOf(b.name));
};

/** The presets' files; of several with one name the project's wins over the person's own, and that over ours. */
export const presetFiles = async ({ environment, cwd }: PresetPlace): Promise<readonly PresetFile[]> => {
	const all = [
		...(await filesIn(await projectFolder(cwd), 'project')),
		...(await filesIn(ownFolder(environment), 'own')),
		...(await shippedFiles()),
	];
	return all.filter((file, index) => all.findIndex(other => other.name === file.name) === index);
};
