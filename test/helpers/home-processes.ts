import { readdir, readFile } from 'node:fs/promises';

/** The processes that were started with a folder as their home. Linux only: empty elsewhere. */
export const processesOf = async (home: string): Promise<number[]> => {
	const entries = await readdir('/proc').catch(() => []);
	const pids = await Promise.all(
		entries
			.filter(entry => /^\d+$/.test(entry) && Number(entry) !== process.pid)
			.map(async pid => {
				const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
				return environment.split('\0').includes(`HOME=${home}`) ? [Number(pid)] : [];
			}),
	);
	return pids.flat();
};

const isConmon = async (pid: number): Promise<boolean> =>
	(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'conmon';

const kill = (pid: number): void => {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself.
	}
};

/** Ends all of them, and waits until they are gone. */
export const endProcesses = async (home: string): Promise<void> => {
	for (const pid of await processesOf(home)) {
		// Podman's monitor ends with its container and takes that away; killed, it would leave it behind.
		if (!(await isConmon(pid))) {
			kill(pid);
		}
	}

	for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
		if ((await processesOf(home)).length === 0) {
			return;
		}

		await new Promise(done => setTimeout(done, 100));
	}

	(await processesOf(home)).forEach(kill);
};
