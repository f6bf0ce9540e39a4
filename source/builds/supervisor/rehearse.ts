import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withUnixEnds } from '../../base/script-text.ts';
import type { Rehearsal, RehearsalOptions } from '../../rehearsal/rehearsal.ts';
import { inlineSteps } from '../copy/inline-steps.ts';
import { copyFolder } from '../copy/mirror.ts';
import { readTemplateTexts } from '../copy/template-texts.ts';
import type { BuildOrder, RehearsalOrder } from './order.ts';

/** A script as Packer sends it: with other line ends and a last one, unless its provisioner is `binary`. */
const asSent = (script: string): string => withUnixEnds(script).replace(/\n?$/, '\n');

/** Where a rehearsal keeps its files, whom it tells, and what ends it. */
type Surroundings = Required<Pick<RehearsalOptions, 'temporaryFolder' | 'say' | 'signal' | 'onDeath'>> & {
	/** Told of the script of each step that is only checked. */
	readonly onNotRun: (script: string) => void;
};

/** Starts what a rehearsal needs. Loaded only for one: a real build's supervisor stays small. */
export const startOrderedRehearsal = async (
	{ id, buildFolder, steps, missingVariables }: BuildOrder,
	rehearsal: RehearsalOrder,
	{ onNotRun, ...surroundings }: Surroundings,
): Promise<Rehearsal> => {
	const copy = copyFolder(buildFolder);
	const inline = steps.some(({ isInline }) => isInline)
		? inlineSteps(await readTemplateTexts(copy), steps)
		: [];
	const scripts = await Promise.all(
		steps.map(async ({ script, isInline }) => ({
			script,
			content: isInline
				? inline.find(step => step.script === script)?.sent
				: await readFile(path.join(copy, script), 'utf8').catch(() => undefined),
		})),
	);
	const { startRehearsal } = await import('../../rehearsal/rehearsal.ts');
	return startRehearsal({
		...rehearsal,
		environment: process.env,
		buildId: id,
		...surroundings,
		onNotRun: sent => {
			for (const { script, content } of scripts) {
				if (content !== undefined && asSent(content) === asSent(sent)) {
					onNotRun(script);
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
