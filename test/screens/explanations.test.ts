import { expect, test } from 'vitest';
import { wrap } from '../../source/base/cells.ts';
import { baseImages } from '../../source/catalog/base-images.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { questions } from '../../source/questions/table.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { questionLayout } from '../../source/screens/wizard/question-layout.ts';

test.each(baseImages.map(({ id }) => id))(
	'on %s what is said of each question and each choice can be read whole at 80×23',
	image => {
		const draft = draftAtReview({
			recipe: { ...defaultRecipe(), base: { image, architecture: 'x86_64' } },
			folder: null,
		});
		for (const question of questions) {
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
