import { columns } from '../../base/columns.ts';
import { agoText, isoText, sentenceDuration } from '../../base/durations.ts';
import type { JournalHeader } from '../../builds/journal/journal.ts';
import { buildDuration, buildRegions } from '../../builds/report/phase-names.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { copyCommand } from '../../targets/aws/builds/report/copies.ts';
import { changeTexts } from '../../targets/aws/flow/image-deeds.ts';
import { testMachineText } from '../../targets/aws/flow/test-machine.ts';
import { layerCells } from '../../targets/docker/builds/result.ts';
import { buildMode } from './builds.ts';
import { type PhaseRow, partRow, phaseRows, stepRow } from './phases.ts';

const presetText = ({ preset, presetFrom, isChanged }: JournalHeader): string | undefined => {
	if (preset === undefined) {
		return undefined;
	}

	const whose = { project: "the project's", own: 'yours', shipped: 'came along' } as const;
	return [preset, presetFrom && whose[presetFrom.origin], isChanged && 'with changed answers']
		.filter(Boolean)
		.join(', ');
};

const packerText = ({ packer }: JournalHeader): string =>
	packer.plugin === undefined ? packer.version : `${packer.version}, amazon plugin ${packer.plugin}`;

/** Phases with their steps, as many rows as there are. */
const stageRows = (timeline: Timeline, now: number): readonly PhaseRow[] =>
	timeline.parts?.flatMap(part => [partRow(part, now, false), ...stageRows(part, now)]) ??
	phaseRows(timeline, now, Number.POSITIVE_INFINITY).flatMap(row =>
		row.id === 'provision' ? [row, ...timeline.steps.map((step, index) => stepRow(step, index, now))] : [row],
	);

/** The copies that AWS had begun when nobody looked any more, and the command that looks again. */
const begunCopies = ({ header, result, copies }: Timeline, now: number): string | undefined => {
	const begun = result === undefined ? [] : copies.filter(({ status }) => status === 'running');
	const regions = begun.map(({ region }) => region);
	const told = begun.map(({ region, began = now }) => `${region} (${agoText(began, now)})`);
	return regions.length === 0
		? undefined
		: `begun in ${told.join(', ')}; what came of it: ${copyCommand(header.id, regions)}`;
};

/** The layers of a container image: how large each is, and what made it. */
const layerLines = ({ containerImage }: Timeline): readonly string[] =>
	containerImage === undefined
		? []
		: ['', 'Layers', ...columns(layerCells(containerImage).map(([size, by]) => [`  ${size}`, by]))];

/**
 * What there is to know of a build beside how it ended, as lines: what it was made of and with, and how long each part
 * took.
 * @param now milliseconds since 1970.
 * @param shown a path as a person would type it.
 */
export const buildDetailLines = (
	timeline: Timeline,
	now: number,
	shown: (file: string) => string,
): readonly string[] => {
	const { header, instance, address, sourceAmi, result, hasContents } = timeline;
	const preset = presetText(header);
	const isKept = timeline.steps.some(({ layer }) => layer !== undefined);
	const took = sentenceDuration(buildDuration(timeline, now));
	const rows: readonly (readonly [string, string | undefined])[] = [
		['Build', `${header.id}, ${buildMode(timeline)}`],
		['Preset', preset],
		[
			'Began',
			`${isoText(header.time)}, ${agoText(header.time, now)}; ${result ? 'took' : 'runs for'} ${took}`,
		],
		['Regions', buildRegions(timeline).join(', ') || undefined],
		['Folder', header.folder && shown(header.folder)],
		['Packer', packerText(header)],
		['Base image', sourceAmi],
		['Machine', instance && [instance, address].filter(Boolean).join(', ')],
		['Copies', begunCopies(timeline, now)],
		['Test machine', testMachineText(timeline, now)],
		...changeTexts(timeline),
		['In the image', hasContents ? `packer-wizard builds contents ${header.id}` : undefined],
		['As it was', isKept ? `packer-wizard shell ${header.id}` : undefined],
	];
	const stages = stageRows(timeline, now).map(({ name, status, time, indented }) => {
		const isBegun = result !== undefined && status === 'running';
		return [
			`${indented ? '    ' : '  '}${name}`,
			status === 'not-run' ? '' : isBegun ? 'begun' : status,
			isBegun ? '' : time,
		];
	});
	return [
		...columns(rows.flatMap(([label, text]) => (text ? [[`  ${label}`, text]] : []))),
		'',
		'Time',
		...columns(stages),
		...layerLines(timeline),
	];
};
