import type { Recipe } from '../../recipe/schema.ts';
import { isOnMachine, runsInTurn } from '../../recipe/step-kinds.ts';
import { makesSeveral, onlyFor } from '../../recipe/targets.ts';
import { hasScript, provisioningSteps } from '../../template/steps.ts';
import type { BuildStep } from '../journal/journal.ts';
import { type HclBlock, hclAttributes, hclBlocks, hclInnerBlocks, hclValue } from './hcl-blocks.ts';
import { unescaped } from './hcl-strings.ts';

/** A step of a template that has its scripts inside, and the script as Packer sends it if it stands there. */
export type InlineStep = BuildStep & { readonly sent: string | undefined };

/** The comment above a script that says which step it is: `# 01-node`. */
const mark = /^\s*#\s*(\d\d-[a-z0-9-]+)\s*$/m;
const heredoc = /^\[\s*<<([\p{L}_][\p{L}\p{N}_-]*)\n([\s\S]*?\n)\1\s*\]/u;

const plainText = (text: string): string => text.replaceAll(/([$%])\1\{/g, '$1{');

const shellStep = (text: string, block: HclBlock, known: readonly BuildStep[]): InlineStep => {
	const attributes = hclAttributes(text, block);
	const textOf = (name: string): string => {
		const found = attributes.find(attribute => attribute.name === name);
		return found ? hclValue(text, found) : '';
	};
	const inline = attributes.find(({ name }) => name === 'inline');
	if (!inline) {
		const script = /"(?:\$\{path\.\w+\}\/)?([^"]+)"/.exec(textOf('script'))?.[1] ?? '';
		return { script, name: script.replace(/^.*\//, '') || 'more', sent: undefined };
	}

	const [, named] = mark.exec(text.slice(block.open + 1, inline.begin)) ?? [];
	const step = known.find(({ script }) => script === `scripts/${named}.sh`);
	const [, , lines] = heredoc.exec(hclValue(text, inline)) ?? [];
	const shebang = unescaped(textOf('inline_shebang').replace(/^"|"$/g, ''));
	return {
		...(step ?? { script: '', name: 'more' }),
		isInline: true,
		// What a list holds is written line by line, the line break of the last one included.
		sent: lines === undefined ? undefined : `#!${shebang}\n${plainText(lines)}\n`,
	};
};

const stepsFor = (recipe: Recipe): readonly BuildStep[] =>
	provisioningSteps(recipe)
		.filter(({ step }) => step === undefined || runsInTurn(step))
		.map(step => ({
			script: hasScript(step) ? step.script : '',
			name: step.name,
			...(step.by !== undefined && { by: step.by }),
			...(step.step && isOnMachine(step.step) && { followedBy: 'ansible-local' }),
		}));

/**
 * The steps of a Recipe as Packer goes through them, each by the script that is its own, or the type of its provisioner;
 * of several targets those of each, one behind the other.
 */
export const buildSteps = (recipe: Recipe): readonly BuildStep[] =>
	makesSeveral(recipe)
		? recipe.targets.flatMap(target => stepsFor(onlyFor(recipe, target)).map(step => ({ ...step, target })))
		: stepsFor(recipe);

/**
 * The steps of a template that has its scripts inside, in the order in which they run, steps added by hand among them.
 * Pure.
 * @param files what Packer reads in its folder.
 * @param known the steps of the Recipe.
 */
export const inlineSteps = (
	files: readonly { readonly file: string; readonly text: string }[],
	known: readonly BuildStep[],
): readonly InlineStep[] => {
	const left = known.filter(({ by }) => by !== undefined);
	const take = (type: string): BuildStep | undefined => {
		const at = left.findIndex(({ by }) => by === type);
		return at === -1 ? undefined : left.splice(at, 1)[0];
	};
	return files
		.filter(({ file }) => file.endsWith('.pkr.hcl'))
		.flatMap(({ text }) =>
			hclBlocks(text)
				.filter(({ type }) => type === 'build')
				.flatMap(build => hclInnerBlocks(text, build))
				.filter(({ type }) => type === 'provisioner')
				.flatMap((block): readonly InlineStep[] => {
					const type = unescaped(block.labels[0] ?? '');
					if (type !== 'shell') {
						const step = take(type);
						// What is uploaded has a script behind it, which is the step.
						return step === undefined || step.script !== '' ? [] : [{ ...step, sent: undefined }];
					}

					const step = shellStep(text, block, known);
					const isOurs = step.script !== '' && known.some(({ script }) => script === step.script);
					return [isOurs ? step : { ...step, ...take(type) }];
				}),
		);
};
