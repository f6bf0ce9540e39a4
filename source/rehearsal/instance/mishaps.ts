import { setTimeout } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { Mishap } from './around.ts';
import { writeOut } from './sandbox.ts';

/** What the world does with a machine while it runs. */
export type Outside = {
	/** The size of its disk in GiB. */
	readonly diskGib: number;
	/** How long it is waited for that it has set itself up, in milliseconds. */
	readonly boot: number;
	/** Breaks all connections to it. */
	readonly cut: () => void;
	/** A restart: its connections break, and SSH does not answer … */
	readonly goDown: () => void;
	/** … until it has booted, from this moment on. */
	readonly comeUp: () => void;
	/** Turns it off by itself. */
	readonly turnOff: () => void;
};

const failing = (complaint: string): Mishap => ({
	happen: async ({ stderr }) => {
		await writeOut(stderr, `${complaint}\n`);
		return 1;
	},
});

/** A mount that lets nothing run, in the words of bash. */
const refusing: Mishap = {
	happen: async ({ stderr }, _, command) => {
		const script = /\/[^\s'"]*\/script_\d+\.sh/.exec(command)?.[0] ?? '/tmp/script.sh';
		await writeOut(stderr, `bash: line 1: ${script}: Permission denied\n`);
		return 126;
	},
};

/** Something that breaks the connection: nobody hears the exit code. */
const breaking = (happen: () => void): Mishap => ({
	happen: async (_, signal) => {
		happen();
		await new Promise<void>(resolve => {
			signal.addEventListener('abort', () => resolve(), { once: true });
		});
		return 255;
	},
});

/** The ten minutes that the script waits, and what it says then. */
const neverReady = (milliseconds: number): Mishap => ({
	whileItWaits: true,
	happen: async ({ stderr }, signal) => {
		await setTimeout(milliseconds, undefined, { signal }).catch(() => {});
		await writeOut(stderr, 'cloud-init is not done after 10 minutes. It says:\nstatus: running\n');
		return 1;
	},
});

/**
 * What was asked to happen in the place of the first script; undefined if nothing was.
 * @param kill ends the container; undefined where there is none.
 */
export const mishapOf = (
	faults: Faults,
	{ diskGib, boot, cut, goDown, comeUp }: Outside,
	kill: (() => void) | undefined,
): Mishap | undefined => {
	if (faults.has('script-fails')) {
		return failing('This script was made to fail: the rehearsal was asked for script-fails.');
	}

	if (faults.has('noexec')) {
		return refusing;
	}

	if (faults.hits('disk-full', String(diskGib))) {
		return failing("cp: error writing '/opt/data': No space left on device");
	}

	if (faults.has('ssh-breaks')) {
		return breaking(cut);
	}

	if (faults.has('machine-restarts')) {
		return breaking(() => {
			goDown();
			comeUp();
		});
	}

	if (faults.has('boot-never-ends')) {
		return neverReady(boot);
	}

	return faults.has('container-dies') && kill ? breaking(kill) : undefined;
};
