import path from 'node:path';
import { expect } from 'vitest';
import { type Person, root, runProgram } from './program.ts';

/** What is published: the archive, and where it is unpacked with nothing else beside it. */
export type Packed = {
	readonly archive: string;
	readonly folder: string;
	readonly launcher: string;
};

/** Packs what would be published, and unpacks it in the person's home. */
export const unpackIn = async (person: Person): Promise<Packed> => {
	const pack = ['npm', 'pack', root, '--ignore-scripts', '--silent', '--pack-destination', person.home];
	const packed = await runProgram(person, [], { command: pack });
	expect(packed.code, packed.stderr).toBe(0);
	const archive = path.join(person.home, packed.stdout.trim());
	const unpacked = await runProgram(person, ['-xzf', archive, '-C', person.home], { command: ['tar'] });
	expect(unpacked.code, unpacked.stderr).toBe(0);
	const folder = path.join(person.home, 'package');
	return { archive, folder, launcher: path.join(folder, 'dist/cli.js') };
};
