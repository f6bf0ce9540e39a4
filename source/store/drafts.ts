import { rename, rm } from 'node:fs/promises';
import * as z from 'zod';
import { type BuildMode, buildModes } from '../base/build-mode.ts';
import { readIfExists } from '../base/files.ts';
import type { Environment } from '../base/paths.ts';
import { writeFileAtomically } from '../base/write-file.ts';
import { anyRecipe } from '../recipe/earlier-form.ts';
import { type Recipe, type RecipeBundle, type RecipeStep, recipeSchema } from '../recipe/schema.ts';
import type { Told } from '../recipe/told.ts';
import { draftFile } from './draft-file.ts';

/** What was said of what is installed no more. */
const shelfSchema = z.strictObject({
	bundles: recipeSchema.shape.bundles,
	steps: z.array(
		z.strictObject({ step: recipeSchema.shape.steps.unwrap().element, order: z.array(z.string()) }),
	),
});

/** The template that answers were made of. */
const importedSchema = z.strictObject({
	template: z.string(),
	told: z.array(
		z.strictObject({
			fate: z.enum(['taken', 'kept', 'open', 'not']),
			name: z.string(),
			at: z.string(),
			text: z.string(),
		}),
	),
});

/** The answers of a wizard that was left, in the form of the questions' Draft. */
const draftSchema = z.strictObject({
	recipe: anyRecipe,
	folder: z.string().nullable(),
	preset: z.string().exactOptional(),
	timeout: z.union([z.number().positive(), z.literal('off')]).exactOptional(),
	onError: z.literal('keep').exactOptional(),
	elsewhere: z.array(z.string()).exactOptional(),
	shelf: shelfSchema.exactOptional(),
	imported: importedSchema.exactOptional(),
	// An earlier version did not keep it. The review tells what would be paid for.
	mode: z.enum(buildModes).default('aws'),
	answered: z.array(z.string()),
	notes: z.record(z.string(), z.string()),
	at: z.string(),
	savedAt: z.number().exactOptional(),
});

export type KeptDraft = z.infer<typeof draftSchema>;

/** What is handed in to be kept: the questions' Draft. */
type DraftToKeep = {
	readonly recipe: Recipe;
	readonly folder: string | null;
	readonly preset?: string | undefined;
	readonly timeout?: number | 'off' | undefined;
	readonly onError?: 'keep' | undefined;
	readonly elsewhere?: readonly string[] | undefined;
	readonly shelf?:
		| {
				readonly bundles: readonly RecipeBundle[];
				readonly steps: readonly { readonly step: RecipeStep; readonly order: readonly string[] }[];
		  }
		| undefined;
	readonly imported?: { readonly template: string; readonly told: readonly Told[] } | undefined;
	readonly mode: BuildMode;
	readonly answered: readonly string[];
	readonly notes: Readonly<Record<string, string>>;
	readonly at: string;
};

export type Drafts = {
	/** The draft that is kept; undefined if there is none. A broken one is set aside as `current.json.broken`. */
	readonly read: () => Promise<KeptDraft | undefined>;
	/**
	 * Changes the draft in one step: looks at the one that is kept, and keeps what the rule makes of it, `undefined` for none.
	 * @throws Problem (exit 3) if it cannot be written.
	 */
	readonly change: (rule: (there: KeptDraft | undefined) => DraftToKeep | undefined) => Promise<void>;
};

const parse = (text: string): KeptDraft | undefined => {
	try {
		return draftSchema.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
};

/** The one draft that is kept between two starts. */
export const createDrafts = (environment: Environment): Drafts => {
	const file = draftFile(environment);
	// Answers come faster than a disk may write; what was answered last must be what stays.
	let previous: Promise<unknown> = Promise.resolve();
	const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
		const result = previous.then(work, work);
		previous = result.catch(() => undefined);
		return result;
	};

	const read = async (): Promise<KeptDraft | undefined> => {
		// A draft that cannot be read is no reason not to start.
		const text = await readIfExists(file).catch(() => undefined);
		if (text === undefined) {
			return undefined;
		}

		const draft = parse(text);
		if (!draft) {
			await rename(file, `${file}.broken`).catch(() => undefined);
		}

		return draft;
	};

	return {
		read: () => inTurn(read),
		change: rule =>
			inTurn(async () => {
				const there = await read();
				const draft = rule(there);
				if (draft === undefined) {
					await rm(file, { force: true });
				} else if (draft !== there) {
					await writeFileAtomically(file, `${JSON.stringify({ ...draft, savedAt: Date.now() })}\n`, 0o600);
				}
			}),
	};
};
