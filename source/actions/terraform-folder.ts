import path from 'node:path';
import { exists } from '../base/files.ts';
import type { Leftover, PlannedFile } from '../flow/files.ts';
import { readmeName, terraformFolder } from '../template/files.ts';

/** What Terraform and OpenTofu make where they are run: it tells of servers that may be there. */
const traces = ['terraform.tfstate', 'terraform.tfstate.d', '.terraform'];

const isTerraformFile = ({ path: name }: { readonly path: string }): boolean =>
	name.startsWith(`${terraformFolder}/`);

/** Whether Terraform reads it: all that it reads of one folder makes one plan. */
const isReadByTerraform = (file: { readonly path: string }): boolean =>
	isTerraformFile(file) && path.posix.basename(file.path) !== readmeName;

/**
 * The files for Terraform that are not written since they would not fit one that is kept, which was changed by hand or is
 * somebody else's. For the recipe that is there already what is missing is written.
 * @param now the files beside what stands in the folder.
 */
export const heldByKept = (now: readonly PlannedFile[]): readonly PlannedFile[] => {
	const isOfThisRecipe = now.some(({ path: name, state }) => name === 'recipe.json' && state === 'same');
	const isHeld = !isOfThisRecipe && now.some(file => isReadByTerraform(file) && file.state === 'differs');
	return isHeld ? now.filter(isTerraformFile) : [];
};

/**
 * Leftovers, those for Terraform as the person's where they changed one of them, or Terraform was run: without its files it
 * could not take down what it made.
 * @returns with the names of what Terraform made there, if it was run.
 */
export const withTerraformKept = async (
	leftovers: readonly Leftover[],
	folder: string,
): Promise<{ readonly leftovers: readonly Leftover[]; readonly applied?: readonly string[] }> => {
	const ofTerraform = leftovers.filter(isTerraformFile);
	if (ofTerraform.length === 0) {
		return { leftovers };
	}

	const there = await Promise.all(traces.map(name => exists(path.join(folder, terraformFolder, name))));
	const applied = traces.filter((_, index) => there[index]);
	const isKept = applied.length > 0 || ofTerraform.some(file => isReadByTerraform(file) && file.isTheirs);
	return {
		leftovers: isKept
			? leftovers.map(file => (ofTerraform.includes(file) ? { ...file, isTheirs: true } : file))
			: leftovers,
		...(applied.length > 0 && { applied }),
	};
};
