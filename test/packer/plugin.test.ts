import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { parseVersion } from '../../source/base/versions.ts';
import type { PackerProgram } from '../../source/packer/find.ts';
import { findPlugin, installPlugin } from '../../source/packer/plugin.ts';
import { satisfies } from '../../source/packer/plugin-versions.ts';
import { needs } from '../helpers/needs.ts';
import { findPacker } from '../helpers/whereabouts.ts';
import { answersVersion, script, temporaryFolder } from './programs.ts';

/** A Packer that does what these lines of shell say, for `packer plugins` and `packer init`. */
const packerThat = async (...lines: readonly string[]): Promise<PackerProgram> =>
	findPacker({
		PACKER_WIZARD_PACKER: script(
			path.join(temporaryFolder(), 'packer'),
			...answersVersion('1.16.0'),
			...lines,
		),
	});

const installed = (...versions: readonly string[]): readonly string[] =>
	versions.map(
		version =>
			`echo "1795351384,,ui,message,/home/x/.config/packer/plugins/github.com/hashicorp/amazon/packer-plugin-amazon_v${version}_x5.0_linux_amd64"`,
	);

describe('a constraint', () => {
	test.each([
		['1.8.2', '>= 1.3.9, < 2.0.0', true],
		['1.3.8', '>= 1.3.9, < 2.0.0', false],
		['2.0.0', '>= 1.3.9, < 2.0.0', false],
		['1.3.9', '<= 1.3.9', true],
		['1.8.1', '>= 1.3, != 1.8.1, != 1.8.2', false],
		['1.8.3', '>= 1.3, != 1.8.1, != 1.8.2', true],
		['1.8.2', '1.8.2', true],
		['1.8.2', '= v1.8.2', true],
		['1.8.3', '=1.8.2', false],
		['1.8.3', '~> 1.2', true],
		['2.0.0', '~> 1.2', false],
		['1.8.3', '~> 1.8.0', true],
		['1.9.0', '~> 1.8.0', false],
		['1.8.3', 'nonsense', false],
	])('%s, %s: %s', (version, constraint, expected) => {
		expect(satisfies(parseVersion(version) ?? [0, 0, 0], constraint)).toBe(expected);
	});
});

describe('looking for it', () => {
	test('the newest that fits', async () => {
		const packer = await packerThat(...installed('1.3.9', '1.10.1', '1.8.3-dev'));
		expect(await findPlugin(packer, {})).toMatchObject({ version: [1, 10, 1], versionText: '1.10.1' });
		expect(await findPlugin(packer, {}, '< 1.9')).toEqual({
			path: '/home/x/.config/packer/plugins/github.com/hashicorp/amazon/packer-plugin-amazon_v1.8.3-dev_x5.0_linux_amd64',
			version: [1, 8, 3],
			versionText: '1.8.3-dev',
		});
		expect(await findPlugin(packer, {}, '>= 2.0.0')).toBeUndefined();
	});

	test('none, and plugins of others', async () => {
		expect(await findPlugin(await packerThat('exit 0'), {})).toBeUndefined();
		expect(
			await findPlugin(
				await packerThat(
					'echo "1,,ui,message,/p/github.com/hashicorp/docker/packer-plugin-docker_v1.1.4_x5.0_linux_amd64"',
				),
				{},
			),
		).toBeUndefined();
	});

	test('the real Packer answers, whether or not it knows the command', async context => {
		needs(context, 'packer');
		const found = await findPlugin(await findPacker({ ...process.env, PACKER_WIZARD_PACKER: undefined }), {
			...process.env,
			PACKER_PLUGIN_PATH: temporaryFolder(),
		});
		expect(found).toBeUndefined();
	});
});

describe('getting it', () => {
	test('by packer init, in a folder that asks for it and is gone afterwards', async () => {
		const notes = path.join(temporaryFolder(), 'notes');
		const packer = await packerThat(
			`{ echo "$@"; cat plugins.pkr.hcl; pwd; echo "log $PACKER_LOG"; } >'${notes}'`,
			'echo \'1795351384,,ui,say,Installed plugin github.com/hashicorp/amazon v1.8.2 in "/x"\'',
		);
		const said: string[] = [];
		await installPlugin(packer, {
			environment: { PATH: process.env['PATH'], PACKER_LOG: '1' },
			versions: '>= 1.3.9, < 2.0.0',
			say: line => said.push(line),
		});
		expect(said).toEqual([
			'packer init: github.com/hashicorp/amazon >= 1.3.9, < 2.0.0',
			'Installed plugin github.com/hashicorp/amazon v1.8.2 in "/x"',
		]);

		const lines = readFileSync(notes, 'utf8').trim().split('\n');
		expect(lines[0]).toBe('init -machine-readable .');
		expect(lines).toContain('      version = ">= 1.3.9, < 2.0.0"');
		expect(lines.at(-1)).toBe('log');
		expect(existsSync(lines.at(-2) ?? '')).toBe(false);
	});

	test.each([
		[
			'Error: Failed getting the "github.com/hashicorp/amazon" plugin: dial tcp: lookup releases.hashicorp.com: no such host',
			'releases.hashicorp.com and github.com cannot be reached from here.',
		],
		[
			'Plugin host rate limited the plugin getter. Try again in 3m52.8s.',
			'GitHub answers no more for a while: too many requests from this network.',
		],
		[
			'could not get sha256 checksum file for github.com/hashicorp/amazon version 1.4.0.',
			'This Packer finds no version of it that fits: newer ones are not on GitHub any more.',
		],
		['something else\\n  happened', 'something else happened'],
	])('%s', async (text, reason) => {
		const packer = await packerThat(`printf '%s\\n' '1795351384,,ui,error,${text}'`, 'exit 1');
		const error: unknown = await installPlugin(packer, {
			environment: { PATH: process.env['PATH'] },
			versions: '>= 1.3.9',
		}).catch((problem: unknown) => problem);
		expect(error).toBeInstanceOf(Problem);
		expect(error).toMatchObject({
			message: 'Packer could not get its plugin for Amazon EC2.',
			reason,
			exitCode: exitCodes.missing,
			next: expect.arrayContaining(['Or by hand: packer plugins install github.com/hashicorp/amazon']),
		});
	});
});
