import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { needsInit, packerProfiles, profileFeatures } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { needs } from '../helpers/needs.ts';
import {
	bashReads,
	briefly,
	installedProfile,
	packer,
	runToEnd,
	temporaryFolder,
	twoAtATime,
	writeAll,
} from './packer.ts';
import { broadRecipes, scripts, shippedPresets } from './recipes.ts';

const recipes = [...broadRecipes(), ...shippedPresets().values()];

test('the recipes are broad, and each can be built', () => {
	expect(recipes.length).toBeGreaterThan(60);
	expect(recipes.flatMap(recipeComplaints)).toEqual([]);
});

test('packer fmt finds nothing to change, for every profile', async context => {
	needs(context, 'packer');
	const folder = await temporaryFolder();
	for (const profile of packerProfiles) {
		for (const [index, recipe] of recipes.entries()) {
			for (const file of renderTemplate(recipe, { profile, scripts })) {
				if (file.path.endsWith('.pkr.hcl')) {
					await writeFile(path.join(folder, `${profile}-${index}-${file.path}`), file.content);
				}
			}
		}
	}

	const formatted = await packer('fmt', '-check', '-diff', folder);
	expect(formatted.output).toBe('');
	expect(formatted.code).toBe(0);
});

test('packer validate finds no fault, for the Packer at hand', async context => {
	needs(context, 'packer');
	const profile = installedProfile();
	const lacks = needsInit(profile) && !(await packer('plugins', 'installed')).output.includes('/amazon/');
	context.skip(lacks, 'the amazon plugin is not installed');
	const folder = await temporaryFolder();
	const { organizations } = profileFeatures(profile);
	const fitting = recipes.filter(({ aws: { share } }) => organizations || share.organizations.length === 0);
	await twoAtATime([...fitting.entries()], async ([index, recipe]) => {
		const target = path.join(folder, String(index));
		await writeAll(target, renderTemplate(recipe, { profile, scripts }));
		// A Packer that cannot find the own address has to be given it.
		const validated = await runToEnd('packer', ['validate', target], {
			env: { ...briefly, PKR_VAR_ssh_from_cidrs: '["203.0.113.7/32"]' },
		});
		expect(validated.code, `${JSON.stringify(recipe)}\n${validated.output}`).toBe(0);
	});
}, 300_000);

/** Every script that the recipes give, each once, as files. */
const writeScripts = async (): Promise<{ readonly folder: string; readonly bash: readonly string[] }> => {
	const folder = await temporaryFolder();
	const contents = new Set(
		recipes
			.flatMap(recipe => renderTemplate(recipe, { profile: 'before-1.7', scripts }))
			.filter(file => file.executable)
			.map(file => file.content),
	);
	await mkdir(folder, { recursive: true });
	const bash: string[] = [];
	for (const [index, content] of [...contents].entries()) {
		const file = path.join(folder, `${index}.sh`);
		await writeFile(file, content);
		expect(content).toMatch(/^#!/);
		if (content.startsWith('#!/usr/bin/env bash')) {
			bash.push(file);
		}
	}

	return { folder, bash };
};

test('bash finds no fault in any script', async () => {
	const { bash } = await writeScripts();
	expect(bash.length).toBeGreaterThan(40);
	expect(await bashReads(bash)).toEqual({ code: 0, output: '' });
});

test('shellcheck finds no fault in any script', async context => {
	needs(context, 'shellcheck');
	const { bash } = await writeScripts();
	// SC2016: values of a person may look like expressions, and must stay as they are.
	const checked = await runToEnd('shellcheck', ['--exclude=SC2016', ...bash]);
	expect(checked.output).toBe('');
	expect(checked.code).toBe(0);
});
