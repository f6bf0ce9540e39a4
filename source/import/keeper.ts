import type { Piece, TemplateAttribute, TemplateExpression, TemplateItem } from '../reader/document.ts';
import { hclString } from '../template/hcl.ts';
import { folderVariable } from '../template/kept.ts';
import { defaultEdits, type Edit, edited, moved } from './edits.ts';
import type { Declared, DeclaredVariable, GivenValues } from './scope.ts';
import { freeName, SecretVariables } from './secret-variables.ts';
import { isPlainText, isSecretVariable, plainSecrets } from './secrets.ts';

export type KeeperOptions = {
	readonly declared: Declared;
	readonly given: GivenValues;
	/** The name of the source that was picked, and that of its build if it has one. */
	readonly source: string;
	readonly build: string | undefined;
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
	readonly #kept: Piece[] = [];
	/** What secrets that stood in plain text are now. */
	readonly secretVariables: SecretVariables;
	/** Variables that something kept needs and nobody gave a value. */
	readonly #valueless = new Set<string>();
	/** Of these, secrets. */
	readonly #secrets = new Set<string>();

	constructor(options: KeeperOptions) {
		this.#options = options;
		const { declared, taken } = options;
		this.secretVariables = new SecretVariables(
			name => declared.variables.has(name) || taken.variables.has(name),
		);
	}

	#renamed(root: string, name: string): string | undefined {
		const { roles, taken, source, build, declared } = this.#options;
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
			case 'build':
				return name === 'name' ? hclString(build ?? '') : undefined;
			default:
				for (const label of declared.data.keys()) {
					if (root === 'data' && label.startsWith(`${name}.`)) {
						this.#needed.add(`data.${label}`);
					}
				}

				return undefined;
		}
	}

	/** Whether a piece stands in one that is kept. */
	holds({ place: { file }, begin, text }: Piece): boolean {
		return this.#kept.some(
			piece =>
				piece.place.file === file &&
				piece.begin <= begin &&
				begin + text.length <= piece.begin + piece.text.length,
		);
	}

	/** The text of a piece as it is kept. @param edits changes of one's own, positions in its text. */
	keep(piece: TemplateItem | TemplateExpression, given: readonly Edit[] = []): string {
		this.#kept.push(piece);
		const edits = [
			...given,
			...plainSecrets(piece)
				.filter(({ begin }) => {
					const at = begin - piece.begin;
					return given.every(edit => at < edit.begin || at >= edit.end);
				})
				.map(secret => this.secretVariables.stand(secret, piece)),
		];
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
				: `variable ${named} {\n  default = ${text ?? withFolder(this.keep(piece.expression), given.folder)}\n}`;
		}

		const edits = defaultEdits(piece, standard, isLeftOut ? undefined : text, isLeftOut === true);
		const kept = withFolder(this.keep(piece, edits), given.folder);
		return kept.replace(/variable\s+("[^"]*"|[\w-]+)/, () => `variable ${named}`);
	}

	/** A local, with the comments above it. */
	#local(attribute: TemplateAttribute, named: string): string {
		const text = this.keep(attribute);
		const comments = /^(?:\s*(?:#|\/\/).*\n)*/.exec(text)?.[0] ?? '';
		const says = text.slice(comments.length).replace(/^\s*[\w-]+\s*=/, () => `${named} =`);
		return `locals {\n${comments.replaceAll(/^\s*(?=.)/gm, '  ')}  ${says}\n}`;
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

				const named = taken.locals.has(name) ? freeName(name) : name;
				return local.isSensitive
					? `local ${hclString(named)} {\n  expression = ${this.keep(local.attribute.expression)}\n  sensitive = true\n}`
					: this.#local(local.attribute, named);
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
		const known = [...blocks]
			.toSorted((a, b) => rank(a) - rank(b))
			.map(([, text]) => text)
			.filter(text => text !== '');
		return [...this.secretVariables.blocks(), ...known];
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

/** No variable may stand in the default of another: the folder does itself. */
const withFolder = (text: string, folder: string): string =>
	text
		.replaceAll(`\${var.${folderVariable}}`, () => hclString(folder).slice(1, -1))
		.replaceAll(`var.${folderVariable}`, () => hclString(folder));

const valueText = (value: TemplateExpression | string): string =>
	typeof value === 'string' ? hclString(value) : value.text;
