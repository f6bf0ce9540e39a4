import { isObject } from '../base/json.ts';
import type { Contents } from '../builds/contents/contents.ts';
import type { JournalHeader } from '../builds/journal/journal.ts';
import { buildDuration, partName, phaseName } from '../builds/report/phase-names.ts';
import type { Stage, Timeline } from '../builds/timeline/timeline.ts';
import { type Decisions, wholeTitle } from '../questions/question.ts';
import { changedAnswers } from './changes.ts';
import { type ComparedBuild, comparedBuild } from './compared-build.ts';
import { buildContents } from './contents.ts';
import { type ContentsDifference, contentsDifference } from './contents-difference.ts';
import { decisionsIn } from './once-more.ts';

/** An answer that is another one, as people read it. */
type AnswerDifference = {
	readonly id: string;
	readonly title: string;
	readonly was: string;
	readonly is: string;
};

/** What was decided otherwise: `volume.size`, as `--set` names it, or what else a build is made with. */
export type Difference = {
	readonly what: string;
	readonly before?: unknown;
	readonly after?: unknown;
	/** The id of the question whose answer it is, if it is one. */
	readonly question?: string;
};

/** How long something took in both, in milliseconds; missing where it did not come to its end. */
export type ComparedTime = {
	readonly kind: 'phase' | 'step' | 'all';
	readonly name: string;
	readonly before?: number;
	readonly after?: number;
};

/** Two builds side by side, the earlier one first. */
export type Comparison = {
	readonly before: ComparedBuild;
	readonly after: ComparedBuild;
	readonly answers: readonly AnswerDifference[];
	/** All of it, value by value. */
	readonly differences: readonly Difference[];
	readonly times: readonly ComparedTime[];
	/** What is otherwise in their images; missing if it was not kept of both what is. */
	readonly contents?: ContentsDifference;
};

const isDeep = (value: unknown): value is object => Array.isArray(value) || isObject(value);

/** Where two values differ, by the way to it: `steps.0.inline.1`. */
const differencesIn = (before: unknown, after: unknown, what: string): readonly Difference[] => {
	if (isDeep(before) && isDeep(after) && Array.isArray(before) === Array.isArray(after)) {
		const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
		return [...new Set([...one.keys(), ...other.keys()])].flatMap(key =>
			differencesIn(one.get(key), other.get(key), what === '' ? key : `${what}.${key}`),
		);
	}

	return before === after || JSON.stringify(before) === JSON.stringify(after)
		? []
		: [{ what, before, after }];
};

/** What a build is made with beside its Recipe. */
const madeWith = ({
	mode,
	packer,
	preset,
	folder,
	timeout,
	onError,
}: JournalHeader): Record<string, unknown> => ({
	mode,
	packer: packer.version,
	plugin: packer.plugin,
	preset,
	folder,
	timeout,
	onError,
});

/** What of that is an answer. */
const answeredBy: Readonly<Record<string, string>> = {
	folder: 'folder',
	timeout: 'timeout',
	onError: 'on-error',
};

const withQuestion = (difference: Difference, question: string | undefined): Difference =>
	question === undefined ? difference : { ...difference, question };

/** What differs in two Recipes, each with the question by whose answer it comes to be as it is later. */
const recipeDifferences = (before: Decisions, after: Decisions): readonly Difference[] => {
	const differences = (from: Decisions): readonly Difference[] =>
		differencesIn(from.recipe, after.recipe, '');
	let told = before;
	const questionOf = new Map<string, string>();
	for (const { question } of changedAnswers(before, after)) {
		const was = differences(told);
		told = question.write(told, question.read(after));
		const still = differences(told).map(({ what }) => what);
		for (const { what } of was.filter(difference => !still.includes(difference.what))) {
			questionOf.set(what, question.id);
		}
	}

	return differences(before).map(difference => withQuestion(difference, questionOf.get(difference.what)));
};

/** Milliseconds of what came to its end. */
const spent = ({ status, began, ended }: Stage): number | undefined =>
	began === undefined || ended === undefined || status === 'skipped' ? undefined : ended - began;

type Timed = {
	readonly kind: ComparedTime['kind'];
	readonly name: string;
	readonly time: number | undefined;
};

/** The phases of a build in order, the steps behind theirs. Of two steps of one name the second has its number. */
const timesOf = ({ header, phases, steps, parts }: Timeline): readonly Timed[] => {
	if (parts) {
		return parts.flatMap(part =>
			timesOf(part).map(timed => ({ ...timed, name: `${partName(part)}: ${timed.name}` })),
		);
	}

	const stepTimes = steps.map(({ name, ...step }, index): Timed => {
		const earlier = steps.slice(0, index).filter(other => other.name === name).length;
		return {
			kind: 'step',
			name: earlier === 0 ? name : `${name} (${earlier + 1})`,
			time: step.from === undefined ? spent(step) : undefined,
		};
	});
	return phases.flatMap(phase => [
		{ kind: 'phase', name: phaseName(phase, header.recipe), time: spent(phase) } as const,
		...(phase.id === 'provision' ? stepTimes : []),
	]);
};

const total = (timeline: Timeline): number | undefined =>
	timeline.result === undefined ? undefined : buildDuration(timeline, timeline.time);

const comparedTimes = (before: Timeline, after: Timeline): readonly ComparedTime[] => {
	const [one, other] = [timesOf(before), timesOf(after)];
	const timeIn = (times: readonly Timed[], { kind, name }: Timed): number | undefined =>
		times.find(timed => timed.kind === kind && timed.name === name)?.time;
	const onlyBefore = one.filter(
		({ kind, name }) => !other.some(timed => timed.kind === kind && timed.name === name),
	);
	const rows = [...other, ...onlyBefore].map(timed => ({
		kind: timed.kind,
		name: timed.name,
		before: timeIn(one, timed),
		after: timeIn(other, timed),
	}));
	const all = { kind: 'all' as const, name: 'In all', before: total(before), after: total(after) };
	return [...rows, all]
		.filter(row => row.before !== undefined || row.after !== undefined)
		.map(({ kind, name, before: from, after: to }) => ({
			kind,
			name,
			...(from !== undefined && { before: from }),
			...(to !== undefined && { after: to }),
		}));
};

/** What was kept of the images of a build, by its id. */
type KeptContents = ReadonlyMap<string, readonly Contents[]>;

const comparedContents = (
	before: Timeline,
	after: Timeline,
	kept: KeptContents,
): Pick<Comparison, 'contents'> => {
	const [was = [], is = []] = [kept.get(before.header.id), kept.get(after.header.id)];
	return was.length === 0 || is.length === 0
		? {}
		: { contents: contentsDifference(buildContents(before, was), buildContents(after, is)) };
};

/** Two builds compared: what was decided otherwise, which phases and steps took longer, and what is in the images. */
export const compareBuilds = (one: Timeline, other: Timeline, kept: KeptContents = new Map()): Comparison => {
	const [before, after] = one.header.time <= other.header.time ? [one, other] : [other, one];
	const [earlier, later] = [decisionsIn(before.header), decisionsIn(after.header)];
	return {
		before: comparedBuild(before),
		after: comparedBuild(after),
		answers: changedAnswers(earlier, later).map(({ question, was, is }) => ({
			id: question.id,
			title: wholeTitle(question),
			was,
			is,
		})),
		differences: [
			...recipeDifferences(earlier, later),
			...differencesIn(madeWith(before.header), madeWith(after.header), '').map(difference =>
				withQuestion(difference, answeredBy[difference.what]),
			),
		],
		times: comparedTimes(before, after),
		...comparedContents(before, after, kept),
	};
};
