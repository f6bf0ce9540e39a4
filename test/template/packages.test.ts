import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { baseImages } from '../../source/catalog/base-images.ts';
import { findPackage, packageOn, systemPackages } from '../../source/catalog/packages/index.ts';
import { suggestedInstanceType } from '../../source/recipe/defaults.ts';
import { checkRecipe } from '../../source/recipe/read.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { type Ended, runToEnd, temporaryFolder } from './packer.ts';

const recipeFor = (image: string, packages: readonly string[]): Recipe => {
	const recipe = recipeWith({ base: { image, architecture: 'x86_64' as const } });
	return checkRecipe(
		{
			...recipeWith({ instanceType: suggestedInstanceType(recipe) }, recipe),
			steps: [{ name: 'packages', packages }],
		},
		'the recipe',
	);
};

const scriptFor = (image: string, packages: readonly string[]): string =>
	renderTemplate(recipeFor(image, packages), { profile: '1.14', scripts: {} }).find(
		({ path: file }) => file === 'scripts/01-packages.sh',
	)?.content ?? '';

/** Every package of the table that a system has. */
const allOn = (id: string): readonly string[] => {
	const manager = baseImages.find(image => image.id === id)?.packageManager ?? 'apt';
	return systemPackages.map(one => one.id).filter(name => packageOn(name, { id, manager }));
};

/** Runs a script with programs that only note how they were called, and what they shall say. */
const runWith = async (
	script: string,
	says: Readonly<Record<string, string>> = {},
): Promise<Ended & { readonly calls: readonly string[] }> => {
	const folder = await temporaryFolder();
	const bin = path.join(folder, 'bin');
	const noted = path.join(folder, 'calls');
	await mkdir(bin);
	await writeFile(noted, '');
	const programs = ['apt-get', 'dpkg', 'yum', 'dnf', 'rpm', 'amazon-linux-extras', 'systemctl'];
	const lines: Readonly<Record<string, string>> = {
		sudo: 'exec "$@"',
		...Object.fromEntries(
			programs.map(name => [
				name,
				`{ printf '%s' "\${0##*/}"; printf ' [%s]' "$@"; echo; } >>'${noted}'\n${says[name] ?? 'true'}`,
			]),
		),
	};
	for (const [name, content] of Object.entries(lines)) {
		await writeFile(path.join(bin, name), `#!/bin/bash\n${content}\n`);
		await chmod(path.join(bin, name), 0o755);
	}

	const file = path.join(folder, 'script.sh');
	await writeFile(file, script);
	const ended = await runToEnd('bash', [file], { env: { PATH: `${bin}:${process.env['PATH']}` } });
	const calls = (await readFile(noted, 'utf8')).split('\n').filter(line => line !== '');
	return { ...ended, calls };
};

/** The package manager's and the services' calls on one system of each kind. */
const recorded: Readonly<Record<string, readonly string[]>> = {
	'debian-12': [
		'apt-get [update]',
		'apt-get [install] [-y] [nginx] [docker.io] [nodejs] [awscli] [g++-12]',
		...['nginx', 'docker.io', 'nodejs', 'awscli', 'g++-12'].map(name => `dpkg [-s] [${name}]`),
	],
	'amazon-linux-2': [
		'amazon-linux-extras [enable] [nginx1] [docker]',
		'yum [install] [-y] [nginx] [docker] [awscli] [g++-12]',
		...['nginx', 'docker', 'awscli', 'g++-12'].map(name => `rpm [-q] [--whatprovides] [${name}]`),
		'systemctl [enable] [nginx] [docker]',
	],
	'amazon-linux-2023': [
		'dnf [install] [-y] [nginx] [docker] [nodejs] [awscli-2] [g++-12]',
		...['nginx', 'docker', 'nodejs', 'awscli-2', 'g++-12'].map(name => `rpm [-q] [--whatprovides] [${name}]`),
		'systemctl [enable] [nginx] [docker]',
	],
	'rocky-9': [
		'dnf [install] [-y] [nginx] [podman-docker] [nodejs] [g++-12]',
		...['nginx', 'podman-docker', 'nodejs', 'g++-12'].map(name => `rpm [-q] [--whatprovides] [${name}]`),
		'systemctl [enable] [nginx]',
	],
};

test.each(Object.entries(recorded))('on %s several are installed in one call', async (image, calls) => {
	const wanted = ['nginx', 'docker', 'node', 'awscli'].filter(name =>
		allOn(image).includes(findPackage(name)?.id ?? ''),
	);
	expect(await runWith(scriptFor(image, [...wanted, 'g++-12']))).toEqual({ code: 0, output: '', calls });
});

test('one that is not there fails the step, though the package manager is content', async () => {
	const rpm = `[[ $3 == nginx ]]`;
	const ended = await runWith(scriptFor('amazon-linux-2', ['nginx', 'no.such']), { rpm });
	expect(ended.code).toBe(1);
	expect(ended.output).toBe('The package no.such is not there: this system has none of that name.\n');
});

describe.each(baseImages.map(({ id }) => id))('on %s', id => {
	test('all that it has make a script without a fault; what it lacks is refused, with the reason', async context => {
		const folder = await temporaryFolder();
		const file = path.join(folder, 'packages.sh');
		await writeFile(file, scriptFor(id, allOn(id)));
		expect(await runToEnd('bash', ['-n', file])).toEqual({ code: 0, output: '' });
		for (const one of systemPackages.filter(({ id: name }) => !allOn(id).includes(name))) {
			expect(() => recipeFor(id, [one.id])).toThrow();
			expect(one.instead, one.id).toMatch(/\.$/);
		}

		needs(context, 'shellcheck');
		expect(await runToEnd('shellcheck', [file])).toEqual({ code: 0, output: '' });
	});
});

test.each(['nginx-', '-y', 'a b', '$(id)', 'a;b', ''])('%j is no name of a package', name => {
	expect(() => recipeFor('debian-12', [name])).toThrow();
});
