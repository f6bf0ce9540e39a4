import type { CommandResult } from '../base/run-command.ts';

/** Why an engine does not answer: it has no program here, may not be asked, or does not run. */
type Trouble = 'missing' | 'forbidden' | 'stopped';

/** How an engine did not answer: not in time, or with a trouble, as far as that is known. */
export type NoAnswer = { readonly isSilent: boolean; readonly trouble?: Trouble | undefined };

/** Why an engine does not answer, by what its client says (Docker 20.10 to 28, Podman 4.3); undefined if it says nothing known. */
export const troubleOf = ({
	errorCode,
	stdout,
	stderr,
}: Pick<CommandResult, 'errorCode' | 'stdout' | 'stderr'>): Trouble | undefined => {
	const said = `${stdout}\n${stderr}`;
	if (errorCode === 'ENOENT') {
		return 'missing';
	}

	return /permission denied/i.test(said)
		? 'forbidden'
		: /cannot connect to (?:the docker daemon|podman)|is the docker daemon running/i.test(said)
			? 'stopped'
			: undefined;
};

/** That no engine answers. */
export type NoEngine = {
	/** Why, a sentence. */
	readonly reason: string;
	/** What helps, a sentence each. */
	readonly next: readonly string[];
	/** Whether one did not answer in time. */
	readonly isSilent: boolean;
};

const install = 'Install Docker or Podman.';
const start = 'Start it: sudo systemctl start docker';

/**
 * Why none of some engines answers, and what helps.
 * @param asked by the names of their programs.
 * @param seconds how long they had.
 */
export const noEngine = (asked: Readonly<Record<string, NoAnswer>>, seconds: number): NoEngine => {
	const having = (test: (answer: NoAnswer) => boolean): readonly string[] =>
		Object.entries(asked).flatMap(([name, answer]) => (test(answer) ? name : []));
	const silent = having(({ isSilent }) => isSilent);
	if (silent.length > 0) {
		return {
			isSilent: true,
			reason: `${silent.join(' and ')} did not answer within ${seconds} seconds.`,
			next: ['Look what holds it, or start it anew: sudo systemctl restart docker'],
		};
	}

	const [forbidden] = having(({ trouble }) => trouble === 'forbidden');
	const [stopped] = having(({ trouble }) => trouble === 'stopped');
	const [reason, ...next] =
		forbidden !== undefined
			? [
					`${forbidden} is here, but you may not use it.`,
					'Join its group, then log in again: sudo usermod -aG docker "$USER"',
				]
			: stopped !== undefined
				? [`${stopped} is here, but it does not run.`, start]
				: having(({ trouble }) => trouble !== 'missing').length === 0
					? ['There is neither Docker nor Podman on PATH.', install]
					: ['Neither Docker nor Podman answers.', install, start];
	return { isSilent: false, reason, next };
};
