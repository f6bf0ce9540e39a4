/** How far a test machine is. */
export type TestStage =
	| 'making'
	| 'starting'
	| 'checks'
	| 'ssh'
	| 'boot'
	| 'ready'
	| 'ending'
	| 'ended'
	| 'left';

/** What is new of a test machine. */
export type TestNews = {
	readonly stage: TestStage;
	/** The build whose image it is of. */
	readonly build: string;
	readonly region: string;
	readonly type: string;
	/** `i-0f3a91c2d4e5f6a7b`. */
	readonly machine?: string | undefined;
	readonly address?: string | undefined;
	/** Milliseconds since it was started. */
	readonly ran: number;
	/** What else there is to say, a sentence each. */
	readonly said?: readonly string[];
	/** Whether the machine may still run, where something is left. */
	readonly mayRun?: boolean;
};

/** A machine that one can log in to. */
export type ReadyMachine = TestNews & {
	/** The words of the command that logs in. */
	readonly ssh: readonly string[];
	/** What cloud-init says of its first boot, `done`, `error`; `none` where there is none. */
	readonly boot: string;
	/** Hands the terminal over to a log-in, and gives its exit code when it is taken back. */
	readonly logIn: () => Promise<number>;
};

/** What a front end does with a test machine. */
export type TestFront = {
	readonly told: (news: TestNews) => void;
	/** What is to become of a machine that is ready; it is ended in any case but `keep`. */
	readonly use: (machine: ReadyMachine) => Promise<'end' | 'keep'>;
};
