import { columns } from '../base/columns.ts';
import { exitCodes } from '../base/problem.ts';
import { bundlesDate } from '../catalog/bundles/index.ts';
import { bundleDocument, bundleGroups, bundleMark } from '../flow/words/bundles.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard bundles list [<word> …] [flags]'],
		text: [
			"Lists what of Gruntwork's library can be installed, by what it is for. With words it lists what they find, those that are gone among them.",
		],
		groups: [],
		examples: ['packer-wizard bundles', 'packer-wizard bundles list vpn'],
	},
	takes: Number.POSITIVE_INFINITY,
	run: async session => {
		const query = session.parsed.positionals.join(' ');
		const groups = bundleGroups(query);
		const found = groups.flatMap(({ bundles }) => bundles);
		if (session.mode.front === 'json') {
			session.print(jsonDocument(found.map(bundleDocument)));
			return exitCodes.done;
		}

		const lines = columns(found.map(bundle => [bundle.id, bundle.summary, bundleMark(bundle)]));
		let at = 0;
		for (const { family, bundles } of groups) {
			session.say(`${at === 0 ? '' : '\n'}${family.title}`);
			lines.slice(at, at + bundles.length).forEach(session.print);
			at += bundles.length;
		}

		session.say(
			found.length === 0
				? `No bundle is found by ${JSON.stringify(query)}.`
				: `\nAs of ${bundlesDate}. What one is for, and what it takes: packer-wizard bundles show ${found[0]?.id}`,
		);
		return exitCodes.done;
	},
};
