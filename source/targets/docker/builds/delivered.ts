import type { Timeline } from '../../../builds/timeline/timeline.ts';

/** What became of a container image behind the build, by what Packer said. */
export type Delivered = {
	/** `sha256:0123…`, or without its kind as Podman prints it; undefined if none was made. */
	readonly id: string | undefined;
	/** All that it is called on this computer. */
	readonly names: readonly string[];
	/** Those that a registry has. */
	readonly pushed: readonly string[];
	/** The file that holds it, as the template names it. */
	readonly file: string | undefined;
};

/** What Packer itself said by a pattern, its first group, each once. */
export const saidIn = (timeline: Timeline, pattern: RegExp): readonly string[] => [
	...new Set(
		timeline.log.flatMap(({ source, step, text }) =>
			source === 'packer' && step === undefined ? (pattern.exec(text)?.slice(1, 2) ?? []) : [],
		),
	),
];

/** Names in the order of others. */
const inOrder = (names: readonly string[], order: readonly string[]): readonly string[] =>
	names.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));

/** What became of a container image: Packer says each name and each push when it begins with it. Pure. */
export const deliveredIn = (timeline: Timeline): Delivered => {
	const names = saidIn(timeline, /^Repository: (\S+)$/);
	// docker-push begins with the last tag.
	const pushing = saidIn(timeline, /^Pushing: (\S+)$/);
	return {
		id: saidIn(timeline, /^Image ID: ((?:sha256:)?[0-9a-f]+)$/).at(-1),
		names,
		// The last one failed if the build did.
		pushed: inOrder(timeline.result === 'done' ? pushing : pushing.slice(0, -1), names),
		file: saidIn(timeline, /^Saved to: (.+)$/).at(-1),
	};
};
