import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRehearsal } from '../../source/rehearsal/rehearsal.ts';
import { build, ubuntu } from './packer-build.ts';

// A rehearsal as a program of its own, for a test that puts it where no network is. Prints what came of it.
const environment = Object.fromEntries(
	Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);
const folder = await mkdtemp(path.join(tmpdir(), 'offline-'));
const rehearsal = await startRehearsal({
	region: 'eu-west-1',
	copyTo: ['us-east-1'],
	architecture: 'x86_64',
	baseImage: ubuntu,
	sandbox: 'auto',
	environment,
	speed: Infinity,
	faults: [],
	buildId: 'offline',
	traceReason: () => undefined,
	temporaryFolder: folder,
});
const built = await build({ folder, environment }, rehearsal, { source: ['ami_regions = ["us-east-1"]'] });
await rehearsal.stop();
console.log(JSON.stringify({ ...built, sandbox: rehearsal.sandbox }));
