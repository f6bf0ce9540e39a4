import type { BuildStep } from '../journal/journal.ts';
import { type HclBlock, hclAttributes, hclBlocks, hclInnerBlocks, hclValue } from './hcl-blocks.ts';
import { unescaped } from './hcl-strings.ts';

/** A step of a template that has its scripts inside, and the script as Packer sends it if it stands there. */
export type InlineStep = BuildStep & { readonly sent: string | undefined };

/** The comment above a script that says which step it is: `# 01-node`. */
const mark = /^\s*#\s*(\d\d-[a-z0-9-]+)\s*$/m;
const heredoc = /^\[\s*<<([\p{L}_][\p{L}\p{N}_-]*)\n([\s\S]*?\n)\1\s*\]/u;

const plainText = (text: string): string => text.replaceAll(/([$%])\1\{/g, '$1{');

const stepIn = (text: string, block: HclBlock, known: readonly BuildStep[]): InlineStep => {
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
		script: step?.script ?? '',
		name: step?.name ?? 'more',
		isInline: true,
		// What a list holds is written line by line, the line break of the last one included.
		sent: lines === undefined ? undefined : `#!${shebang}\n${plainText(lines)}\n`,
	};
};

/**
 * The steps of a template that has its scripts inside, in the order in which they run, steps added by hand among them.
 * Pure.
 * @param files what Packer reads in its folder.
 * @param known the steps of the Recipe.
 */
export const inlineSteps = (
	files: readonly { readonly file: string; readonly text: string }[],
	known: readonly BuildStep[],
): readonly InlineStep[] =>
	files
		.filter(({ file }) => file.endsWith('.pkr.hcl'))
		.flatMap(({ text }) =>
			hclBlocks(text)
				.filter(({ type }) => type === 'build')
				.flatMap(build => hclInnerBlocks(text, build))
				.filter(({ type, labels }) => type === 'provisioner' && labels[0] === 'shell')
				.map(block => stepIn(text, block, known)),
		);
