import type { Remain, RemainKind, Traces } from './remain.ts';

/** Something that AWS lists, as far as it tells whose it is. */
export type Listed = {
	readonly kind: RemainKind;
	readonly id: string;
	/** What Packer calls it, if that is not its id. */
	readonly name?: string;
	readonly tags?:
		| readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
		| undefined;
	/** Something that it was made with, whose fate it shares. */
	readonly with?: Pick<Remain, 'build' | 'kept'> | undefined;
	readonly created?: number | undefined;
	readonly instanceType?: string | undefined;
	readonly detail: string;
};

/** Whose things are looked for. */
export type Wanted = {
	readonly region: string;
	/** The key of the tag that names the build. */
	readonly tag: string;
	readonly traces: readonly Traces[];
	/** The images that builds were for. They are never deleted, whatever else speaks for it. */
	readonly artifacts: readonly string[];
	/** Builds that go on; theirs is never touched. */
	readonly running: readonly string[];
	/** Those of them that are over, and of whose image somebody has a test machine. */
	readonly tested: readonly string[];
	/** Whether things of builds that are not known here are shown as well. */
	readonly others: boolean;
};

/** The clocks of this computer and of AWS may differ by so much, or AWS would have refused the build. */
const slack = 15 * 60 * 1000;

const hasRun = ({ ran }: Traces, created: number | undefined): boolean =>
	ran === undefined || created === undefined || (created >= ran.from - slack && created <= ran.to + slack);

/** The build that the tags of something name. */
export const tagOf = ({ tags }: Pick<Listed, 'tags'>, tag: string): string | undefined =>
	tags?.find(({ Key }) => Key === tag)?.Value;

/** When something was made, by a name that begins with a time as Packer's do: `packer_67480f2a-…`; milliseconds. */
export const timeInName = (name: string): number | undefined => {
	const seconds = /^packer[_-]([0-9a-f]{8})-[0-9a-f]{4}-/.exec(name)?.[1];
	return seconds === undefined ? undefined : Number.parseInt(seconds, 16) * 1000;
};

const named = (traces: Traces, { kind, id, name = id }: Listed): boolean => {
	const said = traces.named[kind] ?? [];
	return [id, name].some(each => said.includes(each));
};

/** What is told of something that is nobody's here. */
const foreign = (build: string, { running, tested }: Wanted): string => {
	if (tested.includes(build)) {
		return 'Somebody has a test machine of its image: who started it ends it.';
	}

	if (running.includes(build)) {
		return `Its build still runs. Cancel it: packer-wizard builds cancel ${build}`;
	}

	return build === 'by-hand'
		? 'Packer was run by hand, and may still run.'
		: `Its build is not known here, and may still run. If it does not: packer-wizard cleanup ${build}`;
};

/**
 * Whose something is, and what speaks against deleting it: undefined if it is none of ours. What Packer said counts most,
 * then the tag, if it was made while that build ran: ids are short, and another computer may have given the same. Pure.
 */
export const remainOf = (listed: Listed, wanted: Wanted): Remain | undefined => {
	const { region, tag, traces, running, others } = wanted;
	const { kind, id, name, created, instanceType, detail, with: other } = listed;
	const known = {
		...(name !== undefined && { name }),
		...(created !== undefined && { created }),
		...(instanceType !== undefined && { instanceType }),
	};
	const remain = { kind, id, region, detail, ...known };
	if (other) {
		return { ...remain, build: other.build, ...(other.kept !== undefined && { kept: other.kept }) };
	}

	const sayer = traces.find(each => named(each, listed));
	if (sayer) {
		return hasRun(sayer, created)
			? { ...remain, build: sayer.build }
			: {
					...remain,
					build: sayer.build,
					kept: 'It has the name that the build gave, but was not made by it.',
				};
	}

	const build = tagOf(listed, tag);
	if (build === undefined) {
		return undefined;
	}

	const owner = traces.find(each => each.build === build);
	if (owner && !running.includes(build)) {
		return hasRun(owner, created)
			? { ...remain, build }
			: { ...remain, build, kept: `It was made when build ${build} of this computer did not run.` };
	}

	return others ? { ...remain, build, kept: foreign(build, wanted) } : undefined;
};
