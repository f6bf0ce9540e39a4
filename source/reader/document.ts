/** Where something stands in a template that somebody wrote; both count from 1. */
export type TextPlace = { readonly file: string; readonly line: number; readonly column: number };

/** Something that is named in an expression: `var.region` is `['var', 'region']`. */
export type Reference = {
	readonly path: readonly string[];
	/** In the text of what it stands in; the end is behind its last character. */
	readonly begin: number;
	readonly end: number;
};

/** A piece of HCL as it stands, and what it names. */
export type Piece = {
	readonly text: string;
	/** Where it begins in the text that was read. */
	readonly begin: number;
	/** Columns before it in the text that was read. */
	readonly indent: number;
	readonly place: TextPlace;
	readonly references: readonly Reference[];
};

/** What an expression is, as far as it can be told without Packer. */
export type Value =
	/** A text; what stands between `${` and `}` is an expression. */
	| { readonly kind: 'text'; readonly parts: readonly (string | TemplateExpression)[] }
	| { readonly kind: 'literal'; readonly value: number | boolean | null }
	| { readonly kind: 'list'; readonly items: readonly TemplateExpression[] }
	| {
			readonly kind: 'map';
			readonly entries: readonly (readonly [key: TemplateExpression, value: TemplateExpression])[];
	  }
	| { readonly kind: 'reference'; readonly path: readonly string[] }
	| { readonly kind: 'call'; readonly name: string; readonly arguments: readonly TemplateExpression[] }
	/** A condition, a `for`, a sum: it is kept as it stands. */
	| { readonly kind: 'other' };

export type TemplateExpression = Piece & { readonly value: Value };

export type TemplateAttribute = Piece & {
	readonly kind: 'attribute';
	readonly name: string;
	readonly expression: TemplateExpression;
};

export type TemplateBlock = Piece & {
	readonly kind: 'block';
	readonly type: string;
	readonly labels: readonly string[];
	readonly items: readonly TemplateItem[];
};

/** What stands in a block or a file, in order. */
export type TemplateItem = TemplateAttribute | TemplateBlock;

/** The attribute of that name in a block; undefined if there is none. */
export const attributeOf = (
	{ items }: Pick<TemplateBlock, 'items'>,
	name: string,
): TemplateAttribute | undefined =>
	items.find((item): item is TemplateAttribute => item.kind === 'attribute' && item.name === name);

/** The blocks of a type directly in a block or a file. */
export const blocksOf = (items: readonly TemplateItem[], type: string): readonly TemplateBlock[] =>
	items.filter((item): item is TemplateBlock => item.kind === 'block' && item.type === type);

/** What stands in a file, and its comments, wherever they are. */
export type ReadTemplate = { readonly items: readonly TemplateItem[]; readonly comments: readonly Piece[] };
