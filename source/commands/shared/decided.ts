import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../base/paths.ts';
import { Problem } from '../../base/problem.ts';
import { requireWhole } from '../../flags/missing.ts';
import { applySets } from '../../flags/set.ts';
import { type Draft, draftAtReview } from '../../questions/draft.ts';
import { applyLooked } from './looked-up.ts';
import type { Session } from './session.ts';

/** The preset that was named, else the recipe.json of the current folder. */
const namedPreset = async (session: Session, command: string): Promise<string> => {
	const [named] = session.parsed.positionals;
	if (named !== undefined) {
		return named;
	}

	const here = await stat(path.join(session.cwd, 'recipe.json')).then(
		found => found.isFile(),
		() => false,
	);
	if (here) {
		return '.';
	}

	const { presets } = await (await session.actions()).home();
	throw new Problem(`${command} needs the name of a preset, or a path.`, {
		...(presets.length > 0 && { reason: `There are: ${presets.map(preset => preset.name).join(', ')}.` }),
		next: [`For example: ${command} ${presets[0]?.name ?? './web'}`],
	});
};

/**
 * Reads the preset of a command line and changes it by question flags, variables and --set.
 * @param environment holds the variables; those of a build say nothing about a preset that is only shown or kept.
 * @throws Problem (exit 2) for an unknown preset, or a change that makes no Recipe.
 */
export const readDecided = async (
	session: Session,
	command: string,
	environment: Environment = {},
): Promise<Draft> => {
	const name = await namedPreset(session, command);
	const actions = await session.actions();
	const decisions = await actions.readPreset(name);
	const warning = decisions.preset === undefined ? undefined : await actions.projectWarning();
	if (warning !== undefined) {
		session.note(warning);
	}

	const { values } = session.parsed;
	const { elsewhere, ...typed } = decisions;
	const trusted = session.has('trust') || elsewhere === undefined ? typed : decisions;
	const draft = await applyLooked(session, draftAtReview(trusted), values, environment);
	const decided = applySets(draft, values.get('set'));
	requireWhole(decided);
	return decided;
};
