import { readdir, rm } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildsFolder, layersFolder } from '../../../source/builds/folders.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../../helpers/program.ts';
import { engine, makeKeeper, recordsOf, rehearse, takenOf } from './rehearse.ts';

/** Writes a megabyte that no other one is like. */
const large = (name: string): string => `head -c 1000000 /dev/urandom | sudo tee /opt/${name} >/dev/null`;

/** Which of some images the engine still has. */
const stillThere = async (person: Person, images: readonly string[]): Promise<readonly string[]> => {
	const told = await Promise.all(
		images.map(image => engine(person, 'image', 'inspect', '--format', '{{.Id}}', image)),
	);
	return images.filter((image, index) => told[index]?.includes(image));
};

describe('the room of layers', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('is made by those that were used longest ago, with what stands on them first', async () => {
		const person = await makeKeeper({ PACKER_WIZARD_LAYERS: '0.0025' });
		const first = { one: large('one'), two: large('two') };
		await rehearse(person, { scripts: first });
		const before = await recordsOf(person);
		// That of the step that waits for the machine, too.
		expect(before).toHaveLength(3);

		const second = await rehearse(person, { scripts: { other: large('other') } });
		const images = before.map(({ image }) => image);
		const left = (await recordsOf(person)).map(({ image }) => image);
		const gone = images.filter(image => !left.includes(image));
		expect(gone).toHaveLength(1);
		expect(await stillThere(person, images)).toEqual(images.filter(image => image !== gone[0]));
		expect(left).toHaveLength(3);
		expect(second.steps.every(({ layer }) => layer !== undefined)).toBe(true);

		// The first two are over two megabytes again, and what was not used now makes room.
		const third = await rehearse(person, { scripts: first });
		expect(takenOf(third)).toEqual(['one']);
		expect(takenOf(await rehearse(person, { scripts: { other: large('other') } }))).toEqual([]);
	}, 600_000);

	test('is given back by cleanup, also that of layers whose folder somebody deleted', async () => {
		const person = await makeKeeper();
		await rehearse(person, { scripts: { one: 'echo 1 | sudo tee /etc/one' } });
		const images = (await recordsOf(person)).map(({ image }) => image);
		expect(await stillThere(person, images)).toHaveLength(2);
		await rm(layersFolder(person.environment), { recursive: true });

		// What another one keeps in the same engine is not touched.
		const neighbour = await makeKeeper();
		await rehearse(neighbour, { scripts: { one: 'echo 1 | sudo tee /etc/one' } });
		const others = (await recordsOf(neighbour)).map(({ image }) => image);

		expect(await runProgram(person, ['cleanup', '--layers'])).toMatchObject({
			code: 0,
			stdout: 'Removed: 2 images of rehearsals of which nothing was known any more.\n',
		});
		expect(await stillThere(person, images)).toEqual([]);
		expect(await stillThere(neighbour, others)).toEqual(others);
		expect((await runProgram(person, ['cleanup', '--layers'])).stdout).toBe('Rehearsals keep no layers.\n');
		expect((await runProgram(neighbour, ['cleanup', '--layers'])).stdout).toMatch(
			/^Removed: 2 layers of rehearsals, [\d.]+ \w+\.\n$/,
		);
	}, 600_000);
});

test.each([
	[['run', 'nodejs', '--rehearse', '--sandbox', 'trace', '--plain', '--no-input']],
	[['doctor']],
	[['cleanup', '--layers']],
])('a limit that is no number is told before anything begins: %j', async args => {
	const person = await makePerson({ PACKER_WIZARD_LAYERS: '5GB' });
	const { code, stderr } = await runProgram(person, args);
	expect(code).toBe(2);
	expect(stderr).toContain('PACKER_WIZARD_LAYERS is 5GB, which is no number.');
	expect(stderr).toContain('Set it to a number, such as 5, or to off; or unset it.');
	expect(await readdir(buildsFolder(person.environment)).catch(() => [])).toEqual([]);
});
