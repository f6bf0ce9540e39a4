import { cellWidth, cut, cutMiddle, padEnd } from '../../base/cells.ts';
import { durationText } from '../../base/durations.ts';
import { buildDuration, buildRegions, phaseName, placesText } from '../../builds/report/phase-names.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { headerLine } from '../../components/frame/layout.ts';
import type { Line } from '../../components/line.ts';
import { statusSigns } from '../../components/step-list/step-list.ts';
import { signs } from '../../components/theme.ts';
import { buildMode } from '../../flow/words/builds.ts';
import { currentStep, type PhaseRow, partRow } from '../../flow/words/phases.ts';
import { costSoFarText, remainingText } from '../../flow/words/remaining.ts';

const regionsText = (timeline: Timeline, room: number): string => {
	const [first = '', ...others] = buildRegions(timeline);
	const all = placesText(timeline);
	return cellWidth(all) <= room || others.length === 0 ? all : `${first} and ${others.length} more`;
};

const titleRow = (timeline: Timeline, now: number, width: number): Line => {
	const elapsed = [durationText(buildDuration(timeline, now)), costSoFarText(timeline, now)]
		.filter(part => part !== undefined)
		.join(' · ');
	const room = width - cellWidth(elapsed) - 2;
	const name = cutMiddle(timeline.header.recipe.name, Math.max(16, room - 24));
	const regions = regionsText(timeline, room - cellWidth(name) - 3);
	return headerLine([{ text: `${name} → ${regions}`, style: 'heading' }], elapsed, width);
};

const machineText = ({ instance, address }: Timeline, room: number): string => {
	const both = [instance, address].filter(part => part !== undefined).join(' ');
	return cellWidth(both) <= room ? both : cutMiddle(instance ?? '', room);
};

/** Cells of the id of a machine. */
const idWidth = 19;

const modeRow = (timeline: Timeline, now: number, width: number): Line => {
	const mode = buildMode(timeline);
	const style = timeline.header.mode === 'rehearsal' ? 'warning' : 'plain';
	const remaining = remainingText(timeline, now);
	const text = remaining === undefined ? '' : ` · ${remaining}`;
	// Where there is no room for both, the machine counts less.
	const used = cellWidth(mode) + cellWidth(text) + 2;
	const machine = text !== '' && width - used < idWidth ? '' : machineText(timeline, width - used);
	return headerLine([{ text: mode, style }, { text }], machine, width);
};

/** The two rows on top: what is built where, since when; how, and on which machine. */
export const headerRows = (timeline: Timeline, now: number, width: number): Line[] => [
	titleRow(timeline, now, width),
	modeRow(timeline, now, width),
];

/** The phase that the build is in: the one that runs or failed, else the last that is over. */
const currentPhase = (phases: readonly PhaseRow[]): number => {
	const active = phases.findIndex(({ status }) => status === 'running' || status === 'failed');
	const over = phases.findLastIndex(({ status }) => status === 'done' || status === 'not-run');
	return active >= 0 ? active : Math.max(0, over);
};

/** Where each of several things that are made is, in one row. */
const partsLine = (parts: readonly Timeline[], now: number, width: number): Line => {
	const room = Math.floor(width / parts.length);
	return parts.flatMap((part): Line => {
		const { name, status } = partRow(part, now, true);
		const { sign, style } = statusSigns[status];
		return [
			{ text: `${sign} `, style },
			{ text: padEnd(cut(name, room - 3), room - 2), style: 'heading' },
		];
	});
};

/** Where the build is, or the marked step, in one row: for a terminal that is too narrow for the list. */
export const narrowPhaseLine = (
	timeline: Timeline,
	rows: readonly PhaseRow[],
	selected: number | undefined,
	width: number,
): Line => {
	if (timeline.parts && selected === undefined) {
		return partsLine(timeline.parts, timeline.time, width);
	}

	const phases = rows.filter(({ indented }) => !indented);
	const at = currentPhase(phases);
	const phase = phases[at];
	const index = selected ?? currentStep(timeline);
	const step = rows.find(row => row.step === index);
	const shown = selected !== undefined || phase?.id === 'provision' ? (step ?? phase) : phase;
	const install = `${phaseName({ id: 'provision' }, timeline.header.recipe)} ${index + 1} of ${timeline.steps.length}: `;
	const name = shown === step && step ? install + step.name : (shown?.name ?? '');
	const { sign, style } = statusSigns[shown?.status ?? 'waiting'];
	const end = `  ${at + 1} of ${phases.length}`;
	const time = ` ${shown?.time ?? ''}`;
	const room = width - 4 - cellWidth(time) - cellWidth(end);
	return [
		{ text: selected === undefined ? '  ' : `${signs.mark} `, style: 'marked' },
		{ text: `${sign} `, style },
		{ text: padEnd(name, room), style: selected === undefined ? 'heading' : 'marked' },
		{ text: time + end },
	];
};
