import { typedPath, type Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { type Decisions, filesFolder } from '../questions/question.ts';
import { isPlace, type OwnFile, ownFiles, withOwnFiles } from '../recipe/own-files.ts';
import type { Recipe } from '../recipe/schema.ts';
import { copiedPath } from '../template/bundle-files.ts';
import type { TemplateFile } from '../template/files.ts';
import { type PackerProfile, packerProfiles } from '../template/profile.ts';
import { renderTemplate } from '../template/render.ts';
import { provisioningSteps } from '../template/steps.ts';
import { checkPlace, placeFrom } from './own-place.ts';
import { readScript } from './own-script.ts';

/** By which name a file of the person's lies in a folder of the files; what stays where it is is named as before. */
const copyName = (recipe: Recipe, { path, by }: OwnFile): string =>
	isPlace(by)
		? path
		: 'step' in by
			? (provisioningSteps(recipe).find(candidate => candidate.step === by.step)?.script ?? path)
			: copiedPath(by.bundle, by.parameter, path);

/** The Recipe with the files that are copied named as they lie in a folder of the files. */
export const withCopyNames = (recipe: Recipe): Recipe => withOwnFiles(recipe, own => copyName(recipe, own));

/**
 * How the Recipe is rendered for a folder of its own: script files are named by their copy there, so that the folder can
 * be moved and needs nothing beside it but what is uploaded, which stays where it is.
 */
const selfContained = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
): Promise<(profile: PackerProfile) => readonly TemplateFile[]> => {
	const typed = filesFolder(decisions);
	const folder = typed === undefined ? undefined : typedPath(typed, whereabouts);
	const { recipe } = decisions;
	const scripts: Record<string, string> = {};
	const modes: Record<string, number> = {};
	for (const own of ownFiles(recipe)) {
		if (isPlace(own.by)) {
			await checkPlace(own.path, own.by.step, own.by.place, whereabouts);
			continue;
		}

		const copy = copyName(recipe, own);
		const { text, mode } = await readScript(own.path, whereabouts, 'step' in own.by ? 'script' : 'file');
		scripts[copy] = text;
		modes[copy] = mode;
	}

	const contained = withOwnFiles(recipe, own =>
		isPlace(own.by) ? placeFrom(folder, own.path, whereabouts) : copyName(recipe, own),
	);
	return profile => {
		const files = renderTemplate(contained, { profile, scripts });
		// The recipe.json there names each copy, also where the template has its text in itself, or has no use for it.
		const unused = Object.keys(scripts).filter(copy => !files.some(({ path: name }) => name === copy));
		return [
			...files,
			...unused.map(copy => ({
				path: copy,
				content: scripts[copy] ?? '',
				executable: ((modes[copy] ?? 0) & 0o111) !== 0,
			})),
		].map(file => {
			const mode = modes[file.path];
			return mode === undefined ? file : { ...file, mode };
		});
	};
};

/**
 * The files for the decisions, as they stand in a folder of their own.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const renderFiles = async (
	decisions: Decisions,
	profile: PackerProfile,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	const render = await selfContained(decisions, whereabouts);
	return render(profile);
};

/**
 * The files for the decisions, for every Packer: a folder that was written for another one holds nothing foreign.
 * @throws Problem (exit 2) for a script that cannot be read.
 */
export const ourFiles = async (
	decisions: Decisions,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	const render = await selfContained(decisions, whereabouts);
	return packerProfiles.flatMap(render);
};

/**
 * The files that a folder was written for before, for every Packer: what is still so gives way without a question. None
 * if that cannot be told any more.
 */
export const earlierFiles = async (
	{ before, ...decisions }: Decisions,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[]> => {
	try {
		return before ? await ourFiles({ ...decisions, recipe: before }, whereabouts) : [];
	} catch (error) {
		if (error instanceof Problem) {
			return [];
		}

		throw error;
	}
};
