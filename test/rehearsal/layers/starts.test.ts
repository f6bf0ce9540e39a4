import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../../helpers/needs.ts';
import type { Person } from '../../helpers/program.ts';
import { findProgram } from '../../setup/needs.ts';
import { makePrograms } from '../../targets/docker/programs.ts';
import { makeKeeper, recordsOf, rehearse, takenOf } from './rehearse.ts';

const scripts = { one: 'echo 1 | sudo tee /etc/one', two: 'echo 2 | sudo tee /etc/two' };

/** The same person, whose engine notes which images it runs: by their ids, or how they are called. */
const withNotes = async (person: Person) => {
	const notes = path.join(person.home, 'notes');
	await writeFile(notes, '');
	const environment = await makePrograms(person, {
		docker: 'exit 1',
		podman: `[ "$1" != run ] || echo "\${*//$'\\n'/ }" >>'${notes}'; exec '${findProgram('podman')}' "$@"`,
	});
	/** What was run since it was asked last, without the container that only proves that one can be run. */
	const runs = async (): Promise<readonly string[]> => {
		const lines = (await readFile(notes, 'utf8')).split('\n').filter(Boolean);
		await writeFile(notes, '');
		return lines
			.filter(line => !line.includes('packer-wizard-proof-'))
			.map(line => /--entrypoint \S+ (\S+)/.exec(line)?.[1] ?? line);
	};
	return { person: { ...person, environment }, runs };
};

describe('the containers of a rehearsal', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('begin with that of the newest layer whose step will likely not run again, and end with the last step', async () => {
		const { person, runs } = await withNotes(await makeKeeper({ PACKER_WIZARD_CONTENTS: 'on' }));
		await rehearse(person, { scripts });
		// The base image, and one behind each step but the last.
		expect(await runs()).toHaveLength(3);

		const layerOf = async (name: string, timeline: Awaited<ReturnType<typeof rehearse>>) => {
			const layer = timeline.steps.find(step => step.name === name)?.layer;
			return (await recordsOf(person)).find(({ hash }) => hash === layer)?.image;
		};
		const changed = await rehearse(person, { scripts: { ...scripts, two: 'cat /etc/one' } });
		expect(takenOf(changed)).toEqual(['one']);
		expect(await runs()).toEqual([await layerOf('one', changed)]);

		// Nothing has to run but what lists the contents, and what Packer does behind all steps.
		const same = await rehearse(person, { scripts });
		expect(takenOf(same)).toEqual(['one', 'two']);
		expect(await runs()).toEqual([await layerOf('two', same)]);

		// A step gets what nobody could foresee: what was started goes, and the right one comes.
		const other = await rehearse(person, {
			scripts,
			change: template =>
				template.replace(
					/( {4}script += "\$\{path\.root\}\/scripts\/02-two\.sh"\n)/,
					'$1    environment_vars = ["COLOUR=red"]\n',
				),
		});
		expect(other.result).toBe('done');
		expect(takenOf(other)).toEqual(['one']);
		expect(await runs()).toEqual([await layerOf('two', same), await layerOf('one', other)]);
	}, 600_000);
});
