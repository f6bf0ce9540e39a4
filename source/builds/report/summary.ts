import { cellWidth, padEnd } from '../../base/cells.ts';
import { sentenceDuration } from '../../base/durations.ts';
import { printable } from '../../base/printable.ts';
import { shellPath, shellWord } from '../../base/shell.ts';
import { parseVersion } from '../../base/versions.ts';
import { needsInit, packerProfile } from '../../template/profile.ts';
import type { Artifact, BuildResult } from '../journal/journal.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { cleanupText, endingText, leftText, madeText } from './ending.ts';
import { explain } from './explain.ts';
import { keptTexts } from './kept.ts';
import { buildDuration, buildRegions } from './phase-names.ts';
import { writtenTexts } from './written.ts';

export type SummaryOptions = {
	/** The folder with the template as a person would type it here: `./web`, `~/images/web`, `/srv/web`. */
	readonly folder: string;
	/** How Packer is started by hand: `packer`, or a path if the shell would find none or another. */
	readonly packer?: string;
	/** How this program is started by hand. */
	readonly program?: string;
	/** A path as a person would type it. */
	readonly shown?: (file: string) => string;
	/** What helps after a failure where nobody can be asked: flags for the same build, or a command. */
	readonly wayOut?:
		| { readonly label: string; readonly instead: { readonly flags: string } | { readonly command: string } }
		| undefined;
	/** Signs for terminals whose locale is not UTF-8. */
	readonly signs?: { readonly done: string; readonly failed: string };
};

type Settled = SummaryOptions & Required<Pick<SummaryOptions, 'program' | 'shown'>>;

type Labelled = readonly [label: string, text: string];

const unicodeSigns = { done: '✓', failed: '✗' };
/** Of a rehearsal that only checked some of its scripts: that is not all done. */
const notRunSign = '~';

/** A row of the block under the first line: its label in a column, the lines after the first below the text. */
const labelledLines = (entries: readonly Labelled[]): string[] => {
	const width = Math.max(12, ...entries.map(([label]) => cellWidth(label) + 2));
	return entries.flatMap(([label, text]) =>
		text
			.split('\n')
			.map((line, index) => `  ${padEnd(index === 0 ? label : '', width)}${printable(line)}`.trimEnd()),
	);
};

const sortedArtifacts = (timeline: Timeline): readonly Artifact[] => {
	const order = buildRegions(timeline);
	const place = (artifact: Artifact): number => (order.indexOf(artifact.region) + 1 || order.length + 1) - 1;
	return [...timeline.artifacts].sort((a, b) => place(a) - place(b) || a.region.localeCompare(b.region));
};

const runWord = (timeline: Timeline, folder: string): string => {
	const { preset, folder: own, isChanged } = timeline.header;
	if (preset !== undefined && own === undefined && isChanged !== true) {
		return shellWord(preset);
	}

	// A word without a slash is the name of a preset.
	return shellPath(folder.includes('/') ? folder : `./${folder}`);
};

/** Whether this Packer needs `packer init` before it can build. */
const wantsInit = (packerVersion: string): boolean => {
	const version = parseVersion(packerVersion);
	return version !== undefined && needsInit(packerProfile(version));
};

/** The command line that builds the template without this program. */
export const buildByHand = (packerVersion: string, folder: string, packer = 'packer'): string => {
	const command = shellPath(packer);
	const where = folder.replace(/^\.\/(?=[^-])/, '');
	return [
		...(where === '.' || where === '' ? [] : [`cd ${shellPath(where)}`]),
		...(wantsInit(packerVersion) ? [`${command} init .`] : []),
		`${command} build .`,
	].join(' && ');
};

const tryIt = (timeline: Timeline, artifact: Artifact): string => {
	const { recipe } = timeline.header;
	const subnet = artifact.region === recipe.region ? recipe.network.subnet : undefined;
	return [
		`aws ec2 run-instances --region ${artifact.region} \\`,
		`  --image-id ${artifact.ami} --instance-type ${recipe.instanceType}`,
		...(subnet === undefined ? [] : [`  --subnet-id ${subnet}`]),
		...(recipe.profile === undefined ? [] : [`  --profile ${shellWord(recipe.profile)}`]),
	].reduce((text, line) => (text.endsWith('\\') ? `${text}\n${line}` : `${text} \\\n${line}`));
};

/** What was asked to go wrong as long as the answers stay, where all went well. */
const notMetLines = ({ header }: Timeline): string[] =>
	(header.rehearsal?.faults ?? []).map(fault => `  ${fault} did nothing: these answers do not meet it.`);

const rehearsedLines = (timeline: Timeline, took: string): string[] => {
	const { header, steps, sandbox } = timeline;
	const name = header.recipe.name;
	if (steps.length === 0) {
		return [`rehearsed: Packer finished, ${took}; ${name} has nothing to install. No image was made.`];
	}

	const ran = steps.filter(({ status }) => status === 'done').length;
	if (ran === 0) {
		return [
			`rehearsed: Packer finished, ${took}; the scripts were checked, not run.`,
			...(sandbox?.kind === 'trace' ? [`  ${sandbox.detail}`] : []),
			'  No image was made.',
		];
	}

	const notRun = steps.filter(({ status }) => status === 'not-run');
	const scripts = ran === steps.length ? `${name}'s` : `${ran} of ${name}'s ${steps.length}`;
	return [
		`rehearsed: ${scripts} scripts ran in a container and Packer finished, ${took}.`,
		...(notRun.length === 0 ? [] : [`  Checked, not run: ${notRun.map(step => step.name).join(', ')}.`]),
		'  No image was made.',
	];
};

const doneLines = (timeline: Timeline, options: Settled): string[] => {
	const { header } = timeline;
	const took = sentenceDuration(buildDuration(timeline, timeline.time));
	const rehearsal = header.mode === 'rehearsal';
	const artifacts = sortedArtifacts(timeline);
	const first = artifacts[0];
	const run = `${options.program} run ${runWord(timeline, options.folder)}`;
	const left = leftText(timeline, options.program);
	return [
		...(rehearsal
			? [...rehearsedLines(timeline, took), ...notMetLines(timeline)]
			: [`${header.recipe.name} is ready: ${took}`]),
		...labelledLines([
			...artifacts.map(
				({ region, ami }): Labelled => [region, rehearsal ? `${ami} (rehearsed, not real)` : ami],
			),
			...writtenTexts(timeline, options.shown),
			...(rehearsal || first === undefined ? [] : [['Try it', tryIt(timeline, first)] as const]),
			[rehearsal ? 'For real' : 'Again', run],
			['By hand', buildByHand(header.packer.version, options.folder, options.packer)],
			...(left === undefined ? [] : [['Clean-up', left] as const]),
		]),
	];
};

const undoneLines = (
	timeline: Timeline,
	result: Exclude<BuildResult, 'done'>,
	options: Settled,
): string[] => {
	const { header } = timeline;
	const { what, why, next, packerSaid } = explain(timeline) ?? {};
	const made = madeText(timeline);
	const run = `${options.program} run ${runWord(timeline, options.folder)}`;
	const rehearse = header.mode === 'rehearsal' ? ' --rehearse' : '';
	const { label, instead } = options.wayOut ?? {};
	// Not `run`: to that the files, which are still as they were written for this build, are those of another recipe.
	const helps =
		instead &&
		('flags' in instead ? `${options.program} builds rerun ${header.id} ${instead.flags}` : instead.command);
	return [
		endingText(timeline, result),
		...labelledLines([
			...(what === undefined ? [] : [['Happened', what] as const]),
			...(why === undefined ? [] : [['Why', why] as const]),
			...(next === undefined ? [] : [['To do', next] as const]),
			...(packerSaid === undefined ? [] : [['Packer said', packerSaid] as const]),
			['Clean-up', cleanupText(timeline, options.program)],
			...(made === undefined ? [] : [['Image', made] as const]),
			...keptTexts(timeline, options.program, options.shown),
			...writtenTexts(timeline, options.shown),
			['Log', `${options.program} builds logs ${header.id}`],
			...(helps === undefined ? [] : [['Way out', `${label}: ${helps}`] as const]),
			['Again', `${run}${rehearse}`],
		]),
	];
};

/** The line that says where to look for a build that is left running. */
export const goesOnLine = ({ header }: Timeline, program = 'packer-wizard'): string =>
	header.job === undefined
		? `${header.recipe.name} goes on. Watch it: ${program} builds watch ${header.id}`
		: `${header.recipe.name} is cancelled, since the CI job that waits for it ends here. See it end: ${program} builds watch ${header.id}`;

/**
 * What stays on the ordinary screen after a build: its images and the commands that use them, no more than happened;
 * for a build that still runs the line that says where to watch it. Every command works as printed.
 */
export const summaryLines = (timeline: Timeline, options: SummaryOptions): string[] => {
	const settled = {
		...options,
		program: options.program ?? 'packer-wizard',
		shown: options.shown ?? ((file: string) => file),
	};
	const signs = options.signs ?? unicodeSigns;
	if (timeline.result === undefined) {
		return [goesOnLine(timeline, settled.program)];
	}

	const { result } = timeline;
	const [first = '', ...rest] =
		result === 'done' ? doneLines(timeline, settled) : undoneLines(timeline, result, settled);
	const doneSign = timeline.steps.some(({ status }) => status === 'not-run') ? notRunSign : signs.done;
	return [`${result === 'done' ? doneSign : signs.failed} ${first}`, ...rest];
};
