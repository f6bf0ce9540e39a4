#!/usr/bin/env node
// No static import: this file must be read by any Node.js that there is, to say which one is needed, and starts what
// was asked for without loading the rest.

const oldest = [22, 3] as const;

/** Makes a folder of one that is there; false where there is none then. */
const isMade = (folder: string): boolean => {
	const { mkdirSync, existsSync } = process.getBuiltinModule('node:fs');
	try {
		mkdirSync(folder);
		return true;
	} catch (_error) {
		return existsSync(folder);
	}
};

/** Has V8 keep what it compiled, where there is room for it; without that everything works as well, and begins later. */
const keepCompiled = (): void => {
	const { XDG_CACHE_HOME: named = '', HOME: home = '' } = process.env;
	const caches = named.startsWith('/') ? named : `${home}/.cache`;
	const folder = `${caches}/packer-wizard/compiled`;
	// One after the other: Node's own way to make them all never ends below /proc.
	if (caches.startsWith('/') && [caches, `${caches}/packer-wizard`, folder].every(isMade)) {
		process.getBuiltinModule('node:module').enableCompileCache(folder);
	}
};

const refuse = (sentence: string): void => {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = 3;
};

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

	keepCompiled();
	import('./commands/main.ts').then(({ main }) => main());
}
