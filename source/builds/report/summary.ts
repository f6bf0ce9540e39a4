import { cellWidth, padEnd } from '../../base/cells.ts';
import { sentenceDuration } from '../../base/durations.ts';
import { printable } from '../../base/printable.ts';
import { shellPath, shellWord } from '../../base/shell.ts';
import { parseVersion } from '../../base/versions.ts';
import type { TargetId } from '../../recipe/schema.ts';
import { makesSeveral, targetOf } from '../../recipe/targets.ts';
import { keptTexts } from '../../targets/aws/builds/report/kept.ts';
import { commandLines, runInstances, serverNeeds } from '../../targets/aws/template/servers.ts';
import { containerTexts } from '../../targets/docker/builds/result.ts';
import { readmeName, terraformFolder } from '../../template/files.ts';
import { needsInit, packerProfile } from '../../template/profile.ts';
import type { Artifact, BuildResult } from '../journal/journal.ts';
import { partsOf, type Timeline } from '../timeline/timeline.ts';
import { costTexts } from '../times/so-far.ts';
import { cleanedText, cleanupText, endingText, leftText, madeText } from './ending.ts';
import { explain } from './explain.ts';
import { buildDuration, buildRegions } from './phase-names.ts';
import { shellTexts } from './shell.ts';
import { writtenTexts } from './written.ts';

/** What helps after a failure where nobody can be asked, and with what the same build is run again then. */
export type UnaskedWayOut = {
	readonly label: string;
	readonly flags?: string | undefined;
	readonly variable?: string | undefined;
};

export type SummaryOptions = {
	/** The folder with the template as a person would type it here: `./web`, `~/images/web`, `/srv/web`. */
	readonly folder: string;
	/** How Packer is started by hand: `packer`, or a path if the shell would find none or another. */
	readonly packer?: string;
	/** How this program is started by hand. */
	readonly program?: string;
	/** A path as a person would type it. */
	readonly shown?: (file: string) => string;
	/** What helps after a failure where nobody can be asked. */
	readonly wayOut?: UnaskedWayOut | undefined;
	/** Signs for terminals whose locale is not UTF-8. */
	readonly signs?: { readonly done: string; readonly failed: string };
};

/** What is told of a build below its first line: a text with its label before it, or a sentence. */
export type SummaryRow = {
	/** As wide as that of every other row. */
	readonly label?: string;
	readonly lines: readonly string[];
};

/** What is told of a build that is over, or that is left. */
export type Summary = { readonly head: string; readonly rows: readonly SummaryRow[] };

type Settled = SummaryOptions & Required<Pick<SummaryOptions, 'program' | 'shown'>>;

type Labelled = readonly [label: string, text: string];

const unicodeSigns = { done: '✓', failed: '✗' };
/** Of a rehearsal that only checked some of its scripts: that is not all done. */
const notRunSign = '~';

const sentences = (...texts: readonly string[]): readonly SummaryRow[] =>
	texts.map(text => ({ lines: [text] }));

/** Rows with their labels in a column. */
const labelledRows = (entries: readonly Labelled[]): readonly SummaryRow[] => {
	const width = Math.max(12, ...entries.map(([label]) => cellWidth(label) + 2));
	return entries.map(([label, text]) => ({
		label: padEnd(label, width),
		lines: text.split('\n').map(printable),
	}));
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

/** How a server is started from the image, and what has to be there before. */
const serverTexts = (timeline: Timeline, artifact: Artifact, folder: string): readonly Labelled[] => {
	const { recipe } = timeline.header;
	const { instanceProfile } = serverNeeds(recipe);
	const readme = shellPath(`${folder}/${readmeName}`);
	return [
		...(instanceProfile === undefined
			? []
			: [['First', `once: the instance profile ${instanceProfile}, see ${readme}`] as const]),
		['Try it', commandLines(runInstances(recipe, artifact, folder)).join('\n')],
		...(recipe.aws.terraform === undefined
			? []
			: [['Terraform', `see ${shellPath(`${folder}/${terraformFolder}/${readmeName}`)}`] as const]),
	];
};

/** What was asked to go wrong as long as the answers stay, where all went well. */
const notMet = ({ header }: Timeline): readonly string[] =>
	(header.rehearsal?.faults ?? []).map(fault => `${fault} did nothing: these answers do not meet it.`);

/** What is there of a rehearsal that went well. */
const noImage = ({ header }: Timeline): string =>
	makesSeveral(header.recipe) ? 'No AMI was made; the container image is real.' : 'No image was made.';

const rehearsed = (timeline: Timeline, took: string): Summary => {
	const { header, sandbox } = timeline;
	const { steps } = partsOf(timeline)[0] ?? timeline;
	const name = header.recipe.name;
	if (steps.length === 0) {
		return {
			head: `rehearsed: Packer finished, ${took}; ${name} has nothing to install. ${noImage(timeline)}`,
			rows: [],
		};
	}

	const ran = steps.filter(({ status }) => status === 'done').length;
	if (ran === 0) {
		return {
			head: `rehearsed: Packer finished, ${took}; the scripts were checked, not run.`,
			rows: sentences(...(sandbox?.kind === 'trace' ? [sandbox.detail] : []), noImage(timeline)),
		};
	}

	const notRun = steps.filter(({ status }) => status === 'not-run');
	const taken = steps.filter(({ status, from }) => status === 'done' && from !== undefined);
	const scripts = ran === steps.length ? `${name}'s` : `${ran} of ${name}'s ${steps.length}`;
	return {
		head: `rehearsed: ${scripts} scripts ran in a container and Packer finished, ${took}.`,
		rows: sentences(
			...(notRun.length === 0 ? [] : [`Checked, not run: ${notRun.map(step => step.name).join(', ')}.`]),
			...(taken.length === 0
				? []
				: [`Taken from before, not run again: ${taken.map(step => step.name).join(', ')}.`]),
			noImage(timeline),
		),
	};
};

/** The images of a build that went well, what it wrote besides, and how one of them is used. */
const amiTexts = (timeline: Timeline, options: Settled): readonly Labelled[] => {
	const rehearsal = timeline.header.mode === 'rehearsal';
	const artifacts = sortedArtifacts(timeline);
	const [first] = artifacts;
	return [
		...artifacts.map(
			({ region, ami }): Labelled => [region, rehearsal ? `${ami} (rehearsed, not real)` : ami],
		),
		...writtenTexts(timeline, options.shown),
		...(rehearsal || first === undefined ? [] : serverTexts(timeline, first, options.folder)),
	];
};

const resultTexts: Readonly<Record<TargetId, (timeline: Timeline, options: Settled) => readonly Labelled[]>> =
	{
		aws: amiTexts,
		docker: (timeline, options) => [...containerTexts(timeline), ...writtenTexts(timeline, options.shown)],
	};

/** What is there of a target all the same, where a build did not end well; of an AMI a sentence says it. */
const leftTexts: Readonly<Record<TargetId, (timeline: Timeline) => readonly Labelled[]>> = {
	aws: () => [],
	docker: containerTexts,
};

const doneSummary = (timeline: Timeline, options: Settled): Summary => {
	const { header } = timeline;
	const took = sentenceDuration(buildDuration(timeline, timeline.time));
	const rehearsal = header.mode === 'rehearsal';
	const run = `${options.program} run ${runWord(timeline, options.folder)}`;
	const cleanup = [cleanedText(timeline), leftText(timeline, options.program)].filter(Boolean).join(' ');
	const { head, rows } = rehearsal
		? rehearsed(timeline, took)
		: { head: `${header.recipe.name} is ready: ${took}`, rows: [] };
	return {
		head,
		rows: [
			...rows,
			...sentences(...(rehearsal ? notMet(timeline) : [])),
			...labelledRows([
				...partsOf(timeline).flatMap(part => resultTexts[targetOf(part.header.recipe)](part, options)),
				...shellTexts(timeline, options.program),
				[rehearsal ? 'For real' : 'Again', run],
				['By hand', buildByHand(header.packer.version, options.folder, options.packer)],
				...costTexts(timeline),
				...(cleanup === '' ? [] : [['Clean-up', cleanup] as const]),
			]),
		],
	};
};

/**
 * The command that goes a way out. Not `run`: to that the files, which are still as they were written for this build, are
 * those of another recipe.
 */
export const rerunCommand = (
	id: string,
	{ variable, flags }: Pick<UnaskedWayOut, 'variable' | 'flags'>,
	program = 'packer-wizard',
): string => [variable, `${program} builds rerun ${id}`, flags].filter(part => part !== undefined).join(' ');

const undoneSummary = (
	timeline: Timeline,
	result: Exclude<BuildResult, 'done'>,
	options: Settled,
): Summary => {
	const { header } = timeline;
	const { what, why, next, packerSaid } = explain(timeline) ?? {};
	const made = madeText(timeline);
	const run = `${options.program} run ${runWord(timeline, options.folder)}`;
	const rehearse = header.mode === 'rehearsal' ? ' --rehearse' : '';
	const { wayOut } = options;
	return {
		head: endingText(timeline, result),
		rows: labelledRows([
			...(what === undefined ? [] : [['Happened', what] as const]),
			...(why === undefined ? [] : [['Why', why] as const]),
			...(next === undefined ? [] : [['To do', next] as const]),
			...(packerSaid === undefined ? [] : [['Packer said', packerSaid] as const]),
			['Clean-up', cleanupText(timeline, options.program)],
			...(made === undefined ? [] : [['Image', made] as const]),
			...partsOf(timeline).flatMap(part => leftTexts[targetOf(part.header.recipe)](part)),
			...keptTexts(timeline, options.program, options.shown),
			...shellTexts(timeline, options.program),
			...writtenTexts(timeline, options.shown),
			...costTexts(timeline),
			['Log', `${options.program} builds logs ${header.id}`],
			...(wayOut
				? [['Way out', `${wayOut.label}: ${rerunCommand(header.id, wayOut, options.program)}`] as const]
				: []),
			['Again', `${run}${rehearse}`],
		]),
	};
};

/** The line that says where to look for a build that is left running. */
const goesOnLine = ({ header }: Timeline, program: string): string =>
	header.job === undefined
		? `${header.recipe.name} goes on. Watch it: ${program} builds watch ${header.id}`
		: `${header.recipe.name} is cancelled, since the CI job that waits for it ends here. See it end: ${program} builds watch ${header.id}`;

/**
 * What stays on the ordinary screen after a build: its images and the commands that use them, no more than happened;
 * for a build that still runs the line that says where to watch it. Every command works as printed.
 */
export const summaryOf = (timeline: Timeline, options: SummaryOptions): Summary => {
	const settled = {
		...options,
		program: options.program ?? 'packer-wizard',
		shown: options.shown ?? ((file: string) => file),
	};
	const signs = options.signs ?? unicodeSigns;
	if (timeline.result === undefined) {
		return { head: goesOnLine(timeline, settled.program), rows: [] };
	}

	const { result } = timeline;
	const { head, rows } =
		result === 'done' ? doneSummary(timeline, settled) : undoneSummary(timeline, result, settled);
	const doneSign = timeline.steps.some(({ status }) => status === 'not-run') ? notRunSign : signs.done;
	return { head: `${result === 'done' ? doneSign : signs.failed} ${head}`, rows };
};

/** How far in each row of a summary stands. */
export const summaryIndent = '  ';

/** A summary as lines, however wide the terminal is. */
export const summaryLines = ({ head, rows }: Summary): readonly string[] => [
	head,
	...rows.flatMap(({ label = '', lines }) =>
		lines.map((text, index) =>
			`${summaryIndent}${index === 0 ? label : ' '.repeat(cellWidth(label))}${text}`.trimEnd(),
		),
	),
];
