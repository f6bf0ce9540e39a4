import { expect, test } from 'vitest';
import { wrap } from '../../source/base/cells.ts';
import { baseImages } from '../../source/catalog/base-images.ts';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { formRows } from '../../source/flow/form.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { questions } from '../../source/questions/table.ts';
import { formLayout, questionLayout } from '../../source/screens/wizard/question-layout.ts';
import { recipeWith } from '../helpers/recipe.ts';

test.each(baseImages.map(({ id }) => id))(
	'on %s what is said of each question and each choice can be read whole at 80×23',
	image => {
		const draft = draftAtReview({
			recipe: recipeWith({ base: { image, architecture: 'x86_64' } }),
			folder: null,
		});
		// Rows of forms are read in the forms, below.
		for (const question of questions.filter(({ asked }) => asked !== 'form')) {
			const { pane, explanation } = questionLayout(question, { columns: 80, rows: 23 });
			expect(wrap(question.text, pane.width).length, question.text).toBeLessThanOrEqual(2);
			const choices =
				question.kind === 'choice' || question.kind === 'many'
					? question.choices(draft, { profiles: [] })
					: [];
			for (const { label, disabled, details = [] } of choices) {
				const rows = [...(disabled === undefined ? [] : [disabled]), ...details].flatMap(sentence =>
					wrap(sentence, pane.width),
				);
				expect(rows.length, `${label}:\n${rows.join('\n')}`).toBeLessThanOrEqual(explanation);
			}
		}
	},
);

test('what is said of each row of each form, and of each choice there, can be read whole at 80×23', () => {
	const { pane, explanation } = formLayout({ columns: 80, rows: 23 });
	const expectWhole = (what: string, sentences: readonly string[]): void => {
		const rows = sentences.flatMap(sentence => wrap(sentence, pane.width));
		expect(rows.length, `${what}:\n${rows.join('\n')}`).toBeLessThanOrEqual(explanation);
	};
	for (const { id } of bundles.filter(({ obstacle }) => obstacle === undefined)) {
		const recipe = recipeWith({ bundles: [{ id, install: {}, boot: {} }] });
		const draft = draftAtReview({ recipe, folder: null });
		for (const { label, about, question } of formRows(draft, id)) {
			expectWhole(`${id}, ${label}`, about);
			for (const choice of question?.kind === 'choice' ? question.choices(draft) : []) {
				expectWhole(`${id}, ${label}, ${choice.label}`, choice.details ?? []);
			}
		}
	}
});
