import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Environment, shownPath, type Whereabouts } from '../base/paths.ts';
import { programCommand } from '../base/program.ts';
import { templateFolder } from '../builds/folders.ts';
import { type Summary, type SummaryOptions, summaryOf } from '../builds/report/summary.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { wayOutOf } from '../flow/way-out.ts';

/** How the Packer of a build is started by hand: by name if that is what the shell finds first under it. */
const packerCommand = (file: string, environment: Environment): string => {
	const name = path.basename(file);
	const first = (environment['PATH'] ?? '')
		.split(path.delimiter)
		.filter(folder => folder !== '')
		.map(folder => path.join(folder, name))
		.find(candidate => existsSync(candidate));
	return first === file ? name : file;
};

/** What the summary of a build needs to know of where the person is. */
const summaryOptions = (timeline: Timeline, whereabouts: Whereabouts): SummaryOptions => ({
	folder: shownPath(templateFolder(timeline.header, whereabouts.environment), whereabouts),
	packer: packerCommand(timeline.header.packer.path, whereabouts.environment),
	program: programCommand(whereabouts.environment),
	shown: file => shownPath(file, whereabouts),
	wayOut: wayOutOf(timeline)?.unasked,
});

/** What stays in the scroll-back when a build is over, or when it was left. */
export const buildSummary = (timeline: Timeline, whereabouts: Whereabouts): Summary =>
	summaryOf(timeline, summaryOptions(timeline, whereabouts));
