import { agoText, durationText } from '../base/durations.ts';
import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import type { BuildRow } from '../flow/builds.ts';
import { columns } from './shared/columns.ts';
import type { Command } from './shared/command.ts';

const statusText = ({ result, broken }: BuildRow): string =>
	broken === undefined ? (result ?? 'running') : 'broken';

const whenText = ({ began, took, result, broken }: BuildRow, now: number): string =>
	broken !== undefined
		? agoText(began, now)
		: result === undefined
			? `since ${durationText(took)}`
			: `${agoText(began, now)}, ${durationText(took)}`;

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds list [flags]'],
		text: ['Lists the builds, the newest first.'],
		groups: [],
	},
	takes: 0,
	run: async session => {
		const { builds } = await (await session.actions()).home();
		if (session.mode.front === 'json') {
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(builds));
			return exitCodes.done;
		}

		if (builds.length === 0) {
			session.say(`There is no build yet. Make an image: ${programCommand(session.environment)} new`);
		}

		const now = Date.now();
		const rows = builds.map(build => [
			build.id,
			build.name,
			statusText(build),
			whenText(build, now),
			build.detail === build.result ? '' : build.detail,
		]);
		columns(rows).forEach(session.print);
		return exitCodes.done;
	},
};
