import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ownFile } from '../../source/store/preset-files.ts';
import type { Bench } from '../bench.ts';
import { alternate } from '../measure/alternate.ts';
import { type Person, type Place, program } from '../measure/place.ts';
import { timeOf, untilDone } from '../measure/run.ts';
import { comparisonRow, type Row, type Series } from '../report/row.ts';
import { nodePreset } from '../scene/home.ts';

const runs = 3;

const install = (names: string): string =>
	`sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y ${names}`;

/** The steps behind that of the preset; the last one is changed between two rehearsals. */
const moreSteps = (last: string) =>
	[
		['nginx', install('nginx')],
		['git', install('git jq')],
		['tools', install('unzip wget')],
		['motd', `echo ${last} | sudo tee /etc/motd`],
	].map(([name = '', line = '']) => ({ name, inline: [line] }));

/** Rehearses in a container, with the last step as it is given. @returns milliseconds. */
const rehearse = async (place: Place, { folder, environment }: Person, last: string): Promise<number> => {
	const preset = await nodePreset();
	const recipe = { ...preset, name: 'five-steps', steps: [...preset.steps, ...moreSteps(last)] };
	const file = ownFile(recipe.name, environment);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(recipe));
	const args = ['run', recipe.name, '--rehearse', '--sandbox', 'container', '--speed', '1000', '--plain'];
	const terminal = place.open({ command: [...program, ...args], cwd: folder, environment });
	return untilDone(terminal, /rehearsed/);
};

/** A rehearsal of five steps, and the next one with the last of them changed. */
export const measureRehearsal = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	say(`rehearsals: ${runs} times two of five steps, and once before that`);
	// Each first one is that of somebody who has rehearsed nothing before.
	let person: Person | undefined;
	const first = async (): Promise<number> => {
		const made = await place.makePerson();
		// The tests keep no layers; what is kept here would stay in the engine.
		const environment = { ...made.environment, PACKER_WIZARD_LAYERS: '5' };
		const free = {
			command: [...program, 'cleanup', '--layers', '--no-input'],
			cwd: made.folder,
			environment,
		};
		place.onClose(() => timeOf(free, AbortSignal.timeout(60_000)));
		person = { ...made, environment };
		return rehearse(place, person, 'one');
	};
	const second = async (): Promise<number> => {
		if (!person) {
			throw new Error('There was no first one.');
		}

		return rehearse(place, person, 'another');
	};
	const names = ['the first', 'the second'] as const;
	const outcomeOf = await alternate(
		[
			{ name: names[0], run: first },
			{ name: names[1], run: second },
		],
		runs,
		place,
	);
	const series = (name: string): Series => ({ name, unit: 'ms', ...outcomeOf(name) });
	return [
		comparisonRow({
			what: 'second rehearsal, last of five steps changed',
			ours: series(names[1]),
			other: series(names[0]),
			most: 0.25,
		}),
	];
};
