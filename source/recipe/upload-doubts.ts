import path from 'node:path';
import type { Recipe } from './schema.ts';
import { isStepOf } from './step-kinds.ts';

/** Where Packer puts what is uploaded, as the log-in user, who may not write everywhere: a file or a folder of its own name. */
export const staging = '/tmp/';

/** By which place of the machine something of the person's goes to its own. */
export const stagedPath = (upload: string): string =>
	`${staging}${path.posix.basename(upload.replaceAll('\\', '/'))}`;

/** Which uploads are in each other's way, a sentence each: one stays where another one only passes. */
export const uploadDoubts = ({ steps }: Pick<Recipe, 'steps'>): readonly string[] => {
	const uploads = steps.filter(step => isStepOf('upload', step));
	return uploads.flatMap(passing =>
		uploads
			.filter(staying => staying !== passing)
			.filter(({ to }) => `${to}/`.replaceAll(/\/+/g, '/').startsWith(`${stagedPath(passing.upload)}/`))
			.map(
				staying =>
					`${passing.upload} passes ${stagedPath(passing.upload)} on its way, where ${staying.upload} is to stay: name another place for that.`,
			),
	);
};
