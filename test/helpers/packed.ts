import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { type Person, root, runProgram } from './program.ts';

/** What is published, unpacked in a folder that has nothing else. */
export type Packed = {
	/** Bytes of the archive. */
	readonly size: number;
	/** Bytes of all files in it. */
	readonly unpackedSize: number;
	readonly files: readonly { readonly path: string; readonly size: number }[];
	readonly launcher: string;
};

/** Builds, packs and unpacks what would be published, in the person's home. */
export const unpackIn = async (person: Person): Promise<Packed> => {
	const from = path.join(person.home, 'from');
	for (const name of ['package.json', 'README.md', 'LICENSE', 'presets']) {
		await cp(path.join(root, name), path.join(from, name), { recursive: true });
	}

	// In a Node.js of its own, as when it is published: a test's own adds to the modules that a bundle takes as they are.
	const build = `await (await import(${JSON.stringify(path.join(root, 'build.ts'))})).buildProgram(${JSON.stringify(path.join(from, 'dist'))})`;
	const built = await runProgram(person, [], {
		command: [process.execPath, '--input-type=module', '--eval', build],
	});
	expect(built.code, built.stderr).toBe(0);
	const pack = ['npm', 'pack', from, '--ignore-scripts', '--json', '--pack-destination', person.home];
	const packed = await runProgram(person, [], { command: pack });
	expect(packed.code, packed.stderr).toBe(0);
	// A list up to npm 11, an object by name since.
	const [told] = Object.values<Packed & { readonly filename: string }>(JSON.parse(packed.stdout));
	if (told === undefined) {
		throw new Error(`npm pack told of no archive: ${packed.stdout}`);
	}

	const archive = path.join(person.home, told.filename);
	const unpacked = await runProgram(person, ['-xzf', archive, '-C', person.home], { command: ['tar'] });
	expect(unpacked.code, unpacked.stderr).toBe(0);
	const { size, unpackedSize, files } = told;
	return { size, unpackedSize, files, launcher: path.join(person.home, 'package/dist/cli.cjs') };
};
