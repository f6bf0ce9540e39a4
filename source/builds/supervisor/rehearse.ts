import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Rehearsal, RehearsalOptions } from '../../rehearsal/rehearsal.ts';
import { isContentsScript } from '../contents/script.ts';
import { memoryFolder } from '../copy/contents-step.ts';
import { inlineSteps } from '../copy/inline-steps.ts';
import { copyFolder } from '../copy/mirror.ts';
import { readTemplateTexts } from '../copy/template-texts.ts';
import type { NewEntry } from '../journal/writer.ts';
import { type Hidden, isScriptOf, layerChoice, type StepScript } from './layers.ts';
import type { BuildOrder, RehearsalOrder } from './order.ts';

/** Where a rehearsal keeps its files, whom it tells, what it hides, and what ends it. */
type Surroundings = Required<Pick<RehearsalOptions, 'temporaryFolder' | 'say' | 'signal' | 'onDeath'>> & {
	/** Told of the script of each step that is only checked. */
	readonly onNotRun: (script: string) => void;
	readonly append: (entries: readonly NewEntry[]) => void;
	readonly hidden: Hidden;
};

const scriptsOf = async ({ buildFolder, steps }: BuildOrder): Promise<readonly StepScript[]> => {
	const copy = copyFolder(buildFolder);
	const inline = steps.some(({ isInline }) => isInline)
		? inlineSteps(await readTemplateTexts(copy), steps)
		: [];
	return Promise.all(
		steps.map(async ({ script, name, isInline }) => ({
			script,
			name,
			content: isInline
				? inline.find(step => step.script === script)?.sent
				: await readFile(path.join(copy, script), 'utf8').catch(() => undefined),
		})),
	);
};

/** Starts what a rehearsal needs. Loaded only for one: a real build's supervisor stays small. */
export const startOrderedRehearsal = async (
	order: BuildOrder,
	{ isFresh, ...rehearsal }: RehearsalOrder,
	{ onNotRun, append, hidden, ...surroundings }: Surroundings,
): Promise<Rehearsal> => {
	const { id, missingVariables } = order;
	const scripts = await scriptsOf(order);
	const { startRehearsal } = await import('../../rehearsal/rehearsal.ts');
	return startRehearsal({
		...rehearsal,
		environment: process.env,
		buildId: id,
		...surroundings,
		listing: { isListing: isContentsScript, mayList: command => command.includes(memoryFolder) },
		layers: layerChoice(process.env, isFresh, hidden, scripts, append),
		onNotRun: sent => {
			for (const step of scripts) {
				if (isScriptOf(step, sent)) {
					onNotRun(step.script);
				}
			}
		},
		traceReason: script => {
			// As a script insists on a variable: `: "${NAME:?is needed}"`.
			const name = missingVariables.find(variable => script.includes(`\${${variable}:?`));
			return name === undefined ? undefined : `It needs ${name}, which is not set.`;
		},
	});
};
