import type { TemplateBlock, TemplateItem } from '../reader/document.ts';
import type { TargetId } from '../recipe/schema.ts';
import type { Answers } from './taking.ts';
import type { ToldPart } from './told.ts';

/** What was made of a source. */
export type TakenSource = {
	readonly target: TargetId;
	readonly recipe: Answers;
	/** What belongs to the target alone. */
	readonly own: Answers;
	/** Ids of questions to which it has no answer. */
	readonly open: readonly string[];
	readonly told: readonly ToldPart[];
	/** The lines that stay as they stand. */
	readonly rest: readonly TemplateItem[];
	/** Lines that say what the template says by having none. */
	readonly more: readonly string[];
	/** What variables of theirs are called in ours that mean the same. */
	readonly roles: ReadonlyMap<string, string>;
	/** Blocks behind the steps that are answers now, and which. */
	readonly taken: ReadonlyMap<TemplateBlock, string>;
};
