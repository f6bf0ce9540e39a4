import { Problem } from '../base/problem.ts';
import { parseVersion } from '../base/versions.ts';
import { keepFlag, overwriteFlag, trustFlag } from '../flags/common.ts';
import { lastValue } from '../flags/parse.ts';
import { questionGroups } from '../flags/question-help.ts';
import type { Command } from './shared/command.ts';
import { readDecided } from './shared/decided.ts';
import { sayUnused } from './shared/warnings.ts';
import { writeDecided } from './shared/write-files.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard render <preset> [flags]'],
		text: [
			'Writes the files of a preset and builds nothing. They work without packer-wizard, by packer build.',
			'By name they go to a folder with the name of the image in this one, by path they stay beside the recipe; --out names another folder.',
		],
		groups: [
			{
				title: 'How',
				flags: [
					keepFlag,
					overwriteFlag,
					trustFlag,
					{
						name: 'packer-version',
						value: '<version>',
						text: 'Write for this Packer instead of the one that is found.',
					},
				],
			},
			...questionGroups('recipe'),
		],
		examples: [
			'packer-wizard render nodejs',
			'packer-wizard render ./web --packer-version 1.6.6 --overwrite',
		],
	},
	takes: 1,
	run: async session => {
		const wanted = lastValue(session.parsed, 'packer-version');
		const version = wanted === undefined ? undefined : parseVersion(wanted);
		if (wanted !== undefined && version === undefined) {
			throw new Problem(`--packer-version takes a version such as 1.16.0, not ${JSON.stringify(wanted)}.`);
		}

		const draft = await readDecided(session, 'packer-wizard render', session.environment);
		sayUnused(session, draft);
		return writeDecided(session, draft, { packer: version });
	},
};
