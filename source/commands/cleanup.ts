import type { Actions } from '../actions/contract.ts';
import { columns } from '../base/columns.ts';
import { exitCodes, Interrupted, Problem } from '../base/problem.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { lastValue } from '../flags/parse.ts';
import { jsonDocument } from '../json/document.ts';
import type { FoundRemains, Removal, Removed } from '../targets/aws/builds/remains/places.ts';
import {
	allRemains,
	askForRemoval,
	brokenOffText,
	deletable,
	foundText,
	notLookedTexts,
	remainCells,
	remainsData,
	remainsExitCode,
	removalText,
	removedText,
} from '../targets/aws/flow/words/remains.ts';
import { cleanEngine } from './shared/clean-engine.ts';
import { cleanLayers } from './shared/clean-layers.ts';
import type { Command } from './shared/command.ts';
import { askForYes } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';

const sayFound = ({ print, say, note }: Session, remains: FoundRemains): void => {
	const now = Date.now();
	say(foundText(remains));
	columns(allRemains(remains).map(remain => remainCells(remain, now))).forEach(print);
	notLookedTexts(remains).forEach(note);
};

/** Whether what was found is to be deleted. @throws Problem (exit 2) where nobody can be asked. */
const isWanted = async (session: Session, remains: FoundRemains): Promise<boolean> => {
	const ask = askForRemoval(remains);
	const unasked = ['Nobody can be asked here whether to delete what is left.', 'Delete it: --yes'] as const;
	return ask !== undefined && (await askForYes(session, ask, unasked)) === 'go';
};

/** A build that is known here by what was typed; one whose journal is elsewhere is not. */
const knownBuild = async (actions: Actions, id: string): Promise<Timeline | undefined> => {
	try {
		return await actions.look(await actions.findBuild(id));
	} catch (error) {
		if (error instanceof Problem) {
			return undefined;
		}

		throw error;
	}
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard cleanup [<id>] [flags]'],
		text: [
			'Finds what a build left in AWS, of all builds without an id: machines, disks, keys, firewalls, profiles and roles, spot requests, and images and snapshots that came to nothing. It looks by what Packer said and by the tag packer-wizard:build, shows what is there, and deletes it after a yes. Images that builds were for always stay, and so does what belongs to a build that runs.',
			'Of a build of a container image it finds the container and the image without a name in Docker or Podman.',
			'With --layers it removes what rehearsals keep in Docker or Podman, so that the next one begins behind what did not change.',
			'What a build of another computer left is found by its tag, and deleted by its id.',
		],
		groups: [
			{
				title: 'What',
				flags: [{ name: 'layers', text: 'The layers of rehearsals on this computer, and nothing else.' }],
			},
			{
				title: 'Where to look',
				flags: [
					{ name: 'region', value: '<id,id>', text: 'In these regions too.' },
					{
						name: 'profile',
						value: '<name>',
						text: 'In the account of this profile, instead of that in which the builds were.',
					},
				],
			},
		],
		examples: [
			'packer-wizard cleanup 7f3a',
			'packer-wizard cleanup --yes --no-input                   # the last step of a CI job',
			'packer-wizard cleanup 7f3a --region eu-west-1 --yes      # a build of another computer',
		],
	},
	takes: 1,
	run: async session => {
		if (session.has('layers')) {
			return cleanLayers(session);
		}

		const actions = await session.actions();
		const { parsed } = session;
		const [id] = parsed.positionals;
		const regions = (parsed.values.get('region') ?? []).flatMap(text => text.split(',')).filter(Boolean);
		const meant = id === undefined ? undefined : await knownBuild(actions, id);
		if (meant?.header.engine !== undefined && meant.result !== undefined) {
			const exitCode = await cleanEngine(session, meant);
			if (meant.header.mode !== 'aws' || exitCode !== exitCodes.done) {
				return exitCode;
			}
		}

		const isJson = session.mode.front === 'json';
		const finish = async (remains: FoundRemains, removed?: Removed): Promise<void> => {
			if (isJson) {
				session.print(jsonDocument(remainsData(remains, removed, Date.now())));
			}
		};
		let remains: FoundRemains | undefined;
		let removals: Removal[] | undefined;
		try {
			remains = await actions.findRemains({ id, regions, profile: lastValue(parsed, 'profile') });
			if (!isJson) {
				sayFound(session, remains);
			}

			if (isJson && !session.has('yes') && deletable(remains).length > 0) {
				await finish(remains);
			}

			if (!(await isWanted(session, remains))) {
				if (deletable(remains).length > 0) {
					session.note('Nothing was deleted.');
					return exitCodes.cancelled;
				}

				await finish(remains);
				return remainsExitCode(remains);
			}

			removals = [];
			const removed = await actions.removeRemains(remains, removal => {
				removals?.push(removal);
				(removal.why === undefined ? session.say : session.note)(removalText(removal));
			});
			await finish(remains, removed);
			session.sayEnd([removedText(removed)], remainsExitCode(remains, removed));
			return remainsExitCode(remains, removed);
		} catch (error) {
			if (error instanceof Interrupted) {
				session.note(
					brokenOffText(remains, removals, ['packer-wizard cleanup', id].filter(Boolean).join(' ')),
				);
			}

			throw error;
		}
	},
};
