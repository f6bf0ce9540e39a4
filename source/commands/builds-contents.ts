import { exitCodes, Problem } from '../base/problem.ts';
import { contentsLines, unlisted } from '../flow/words/contents.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';
import { programVersion } from './shared/version.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds contents [<id>] [flags]'],
		text: [
			'What is in the image of a build: all packages with their versions, and what each step installed and changed, as the machine told when all steps were over. By the id of the build or the beginning of it, by the name of its preset, or the newest (last).',
		],
		groups: [
			{
				title: 'How',
				flags: [
					{
						name: 'sbom',
						text: 'As a bill of materials for other programs: the packages as CycloneDX 1.6, in JSON.',
					},
				],
			},
		],
		examples: [
			'packer-wizard builds contents last',
			'packer-wizard builds contents 7f3a --sbom > web.cdx.json',
		],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const contents = await actions.contents(await actions.findBuild(session.parsed.positionals[0]));
		if (session.has('sbom') && contents.images.every(({ packages }) => packages.length === 0)) {
			throw new Problem(`There is no bill of materials of build ${contents.build.id}.`, {
				reason: unlisted,
				exitCode: exitCodes.missing,
			});
		}

		if (session.has('sbom') || session.mode.front === 'json') {
			const { billOfMaterials } = await import('../flow/bill-of-materials.ts');
			session.print(
				jsonDocument(session.has('sbom') ? billOfMaterials(contents, programVersion()) : contents),
			);
			return exitCodes.done;
		}

		contentsLines(contents).forEach(session.print);
		return exitCodes.done;
	},
};
