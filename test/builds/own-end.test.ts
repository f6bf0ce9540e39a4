import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { cancelBuild } from '../../source/builds/cancel.ts';
import { causeOf } from '../../source/builds/report/ending.ts';
import { summaryLines, summaryOf } from '../../source/builds/report/summary.ts';
import { startBuild } from '../../source/builds/start.ts';
import type { StartRequest } from '../../source/builds/start-request.ts';
import type { Rehearsal } from '../../source/rehearsal/rehearsal.ts';
import { startRehearsal } from '../../source/rehearsal/rehearsal.ts';
import { timelineOf } from '../commands/timelines.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { at } from '../helpers/whereabouts.ts';
import { ubuntu } from '../rehearsal/packer-build.ts';
import { buildFolderOf, endOfBuild, eventually, journalOf, requestFor, untilPrinted } from './helpers.ts';

const region = 'eu-west-1';

/** An EC2 that outlives every process of a build, whose clock runs 60 times as fast. */
const startEc2 = async (person: Person): Promise<Rehearsal> => {
	const temporaryFolder = path.join(person.home, 'ec2');
	await mkdir(temporaryFolder);
	const ec2 = await startRehearsal({
		region,
		copyTo: [],
		architecture: 'x86_64',
		baseImage: ubuntu,
		sandbox: 'trace',
		environment: person.environment,
		speed: 60,
		faults: [],
		buildId: 'b-1',
		temporaryFolder,
		traceReason: () => undefined,
	});
	onTestFinished(ec2.stop);
	return ec2;
};

/** A template written by hand, which says nothing of how its machine ends. */
const writeTemplate = async (person: Person, ec2: Rehearsal, script: string): Promise<string> => {
	const folder = path.join(person.folder, 'web');
	await mkdir(folder);
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		`source "amazon-ebs" "image" {
  region                      = "${region}"
  instance_type               = "t3.micro"
  ssh_username                = "ubuntu"
  ami_name                    = "web-1"
  ssh_host                    = "${ec2.sshHost}"
  ssh_port                    = ${ec2.sshPort}
  custom_endpoint_ec2         = "${ec2.endpoint}"
  skip_credential_validation  = true
  source_ami_filter {
    filters     = { name = "${ubuntu.nameFilter}" }
    owners      = ["099720109477"]
    most_recent = true
  }
}

build {
  sources = ["source.amazon-ebs.image"]
  provisioner "shell-local" {
    inline = ["echo the machine is there; ${script}"]
  }
}
`,
	);
	return folder;
};

const start = async (timeout: number, script = 'sleep 600', more: Partial<StartRequest> = {}) => {
	const person = await makePerson();
	const ec2 = await startEc2(person);
	const { accessKeyId, secretAccessKey } = ec2.credentials;
	const environment = {
		...person.environment,
		AWS_ENDPOINT_URL: ec2.endpoint,
		AWS_ACCESS_KEY_ID: accessKeyId,
		AWS_SECRET_ACCESS_KEY: secretAccessKey,
	};
	const folder = await writeTemplate(person, ec2, script);
	const request = await requestFor(person, folder, {
		recipe: recipeWith({ region }),
		whereabouts: at(environment, person.folder),
		timeout,
		...more,
	});
	const { id } = await startBuild(request);
	return { person, ec2, id, folder };
};

test('a machine whose supervisor and Packer were killed terminates itself when its time is up', async context => {
	needs(context, 'packer');
	const { person, ec2, id } = await start(60_000);
	await untilPrinted(person, id, 'the machine is there');
	const lines = await journalOf(person, id);
	expect(timelineOf(lines)).toMatchObject({ ownEnd: { behavior: 'terminate', seconds: 60 } });
	expect(lines).toContainEqual(
		expect.objectContaining({
			kind: 'notice',
			message: 'The machine terminates itself 1 min after its start, whatever becomes of this computer.',
		}),
	);
	for (const line of lines) {
		if (line.kind === 'header') {
			process.kill(line.supervisor.pid, 'SIGKILL');
		} else if (line.kind === 'packer') {
			process.kill(-line.process.pid, 'SIGKILL');
		}
	}

	const left = () => ec2.resources()[region];
	expect(left()).toMatchObject({ instances: [expect.anything()], volumes: [expect.anything()] });
	// Nobody asks or does anything from here on.
	await setTimeout(2500);
	expect(left()).toMatchObject({ instances: [], volumes: [] });
});

test('a build that takes longer is cancelled first, by us, which says how it may take longer', async context => {
	needs(context, 'packer');
	const { person, ec2, id } = await start(4000);
	expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled' });
	const timeline = timelineOf(await journalOf(person, id));
	expect(causeOf(timeline)).toMatch(/takes longer than .*--timeout/);
	await eventually(async () => ec2.resources()[region]?.instances.length === 0);
	expect(ec2.resources()[region]).toMatchObject({ keyPairs: [], volumes: [] });
});

describe('a machine that is to be kept', () => {
	beforeEach(context => needs(context, 'packer'));
	const hour = 3_600_000;
	const keep = { onError: 'keep' } as const;

	test('stays after a failure: one gets in with the key, and the end says how, and what it costs', async () => {
		const { person, ec2, id, folder } = await start(hour, 'exit 3', keep);
		const end = await endOfBuild(person, id);
		const key = path.join(buildFolderOf(person, id), 'key.pem');
		expect(end).toMatchObject({ result: 'failed', kept: { user: 'ubuntu', key } });
		expect(await readdir(folder)).toEqual(['image.pkr.hcl']);
		expect((await readdir(buildFolderOf(person, id))).sort()).toContain('key.pem');
		expect((await stat(key)).mode & 0o777).toBe(0o600);
		const left = ec2.resources()[region];
		expect(left).toMatchObject({ instances: [expect.anything()], keyPairs: [expect.anything()] });

		const { instances = [] } = left ?? {};
		const timeline = timelineOf(await journalOf(person, id));
		const summary = summaryLines(summaryOf(timeline, { folder: './web' })).join('\n');
		expect(summary).toContain(`Get in      ssh -i ${key} ubuntu@127.0.0.1`);
		expect(summary).toContain(`End it      packer-wizard cleanup ${id}`);
		expect(summary).toContain(
			`${instances[0]} is kept until it terminates itself, 1 h after its start. It costs about $0.0114 an hour, says our list of March 2025.`,
		);
		const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes'];
		const ssh = ['-i', key, ...options.flatMap(option => ['-o', option]), '-p', String(ec2.sshPort)];
		const entered = spawn('ssh', [...ssh, 'ubuntu@127.0.0.1', 'true'], { stdio: 'ignore' });
		expect(await once(entered, 'exit')).toEqual([0, null]);
	});

	test('stays after a cancel, which Packer would not clean up either', async () => {
		const { person, ec2, id } = await start(hour, 'sleep 600', keep);
		await untilPrinted(person, id, 'the machine is there');
		await cancelBuild(id, at(person.environment));
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'cancelled', kept: { user: 'ubuntu' } });
		expect(ec2.resources()[region]?.instances).toHaveLength(1);
	});

	test('goes when the image is made, and no key stays', async () => {
		const { person, ec2, id, folder } = await start(hour, 'true', keep);
		expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
		expect(await readdir(folder)).toEqual(['image.pkr.hcl']);
		expect(await readdir(buildFolderOf(person, id))).not.toContain('key.pem');
		expect(ec2.resources()[region]).toMatchObject({
			instances: [],
			keyPairs: [],
			images: [expect.anything()],
		});
	});
});
