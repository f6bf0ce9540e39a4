import { columns } from '../../base/columns.ts';
import { count } from '../../base/count.ts';
import { agoText } from '../../base/durations.ts';
import type { ChangedFile } from '../../builds/contents/contents.ts';
import type { UnaskedReason } from '../../builds/journal/journal.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { ComparedBuild } from '../compared-build.ts';
import type { BuildContents, ImageContents } from '../contents.ts';
import type {
	ContentsDifference,
	FileDifference,
	ImageDifference,
	PackageDifference,
} from '../contents-difference.ts';
import { modeWords } from './build-rows.ts';

/** So many files are named in lines for people; JSON has all. */
const mostFiles = 200;

const first = <Item>(items: readonly Item[], line: (item: Item) => readonly string[]): readonly string[] => [
	...columns(items.slice(0, mostFiles).map(line)),
	...(items.length > mostFiles ? [`    and ${items.length - mostFiles} more; --json has all`] : []),
];

const fileText = ({ type, leadsTo, size }: ChangedFile): string =>
	leadsTo === undefined ? (type === 'f' ? count(size, 'byte') : '') : `leads to ${leadsTo}`;

/** Why no packages are known: every system has some. */
export const unlisted = 'Packages could not be told: there is no dpkg, rpm, apk or pacman.';

/** What is told of files, and what not: sentences that fit on narrow screens. */
const filesNotes = ({ files, moreFiles, isWhole }: ImageContents): readonly string[] =>
	files === undefined
		? ['Files could not be told: find (that of GNU), awk or date is missing.']
		: [
				'Files of packages are named where their content changed.',
				'Temporary files, logs and caches are left out.',
				...(moreFiles === undefined ? [] : [`${count(moreFiles, 'more file')} could not be listed.`]),
				...(isWhole ? [] : ['Not all folders could be looked into.']),
			];

const imageLines = (image: ImageContents, isAlone: boolean): readonly string[] => {
	const { target, system, machine, packages, steps } = image;
	const brought = steps.flatMap(step => step.packages).length;
	const changed = steps.flatMap(step => step.files).length;
	const facts: readonly (readonly [string, string])[] = [
		...(isAlone ? [] : [['  Image', target] as const]),
		['  System', [system.name, machine].filter(Boolean).join(', ')],
		['  Packages', packages.length === 0 ? 'not told' : `${packages.length}, ${brought} of them by steps`],
		['  Files', image.files === undefined ? 'not told' : `${changed} changed by steps`],
	];
	return [
		...columns(facts),
		'',
		...steps.flatMap(({ step, name, packages: installed, files }) => [
			`Step ${step}, ${name}`,
			...columns(installed.map(one => [`  ${one.name}`, one.version])),
			...first(files, file => [`  ${file.path}`, fileText(file)]),
			'',
		]),
		...(packages.length === 0
			? [unlisted]
			: [
					'All packages',
					...columns(packages.map(one => [`  ${one.name}`, one.version, one.architecture ?? ''])),
					'',
				]),
		...filesNotes(image),
	];
};

/** What is in the images of a build, as lines. */
export const contentsLines = ({ build, images }: BuildContents): readonly string[] => [
	`In the ${images.length > 1 ? 'images' : 'image'} of build ${build.id}, ${build.name}`,
	...images.flatMap((image, index) => [
		...(index > 0 ? [''] : []),
		...imageLines(image, images.length === 1),
	]),
];

/** `2 added, 1 upgraded, 126 the same`. */
const tally = (changes: readonly string[], same: number): string =>
	[
		...[...new Set(changes)].map(change => `${changes.filter(other => other === change).length} ${change}`),
		`${same} the same`,
	].join(', ');

const packageCells = ({ name, change, before, after, step }: PackageDifference): readonly string[] => [
	`  ${change}`,
	name,
	before !== undefined && after !== undefined ? `${before} → ${after}` : (before ?? after ?? ''),
	step === undefined ? '' : `step ${step}`,
];

const changes: readonly PackageDifference['change'][] = [
	'added',
	'removed',
	'upgraded',
	'downgraded',
	'changed',
];

const fileLines = (
	files: readonly FileDifference[],
	same: number,
	{ before, after }: ContentsDifference,
): readonly string[] => {
	const text = {
		'only before': `only in ${before.id}`,
		'only after': `only in ${after.id}`,
		differs: 'different',
	};
	return [
		`Files that steps changed: ${tally(
			files.map(({ change }) => text[change]),
			same,
		)}`,
		...first(files, ({ path, change, aspects = [], step }) => [
			`  ${text[change]}`,
			path,
			[aspects.join(', '), step === undefined ? '' : `step ${step}`].filter(Boolean).join(', '),
		]),
	];
};

const imageDifferenceLines = (image: ImageDifference, difference: ContentsDifference): readonly string[] => {
	const { target, system, packages, samePackages, files, sameFiles = 0 } = image;
	const sorted = changes.flatMap(change => packages.filter(one => one.change === change));
	return [
		...(difference.images.length > 1 ? [`Image ${target}`] : []),
		...(system ? [`System: ${system.before} → ${system.after}`] : []),
		samePackages === undefined
			? 'Packages: one of the two builds could not tell them.'
			: `Packages: ${tally(
					sorted.map(({ change }) => change),
					samePackages,
				)}`,
		...columns(sorted.map(packageCells)),
		'',
		...(files === undefined
			? ['Files: one of the two builds could not tell which steps changed.']
			: fileLines(files, sameFiles, difference)),
	];
};

/** What differs in the images of two builds, as lines without a heading. */
export const differenceLines = (difference: ContentsDifference): readonly string[] => [
	...difference.images.flatMap((image, index) => [
		...(index > 0 ? [''] : []),
		...imageDifferenceLines(image, difference),
	]),
	...difference.alone.map(target => `Only one of the two builds has an image of ${target}.`),
];

/** Two builds that are compared, a line each. `now` in milliseconds since 1970. */
export const comparedLines = (
	{ before, after }: { readonly before: ComparedBuild; readonly after: ComparedBuild },
	now: number,
): readonly string[] =>
	columns(
		[before, after].map(({ id, name, mode, began, result }) => [
			`  ${id}`,
			name,
			modeWords[mode],
			result ?? 'running',
			agoText(began, now),
		]),
	);

/** The two builds whose images are compared, as lines. `now` in milliseconds since 1970. */
export const contentsHeading = (difference: ContentsDifference, now: number): readonly string[] => [
	'In the images',
	...comparedLines(difference, now),
];

/** Why a machine was not asked, the reasons that a build knows. */
const unaskedTexts: Readonly<Record<UnaskedReason, string>> = {
	off: 'Nobody wanted it: PACKER_WIZARD_CONTENTS was off.',
	'no-shell':
		'No script runs on each machine at last, or it may have no shell: nothing could be asked there.',
	down: 'The machine goes down or restarts in the last step, so it could not be asked behind it.',
	'log-in':
		'A step changes what is read at a log-in, such as .bashrc. If that prints something, Packer gets no script to the machine any more, and a list would have failed the build.',
	removed: 'A step removes the folder from which the machine would have been asked.',
};

/** Why it is not known what is in the image of a build, one sentence or two. */
export const noContentsReason = ({ header, result, sandbox, unasked }: Timeline): string =>
	result === undefined
		? 'The build still runs: the machine lists it when all steps are over.'
		: result !== 'done'
			? 'The build did not come to that: the machine lists it when all steps are over.'
			: sandbox?.kind === 'trace'
				? 'The rehearsal ran no script, and there was no machine that could list it.'
				: header.steps.length === 0
					? 'The build had no steps, so nothing was listed.'
					: unasked !== undefined
						? unaskedTexts[unasked]
						: 'Its machine could not be asked behind the last step, or the build is older than such lists.';
