import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { imageData, type OwnImage } from '../flow/images.ts';
import { imageCells, noImages, unseenTexts } from '../flow/words/images.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';
import { printTable } from './shared/table-lines.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard images list [flags]'],
		text: [
			'Lists the images that builds of this computer made, the newest first: name, id, region, age, base image, and how each stands. AWS is asked whether they are still there, and whether a newer base image has come out, where you are signed in to the account that they are in; else it is said what was known last.',
			'What can be done with one: packer-wizard builds show <id> names its build, builds copy its copies.',
		],
		groups: [],
		examples: ['packer-wizard images list --json'],
	},
	takes: 0,
	run: async session => {
		let images: readonly OwnImage[] = [];
		await (await session.actions()).images(told => {
			images = told;
		});
		if (session.mode.front === 'json') {
			session.print(jsonDocument(images.map(imageData)));
			return exitCodes.done;
		}

		if (images.length === 0) {
			session.say(`${noImages} Make one: ${programCommand(session.environment)} new`);
		}

		const now = Date.now();
		printTable(
			session,
			images.map(image => imageCells(image, now)),
		);
		unseenTexts(images)
			.map(why => `Not asked of AWS: ${why}`)
			.forEach(session.note);
		return exitCodes.done;
	},
};
