import { readable } from '../base/printable.ts';
import {
	type DifferencePolicy,
	differenceDeeds,
	differing,
	type FilePlan,
	isOnlyText,
} from '../flow/files.ts';
import { type ShownFile, shownFiles } from '../flow/shown-files.ts';
import type { Decisions } from '../questions/question.ts';
import { folder } from '../questions/settings.ts';
import { type Back, back } from './ask.ts';
import { deedRows } from './deed-rows.ts';
import type { Tools } from './tools.ts';

const sayFile = ({ say }: Pick<Tools, 'say'>, { title, isDifference, lines }: ShownFile): void => {
	say('');
	say(`--- ${title}`);
	for (const { sign, text } of lines) {
		say(`${isDifference ? `${sign} ` : ''}${readable(text)}`);
	}
};

/** Prints files of the plan, one after the other as they are asked for. */
export const showFiles = async (tools: Tools, plan: FilePlan): Promise<void> => {
	const files = await shownFiles(plan);
	const [only] = files;
	if (only && isOnlyText(plan)) {
		sayFile(tools, only);
		return;
	}

	let chosen: ShownFile | undefined;
	for (;;) {
		const file = await tools.prompts.choose<ShownFile>(
			'Which file',
			files.map(value => ({ value, name: value.path })),
			chosen === undefined ? {} : { chosen },
		);
		if (file === back) {
			return;
		}

		sayFile(tools, file);
		chosen = files[files.indexOf(file) + 1] ?? file;
	}
};

/** Prints how the files that differ would change. */
const sayDifferences = async (tools: Pick<Tools, 'say'>, plan: FilePlan): Promise<void> => {
	for (const file of await shownFiles(plan, 'differing')) {
		sayFile(tools, file);
	}
};

/** Prints how the files that differ would change if those of the decisions were written. */
export const showFilesThatDiffer = async (tools: Tools, decisions: Decisions): Promise<void> =>
	sayDifferences(tools, await tools.actions.planFiles(decisions));

/** Asks what to do with files that exist and differ: which count, another folder, or back. */
export const askDifferences = async (
	tools: Pick<Tools, 'prompts' | 'say'>,
	plan: FilePlan,
	decisions: Decisions,
): Promise<DifferencePolicy | Decisions | Back> => {
	const names = differing(plan).map(file => file.path);
	for (;;) {
		const wish = await tools.prompts.choose(
			`Different files are there already: ${names.join(', ')}`,
			deedRows(differenceDeeds),
		);
		if (wish === 'show') {
			await sayDifferences(tools, plan);
		} else if (wish === 'elsewhere') {
			const named = await tools.prompts.type('Folder', { complaint: text => folder.check(text, decisions) });
			if (named !== back) {
				return folder.write(decisions, named);
			}
		} else {
			return wish;
		}
	}
};
