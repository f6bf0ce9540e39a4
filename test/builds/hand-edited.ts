import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { packerProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import type { Person } from '../helpers/program.ts';
import { findPacker } from '../helpers/whereabouts.ts';

/**
 * Writes a template into a folder of the person's: rendered for scripts by the names of their steps, and changed by hand.
 * Gives the Recipe and the folder.
 */
export const writeEditedTemplate = async (
	person: Person,
	name: string,
	scripts: Readonly<Record<string, readonly string[]>>,
	change: (template: string) => string = text => text,
): Promise<{ readonly recipe: Recipe; readonly folder: string }> => {
	const steps = Object.entries(scripts).map(([step, inline]): Recipe['steps'][number] => ({
		name: step,
		position: 'before',
		inline: [...inline],
	}));
	const recipe: Recipe = { ...defaultRecipe(), name, steps };
	const folder = path.join(person.folder, recipe.name);
	const { version } = await findPacker(person.environment);
	for (const file of renderTemplate(recipe, { profile: packerProfile(version), scripts: {} })) {
		const place = path.join(folder, file.path);
		await mkdir(path.dirname(place), { recursive: true });
		const content = file.path === 'image.pkr.hcl' ? change(file.content) : file.content;
		await writeFile(place, content, { mode: file.executable ? 0o755 : 0o644 });
	}

	return { recipe, folder };
};
