import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { isCi } from '../../source/base/ci.ts';
import { sweepBuilds } from '../../source/builds/orphans.ts';
import { readOwner } from '../../source/builds/supervisor/owner.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, root, runningProcesses } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import {
	buildFolderOf,
	endOfBuild,
	eventually,
	journalOf,
	requestFor,
	untilPrinted,
	writeNullTemplate,
} from './helpers.ts';

/** What each runner gives to its jobs; the tracking ones are those that it finds processes by, to kill them. */
const runners = [
	{
		name: 'GitHub Actions',
		tracking: { RUNNER_TRACKING_ID: 'github_1' },
		kept: { CI: 'true', GITHUB_RUN_ID: '7' },
	},
	{ name: 'GitLab CI', tracking: {}, kept: { CI: 'true', CI_JOB_ID: '7' } },
	{
		name: 'Jenkins',
		tracking: { JENKINS_NODE_COOKIE: 'a', JENKINS_SERVER_COOKIE: 'b', HUDSON_SERVER_COOKIE: 'b' },
		kept: { JENKINS_URL: 'http://jenkins.internal/', BUILD_ID: '7' },
	},
];

const environmentsOf = async (person: Person, not: number): Promise<readonly string[]> => {
	const pids = (await runningProcesses(person)).filter(pid => pid !== not);
	return Promise.all(pids.map(pid => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
};

/** Starts a build from a process of its own below another one, as a job's shell starts the program; gives both. */
const startInJob = async (person: Person, variables: Record<string, string>, isAwaited: boolean) => {
	const folder = await writeNullTemplate(person, 'echo begun; sleep 600');
	const environment = { ...person.environment, ...variables };
	const request = await requestFor(person, folder, {
		whereabouts: at(environment, person.folder),
		isAwaited,
	});
	const script = `
		import { startBuild } from ${JSON.stringify(path.join(root, 'source/builds/start.ts'))};
		const { id } = await startBuild(${JSON.stringify(request)});
		console.log(process.pid, id);
		setInterval(() => {}, 1000);`;
	const job = spawn(
		'sh',
		['-c', '"$@"; exit', 'sh', process.execPath, '--input-type=module', '--eval', script],
		{
			env: environment,
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const [chunk] = await once(job.stdout, 'data');
	const [front, id = ''] = String(chunk).trim().split(' ');
	await untilPrinted(person, id, 'begun');
	return { id, front: Number(front), shell: job.pid ?? Number.NaN };
};

const expectCancelled = async (person: Person, id: string): Promise<void> => {
	expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
	const lines = await journalOf(person, id);
	expect(lines.find(line => line.kind === 'cancel')).toMatchObject({ reason: 'job' });
	await eventually(async () => (await runningProcesses(person)).length === 0);
};

describe('a build in CI', () => {
	beforeEach(context => {
		needs(context, 'packer');
		context.skip(process.platform !== 'linux', 'processes are looked at through /proc');
	});

	test.each(runners)(
		'of $name carries nothing that the job is tracked by, is nobody’s child, and ends with the front',
		async ({ tracking, kept }) => {
			const person = await makePerson();
			const { id, front, shell } = await startInJob(person, { ...tracking, ...kept }, true);
			const environments = (await environmentsOf(person, front)).filter(
				environment => !environment.includes('\0PWD=') || environment.includes('PKR_VAR_build_id'),
			);
			const packers = environments.filter(environment => environment.includes('PKR_VAR_build_id'));
			expect(packers.length).toBeGreaterThan(1);
			for (const environment of packers) {
				for (const name of Object.keys(tracking)) {
					expect(environment).not.toContain(`${name}=`);
				}

				for (const [name, value] of Object.entries(kept)) {
					expect(environment).toContain(`${name}=${value}\0`);
				}
			}

			const owner = readOwner(buildFolderOf(person, id));
			const supervisor = owner !== undefined && owner !== 'unknown' ? owner.process.pid : Number.NaN;
			const own = await readFile(`/proc/${supervisor}/environ`, 'utf8');
			expect(Object.keys(tracking).filter(name => own.includes(`${name}=`))).toEqual([]);
			const parent = (await readFile(`/proc/${supervisor}/stat`, 'utf8')).split(') ')[1]?.split(' ')[1];
			expect([front, shell]).not.toContain(Number(parent));

			process.kill(front, 'SIGKILL');
			await expectCancelled(person, id);
		},
	);

	test('ends with the job’s shell, which the front may outlive', async () => {
		const person = await makePerson();
		const { id, front, shell } = await startInJob(person, { CI: 'true' }, true);
		process.kill(shell, 'SIGKILL');
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
		process.kill(front, 'SIGKILL');
	});

	test('whose supervisor is killed too is cancelled by who looks next', async () => {
		const person = await makePerson();
		const { id, front } = await startInJob(person, { CI: 'true' }, true);
		const owner = readOwner(buildFolderOf(person, id));
		for (const pid of [front, owner !== undefined && owner !== 'unknown' ? owner.process.pid : Number.NaN]) {
			process.kill(pid, 'SIGKILL');
		}

		await eventually(async () => {
			await sweepBuilds(person.environment);
			const now = readOwner(buildFolderOf(person, id));
			return now !== undefined && now !== 'unknown' && now.generation === 2;
		});
		await expectCancelled(person, id);
	});

	test.each([
		['that was detached from its job goes on', { CI: 'true' }, false],
		['and one that no job waits for goes on', {}, true],
	] as const)('%s', async (_name, variables, isAwaited) => {
		const person = await makePerson();
		const { id, front } = await startInJob(person, variables, isAwaited);
		expect((await journalOf(person, id))[0]).not.toHaveProperty('job');
		process.kill(front, 'SIGKILL');
	});
});

test.each([
	[{ CI: 'true' }, true],
	[{ CI: '1' }, true],
	[{ CI: 'false' }, false],
	[{ CI: '' }, false],
	[{ JENKINS_URL: 'http://jenkins.internal/' }, true],
	[{ BUILD_ID: '7' }, false],
])('%o is CI: %s', (environment, expected) => {
	expect(isCi(environment)).toBe(expected);
});
