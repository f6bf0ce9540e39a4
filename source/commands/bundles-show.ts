import { exitCodes, Problem } from '../base/problem.ts';
import { findBundle } from '../catalog/bundles/index.ts';
import { bundleDocument, bundleLines } from '../flow/words/bundles.ts';
import { jsonDocument } from '../json/document.ts';
import { labelled } from '../plain/labelled.ts';
import { lineWidth } from '../plain/streams.ts';
import { bundleObstacle } from '../recipe/bundle-complaints.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard bundles show <id> [flags]'],
		text: [
			'Shows what a bundle is for, whether anybody still cares for it, what it needs, and all its parameters.',
		],
		groups: [],
		examples: ['packer-wizard bundles show ssh-grunt'],
	},
	takes: 1,
	run: async session => {
		const [id] = session.parsed.positionals;
		const bundle = id === undefined ? undefined : findBundle(id);
		if (id === undefined || !bundle) {
			throw new Problem(
				id === undefined
					? 'packer-wizard bundles show needs the id of a bundle.'
					: (bundleObstacle(id) ?? `There is no bundle ${id}.`),
				{ next: ['All bundles: packer-wizard bundles'] },
			);
		}

		if (session.mode.front === 'json') {
			session.print(jsonDocument(bundleDocument(bundle)));
			return exitCodes.done;
		}

		bundleLines(bundle)
			.flatMap(line => {
				// A command is never broken.
				if (/^ +(?:packer-wizard|--set) /.test(line)) {
					return [line];
				}

				const indent = /^ */.exec(line)?.[0] ?? '';
				return labelled(indent, line.slice(indent.length), lineWidth(session.text));
			})
			.forEach(session.print);
		return exitCodes.done;
	},
};
