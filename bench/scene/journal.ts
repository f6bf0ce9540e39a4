import { mkdir } from 'node:fs/promises';
import type { Environment } from '../../source/base/paths.ts';
import { buildFolder, journalFile } from '../../source/builds/folders.ts';
import { createJournal, type NewEntry } from '../../source/builds/journal/writer.ts';
import { takeOwnership } from '../../source/builds/supervisor/owner.ts';
import { identityOf } from '../../source/builds/supervisor/process.ts';
import type { Recipe } from '../../source/recipe/schema.ts';

export type PastBuild = {
	/** Hexadecimal. */
	readonly id: string;
	readonly recipe: Recipe;
	/** How long ago it began, milliseconds. */
	readonly age: number;
	/** What its script printed. */
	readonly lines: readonly string[];
	/** `running`: this process stands for its supervisor, and it goes on for as long as that lives. */
	readonly state: 'done' | 'failed' | 'running';
};

const script = 'scripts/01-work.sh';
/** Milliseconds from the beginning of a build to its end. */
const took = 90_000;

const says = (kind: 'say' | 'message', text: string): NewEntry => {
	const prefix = kind === 'say' ? '==> ' : '    ';
	return {
		kind: 'record',
		offset: 0,
		target: '',
		type: 'ui',
		data: [kind, `${prefix}amazon-ebs.image: ${text}`],
	};
};

/** Writes the journal of a rehearsal as a supervisor does, in the home that the environment names. */
export const writeBuild = async (
	environment: Environment,
	{ id, recipe, age, lines, state }: PastBuild,
): Promise<void> => {
	const folder = buildFolder(id, environment);
	await mkdir(folder, { recursive: true });
	const supervisor = identityOf(process.pid);
	if (!supervisor || (state === 'running' && !takeOwnership(folder, 1))) {
		throw new Error(`build ${id} cannot be had alone`);
	}

	const journal = createJournal(journalFile(id, environment), {
		kind: 'header',
		version: 1,
		id,
		time: Date.now() - age,
		mode: 'rehearsal',
		recipe,
		preset: recipe.name,
		packer: { path: '/usr/bin/packer', version: '1.6.6' },
		supervisor,
		secrets: [],
		steps: [{ script, name: 'work' }],
	});
	const entries: readonly NewEntry[] = [
		{ kind: 'rehearsal', sandbox: 'container', detail: 'debian' },
		{ kind: 'packer', process: supervisor },
		says('say', 'Launching a source AWS instance...'),
		says('say', 'Waiting for SSH to become available...'),
		says('say', 'Connected to SSH!'),
		says('say', `Provisioning with shell script: ./${script}`),
		...lines.map(line => says('message', line)),
		...(state === 'running' ? [] : [says('say', 'Stopping the source instance...')]),
		...(state === 'done'
			? [
					{
						kind: 'end',
						result: state,
						exitCode: 0,
						artifacts: [{ region: 'us-east-1', ami: 'ami-0f3a91c2d4e5f6a7b' }],
					} as const,
				]
			: []),
		...(state === 'failed' ? [{ kind: 'end', result: state, exitCode: 1, artifacts: [] } as const] : []),
	];
	journal.append(entries.map(entry => ({ ...entry, age: Math.max(0, age - took) })));
	journal.close();
};
