import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { exists } from '../base/files.ts';
import { packageFolder } from '../base/package-folder.ts';
import { configFolder, type Environment, shownPath, type Whereabouts } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import type { PresetOrigin } from '../recipe/schema.ts';
import { whyForeign } from './owners.ts';

/** A preset's file, read or not. */
export type PresetFile = {
	readonly name: string;
	readonly origin: PresetOrigin;
	/** Whose other presets of that name are not taken as long as it is there, in order. */
	readonly hides: readonly PresetOrigin[];
	/** Absolute. */
	readonly file: string;
};

export const extension = '.json';
/** The JSON Schema of the presets lies beside the shipped ones. */
const schemaFile = 'schema.json';

const ownFolder = (environment: Environment): string => path.join(configFolder(environment), 'presets');

/** The file of one of the person's own presets. */
export const ownFile = (name: string, environment: Environment): string =>
	path.join(ownFolder(environment), `${name}${extension}`);

/** The folder of a project's presets. */
export const projectName = '.packer-wizard';

/** Every `.packer-wizard` folder in the current folder and above it, the nearest first. */
const projectFolders = async (cwd: string): Promise<readonly string[]> => {
	const found: string[] = [];
	for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
		const candidate = path.join(folder, projectName);
		if (await exists(candidate)) {
			found.push(candidate);
		}

		if (folder === path.dirname(folder)) {
			return found;
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
		.map(name => ({
			name: name.slice(0, -extension.length),
			origin,
			hides: [],
			file: path.join(folder, name),
		}));
};

/** The shipped presets as a newcomer meets them: first what works without a token. */
const shippedOrder = [
	...['nodejs', 'web', 'docker-host', 'bastion', 'baseline', 'jenkins', 'openvpn'],
	...['ecs-node', 'eks-node', 'consul-server', 'vault-server', 'nomad'],
	...['elasticsearch', 'logstash', 'kibana', 'ssh-grunt'],
];

/** Shipped presets that have a newer one in their place: they run by name, and no list names them. */
const formerNames = ['ssh-grunt'];

/** Whether a list shows a preset. */
export const isListedPreset = ({ name, origin }: PresetFile): boolean =>
	origin !== 'shipped' || !formerNames.includes(name);

const shippedFiles = async (): Promise<PresetFile[]> => {
	const files = await filesIn(path.join(packageFolder(), 'presets'), 'shipped');
	return files.sort((a, b) => shippedOrder.indexOf(a.name) - shippedOrder.indexOf(b.name));
};

/** What is not taken since somebody else can have put it there, and why. */
type Refused = { readonly file: string; readonly why: string };

/** The presets of the nearest project that is the person's own, and what was passed by. */
const projectFiles = async ({
	environment,
	cwd,
}: Whereabouts): Promise<{ readonly files: readonly PresetFile[]; readonly refused: readonly Refused[] }> => {
	const refused: Refused[] = [];
	const isOurs = async (file: string): Promise<boolean> => {
		const why = await whyForeign(file, environment).catch(() => 'cannot be looked at');
		if (why !== undefined) {
			refused.push({ file, why });
		}

		return why === undefined;
	};

	for (const folder of await projectFolders(cwd)) {
		if (await isOurs(folder)) {
			const files: PresetFile[] = [];
			for (const preset of await filesIn(folder, 'project')) {
				if (await isOurs(preset.file)) {
					files.push(preset);
				}
			}

			return { files, refused };
		}
	}

	return { files: [], refused };
};

/** The presets' files; of several with one name the project's wins over the person's own, and that over ours. */
export const presetFiles = async (whereabouts: Whereabouts): Promise<readonly PresetFile[]> => {
	const all = [
		...(await projectFiles(whereabouts)).files,
		...(await filesIn(ownFolder(whereabouts.environment), 'own')),
		...(await shippedFiles()),
	];
	return [...Map.groupBy(all, file => file.name).values()].flatMap(([first, ...hidden]) =>
		first ? [{ ...first, hides: hidden.map(({ origin }) => origin) }] : [],
	);
};

/**
 * One sentence if presets of a project lie here that are not taken, since another user can have put them there: in a
 * shared folder such as /tmp anybody can. Undefined if there are none.
 */
export const projectWarning = async (whereabouts: Whereabouts): Promise<string | undefined> => {
	const [first, ...more] = (await projectFiles(whereabouts)).refused;
	if (!first) {
		return undefined;
	}

	const shown = shownPath(first.file, whereabouts);
	const others = more.length === 0 ? '' : ` So are ${more.length} more.`;
	return printable(`Presets in ${shown} are not taken: it ${first.why}.${others}`);
};
