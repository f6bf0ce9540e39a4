import type { BuildMode } from '../base/build-mode.ts';
import { givenUp } from '../flow/drafts.ts';
import {
	type ImportRequest,
	type ImportResult,
	importedDraft,
	type SourceChoice,
	sourceQuestion,
	wrongTemplate,
} from '../flow/import.ts';
import type { Route } from '../flow/route.ts';
import { importTexts } from '../flow/words/import.ts';
import type { Draft } from '../questions/draft.ts';
import { type Back, back } from './ask.ts';
import type { Prompts } from './prompts.ts';
import { attempt, type Tools } from './tools.ts';

/** Asks which of several images of a template is meant. */
export const askForSource = (
	{ choose }: Pick<Prompts, 'choose'>,
	template: string,
	choices: readonly SourceChoice[],
): Promise<string | Back> =>
	choose(
		sourceQuestion(template, choices),
		choices.map(({ id, obstacle }) => ({
			value: id,
			name: id,
			...(obstacle !== undefined && { disabled: obstacle }),
		})),
	);

type Answers = Extract<ImportResult, { readonly decisions: unknown }>;

const imported = async (tools: Tools, request: ImportRequest): Promise<Answers | undefined> => {
	const result = await attempt(tools, () => tools.actions.importTemplate(request));
	if (result === undefined || 'decisions' in result) {
		return result;
	}

	const source = await askForSource(tools.prompts, request.template, result.choices);
	return source === back ? undefined : imported(tools, { ...request, source });
};

/** Asks for a template until one can be imported, and leads to the answers that it gives. */
export const importRoute = async (tools: Tools, mode: BuildMode, left: Draft | undefined): Promise<Route> => {
	for (;;) {
		const template = await tools.prompts.type(importTexts.prompt, { complaint: wrongTemplate });
		if (template === back) {
			return { at: 'home' };
		}

		const answers = await imported(tools, { template: template.trim() });
		if (answers) {
			return { at: 'wizard', draft: importedDraft(answers, mode), keeping: givenUp(left) };
		}
	}
};
