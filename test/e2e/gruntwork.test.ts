import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type GitHub, startGitHub } from '../helpers/github/github.ts';
import { startMachine } from '../helpers/github/machine.ts';
import { catalogRepositories } from '../helpers/github/modules.ts';
import { makePersonAt } from '../helpers/github/person.ts';
import { needs } from '../helpers/needs.ts';
import { runProgram } from '../helpers/program.ts';
import { outcomeOf } from './bad-days/row.ts';

beforeEach(context => needs(context, 'packer', 'containers', 'namespaces', 'openssl'));

const token = 'ghp_a1B2c3D4e5F6g7H8i9J0';
const answers = ['new', '--region', 'eu-west-1', '--base', 'ubuntu-24.04', '--name', 'bastion'];
const quickly = ['--rehearse', '--json', '--speed', '1000000'];

const security = 'gruntwork-io/terraform-aws-security';

/** The stand-in; with a real program of this machine instead of ssh-grunt if it is for one. */
const start = ({ program }: { readonly program?: string } = {}): Promise<GitHub> => {
	const repositories = new Map(catalogRepositories());
	const repository = repositories.get(security);
	if (program !== undefined && repository) {
		const assets = new Map([...repository.assets.keys()].map(name => [name, readFileSync(program)]));
		repositories.set(security, { ...repository, assets });
	}

	return startGitHub({ repositories, tokens: new Map([[token, 'read']]) });
};

describe('ssh-grunt', () => {
	test('is fetched, proved and started with what was decided', async () => {
		const github = await start();
		const person = await makePersonAt(github, { environment: { GITHUB_OAUTH_TOKEN: token } });
		const group = `it's "q" $(id) \`id\` \${HOME}`;
		const { code, stderr } = await runProgram(person, [
			...[...answers, '--install', 'ssh-grunt', '--ssh-grunt-iam-group', group],
			...quickly,
		]);
		expect(code, stderr).toBe(0);
		const api = `api.github.com /repos/${security}`;
		expect(github.requests.filter(request => request.includes('terraform-aws-security'))).toEqual([
			`github.com /${security}`,
			`${api}/tags?per_page=100`,
			`${api}/releases/tags/v1.7.0`,
			`${api}/releases/assets/1`,
			`release-assets.githubusercontent.com /${security}/1`,
		]);

		const machine = await startMachine(github);
		const script = async (name: string): Promise<string> =>
			readFile(path.join(person.folder, 'bastion', name), 'utf8');
		for (const name of ['gruntwork-installer', 'ssh-grunt']) {
			const number = name === 'ssh-grunt' ? '02' : '01';
			const ran = await machine.run(await script(`scripts/${number}-${name}.sh`), {
				environment: { GITHUB_OAUTH_TOKEN: token },
			});
			expect(ran.code, ran.output).toBe(0);
		}

		const booted = await machine.run(await script('user-data.sh'), { user: 'root' });
		expect(booted.code, booted.output).toBe(0);
		const groups = ['--iam-group', group, '--iam-group-sudo', 'ssh-grunt-sudo-users'];
		const calls = await machine.calls();
		expect(calls.map(({ program, args }) => [program, ...args])).toEqual([
			['/usr/local/bin/ssh-grunt', 'iam', 'sync-users', ...groups],
			['/usr/local/bin/ssh-grunt', 'iam', 'install', ...groups],
			['systemctl', 'restart', 'ssh'],
		]);
		// The token is for the build alone.
		expect(calls.flatMap(({ environment }) => [...environment.keys()])).not.toContain('GITHUB_OAUTH_TOKEN');
	});

	test('half of it is no image, and the reason is told', async () => {
		const github = await start({ program: '/bin/bash' });
		github.mishaps.set('asset', 'cut');
		const person = await makePersonAt(github, { environment: { GITHUB_OAUTH_TOKEN: token } });
		const ended = await runProgram(person, [...answers, '--install', 'ssh-grunt', ...quickly]);
		expect(outcomeOf(ended)).toEqual({
			id: 'script.half-download',
			remedy: 'again',
			code: 1,
			left: 'nothing',
		});
	});
});
