import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyFolder } from '../../source/builds/copy/mirror.ts';
import { buildsFolder } from '../../source/builds/folders.ts';
import { buildFolderOf, untilPrinted } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runningProcesses, runProgram } from '../helpers/program.ts';

/** Debian's `nobody`. */
const nobody = 65534;

/** Runs a program as somebody who shares the computer and nothing else; gives all that it printed. */
const asNobody = (file: string, ...args: readonly string[]): string => {
	const { stdout, stderr, error } = spawnSync(file, args, {
		cwd: '/',
		uid: nobody,
		gid: nobody,
		encoding: 'utf8',
		env: { PATH: process.env['PATH'], LC_ALL: 'C' },
	});
	if (error) {
		throw error;
	}

	return stdout + stderr;
};

const environmentOf = async (pid: number): Promise<ReadonlyMap<string, string>> => {
	const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
	return new Map(text.split('\0').map(line => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]));
};

/** What Packer is given for a rehearsal: only who may look into its environment knows it. */
const environmentOfPacker = async (person: Person): Promise<ReadonlyMap<string, string>> => {
	const environments = await Promise.all((await runningProcesses(person)).map(environmentOf));
	return environments.find(environment => environment.has('AWS_ENDPOINT_URL')) ?? new Map();
};

/** A person with a token, whose own folders everybody may look into. */
const makeOpenPerson = async (): Promise<Person> => {
	const person = await makePerson({ GITHUB_OAUTH_TOKEN: 'ghp_of_nobodys_business' });
	await mkdir(buildsFolder(person.environment), { recursive: true, mode: 0o755 });
	await chmod(person.home, 0o755);
	return person;
};

test('who shares the computer gets into nothing of a rehearsal', async context => {
	needs(context, 'packer', 'containers', 'other-users', 'ssh-keygen');
	const person = await makeOpenPerson();
	const answers = ['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web'];
	const flags = ['--command', 'echo begun; sleep 60', '--rehearse', '--speed', '60', '--yes', '--detach'];
	const { stdout, stderr } = await runProgram(person, ['new', ...answers, ...flags]);
	const id = stdout.trim();
	expect(id, stderr).toMatch(/^\w+$/);
	await untilPrinted(person, id, 'begun');
	const given = await environmentOfPacker(person);
	const endpoint = given.get('AWS_ENDPOINT_URL') ?? '';
	const accessKeyId = given.get('AWS_ACCESS_KEY_ID') ?? '';
	const secret = given.get('AWS_SECRET_ACCESS_KEY') ?? '';

	// Its ports are for all to see. Behind the one is an EC2, which wants its own key, and signed with.
	const call = (user: string | undefined, action: string): string =>
		asNobody(
			'curl',
			'--silent',
			...(user === undefined ? [] : ['--aws-sigv4', 'aws:amz:us-east-1:ec2', '--user', user]),
			...['--data', `Action=${action}`, '--data', 'KeyName=mine', endpoint],
		);
	expect(call(`${accessKeyId}:${secret}`, 'DescribeInstances')).toContain('<reservationSet>');
	for (const action of ['DescribeInstances', 'CreateKeyPair', 'DeleteKeyPair', 'RunInstances']) {
		expect(call(undefined, action)).toContain('<Code>MissingParameter</Code>');
		expect(call('AKIAREHEARSALAAAAAAA:guessed', action)).toContain('<Code>AuthFailure</Code>');
		expect(call(`${accessKeyId}:guessed`, action)).toContain('<Code>SignatureDoesNotMatch</Code>');
	}

	// Behind the other is a machine, which is waiting for the key that was made for it.
	const template = await readFile(path.join(copyFolder(buildFolderOf(person, id)), 'image.pkr.hcl'), 'utf8');
	const port = /ssh_port = (\d+)/.exec(template)?.[1] ?? '';
	const folder = await mkdtemp(path.join(tmpdir(), 'nobody-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await chown(folder, nobody, nobody);
	const key = path.join(folder, 'key');
	asNobody('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key);
	const options = ['-F', 'none', '-i', key, '-p', port, '-o', 'StrictHostKeyChecking=no'];
	const known = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'];
	expect(asNobody('ssh', ...options, ...known, 'ubuntu@127.0.0.1', 'id')).toContain(
		'Permission denied (publickey)',
	);

	// What it holds is in environments and files, which are the person's own.
	const processes = await runningProcesses(person);
	expect(processes.length).toBeGreaterThan(1);
	for (const pid of processes) {
		expect(asNobody('cat', `/proc/${pid}/environ`)).toContain('Permission denied');
		expect(asNobody('cat', `/proc/${pid}/cmdline`)).not.toContain(secret);
		expect(asNobody('ls', `/proc/${pid}/fd/`, `/proc/${pid}/root/`)).toMatch(
			/^(ls: .*: Permission denied\n){2}$/,
		);
	}

	const found = asNobody('find', person.home, '-readable', '-or', '-writable').split('\n');
	const open = found.filter(line => line.startsWith(buildsFolder(person.environment)));
	expect(open).toEqual([buildsFolder(person.environment)]);

	// No other door is open.
	const listening = spawnSync('ss', ['-Hltnp'], { encoding: 'utf8' }).stdout.split('\n');
	const doors = listening.filter(line => processes.some(pid => line.includes(`pid=${pid},`)));
	expect(doors.map(line => /127\.0\.0\.1:(\d+)/.exec(line)?.[1]).sort()).toEqual(
		[new URL(endpoint).port, port].sort(),
	);
});
