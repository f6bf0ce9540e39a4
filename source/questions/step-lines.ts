import path from 'node:path';
import type { RecipeStep } from '../recipe/schema.ts';
import { isStepOf, type StepOf } from '../recipe/step-kinds.ts';
import { freeStepName } from '../recipe/step-names.ts';
import { several, withRecipe } from './answers.ts';
import { freshSteps, type TickedKind } from './fresh-steps.ts';
import type { LinesQuestion } from './question.ts';

/** What a line says of a step of a kind, without its name and its place; or why it says nothing, a sentence. */
type Read<Kind extends TickedKind> = (line: string) => Partial<StepOf<Kind>> | string;

type Form<Kind extends TickedKind> = {
	readonly kind: Kind;
	/** A step as a line; empty while nothing is said of it. */
	readonly write: (step: StepOf<Kind>) => string;
	readonly read: Read<Kind>;
	/** What a new one is called by: a path, or words. */
	readonly called: (step: StepOf<Kind>) => string;
	/** What to do if there is no line at all. */
	readonly atLeast: string;
};

/** A name for a step of what a person typed for it. */
export const stepName = (text: string, orElse: string, taken: ReadonlySet<string>): string =>
	freeStepName(
		path
			.basename(text, path.extname(text))
			.toLowerCase()
			.replace(/^\d+-/, '')
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 40)
			.replace(/-+$/, '') || orElse,
		taken,
	);

const filled = (lines: readonly string[]): readonly string[] =>
	lines.map(line => line.trim()).filter(line => line !== '');

/** How a question about steps of one kind reads and writes them, a line each: those that are there keep their names. */
export const stepLines = <Kind extends TickedKind>(
	form: Form<Kind>,
): Pick<LinesQuestion, 'kind' | 'when' | 'read' | 'write' | 'check' | 'summary'> => {
	const { kind } = form;
	const fresh: StepOf<Kind> = freshSteps[kind];
	const of = (steps: readonly RecipeStep[]): readonly StepOf<Kind>[] =>
		steps.filter((step): step is StepOf<Kind> => isStepOf(kind, step));
	const stepOf = (
		line: string,
		old: readonly StepOf<Kind>[],
		taken: Set<string>,
		position: RecipeStep['position'],
	): StepOf<Kind> => {
		const same = old.find(step => form.write(step) === line && !taken.has(step.name));
		if (same) {
			taken.add(same.name);
			return same;
		}

		const said = form.read(line);
		const step: StepOf<Kind> = { ...fresh, ...(typeof said === 'string' ? {} : said), position };
		const name = stepName(form.called(step), fresh.name, taken);
		taken.add(name);
		return { ...step, name };
	};

	return {
		kind: 'lines',
		when: ({ recipe }) => of(recipe.steps).length > 0,
		read: ({ recipe }) => filled(of(recipe.steps).map(form.write)),
		write: (decisions, answer) => {
			const { steps } = decisions.recipe;
			const old = of(steps);
			const taken = new Set(steps.filter(step => !isStepOf(kind, step)).map(({ name }) => name));
			const position = old[0]?.position ?? fresh.position;
			const now = filled(several(answer)).map(line => stepOf(line, old, taken, position));
			// What stays, stays in its place; what is new stands behind the last one of its kind.
			const last = steps.findLastIndex(step => isStepOf(kind, step));
			const before = steps.slice(0, last + 1).filter(step => !isStepOf(kind, step));
			const kept = steps.filter(step => !isStepOf(kind, step) || now.some(({ name }) => name === step.name));
			const isGrown =
				old.every(step => now.includes(step)) && now.slice(0, old.length).every(step => old.includes(step));
			return withRecipe(decisions, {
				steps: isGrown
					? kept.toSpliced(kept.findLastIndex(step => isStepOf(kind, step)) + 1, 0, ...now.slice(old.length))
					: [...before, ...now, ...steps.slice(last + 1)],
			});
		},
		check: answer => {
			const lines = filled(several(answer));
			return lines.length === 0
				? form.atLeast
				: lines.map(line => form.read(line)).find(said => typeof said === 'string');
		},
		summary: ({ recipe }) => filled(of(recipe.steps).map(form.write)).join(', '),
	};
};
