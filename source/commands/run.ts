import { unusedFlags } from '../flags/build.ts';
import { buildFlags } from '../flags/common.ts';
import type { Flag } from '../flags/parse.ts';
import { questionGroups } from '../flags/question-help.ts';
import { buildDecided } from './shared/build-request.ts';
import type { Command } from './shared/command.ts';
import { readDecided } from './shared/decided.ts';
import { preflight } from './shared/preflight.ts';
import { sayUnused } from './shared/warnings.ts';

const preflightFlag: Flag = {
	name: 'preflight',
	text: 'Only tell what AWS would say to the build: write, build and start nothing.',
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard run [<preset>] [flags]'],
		text: [
			'Writes the files of a preset and builds its image. A preset is a name, or a path if it holds a / or ends in .json; a folder means its recipe.json. Without one it is the recipe.json of the folder you are in. Each flag below changes one answer of it.',
			'By path the files are those beside the recipe, and what was changed in them counts; by name they are made for each build, unless --out names a folder.',
			'In a terminal the review comes first, which names the account; --yes skips it, and a rehearsal needs none.',
			'The exit code is 0 if the image is there, 1 if the build failed, 2 for wrong usage, 3 if something is missing, 4 for the sign-in, 5 if it was left, 130 if it was cancelled.',
		],
		groups: [{ title: 'How', flags: [preflightFlag, ...buildFlags] }, ...questionGroups('recipe')],
		examples: [
			'packer-wizard run nodejs --rehearse',
			'packer-wizard run web --preflight',
			'packer-wizard run ./web --set volume.size=20 --yes',
			'ami=$(packer-wizard run web --yes --quiet | cut -f 2)',
		],
	},
	takes: 1,
	run: async session => {
		const draft = await readDecided(session, 'packer-wizard run', session.environment);
		sayUnused(session, draft, unusedFlags(session.parsed, draft));
		return session.has('preflight') ? preflight(session, draft) : buildDecided(session, draft);
	},
};
