import { count, wordFor } from '../../../../base/count.ts';
import { agoText } from '../../../../base/durations.ts';
import { type ExitCode, exitCodes } from '../../../../base/problem.ts';
import type { Ask } from '../../../../flow/ask.ts';
import type { FoundRemains, Remain, RemainKind, Removal, Removed } from '../../builds/remains/places.ts';
import { kindNames } from '../../builds/report/resources.ts';
import { priceText } from '../../recipe/price.ts';

/** What is paid for as long as it is there; an image by the snapshots that it stands on. */
const paid: readonly RemainKind[] = ['instance', 'volume', 'image', 'snapshot'];

/** Everything that was found. */
export const allRemains = ({ places }: FoundRemains): readonly Remain[] =>
	places.flatMap(({ remains }) => remains);

/** What would be deleted. */
export const deletable = (remains: FoundRemains): readonly Remain[] =>
	allRemains(remains).filter(({ kept }) => kept === undefined);

/** What could not be looked at or for, a sentence each. */
const unseenTexts = ({ places, unseen }: FoundRemains): readonly string[] => [
	...unseen,
	...places.flatMap(place => place.unseen.map(text => `${place.region}: ${text}`)),
];

/** The same for people. */
export const notLookedTexts = (remains: FoundRemains): readonly string[] =>
	unseenTexts(remains).map(text => `Not looked at: ${text}`);

const thingText = ({ kind, id }: Remain): string => `${kindNames[kind]} ${id}`;

const costText = ({ kind, instanceType, region }: Remain): string => {
	const price = instanceType === undefined ? undefined : priceText(instanceType, region);
	return !paid.includes(kind) ? 'free' : price === undefined ? 'costs until it is deleted' : `costs ${price}`;
};

/**
 * A thing as the cells of a table: what it is, where, of which build, since when, and whether it costs.
 * @param now milliseconds since 1970.
 */
export const remainCells = (remain: Remain, now: number): readonly string[] => {
	const { kind, id, region, build, created, detail, kept } = remain;
	return [
		kindNames[kind],
		id,
		region,
		`build ${build}`,
		created === undefined ? '' : agoText(created, now),
		costText(remain),
		[detail, ...(kept === undefined ? [] : [`stays: ${kept}`])].filter(Boolean).join('; '),
	];
};

/** The same in a line: `machine i-0f3a91c2d4e5f6a7b (t3.micro, running), eu-west-1, 2 h ago, costs about $0.0104 an hour, says our list of March 2025`. */
export const remainText = (remain: Remain, now: number): string => {
	const [kind, id, region, , age, costs] = remainCells(remain, now);
	const { detail, kept } = remain;
	const what = `${kind} ${id}${detail === '' ? '' : ` (${detail})`}`;
	return [what, region, age, kept === undefined ? costs : `stays: ${kept}`].filter(Boolean).join(', ');
};

/** Where it was looked: `eu-west-1, us-east-1 (profile dev)`. */
const whereText = ({ places }: FoundRemains): string => {
	const titles = [...new Set(places.map(({ title }) => title))];
	return titles
		.map(title => {
			const regions = places.filter(place => place.title === title).map(({ region }) => region);
			return `${[...new Set(regions)].join(', ')} (${title})`;
		})
		.join('; ');
};

/** What was found, in a sentence. */
export const foundText = (remains: FoundRemains): string => {
	if (remains.rehearsed !== undefined) {
		return `Build ${remains.rehearsed} was a rehearsal: nothing of it is real, and nothing is left.`;
	}

	if (remains.places.length === 0 && remains.unseen.length === 0) {
		return 'No build that is known here was in AWS. What others left is found by region: --region eu-west-1';
	}

	const found = allRemains(remains).length;
	const where = whereText(remains);
	const nothing =
		unseenTexts(remains).length === 0
			? `Nothing is left in ${where}.`
			: `Nothing was found in ${where}, but it is not sure that nothing is left.`;
	return [
		found === 0 ? nothing : `${count(found, 'thing is', 'things are')} left in ${where}.`,
		...remains.complaints,
	].join(' ');
};

/** Asked before anything is deleted; undefined if there is nothing that would be. */
export const askForRemoval = (remains: FoundRemains): Ask | undefined => {
	const { length } = deletable(remains);
	const them = wordFor(length, 'it', 'them');
	return length === 0
		? undefined
		: {
				text: `Delete ${count(length, 'thing')} in AWS? That cannot be undone.`,
				safe: `Keep ${them}`,
				go: `Delete ${them}`,
				isSafeBack: true,
			};
};

/** What became of one thing: `Deleted: machine i-0f3a91c2d4e5f6a7b`. */
export const removalText = ({ remain, why }: Removal): string =>
	why === undefined
		? `Deleted: ${thingText(remain)} in ${remain.region}`
		: `Not deleted: ${thingText(remain)} in ${remain.region}. ${why}`;

/** How it ended, in a sentence, and what could not be kept in order here. */
export const removedText = ({ removals, complaints }: Removed): string => {
	const left = removals.filter(({ why }) => why !== undefined).length;
	return [
		left === 0
			? `All is deleted: ${count(removals.length, 'thing')}.`
			: `${count(left, 'thing is', 'things are')} still there.`,
		...complaints,
	].join(' ');
};

/**
 * What a clean-up that was broken off has done, and how it goes on.
 * @param told what was deleted, or could not be, until then; undefined before anything was to be.
 */
export const brokenOffText = (
	remains: FoundRemains | undefined,
	told: readonly Removal[] | undefined,
	command: string,
): string => {
	const gone = told?.filter(({ why }) => why === undefined).length ?? 0;
	const goOn = `Once more: ${command}`;
	if (remains === undefined || told === undefined) {
		return `Broken off: nothing was deleted. ${goOn}`;
	}

	const rest = deletable(remains).length - gone;
	return `Broken off: ${count(gone, 'thing is', 'things are')} deleted, ${rest} may still be there. ${goOn}`;
};

const complaintsOf = (remains: FoundRemains, removed: Removed | undefined): readonly string[] => [
	...remains.complaints,
	...(removed?.complaints ?? []),
];

/** The exit code after what was found and what was done about it. */
export const remainsExitCode = (remains: FoundRemains, removed?: Removed): ExitCode =>
	[...unseenTexts(remains), ...complaintsOf(remains, removed)].length > 0 ||
	removed?.removals.some(({ why }) => why !== undefined)
		? exitCodes.buildFailed
		: exitCodes.done;

/** The same as data; without how it is signed. */
export const remainsData = (remains: FoundRemains, removed: Removed | undefined, now: number) => {
	const complaints = complaintsOf(remains, removed);
	return {
		looked: remains.places.map(({ title, region }) => ({ signIn: title, region })),
		unseen: unseenTexts(remains),
		...(complaints.length > 0 && { complaints }),
		remains: allRemains(remains).map(remain => {
			const removal = removed?.removals.find(each => each.remain === remain);
			return {
				...remain,
				...(remain.created !== undefined && { age: Math.max(0, now - remain.created) }),
				costs: paid.includes(remain.kind),
				...(removal && { deleted: removal.why === undefined }),
				...(removal?.why !== undefined && { why: removal.why }),
			};
		}),
	};
};
