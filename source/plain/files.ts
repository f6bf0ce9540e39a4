import { count } from '../base/count.ts';
import { readable } from '../base/printable.ts';
import type { DifferencePolicy, FilePlan, PlannedFile } from '../flow/files.ts';
import { type ShownFile, shownFiles } from '../flow/shown-files.ts';
import { planPlace } from '../flow/words/plan.ts';
import type { Decisions } from '../questions/question.ts';
import { type Back, back } from './ask.ts';
import type { Tools } from './tools.ts';

const inState = (plan: FilePlan, ...states: readonly PlannedFile['state'][]): readonly PlannedFile[] =>
	plan.files.filter(file => states.includes(file.state));

/** `./web, 9 new files`. */
export const filesText = (tools: Tools, plan: FilePlan): string => {
	const differing = inState(plan, 'differs').length;
	const fresh = inState(plan, 'new').length;
	return [
		planPlace(plan, tools),
		...(fresh > 0 ? [count(fresh, 'new file')] : []),
		...(differing > 0 ? [`${differing} that differ${differing === 1 ? 's' : ''}`] : []),
		...(fresh + differing === 0 ? ['all written already'] : []),
	].join(', ');
};

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

/** Asks what to do with files that exist and differ: what to do, another folder, or back. Nothing to ask: `keep`. */
export const askDifferences = async (
	tools: Pick<Tools, 'prompts' | 'say'>,
	plan: FilePlan,
): Promise<DifferencePolicy | { readonly folder: string } | Back> => {
	const differing = inState(plan, 'differs');
	if (differing.length === 0) {
		return 'keep';
	}

	for (;;) {
		const wish = await tools.prompts.choose(
			`Different files are there already: ${differing.map(file => file.path).join(', ')}`,
			[
				{ value: 'show', name: 'Show the difference' },
				{ value: 'keep', name: 'Keep yours' },
				{ value: 'overwrite', name: 'Take the new ones' },
				{ value: 'folder', name: 'Another folder' },
			],
		);
		if (wish === 'show') {
			await sayDifferences(tools, plan);
		} else if (wish === 'folder') {
			const folder = await tools.prompts.type('Folder', {
				complaint: text => (text.trim() === '' ? 'Name a folder.' : undefined),
			});
			if (folder !== back) {
				return { folder: folder.trim() };
			}
		} else {
			return wish === 'keep' || wish === 'overwrite' ? wish : back;
		}
	}
};
