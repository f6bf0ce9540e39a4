import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { steadyNow } from '../../base/clock.ts';
import type { ProcessIdentity } from '../journal/journal.ts';

let bootId: string | undefined;

/** Start ticks count from the boot, so they name a process only together with the boot. */
const linuxBoot = (): string => {
	bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	return bootId;
};

/** What the system says of a process that runs: its start, its parent and its process group. */
type Status = { readonly started: string; readonly parent: number; readonly group: number };

const statusOnLinux = (pid: number): Status | undefined => {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined;
	}

	// The second field is the program's name in parentheses, which may hold blanks and parentheses itself.
	const [state, parent, group, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields[16];
	return state === 'Z' || state === 'X' || ticks === undefined
		? undefined
		: { started: `${linuxBoot()}/${ticks}`, parent: Number(parent), group: Number(group) };
};

const statusElsewhere = (pid: number): Status | undefined => {
	try {
		const line = execFileSync('ps', ['-o', 'stat=,ppid=,pgid=,lstart=', '-p', String(pid)], {
			encoding: 'utf8',
			env: { ...process.env, LC_ALL: 'C' },
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
		const [state = '', parent, group, ...date] = line.split(/\s+/);
		return state === '' || state.startsWith('Z')
			? undefined
			: { started: date.join(' '), parent: Number(parent), group: Number(group) };
	} catch {
		return undefined;
	}
};

const statusOf = (pid: number): Status | undefined =>
	process.platform === 'linux' ? statusOnLinux(pid) : statusElsewhere(pid);

/**
 * The identity of a process that runs, undefined if there is none with this pid. One that has ended and was not yet
 * waited for counts as ended: in a container nobody may ever wait for an orphan.
 */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
	const status = statusOf(pid);
	return status && { pid, started: status.started };
};

/** A process and those above it, as far as they can be seen; not the first of all, which ends with the system. */
export const ancestryOf = (pid: number): readonly ProcessIdentity[] => {
	const status = pid > 1 ? statusOf(pid) : undefined;
	return status ? [{ pid, started: status.started }, ...ancestryOf(status.parent)] : [];
};

const tick = 10;

/**
 * Milliseconds since a process was started, whatever became of it and of the time of day; undefined where the system
 * tells of starts by nothing else than that.
 */
export const ageOf = ({ started }: ProcessIdentity): number | undefined => {
	const [boot, ticks] = started.split('/');
	const [ownBoot, ownTicks] = identityOf(process.pid)?.started.split('/') ?? [];
	return ticks === undefined || boot !== ownBoot
		? undefined
		: (Number(ownTicks) - Number(ticks)) * tick + performance.now();
};

/** Whether the very process runs, not a later one with the same pid. */
export const isAlive = (identity: ProcessIdentity): boolean =>
	identityOf(identity.pid)?.started === identity.started;

/**
 * The process that leads a group and works in a folder, which has no links in its path; undefined if there is none, or if
 * nothing can tell, as on macOS.
 */
export const leaderIn = (folder: string): ProcessIdentity | undefined => {
	if (process.platform !== 'linux') {
		return undefined;
	}

	const leads = (pid: number): boolean => {
		try {
			return readlinkSync(`/proc/${pid}/cwd`) === folder && statusOf(pid)?.group === pid;
		} catch {
			// It is another person's, or has just ended.
			return false;
		}
	};
	const pid = readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.find(leads);
	return pid === undefined ? undefined : identityOf(pid);
};

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

/** Whether somebody is left in the group that a process leads or led; never of a later group of the same number. */
const isGroupThere = ({ pid, started }: ProcessIdentity): boolean => {
	const leader = identityOf(pid);
	if (leader !== undefined && leader.started !== started) {
		return false;
	}

	if (process.platform === 'linux') {
		const isOfBoot = started.startsWith(`${linuxBoot()}/`);
		// One that has ended and is waited for by nobody would still take signals.
		const isMember = (name: string): boolean => /^\d+$/.test(name) && statusOf(Number(name))?.group === pid;
		return isOfBoot && readdirSync('/proc').some(isMember);
	}

	try {
		process.kill(-pid, 0);
		return true;
	} catch {
		return false;
	}
};

/** Milliseconds that a process has to end by itself. */
const grace = 2000;
const pause = 50;

/** Ends all that is left of the process group that a process led, and returns when it is gone. */
export const endGroup = async (leader: ProcessIdentity): Promise<void> => {
	if (!isGroupThere(leader)) {
		return;
	}

	signalGroup(leader, 'SIGTERM');
	signalGroup(leader, 'SIGCONT');
	for (const began = steadyNow(); isGroupThere(leader); await setTimeout(pause)) {
		if (steadyNow() - began > grace) {
			signalGroup(leader, 'SIGKILL');
			return;
		}
	}
};
