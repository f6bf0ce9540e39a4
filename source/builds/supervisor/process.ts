import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from '../journal/journal.ts';

let bootId: string | undefined;

/** Start ticks count from the boot, so they name a process only together with the boot. */
const linuxBoot = (): string => {
	bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	return bootId;
};

const startedOnLinux = (pid: number): string | undefined => {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined;
	}

	// The second field is the program's name in parentheses, which may hold blanks and parentheses itself.
	const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields[18];
	return state === 'Z' || state === 'X' || ticks === undefined ? undefined : `${linuxBoot()}/${ticks}`;
};

const startedElsewhere = (pid: number): string | undefined => {
	try {
		const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
			encoding: 'utf8',
			env: { ...process.env, LC_ALL: 'C' },
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
		const [state = '', ...date] = line.split(/\s+/);
		return state === '' || state.startsWith('Z') ? undefined : date.join(' ');
	} catch {
		return undefined;
	}
};

/**
 * The identity of a process that runs, undefined if there is none with this pid. One that has ended and was not yet
 * waited for counts as ended: in a container nobody may ever wait for an orphan.
 */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
	const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
	return started === undefined ? undefined : { pid, started };
};

/** Whether the very process runs, not a later one with the same pid. */
export const isAlive = (identity: ProcessIdentity): boolean =>
	identityOf(identity.pid)?.started === identity.started;

/** Sends a signal to the very process; false if it does not run (any more). */
const signalProcess = (identity: ProcessIdentity, signal: NodeJS.Signals): boolean => {
	if (!isAlive(identity)) {
		return false;
	}

	try {
		process.kill(identity.pid, signal);
		return true;
	} catch {
		return false;
	}
};

/** Tells the very process to end, one that was stopped too; false if it does not run (any more). */
export const tellToEnd = (identity: ProcessIdentity): boolean => {
	const told = signalProcess(identity, 'SIGTERM');
	signalProcess(identity, 'SIGCONT');
	return told;
};

/**
 * Sends a signal to the process group that a process leads or led. A number stays taken as long as its group has a
 * member, so this is safe while the leader lives and right after its end.
 */
export const signalGroup = ({ pid }: ProcessIdentity, signal: NodeJS.Signals): void => {
	try {
		process.kill(-pid, signal);
	} catch {
		// Nobody is left.
	}
};
