import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { editPrivateCopy } from '../../source/builds/copy/private-copy.ts';
import { sourceLines } from '../../source/builds/copy/template-edits.ts';
import { findBaseImage } from '../../source/catalog/base-images.ts';
import { rehearsalEnvironment } from '../../source/packer/environment.ts';
import { startRehearsal } from '../../source/rehearsal/rehearsal.ts';
import type { Bench } from '../bench.ts';
import { alternate } from '../measure/alternate.ts';
import { type Person, type Place, program } from '../measure/place.ts';
import { timeOf, untilDone } from '../measure/run.ts';
import { comparisonRow, type Row, type Series } from '../report/row.ts';
import { nodePreset } from '../scene/home.ts';

const runs = 9;
/** So many times faster than EC2 that nothing is waited for. */
const fullSpeed = 1_000_000_000;

/** The endpoint and the machine that `packer-wizard` would start in a supervisor, here. */
const startEndpoint = async ({ folder, environment }: Person) => {
	const {
		base,
		aws: { region },
	} = await nodePreset();
	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	if (!image) {
		throw new Error('the preset begins with no image of the catalogue');
	}

	const { architecture } = base;
	return startRehearsal({
		region,
		copyTo: [],
		architecture,
		baseImage: {
			...image,
			exampleName: image.exampleName[architecture],
			nameFilter: image.nameFilter[architecture],
		},
		sandbox: 'trace',
		environment,
		speed: fullSpeed,
		faults: [],
		buildId: 'bench',
		traceReason: () => undefined,
		temporaryFolder: folder,
	});
};

/** Renders the preset as a person would, and lets Packer alone build it against an endpoint of its own. */
const buildBare = async (place: Place, person: Person): Promise<number> => {
	const { folder, environment } = person;
	const template = path.join(folder, 'template');
	await rm(template, { recursive: true, force: true });
	await mkdir(template);
	const render = [...program, 'render', 'nodejs', '--out', template, '--no-input'];
	await timeOf({ command: render, cwd: folder, environment }, place.signal);
	const rehearsal = await startEndpoint(person);
	try {
		const { endpoint, sshHost: host, sshPort: port, credentials } = rehearsal;
		await editPrivateCopy(template, {
			manifest: 'manifest.json',
			sourceLines: sourceLines({ host, port, ec2: endpoint }, undefined, false),
		});
		const { region } = (await nodePreset()).aws;
		const command = ['packer', 'build', '-machine-readable', '-color=false', '.'];
		const own = rehearsalEnvironment(environment, { endpoint, credentials, region, folder });
		const cache = path.join(folder, 'packer_cache');
		return await timeOf(
			{ command, cwd: template, environment: { ...own, PACKER_CACHE_DIR: cache } },
			place.signal,
		);
	} finally {
		await rehearsal.stop();
	}
};

/** A rehearsal whose scripts are only checked, with nothing waited for, beside what Packer itself takes for it. */
export const measureTrace = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	say(`rehearsals that only check scripts: ${runs} times, and as often Packer alone`);
	const [person, other] = [await place.makePerson(), await place.makePerson()];
	const args = ['run', 'nodejs', '--rehearse', '--sandbox', 'trace', '--speed', String(fullSpeed), '--plain'];
	const launch = {
		command: [...program, ...args],
		cwd: person.folder,
		environment: person.environment,
	};
	const names = ['rehearsal', 'packer build'] as const;
	const outcomeOf = await alternate(
		[
			{ name: names[0], run: () => untilDone(place.open(launch), /rehearsed/) },
			{ name: names[1], run: () => buildBare(place, other) },
		],
		runs,
		place,
	);
	const series = (name: string): Series => ({ name, unit: 'ms', ...outcomeOf(name) });
	return [
		comparisonRow({
			what: 'rehearsal that only checks scripts, full speed',
			ours: series(names[0]),
			other: series(names[1]),
			most: 1.1,
			plus: 300,
		}),
	];
};
