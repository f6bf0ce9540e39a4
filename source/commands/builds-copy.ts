import { exitCodes, Interrupted, Problem } from '../base/problem.ts';
import { jsonDocument } from '../json/document.ts';
import type { CopyNews } from '../targets/aws/builds/image-copies/make.ts';
import { missingCopies } from '../targets/aws/builds/report/copies.ts';
import { askForCopies, brokenOffCopiesText, copyText } from '../targets/aws/flow/words/copies.ts';
import { regionComplaint } from '../targets/aws/recipe/place.ts';
import type { Command } from './shared/command.ts';
import { askForYes } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';

/** The regions that were named, each once. @throws Problem (exit 2) for what is none. */
const namedRegions = ({ parsed }: Session): readonly string[] => {
	const named = (parsed.values.get('to') ?? []).flatMap(text => text.toLowerCase().split(','));
	const regions = [...new Set(named.map(text => text.trim()).filter(Boolean))];
	const complaint = regions.map(regionComplaint).find(text => text !== undefined);
	if (complaint !== undefined) {
		throw new Problem(complaint, { exitCode: exitCodes.usage });
	}

	return regions;
};

/** The command under both its names: it is looked for with the builds, and with the images. */
const copyCommand = (name: string): Command => ({
	usage: {
		synopsis: [`packer-wizard ${name} [<id>] [--to <id,id>] [flags]`],
		text: [
			'Copies the image of a build to more regions, with its name and its tags, without building again: by its id, by that of its AMI, by the name of its preset, or of the newest. Without --to it goes to the regions that the build could not copy it to. A region that has it already is left as it is.',
		],
		groups: [
			{ title: 'Where to', flags: [{ name: 'to', value: '<id,id>', text: 'The regions that get a copy.' }] },
		],
		examples: [`packer-wizard ${name} 7f3a --to eu-west-1,us-west-2`],
	},
	takes: 1,
	run: async session => {
		const { parsed, mode, say, note, print } = session;
		const named = namedRegions(session);
		const actions = await session.actions();
		const id = await actions.findBuild(parsed.positionals[0]);
		const regions = named.length > 0 ? named : missingCopies(await actions.look(id));
		if (regions.length === 0) {
			throw new Problem(`It is not said where the image of build ${id} shall go.`, {
				next: ['Name regions: --to eu-west-1,us-east-1'],
				exitCode: exitCodes.usage,
			});
		}

		const wish = await askForYes(session, askForCopies(id, regions), [
			'Copies cost money, and nobody can be asked here.',
			'Make them: --yes',
		]);
		if (wish !== 'go') {
			return exitCodes.cancelled;
		}

		const last = new Map<string, CopyNews>();
		try {
			await actions.copyImage(id, regions, news => {
				last.set(news.region, news);
				if (mode.front !== 'json') {
					(news.state === 'failed' || news.said !== undefined ? note : say)(copyText(news));
				}
			});
		} catch (error) {
			if (error instanceof Interrupted) {
				note(brokenOffCopiesText(id, regions, [...last.values()]));
			}

			throw error;
		}

		const copies = regions.flatMap(region => last.get(region) ?? []);
		if (mode.front === 'json') {
			print(jsonDocument({ id, copies: copies.map(({ kind, ...copy }) => copy) }));
		} else if (session.has('quiet')) {
			for (const { region, ami } of copies.filter(({ state }) => state === 'done')) {
				print(`${region}\t${ami}`);
			}
		}

		return copies.some(({ state }) => state === 'failed') ? exitCodes.buildFailed : exitCodes.done;
	},
});

export const command = copyCommand('builds copy');
export const imagesCopy = copyCommand('images copy');
