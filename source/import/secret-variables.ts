import type { Piece, TextPlace } from '../reader/document.ts';
import { hclString } from '../template/hcl.ts';
import type { Edit } from './edits.ts';
import type { SecretPlace } from './secrets.ts';

/** What a name of theirs becomes where ours is the same. */
export const freeName = (name: string): string => `template_${name}`;

type SecretVariable = {
	readonly name: string;
	/** What it would be called if nothing else were called so. */
	readonly wanted: string;
	readonly value: string;
	readonly place: TextPlace;
};

/** Variables that stand for secrets which a template has in plain text: no recipe, file or log holds these then. */
export class SecretVariables {
	readonly #isTaken: (name: string) => boolean;
	readonly #all: SecretVariable[] = [];

	/** @param isTaken whether a variable of another meaning has that name. */
	constructor(isTaken: (name: string) => boolean) {
		this.#isTaken = isTaken;
	}

	#free(wanted: string): string {
		const isUsed = (name: string): boolean =>
			this.#isTaken(name) || this.#all.some(other => other.name === name);
		const first = isUsed(wanted) ? freeName(wanted) : wanted;
		let name = first;
		for (let number = 2; isUsed(name); number++) {
			name = `${first}_${number}`;
		}

		return name;
	}

	/** Lets a variable stand for a secret in a piece; for one of the same name and value it is the same. */
	stand({ name, begin, end, isWhole }: SecretPlace, piece: Piece): Edit {
		const value = piece.text.slice(begin - piece.begin, end - piece.begin);
		const wanted = name.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_');
		const known = this.#all.find(other => other.value === value && other.wanted === wanted);
		const called = known?.name ?? this.#free(wanted);
		if (!known) {
			this.#all.push({ name: called, wanted, value, place: piece.place });
		}

		return {
			begin: begin - piece.begin,
			end: end - piece.begin,
			text: isWhole ? `var.${called}` : `\${var.${called}}`,
		};
	}

	/** What they are called, and where the first of each stood. */
	get all(): readonly Pick<SecretVariable, 'name' | 'place'>[] {
		return this.#all;
	}

	blocks(): readonly string[] {
		return this.#all.map(
			({ name }) => `variable ${hclString(name)} {\n  type = string\n  sensitive = true\n}`,
		);
	}
}
