import { pipeline } from 'node:stream/promises';
import { type Engine, runEngine, startEngine } from '../../engine/engine.ts';
import { finished, type Inside, receiveInside, sendInside } from './container-files.ts';
import { type HeldContainer, holdContainer, holdOn, readyMark } from './held-container.ts';
import { type PowerWord, powerWord } from './power.ts';
import { forOtherProcesses } from './processes.ts';
import type { Sandbox, Streams } from './sandbox.ts';

const mostTimeToStart = 60_000;

// The first process lets the key in as a machine does that starts, prints where the user is at home, and then waits for
// the end of its input. Nobody needs the files to enter, but an image is made of what is in them. A machine that goes on
// where another one was has the key of that one, unless a step took it away. Where nothing else stands in the file it is
// written in any case: so it changes as the machine starts, and by no step.
const waitScript = `eval "home=~$1"
for place in "$home/.ssh" /root/.ssh; do
	keys=$place/authorized_keys
	if [ -z "$3" ]; then
		mkdir -p "$place" && printf '%s\\n' "$2" >>"$keys" && chmod -R go= "$place"
		[ "$place" = /root/.ssh ] || chown -R "$1:" "$place"
	elif grep -qxF -- "$3" "$keys" 2>/dev/null; then
		others=$(grep -vxF -- "$3" "$keys")
		[ "$2" = "$3" ] && [ -n "$others" ] || printf '%s\\n' \${others:+"$others"} "$2" >"$keys"
	fi
done
printf '${readyMark} %s\\n' "$home"; ${holdOn}`;

// The command comes first on standard input, up to a NUL; what follows is the command's own input. An argument would
// show in the host's list of processes, and commands hold secrets.
const runScript = `LC_ALL=C IFS= read -r -d '' REHEARSAL_COMMAND
cd 2>/dev/null
eval "unset REHEARSAL_COMMAND; $REHEARSAL_COMMAND"`;

const endScript = `${forOtherProcesses('kill -9 "$pid"')} 2>/dev/null`;

export type ContainerOptions = {
	readonly engine: Engine;
	readonly image: string;
	readonly name: string;
	readonly username: string;
	/** A line of `authorized_keys`: the key of the instance, named as its key pair. */
	readonly key: string;
	/** The line that a machine was let in by whose state the image holds; missing for a base image. */
	readonly formerKey?: string | undefined;
	readonly buildId: string;
	/** Told when a script restarts the machine or turns it off. */
	readonly onPower?: (word: PowerWord) => void;
};

/** The started container: a sandbox, and where its user is at home. */
export type Container = Sandbox &
	Pick<HeldContainer, 'name' | 'died' | 'kill'> & {
		readonly home: string;
		/** Ends all that runs in it, but for its first process. */
		readonly endProcesses: () => Promise<void>;
	};

const execute = async (
	inside: Inside,
	command: string,
	streams: Streams,
	signal: AbortSignal,
): Promise<number> => {
	const child = inside(runScript, command);
	const code = finished(child);
	const hangUp = (): void => child.endAll();

	signal.addEventListener('abort', hangUp, { once: true });
	streams.stdin.pipe(child.stdin);
	try {
		const [exit] = await Promise.all([
			code,
			pipeline(child.stdout, streams.stdout, { end: false }),
			pipeline(child.stderr, streams.stderr, { end: false }),
		]);
		return exit;
	} finally {
		streams.stdin.unpipe(child.stdin);
		signal.removeEventListener('abort', hangUp);
		hangUp();
	}
};

/** Starts a container to run commands in. @throws Error with what the engine says. */
export const startContainer = async (options: ContainerOptions): Promise<Container> => {
	const { engine, username } = options;
	const container = await holdContainer(engine, {
		image: options.image,
		name: options.name,
		buildId: options.buildId,
		command: ['/bin/bash', '-c', waitScript, 'bash', username, options.key, options.formerKey ?? ''],
		milliseconds: mostTimeToStart,
		onLine: line => {
			const word = powerWord(line);
			if (word) {
				options.onPower?.(word);
			}
		},
	});
	const home = container.greeting;
	const inside: Inside = (script, command) => {
		const names = [
			...[`USER=${username}`, `LOGNAME=${username}`, `HOME=${home}`, 'SHELL=/bin/bash'],
			// As sshd does. Bash goes by the first of them, and reads the user's log-in files though there is no terminal.
			...['SSH_CLIENT=127.0.0.1 22022 22', 'SSH_CONNECTION=127.0.0.1 22022 127.0.0.1 22'],
		];
		const child = startEngine(engine, [
			'exec',
			'--interactive',
			'--user',
			username,
			...names.flatMap(name => ['--env', name]),
			container.name,
			'/bin/bash',
			'-c',
			script,
		]);
		child.stdin.write(`${command}\0`);
		return child;
	};

	return {
		home,
		name: container.name,
		died: container.died,
		kill: container.kill,
		endProcesses: async () => {
			await runEngine(engine, ['exec', '--user', '0', container.name, '/bin/bash', '-c', endScript], {
				milliseconds: mostTimeToStart,
			});
		},
		execute: (command, streams, signal) => execute(inside, command, streams, signal),
		receive: command => receiveInside(inside, command),
		send: command => sendInside(inside, command),
		end: container.release,
	};
};
