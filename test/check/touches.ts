import { importedFile, type Module, type Touch } from './modules.ts';
import { isBelow, type Violation } from './walls.ts';

/** What only computes, in places that do more. */
const pure = [
	'builds/journal/journal',
	'builds/folders',
	'builds/timeline',
	'builds/report',
	'builds/contents/contents',
	'builds/contents/parse',
	'builds/contents/script',
	'builds/contents/sieve',
	'builds/contents/versions',
];

/** Rooms that touch nothing but what stands here for them, by no way around: a view reads no file and no environment. */
const closed = [
	'base',
	'catalog',
	'recipe',
	'template',
	'questions',
	'flow',
	'flags',
	'components',
	'screens',
	'plain',
	'json',
	...pure,
];

/** What rooms, folders and files touch of the world. What stands nowhere here computes from what it is given. */
const touching: Readonly<Record<string, readonly Touch[]>> = {
	cli: ['process'],
	commands: ['clock'],
	'commands/shared/decided': ['files'],
	// The program as a process: its streams, its folder, its signals.
	'commands/main': ['process'],
	// A part of the launcher: it reads how commands are used, and prints.
	'commands/told': ['files', 'process'],
	'commands/shared/lost-output': ['process'],
	// The version of the program.
	'commands/shared/version': ['files'],
	// Keys that wait come before the next files.
	'commands/shared/paint': ['process'],
	'commands/shared/paint-watch': ['clock'],
	'commands/shared/paint-home': ['timers', 'clock'],
	// What was made for it when the program was built.
	'commands/shared/paint-new': ['files'],
	'commands/shared/settle-environment': ['files', 'process'],
	'commands/shared/signals': ['process', 'timers'],
	// The edge of the screens: they are told of the time, and drawn at most so often.
	'screens/app': ['timers', 'clock'],
	'screens/run-screens': ['timers', 'clock', 'process'],
	'screens/app-store': ['timers', 'clock'],
	// A single escape is told from the beginning of a longer sequence by waiting.
	'components/input-filter': ['timers'],
	// Frames come at most so often.
	'components/drawing': ['timers'],
	// How long ago something was; and a sign of life while nothing is printed.
	plain: ['timers', 'clock'],
	actions: ['files', 'process', 'clock'],
	// Its parser is WebAssembly, which is read.
	'reader/parser': ['files'],
	store: ['files', 'clock'],
	'store/owners': ['process'],
	builds: ['files', 'process', 'timers', 'clock'],
	'builds/folder-lock': ['chance'],
	// A mark that no script can know.
	'builds/supervisor/contents': ['chance'],
	'builds/supervisor': ['programs'],
	rehearsal: ['network', 'timers', 'clock', 'programs', 'terminal', 'process'],
	// Records, and uploads that are put aside.
	'rehearsal/layers': ['files', 'chance'],
	engine: ['programs', 'process', 'timers'],
	packer: ['files', 'process', 'programs', 'network', 'timers'],
	aws: ['files', 'network', 'clock'],
	// Somebody who signs in is waited for.
	'aws/renewed': ['timers'],
	// What was throttled is asked again a little later.
	'aws/client/json-call': ['timers'],
	// A machine that ends is waited for.
	'aws/client/remains/remove': ['timers'],
	// As is a copy that AWS makes.
	'aws/client/copies/finish': ['timers'],
	'base/clock': ['clock'],
	'base/files': ['files'],
	'base/write-file': ['files'],
	'base/package-folder': ['files'],
	'base/run-command': ['programs', 'process', 'timers'],
	// Networks are compared, nothing is connected.
	'base/proxy': ['network'],
	'base/secrets': ['files'],
	'base/timers': ['timers', 'clock'],
	// Source maps, when something broke.
	'base/trace': ['files', 'process'],
};

const allowed = (file: string): readonly Touch[] =>
	isBelow(file, pure)
		? []
		: Object.entries(touching).flatMap(([place, touches]) => (isBelow(file, [place]) ? touches : []));

/** What files touch, by way of what they import too. */
const reaching = (modules: readonly Module[]): ((file: string) => ReadonlySet<Touch>) => {
	const byFile = new Map(modules.map(module => [module.file, module]));
	const known = new Map<string, Set<Touch>>();
	const reach = (file: string): ReadonlySet<Touch> => {
		const module = byFile.get(file);
		const before = known.get(file);
		if (before || !module) {
			return before ?? new Set();
		}

		const touches = new Set(module.touches.map(({ touch }) => touch));
		known.set(file, touches);
		for (const found of module.imports) {
			for (const touch of found.isType ? [] : reach(importedFile(found) ?? '')) {
				touches.add(touch);
			}
		}

		return touches;
	};
	return reach;
};

/** Files that touch what they may not, by themselves or by what they call. */
export const touchViolations = (modules: readonly Module[]): Violation[] => {
	const reach = reaching(modules);
	return modules.flatMap(({ file, touches, imports }) => {
		const may = allowed(file);
		const own = touches
			.filter(({ touch }) => !may.includes(touch))
			.map(({ line, touch }) => ({ file, line, message: `may not touch ${touch}` }));
		const byOthers = (isBelow(file, closed) ? imports : []).flatMap(found => {
			const target = importedFile(found);
			if (target === undefined || found.isType) {
				return [];
			}

			// What another closed file may not touch either is told there.
			const told = isBelow(target, closed) ? allowed(target) : undefined;
			return [...reach(target)]
				.filter(touch => !may.includes(touch) && (told?.includes(touch) ?? true))
				.map(touch => ({ file, line: found.line, message: `may not touch ${touch}, as ${target} does` }));
		});
		return [...own, ...byOthers];
	});
};
