import chalk from 'chalk';
import { afterEach, expect, test } from 'vitest';
import { newDraft } from '../../source/questions/draft.ts';
import { atFirstOpen } from '../../source/questions/moves.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { firstQuestion } from '../../source/screens/wizard/first-question.ts';
import { openWizard } from '../../source/screens/wizard/open-wizard.ts';
import { drawnQuestion, type FirstMode } from '../../source/screens/wizard/question-frame.ts';
import { wizardScreen } from '../../source/screens/wizard/wizard-screen.tsx';
import { renderInk } from '../helpers/ink.tsx';
import { sizes } from '../helpers/render.ts';
import { here } from '../helpers/whereabouts.ts';

const { level } = chalk;
afterEach(() => {
	chalk.level = level;
});

const modes: readonly FirstMode[] = ['aws', 'rehearsal'];

/** A new image of somebody who chose a region before: it is proposed, and shown nowhere yet. */
const opened = (mode: FirstMode) => {
	const recipe = defaultRecipe();
	const chosen = { ...recipe, aws: { ...recipe.aws, region: 'eu-north-1' } };
	const draft = atFirstOpen({ ...newDraft({ recipe: chosen, folder: null }), mode });
	return openWizard({ draft }).state;
};

test.each(
	modes.flatMap(mode =>
		[{ columns: 40, rows: 10 }, ...sizes].flatMap(size =>
			([0, 3] as const).map(colours => ({ mode, size, colours })),
		),
	),
)(
	'what is painted of a new image ($mode) is what Ink writes, in $size.columns×$size.rows, colours of level $colours',
	({ mode, size, colours }) => {
		chalk.level = colours;
		const view = <wizardScreen.View state={opened(mode)} size={size} whereabouts={here} />;
		const ink = renderInk(view, () => size);
		const first = JSON.parse(JSON.stringify(firstQuestion()));
		const text = drawnQuestion(first, mode, size, { LANG: 'C.UTF-8' }, 'linux');
		const rows = /\u001B\[H([\s\S]*)\u001B\[\d+;\d+H\u001B\[\?25h/.exec(text)?.[1];
		expect(rows).toBe(ink.frame());
		expect(rows?.split('\n')).toHaveLength(size.rows - 1);
		expect(rows?.includes('\u001B[')).toBe(colours > 0);
	},
);
