import { isForAll } from './contents-step.ts';
import {
	type HclAttribute,
	type HclBlock,
	hclAttributes,
	hclBlocks,
	hclExpression,
	hclInnerBlocks,
	hclValue,
} from './hcl-blocks.ts';
import {
	dataEdits,
	forNoBuild,
	isAmazonData,
	isAmazonSource,
	isOfAmazon,
	isWanted,
	type ShellStep,
	type SourceLine,
	type TemplateEdits,
	tagAttributes,
} from './template-edits.ts';

type Splice = { readonly at: number; readonly remove: number; readonly insert: string };

const applied = (text: string, splices: readonly Splice[]): string => {
	let result = '';
	let from = 0;
	// The sort keeps the order of splices at the same place.
	for (const { at, remove, insert } of [...splices].sort((a, b) => a.at - b.at)) {
		result += text.slice(from, at) + insert;
		from = at + remove;
	}

	return result + text.slice(from);
};

const literal = (value: SourceLine['value']): string => {
	if (Array.isArray(value)) {
		return `[${value.map(literal).join(', ')}]`;
	}

	if (typeof value === 'object') {
		const entries = Object.entries(value).map(([key, text]) => `${literal(key)} = ${literal(text)}`);
		return `{${entries.join(', ')}}`;
	}

	return typeof value === 'string' ? JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&') : String(value);
};

const isMultiline = (text: string, block: HclBlock): boolean =>
	text.slice(block.open, block.close).includes('\n');

/** A block of one line may hold a single attribute: it is opened to several lines. */
const opened = (text: string, block: HclBlock): Splice[] =>
	isMultiline(text, block)
		? []
		: [
				{ at: block.open + 1, remove: 0, insert: '\n' },
				{ at: block.close, remove: 0, insert: '\n' },
			];

/** Whether tags hold ours already, as those of our own templates do. */
const holdsTags = (text: string, value: string, tags: Readonly<Record<string, string>>): boolean =>
	Object.keys(tags).every(
		key => value.includes(`"${key}"`) || (/^local\.\w+$/.test(value) && text.includes(`"${key}" =`)),
	);

/** The lines of a source without tags, and what adds ours to those that it has, whatever they are. */
const tagSplices = (
	text: string,
	attributes: readonly HclAttribute[],
	tags: Readonly<Record<string, string>>,
): { readonly lines: readonly string[]; readonly splices: Splice[] } => {
	const ours = `{ ${Object.entries(tags)
		.map(([key, value]) => `${literal(key)} = ${literal(value)}`)
		.join(', ')} }`;
	const there = attributes.filter(({ name }) => tagAttributes.includes(name));
	return {
		lines: tagAttributes
			.filter(name => !there.some(attribute => attribute.name === name))
			.map(name => `${name} = ${ours}`),
		splices: there.flatMap(attribute => {
			const { begin, end } = hclExpression(text, attribute);
			return holdsTags(text, text.slice(begin, end), tags)
				? []
				: [
						{ at: begin, remove: 0, insert: 'merge(' },
						{ at: end, remove: 0, insert: `, ${ours})` },
					];
		}),
	};
};

const sourceSplices = (
	text: string,
	block: HclBlock,
	{ sourceLines: lines, tags }: TemplateEdits,
): Splice[] => {
	const attributes = hclAttributes(text, block);
	const value = (name: string): string | undefined => {
		const found = attributes.find(attribute => attribute.name === name);
		return found && hclValue(text, found);
	};
	const wanted = lines.filter(line => isWanted(line, value));
	const tagged = tags ? tagSplices(text, attributes, tags) : { lines: [], splices: [] };
	const added = [...wanted.map(line => `${line.name} = ${literal(line.value)}`), ...tagged.lines];
	if (added.length === 0) {
		return tagged.splices;
	}

	const replaced = attributes.filter(({ name }) => wanted.some(line => line.name === name));
	return [
		{
			at: block.open + 1,
			remove: 0,
			insert: added.map(line => `\n  ${line}`).join(''),
		},
		...opened(text, block),
		// A name may stand only once in a block.
		...replaced.map(({ begin, end }) => ({ at: begin, remove: end - begin, insert: '' })),
		...tagged.splices,
	];
};

const manifestSplices = (text: string, block: HclBlock, manifest: string): Splice[] => [
	...opened(text, block),
	{
		at: block.close,
		remove: 0,
		insert: `\n  post-processor "manifest" {\n    output = ${literal(manifest)}\n  }\n`,
	},
];

/** Post-processors that do not run, in groups as well. */
const withoutSplices = (text: string, block: HclBlock, types: readonly string[]): Splice[] =>
	hclInnerBlocks(text, block).flatMap(inner =>
		inner.type === 'post-processors'
			? withoutSplices(text, inner, types)
			: inner.type === 'post-processor' && types.includes(inner.labels[0] ?? '')
				? [
						...opened(text, inner),
						...hclAttributes(text, inner)
							.filter(({ name }) => name === 'only' || name === 'except')
							.map(({ begin, end }) => ({ at: begin, remove: end - begin, insert: '' })),
						{ at: inner.open + 1, remove: 0, insert: `\n  only = ${literal(forNoBuild)}` },
					]
				: [],
	);

const restarts = (text: string, block: HclBlock): boolean =>
	hclAttributes(text, block).some(
		attribute => attribute.name === 'expect_disconnect' && hclValue(text, attribute).startsWith('true'),
	);

const stepText = (step: ShellStep): string => {
	const lines = Object.entries(step).map(([name, value]) => `    ${name} = ${literal(value)}\n`);
	return `\n  provisioner "shell" {\n${lines.join('')}  }\n`;
};

const stepSplices = (text: string, block: HclBlock, step: ShellStep): Splice[] => {
	if (!isOfAmazon(text.slice(block.open, block.close))) {
		return [];
	}

	const insert = stepText(step);
	const restarting = hclInnerBlocks(text, block).filter(
		inner => inner.type === 'provisioner' && restarts(text, inner),
	);
	return [block.open + 1, ...restarting.map(({ close }) => close + 1)].map(at => ({ at, remove: 0, insert }));
};

const lastStepSplices = (text: string, block: HclBlock, step: ShellStep): Splice[] =>
	hclInnerBlocks(text, block).some(
		inner =>
			inner.type === 'provisioner' &&
			inner.labels[0] === 'shell' &&
			isForAll(hclAttributes(text, inner).map(({ name }) => name)),
	)
		? [{ at: block.close, remove: 0, insert: stepText(step) }]
		: [];

/** The private copy's text of a `*.pkr.hcl` file. */
export const privateHcl = (text: string, edits: TemplateEdits): string =>
	applied(
		text,
		hclBlocks(text).flatMap(block => {
			if (block.type === 'source' && isAmazonSource(block.labels[0] ?? '')) {
				return sourceSplices(text, block, edits);
			}

			if (block.type === 'data' && isAmazonData(block.labels[0] ?? '')) {
				return sourceSplices(text, block, dataEdits(edits));
			}

			return block.type === 'build' && block.labels.length === 0
				? [
						...(edits.firstStep ? stepSplices(text, block, edits.firstStep) : []),
						...(edits.lastStep ? lastStepSplices(text, block, edits.lastStep) : []),
						...withoutSplices(text, block, edits.without ?? []),
						...manifestSplices(text, block, edits.manifest),
					]
				: [];
		}),
	);
