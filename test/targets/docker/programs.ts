import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Person } from '../../helpers/program.ts';

/** The environment of a person with programs that are given as shell scripts first on PATH. */
export const makePrograms = async (
	person: Person,
	programs: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> => {
	const bin = await mkdtemp(path.join(person.home, 'bin-'));
	await mkdir(bin, { recursive: true });
	for (const [name, script] of Object.entries(programs)) {
		await writeFile(path.join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
	}

	return { ...person.environment, PATH: `${bin}:${person.environment['PATH']}` };
};
