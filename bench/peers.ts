import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { whyOf } from './measure/alternate.ts';

const folder = path.join(import.meta.dirname, 'peers');

/** Programs that a person would run in the place of ours: how they are started, and what their first question says. */
const asking = {
	'create-vite': { start: ['create-vite/index.js'], question: 'Project name:' },
	'create-next-app': { start: ['create-next-app/dist/index.js'], question: 'What is your project named?' },
	sv: { start: ['sv/dist/bin.mjs', 'create'], question: 'Where would you like your project' },
	'create-t3-app': { start: ['create-t3-app/dist/index.js'], question: 'What will your project be called?' },
} as const;
export type AskingPeer = keyof typeof asking;

export const askingPeers = Object.keys(asking) as readonly AskingPeer[];

/** The command that starts one, to be run in an empty folder, and whether a screen shows its first question. */
export const askingPeer = (peer: AskingPeer) => {
	const {
		start: [file, ...args],
		question,
	} = asking[peer];
	const before = peer === 'create-t3-app' ? ['--import', path.join(folder, 'registry.js')] : [];
	return {
		command: [process.execPath, ...before, path.join(folder, 'node_modules', file), ...args],
		asks: (screen: string) => screen.includes(question),
	};
};

const age = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs the peers as they are locked, unless they are there. @returns why that is not possible, undefined if it was. */
export const installPeers = async (signal: AbortSignal): Promise<string | undefined> => {
	const installed = path.join(folder, 'node_modules', '.package-lock.json');
	if (age(installed) > age(path.join(folder, 'package-lock.json'))) {
		return undefined;
	}

	try {
		await promisify(execFile)('npm', ['ci', '--ignore-scripts'], { cwd: folder, signal });
		return undefined;
	} catch (error) {
		signal.throwIfAborted();
		return `npm ci in bench/peers failed: ${whyOf(error)}`;
	}
};
