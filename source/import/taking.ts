import type { TemplateAttribute, TemplateBlock, TemplateItem } from '../reader/document.ts';
import { evaluate, type Known, type Plain, plainString, type Scope } from './plain.ts';
import type { ToldPart } from './told.ts';

/** Answers as plain data, in the form of the Recipe. */
export type Answers = Readonly<Record<string, unknown>>;

/** Whether Packer renders something in it while it runs. */
export const isRendered = (text: string): boolean => text.includes('{{');

/**
 * Takes answers out of the lines of a source, and remembers what became of each: what nobody took stays as it stands.
 */
export class Taking {
	readonly items: readonly TemplateItem[];
	readonly #scope: Scope;
	readonly #told = new Map<TemplateItem, ToldPart>();

	/** @param items the lines of the source; of two of one name the last counts. */
	constructor(items: readonly TemplateItem[], scope: Scope) {
		this.items = items;
		this.#scope = scope;
	}

	attribute(name: string): TemplateAttribute | undefined {
		return this.items.findLast(
			(item): item is TemplateAttribute => item.kind === 'attribute' && item.name === name,
		);
	}

	blocks(type: string): readonly TemplateBlock[] {
		return this.items.filter((item): item is TemplateBlock => item.kind === 'block' && item.type === type);
	}

	evaluate(attribute: TemplateAttribute): Known {
		return evaluate(attribute.expression, this.#scope);
	}

	/** The value of an attribute: undefined if it is not there or not plain; null if it says nothing. */
	value(name: string): Plain | undefined {
		const attribute = this.attribute(name);
		const known = attribute && this.evaluate(attribute);
		if (known === undefined || 'why' in known) {
			return undefined;
		}

		const { value } = known;
		const isNothing = value === '' || (Array.isArray(value) && value.length === 0);
		return isNothing ? null : value;
	}

	text(name: string): string | undefined {
		const value = this.value(name);
		const text = value === undefined || value === null ? undefined : plainString(value);
		return text === undefined || isRendered(text) ? undefined : text;
	}

	/** A yes or no, which may be a text in JSON. */
	flag(name: string): boolean | undefined {
		const text = this.text(name);
		return text === 'true' ? true : text === 'false' ? false : undefined;
	}

	texts(name: string): readonly string[] | undefined {
		const value = this.value(name);
		return Array.isArray(value) && value.every(one => typeof one === 'string' && !isRendered(one))
			? value.map(String)
			: undefined;
	}

	/** A map of texts to texts. */
	map(name: string): Readonly<Record<string, string>> | undefined {
		const value = this.value(name);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			return undefined;
		}

		const entries = Object.entries(value).map(([key, one]) => [key, plainString(one)] as const);
		return entries.every(([key, one]) => one !== undefined && !isRendered(`${key}${one}`))
			? Object.fromEntries(entries.map(([key, one]) => [key, one ?? '']))
			: undefined;
	}

	tell(item: TemplateItem | undefined, fate: ToldPart['fate'], text: string): void {
		if (item) {
			const name = item.kind === 'attribute' ? item.name : `${item.type} block`;
			this.#told.set(item, { fate, name, place: item.place, text });
		}
	}

	/** It is an answer now. */
	took(name: string, text: string): void {
		this.tell(this.attribute(name), 'taken', text);
	}

	/** A text that fits, which is an answer now. */
	taken(name: string, pattern: RegExp): string | undefined {
		const text = this.text(name);
		if (text === undefined || !pattern.test(text)) {
			return undefined;
		}

		this.took(name, text);
		return text;
	}

	/** What says nothing is as if it were not there. */
	skipEmpty(): void {
		for (const item of this.items) {
			if (item.kind === 'attribute' && !this.#told.has(item) && this.value(item.name) === null) {
				this.tell(item, 'taken', 'says nothing: as if it were not there');
			}
		}
	}

	get told(): readonly ToldPart[] {
		return [...this.#told.values()];
	}

	/** The lines that nothing was made of. */
	get rest(): readonly TemplateItem[] {
		return this.items.filter(item => !this.#told.has(item));
	}
}
