import { type Import, importedFile, type Module } from './modules.ts';

/** A finding of a check: `file:line` can be opened from a terminal. */
export type Violation = {
	readonly file: string;
	readonly line: number;
	readonly message: string;
};

const front = ['actions/contract', 'flow', 'questions', 'builds', 'recipe', 'catalog', 'base'];

/** The rooms that the actions put to use. */
const belowActions = [
	'flow',
	'questions',
	'store',
	'builds',
	'rehearsal',
	'engine',
	'packer',
	'aws',
	'import',
	'reader',
	'template',
	'recipe',
	'catalog',
	'base',
];

/** Which room (folder below `source/`), or which file of one, a room may import, besides itself. `cli` is the launcher. */
export const walls: Readonly<Record<string, readonly string[]>> = {
	cli: ['commands'],
	commands: ['screens', 'plain', 'json', 'flags', 'actions', ...belowActions],
	screens: [...front, 'components'],
	plain: front,
	json: front,
	components: ['base'],
	flags: ['questions', 'recipe', 'base'],
	actions: belowActions,
	flow: ['questions', 'builds', 'recipe', 'catalog', 'base'],
	questions: ['recipe', 'catalog', 'base'],
	store: ['recipe', 'base'],
	builds: ['rehearsal', 'engine', 'packer', 'aws', 'template', 'recipe', 'base'],
	rehearsal: ['engine', 'catalog', 'base'],
	engine: ['catalog', 'base'],
	packer: ['base'],
	aws: ['catalog', 'base'],
	import: ['reader', 'template', 'recipe', 'catalog', 'base'],
	reader: ['template', 'base'],
	template: ['recipe', 'catalog', 'base'],
	recipe: ['catalog', 'base'],
	catalog: ['base'],
	base: [],
};

type PackageRule = {
	readonly packages: RegExp;
	/** Rooms, or folders and files below one. */
	readonly allowed: readonly string[];
};

/** Which rooms know which packages. */
const packageRules: readonly PackageRule[] = [
	{ packages: /^(ink|react)(\/|$)/, allowed: ['screens', 'components'] },
	{ packages: /^@inquirer\//, allowed: ['plain'] },
	{ packages: /^ssh2$/, allowed: ['rehearsal'] },
	{ packages: /^https-proxy-agent$/, allowed: ['packer', 'aws/client'] },
	{ packages: /^@(?:aws-sdk|smithy)\//, allowed: ['aws/client'] },
	{ packages: /^conf$/, allowed: ['store'] },
	{ packages: /^(web-tree-sitter|@tree-sitter-grammars\/.*|jsonc-parser)(\/|$)/, allowed: ['reader'] },
	{
		packages: /^(node:)?child_process$|^execa$/,
		allowed: ['base/run-command', 'packer', 'rehearsal', 'engine', 'builds/supervisor'],
	},
	{ packages: /^vitest|^@lydell\/|^@xterm\//, allowed: [] },
];

/** A file of a target stands in the target's folder, and counts as one of the room that it is named by. */
const inItsRoom = (file: string): string => file.replace(/^source\/targets\/[^/]+\//, 'source/');

/** Whether a file is one of these places, or lies in one: `screens`, `builds/report`, `plain/follow`. */
export const isBelow = (file: string, places: readonly string[]): boolean =>
	places.some(place => new RegExp(`^source/${place}(/|\\.tsx?$)`).test(inItsRoom(file)));

const roomOf = (file: string): string => {
	const [, room = ''] = inItsRoom(file).split('/');
	return room.replace(/\.tsx?$/, '');
};

const complaint = (found: Import): string | undefined => {
	const { file, target } = found;
	const room = roomOf(file);
	const other = importedFile(found);
	if (other !== undefined) {
		if (!other.startsWith('source/')) {
			return /^presets\/|^package\.json$/.test(other) ? undefined : `imports ${other}, outside of source/`;
		}

		const otherRoom = roomOf(other);
		return otherRoom === room || isBelow(other, walls[room] ?? [])
			? undefined
			: `${room} may not import ${walls[room]?.some(place => place.startsWith(`${otherRoom}/`)) ? other : otherRoom}`;
	}

	const broken = packageRules.find(rule => rule.packages.test(target) && !isBelow(file, rule.allowed));
	return broken && `may not import ${target}: only ${broken.allowed.join(', ') || 'tests'} may`;
};

/** Imports that break through a wall, rooms that no wall is known for included. */
export const wallViolations = (modules: readonly Module[]): Violation[] =>
	modules
		.flatMap(({ imports }) => imports)
		.flatMap(found => {
			const { file, line } = found;
			const message =
				roomOf(file) in walls
					? complaint(found)
					: `${roomOf(file)} is no room: test/check/walls.ts lists them`;
			return message ? [{ file, line, message }] : [];
		});
