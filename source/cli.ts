#!/usr/bin/env node
// No static import: this file must be read by any Node.js that there is, to say which one is needed, and starts what
// was asked for without loading the rest.

const oldest = 22;

const refuse = (sentence: string): void => {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = 3;
};

if (Number(process.versions.node.split('.')[0]) < oldest) {
	refuse(`packer-wizard needs Node.js ${oldest} or newer; this is ${process.versions.node}.`);
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

	import('./commands/main.ts').then(({ main }) => main());
}
