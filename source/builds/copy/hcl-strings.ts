import { afterOpaque, afterTemplate } from './hcl-blocks.ts';

/** A text that an expression holds. */
export type HclText = {
	readonly text: string;
	/** False for what stands between interpolations. */
	readonly whole: boolean;
};

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The inside of a quoted string as Packer reads it. */
export const unescaped = (text: string): string =>
	text
		.replaceAll(
			/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g,
			(_, short: string, long: string, other: string) =>
				other === undefined
					? String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(short ?? long, 16)))
					: (escapes[other] ?? other),
		)
		.replaceAll(/([$%])\1\{/g, '$1{');

/** The literal parts of a template: what is left of it without its interpolations. */
const literalParts = (template: string): string[] => {
	const parts: string[] = [];
	let from = 0;
	for (let at = 0; at < template.length; ) {
		const isInterpolation = /^[$%]\{/.test(template.slice(at, at + 2));
		if (/^([$%])\1\{/.test(template.slice(at, at + 3))) {
			at += 3;
		} else if (isInterpolation) {
			parts.push(template.slice(from, at));
			at = afterTemplate(template, at + 2);
			from = at;
		} else {
			at += template[at] === '\\' ? 2 : 1;
		}
	}

	return [...parts, template.slice(from)];
};

const textsOf = (template: string, read: (part: string) => string): HclText[] => {
	const parts = literalParts(template);
	return parts.map(part => ({ text: read(part), whole: parts.length === 1 }));
};

const heredocText = (source: string): string =>
	source.slice(source.indexOf('\n') + 1, source.lastIndexOf('\n') + 1);

/**
 * The texts of a string template, as it stands in JSON: `a-${var.b}` holds `a-`.
 */
export const templateTexts = (template: string): readonly HclText[] =>
	textsOf(template, part => part.replaceAll(/([$%])\1\{/g, '$1{'));

/** The texts and numbers that stand in an expression of HCL; keys of maps are none of them. */
export const hclTexts = (expression: string): readonly HclText[] => {
	const texts: HclText[] = [];
	for (let at = 0; at < expression.length; ) {
		const end = afterOpaque(expression, at);
		const source = expression.slice(at, end);
		const isKey = /^\s*(=(?!=)|:)/.test(expression.slice(end));
		if (source.startsWith('"') && !isKey) {
			texts.push(...textsOf(source.slice(1, -1), unescaped));
		} else if (source.startsWith('<')) {
			texts.push(...textsOf(heredocText(source), part => part));
		}

		const number = /^\d[\d.]*/.exec(expression.slice(at, at + 40))?.[0] ?? '';
		if (number !== '' && !/\w/.test(expression[at - 1] ?? '')) {
			texts.push({ text: number, whole: true });
		}

		at = Math.max(end, at + Math.max(1, number.length));
	}

	return texts;
};
