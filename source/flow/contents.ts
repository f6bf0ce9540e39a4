import type { ChangedFile, Contents, InstalledPackage } from '../builds/contents/contents.ts';
import { builtTarget } from '../builds/timeline/parts.ts';
import { partFor, type Timeline } from '../builds/timeline/timeline.ts';
import { type ComparedBuild, comparedBuild } from './compared-build.ts';

/** What a step of a build brought into its image. */
export type StepContents = {
	/** Counts from 1. */
	readonly step: number;
	readonly name: string;
	/** Installed, or changed to another version. */
	readonly packages: readonly InstalledPackage[];
	readonly files: readonly ChangedFile[];
};

/** What is in an image, and what of it each step brought; only steps that brought something. */
export type ImageContents = Contents & { readonly steps: readonly StepContents[] };

/** What is in the images of a build. */
export type BuildContents = {
	readonly build: ComparedBuild;
	readonly images: readonly ImageContents[];
};

/** rpm tells whole seconds. */
const installedAt = ({ format, installed }: InstalledPackage): number | undefined =>
	installed !== undefined && format === 'rpm' ? installed + 999 : installed;

/**
 * What of an image each step brought, by the layer of which it is, or else the time at which it changed last: what two steps
 * changed counts for the later one, and what changed before the first, as the machine started, for none.
 */
const stepContents = ({ steps }: Timeline, { packages, files = [] }: Contents): readonly StepContents[] => {
	const stepAt = (time: number | undefined, of: string | undefined): number => {
		const kept = of === undefined ? -1 : steps.findIndex(({ layer }) => layer === of);
		return time === undefined || kept >= 0
			? kept
			: steps.findLastIndex(({ began }) => began !== undefined && began <= time);
	};
	return steps
		.map(({ name }, index) => ({
			step: index + 1,
			name,
			packages: packages.filter(one => stepAt(installedAt(one), one.layer) === index),
			files: files.filter(({ changed, layer }) => stepAt(changed, layer) === index),
		}))
		.filter(step => step.packages.length + step.files.length > 0);
};

/** What is told of the thing whose contents these are: where several are made, only its own steps brought them. */
const partOf = (timeline: Timeline, { target }: Contents): Timeline => {
	const built = builtTarget(target);
	return built === undefined ? timeline : partFor(timeline, built);
};

/** What is in the images of a build, from its Timeline and what was kept with it. */
export const buildContents = (timeline: Timeline, kept: readonly Contents[]): BuildContents => ({
	build: comparedBuild(timeline),
	images: kept.map(contents => ({ ...contents, steps: stepContents(partOf(timeline, contents), contents) })),
});
