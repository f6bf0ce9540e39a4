import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { layersFolder } from '../../../source/builds/folders.ts';
import { needs } from '../../helpers/needs.ts';
import { at } from '../../helpers/whereabouts.ts';
import { makeKeeper, type Rehearsed, recordsOf, rehearse, takenOf } from './rehearse.ts';

const scripts = {
	one: 'echo first | sudo tee /etc/one; head -c 3000000 /dev/urandom | sudo tee /opt/large >/dev/null; sleep 0.1',
	two: 'sudo cp /tmp/payload /etc/two; echo "colour $COLOUR"; echo aside >&2; sleep 0.1',
	three: 'cat /etc/one /etc/two | sudo tee /etc/three; rm /tmp/payload; sleep 0.1',
};

/** The template with a file that is sent before the second step, which has a variable. */
const withFile =
	(payload: string, variable = 'COLOUR=red') =>
	(template: string): string =>
		template.replace(
			/( {2}provisioner "shell" \{\n)( {4}script += "\$\{path\.root\}\/scripts\/02-two\.sh"\n)/,
			`  provisioner "file" {
    source      = "${payload}"
    destination = "/tmp/payload"
  }

$1$2    environment_vars = ["${variable}"]
`,
		);

describe('a rehearsal behind another one', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('runs again exactly what has to, whatever changed', async () => {
		const person = await makeKeeper();
		const payload = path.join(person.folder, 'payload');
		await writeFile(payload, 'sent\n');
		const change = withFile(payload);
		const again = (more: Partial<Rehearsed> = {}) => rehearse(person, { scripts, change, ...more });

		const contents = { ...person, environment: { ...person.environment, PACKER_WIZARD_CONTENTS: 'on' } };
		const first = await rehearse(contents, { scripts, change });
		expect(first.result).toBe('done');
		expect(takenOf(first)).toEqual([]);
		expect(first.steps.every(({ layer }) => layer !== undefined)).toBe(true);

		// The same once more: nothing is run, and all is told as if it were, its contents and what printed it among that.
		const second = await rehearse(contents, { scripts, change });
		expect(second.result).toBe('done');
		expect(takenOf(second)).toEqual(['one', 'two', 'three']);
		expect(second.steps.map(({ layer }) => layer)).toEqual(first.steps.map(({ layer }) => layer));
		const printed = (timeline: typeof first) =>
			timeline.log.filter(({ source }) => source === 'stdout' || source === 'stderr').map(({ text }) => text);
		expect(printed(second).toSorted()).toEqual(printed(first).toSorted());
		expect(printed(second)).toContain('colour red');
		const actions = createActions(at(contents.environment, contents.folder));
		const [of, ofFirst] = await Promise.all(
			[second, first].map(async ({ header }) => (await actions.contents(header.id)).images[0]),
		);
		const brought = of?.steps.map(({ name, files }) => [name, files.map(file => file.path).toSorted()]);
		expect(brought).toEqual(
			ofFirst?.steps.map(({ name, files }) => [name, files.map(file => file.path).toSorted()]),
		);
		expect(brought).toEqual([
			['one', ['/etc/one', '/opt/large']],
			['two', ['/etc/two']],
			['three', ['/etc/three']],
		]);

		// The last, a middle and the first step.
		expect(takenOf(await again({ scripts: { ...scripts, three: 'cat /etc/two' } }))).toEqual(['one', 'two']);
		expect(
			takenOf(await again({ scripts: { ...scripts, two: 'sudo cp /tmp/payload /etc/two; id' } })),
		).toEqual(['one']);
		expect(takenOf(await again({ scripts: { ...scripts, one: 'echo other | sudo tee /etc/one' } }))).toEqual(
			[],
		);

		// A name of the environment, and the file that a step gets.
		const renamed = await again({ change: withFile(payload, 'COLOR=red') });
		expect(takenOf(renamed)).toEqual(['one']);
		expect(printed(renamed)).not.toContain('colour red');
		await writeFile(payload, 'SENT\n');
		const sent = await again();
		expect(takenOf(sent)).toEqual(['one']);
		expect(printed(sent)).toContain('SENT');

		// One more step goes on behind all others that were kept at the first time, and one that fails is kept by nobody.
		await writeFile(payload, 'sent\n');
		const failing = { scripts: { ...scripts, four: 'echo four | sudo tee /etc/four; exit 3' } };
		for (const request of [{}, { isFresh: true }]) {
			const attempt = await again({ ...failing, request });
			expect(attempt.result).toBe('failed');
			expect(takenOf(attempt)).toEqual('isFresh' in request ? [] : ['one', 'two', 'three']);
			expect(attempt.steps.at(-1)).toMatchObject({ name: 'four', status: 'failed' });
			expect(attempt.steps.at(-1)?.layer).toBeUndefined();
		}

		// Each holds what those below it have not, for nobody else to read.
		const records = await recordsOf(person);
		const large = records.filter(({ bytes }) => bytes > 2_900_000);
		expect(large).toHaveLength(1);
		const folder = layersFolder(person.environment);
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
		expect((await stat(path.join(folder, `${large[0]?.hash}.json`))).mode & 0o777).toBe(0o600);
		const { count, bytes } = await actions.layers();
		expect(count).toBe(records.length);
		expect(bytes).toBeLessThan(6_000_000);
	}, 600_000);
});
