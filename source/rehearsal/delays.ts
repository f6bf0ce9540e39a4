/** How long things take in EC2, in milliseconds. Middling values: real ones differ by region and by day. */
export type Delays = {
	/** From launch until the instance runs. */
	readonly run: number;
	/** From then until SSH answers. */
	readonly boot: number;
	readonly stop: number;
	/** What a machine waits by itself, in seconds. */
	readonly own: (seconds: number) => number;
	readonly terminate: number;
	/** Until an AMI of a volume of so many GiB is available. */
	readonly image: (gib: number) => number;
	/** The same for a copy to another region. */
	readonly copy: (gib: number) => number;
};

const second = 1000;

/**
 * How much faster than EC2 a rehearsal is if nobody asks for another speed: it takes seconds, and the eye can follow. One
 * that goes on behind steps which were run before is waited for to see the others: what was seen before is short then.
 */
export const usualSpeed = (goesOn: boolean): number => (goesOn ? 300 : 30);

/** The delays at a speed: 1 as in EC2, 10 is ten times as fast, Infinity takes no time at all. */
export const delaysAt = (speed: number): Delays => ({
	run: (12 * second) / speed,
	boot: (18 * second) / speed,
	stop: (25 * second) / speed,
	own: seconds => (seconds * second) / speed,
	terminate: (35 * second) / speed,
	image: gib => ((60 + 12 * gib) * second) / speed,
	copy: gib => ((100 + 15 * gib) * second) / speed,
});
