/** Asked before something of the person's is lost. */
export type Ask = {
	/** One or two sentences. */
	readonly text: string;
	/** The way on that loses nothing; it is marked. */
	readonly safe: string;
	readonly go: string;
	/** Whether that way leads nowhere else than one step back does. */
	readonly isSafeBack?: boolean;
};
