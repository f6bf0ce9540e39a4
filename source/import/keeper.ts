import type { Piece, TemplateExpression } from '../reader/document.ts';
import { hclString, kept } from '../template/hcl.ts';
import { folderVariable } from '../template/kept.ts';
import {
	type Declared,
	type DeclaredVariable,
	type GivenValues,
	isPlainText,
	isSecretVariable,
} from './scope.ts';

/** A place of a text that becomes another; positions in the text. */
export type Edit = { readonly begin: number; readonly end: number; readonly text: string };

/** What a name of theirs becomes where ours is the same. */
const freeName = (name: string): string => `template_${name}`;

const edited = (text: string, edits: readonly Edit[]): string =>
	edits
		.toSorted((a, b) => b.begin - a.begin)
		.reduce((all, edit) => `${all.slice(0, edit.begin)}${edit.text}${all.slice(edit.end)}`, text);

/** The place of a piece within the one that it stands in. */
export const within = (outer: Piece, inner: Piece): { readonly begin: number; readonly end: number } => ({
	begin: inner.begin - outer.begin,
	end: inner.begin - outer.begin + inner.text.length,
});

/** Takes a piece out of a text, with its line if nothing else stands there. */
export const removal = (outer: Piece, inner: Piece): Edit => {
	const { begin, end } = within(outer, inner);
	const lineBegin = outer.text.lastIndexOf('\n', begin - 1) + 1;
	const lineEnd = outer.text.indexOf('\n', end);
	const isAlone =
		lineBegin > 0 &&
		lineEnd !== -1 &&
		outer.text.slice(lineBegin, begin).trim() === '' &&
		/^\s*(#.*|\/\/.*)?$/.test(outer.text.slice(end, lineEnd));
	return isAlone ? { begin: lineBegin, end: lineEnd + 1, text: '' } : { begin, end, text: '' };
};

/** A text with its lines moved to the left, as far as they all can; those of a heredoc stay. */
const moved = ({ indent }: Piece, text: string): string => {
	const item = kept(`${' '.repeat(indent)}${text}`);
	return item.kind === 'kept' ? item.lines.map(line => line.replace(/^\0/, '')).join('\n') : text;
};

export type KeeperOptions = {
	readonly declared: Declared;
	readonly given: GivenValues;
	/** The name of the source that was picked. */
	readonly source: string;
	/** What variables of theirs are called in ours that mean the same: `region` is `aws_region`. */
	readonly roles: ReadonlyMap<string, string>;
	/** The names of our own variables and locals. */
	readonly taken: { readonly variables: ReadonlySet<string>; readonly locals: ReadonlySet<string> };
};

/**
 * Keeps texts as they stand, but for what they name: a variable of ours that means the same, a name that ours has, too,
 * the folder of the template. It knows what has to be kept with them.
 */
export class Keeper {
	readonly #options: KeeperOptions;
	readonly #needed = new Set<string>();
	/** Variables that something kept needs and nobody gave a value. */
	readonly #valueless = new Set<string>();
	/** Of these, secrets. */
	readonly #secrets = new Set<string>();

	constructor(options: KeeperOptions) {
		this.#options = options;
	}

	#renamed(root: string, name: string): string | undefined {
		const { roles, taken, source, declared } = this.#options;
		switch (root) {
			case 'var': {
				const role = roles.get(name);
				if (role !== undefined) {
					return `var.${role}`;
				}

				this.#needed.add(`var.${name}`);
				return taken.variables.has(name) ? `var.${this.variableName(name)}` : undefined;
			}

			case 'local':
				this.#needed.add(`local.${name}`);
				return taken.locals.has(name) ? `local.${freeName(name)}` : undefined;
			case 'path':
				return name === 'root' ? `var.${folderVariable}` : undefined;
			case 'source':
				return name === 'name' ? hclString(source) : undefined;
			default:
				for (const label of declared.data.keys()) {
					if (root === 'data' && label.startsWith(`${name}.`)) {
						this.#needed.add(`data.${label}`);
					}
				}

				return undefined;
		}
	}

	/** The text of a piece as it is kept. @param edits changes of one's own, positions in its text. */
	keep(piece: Piece, edits: readonly Edit[] = []): string {
		const isEdited = (begin: number): boolean => edits.some(edit => begin >= edit.begin && begin < edit.end);
		const renames = piece.references.flatMap(({ path: [root = '', name = ''], begin, end }) => {
			if (isEdited(begin)) {
				return [];
			}

			const text = this.#renamed(root, name);
			const head = new RegExp(`^${root}\\s*\\.\\s*${name}`).exec(piece.text.slice(begin, end))?.[0];
			return text === undefined || head === undefined ? [] : [{ begin, end: begin + head.length, text }];
		});
		const text = edited(piece.text, [...edits, ...renames]);
		return moved(
			piece,
			text.replaceAll(/\{\{-?\s*build_name\s*-?\}\}/g, () => this.#options.source),
		);
	}

	#variable(name: string, variable: DeclaredVariable): string {
		const { piece, standard } = variable;
		const { given } = this.#options;
		const value = given.values.get(name);
		const named = hclString(this.variableName(name));
		const isSecret = isSecretVariable(name, variable);
		const text = value === undefined || isSecret ? undefined : valueText(value);
		const isLeftOut = isSecret && (value !== undefined || (standard && isPlainText(standard.expression)));
		const isValueless = isLeftOut || (value === undefined && standard === undefined);
		if (isSecret && isValueless) {
			this.#secrets.add(name);
		}

		if (isValueless) {
			this.#valueless.add(name);
		}

		if (piece.kind === 'attribute') {
			return isLeftOut
				? `variable ${named} {\n  type = string\n}`
				: `variable ${named} {\n  default = ${text ?? this.keep(piece.expression)}\n}`;
		}

		const close = piece.text.lastIndexOf('}');
		const open = piece.text.indexOf('{') + 1;
		const edits: readonly Edit[] =
			text === undefined
				? isLeftOut && standard
					? [removal(piece, standard)]
					: []
				: standard
					? [{ ...within(piece, standard.expression), text }]
					: [
							// A block on a line of its own takes one argument.
							...(piece.text.includes('\n') ? [] : [{ begin: open, end: open, text: '\n ' }]),
							{
								begin: close,
								end: close,
								text: `${piece.text.at(close - 1) === '\n' ? '' : '\n'}  default = ${text}\n`,
							},
						];
		const kept = this.keep(piece, edits);
		return kept.replace(/variable\s+("[^"]*"|[\w-]+)/, () => `variable ${named}`);
	}

	#block(needed: string): string | undefined {
		const { declared, taken } = this.#options;
		const [root = '', name = ''] = [
			needed.slice(0, needed.indexOf('.')),
			needed.slice(needed.indexOf('.') + 1),
		];
		switch (root) {
			case 'var': {
				const variable = declared.variables.get(name);
				return variable && this.#variable(name, variable);
			}

			case 'local': {
				const local = declared.locals.get(name);
				if (!local) {
					return undefined;
				}

				const text = this.keep(local.attribute.expression);
				const named = taken.locals.has(name) ? freeName(name) : name;
				return local.isSensitive
					? `local ${hclString(named)} {\n  expression = ${text}\n  sensitive = true\n}`
					: `locals {\n  ${named} = ${text}\n}`;
			}

			default: {
				const data = declared.data.get(name);
				return data && this.keep(data);
			}
		}
	}

	/** The blocks of the top that what was kept needs, and what these need. */
	blocks(): readonly string[] {
		const blocks = new Map<string, string>();
		for (let isMore = true; isMore; ) {
			isMore = false;
			for (const needed of [...this.#needed]) {
				if (!blocks.has(needed)) {
					blocks.set(needed, this.#block(needed) ?? '');
					isMore = true;
				}
			}
		}

		const order = ['var', 'local', 'data'];
		const rank = ([needed]: readonly [string, string]): number => order.indexOf(needed.replace(/\..*$/s, ''));
		return [...blocks]
			.toSorted((a, b) => rank(a) - rank(b))
			.map(([, text]) => text)
			.filter(text => text !== '');
	}

	/** What a variable of theirs is called in the new template. */
	variableName(name: string): string {
		return this.#options.taken.variables.has(name) ? freeName(name) : name;
	}

	/** The names of all that has to be kept with it, as they stood: `var.x`. */
	get needed(): ReadonlySet<string> {
		return this.#needed;
	}

	get valueless(): ReadonlySet<string> {
		return this.#valueless;
	}

	get secrets(): ReadonlySet<string> {
		return this.#secrets;
	}
}

const valueText = (value: TemplateExpression | string): string =>
	typeof value === 'string' ? hclString(value) : value.text;
