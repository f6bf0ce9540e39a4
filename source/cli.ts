#!/usr/bin/env node
// No static import: this file must be read by any Node.js that there is, to say which one is needed, and starts what
// was asked for without loading the rest.

const oldest = [22, 3] as const;

/** Whether a folder is there, belongs to who runs us, and cannot be written by everybody. */
const isOurs = (folder: string): boolean => {
	try {
		const { uid, mode } = process.getBuiltinModule('node:fs').statSync(folder);
		return uid === (process.geteuid ? process.geteuid() : -1) && (mode & 0o002) === 0;
	} catch (_error) {
		return false;
	}
};

/** Makes a folder within one that is ours, where it is missing; whether it is ours then. */
const isMade = (folder: string): boolean => {
	const { mkdirSync } = process.getBuiltinModule('node:fs');
	const parent = folder.slice(0, folder.lastIndexOf('/'));
	if (!isOurs(folder) && isOurs(parent)) {
		try {
			mkdirSync(folder, 0o700);
		} catch (_error) {
			// Something else stands there, or one may not write.
		}
	}

	return isOurs(folder);
};

/** Bytes that must be free for it: Node.js leaves empty files where it finds no room. */
const room = 32 * 1024 * 1024;

const hasRoom = (folder: string): boolean => {
	try {
		const { bavail, bsize } = process.getBuiltinModule('node:fs').statfsSync(folder);
		return bavail * bsize > room;
	} catch (_error) {
		return false;
	}
};

/**
 * Has V8 keep what it compiled, where there is room for it; without that everything works as well, and begins later. What
 * is kept is run: so nobody else may have put it there, as in the home of somebody for whom root acts.
 */
const keepCompiled = (): void => {
	const { XDG_CACHE_HOME: named = '', HOME: home = '' } = process.env;
	const caches = named.startsWith('/') ? named : home.startsWith('/') ? `${home}/.cache` : '';
	const folder = `${caches}/packer-wizard/compiled`;
	// One after the other: Node's own way to make them all never ends below /proc.
	if (caches !== '' && [caches, `${caches}/packer-wizard`, folder].every(isMade) && hasRoom(folder)) {
		process.getBuiltinModule('node:module').enableCompileCache(folder);
	}
};

const refuse = (sentence: string): void => {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = 3;
};

/** Words of a command line that may ask for no more than a text. */
const telling = ['help', '--help', '-h', '--help-all', '--version'];

const isTooOld = (): boolean => {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
};

if (isTooOld()) {
	refuse(`packer-wizard needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}.`);
} else if (process.platform === 'win32') {
	refuse('packer-wizard runs on Linux and macOS; on Windows run it inside WSL.');
} else {
	// Colours are decided when Ink is loaded, which knows FORCE_COLOR but not NO_COLOR; an empty value counts as unset.
	if (process.env['FORCE_COLOR'] === '') {
		delete process.env['FORCE_COLOR'];
	}

	if (process.env['NO_COLOR'] && process.env['FORCE_COLOR'] === undefined) {
		process.env['FORCE_COLOR'] = '0';
	}

	const begin = (): void => {
		keepCompiled();
		import('./commands/main.ts').then(({ main }) => main());
	};
	const words = process.argv.slice(2);
	if (words.some(word => telling.includes(word))) {
		// What is wrong with them is told by the program.
		import('./commands/told.ts').then(({ tell }) => tell(words)).then(isTold => isTold || begin(), begin);
	} else {
		begin();
	}
}
