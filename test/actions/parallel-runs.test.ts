import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { Problem } from '../../source/base/problem.ts';
import { findBuild } from '../../source/builds/find-build.ts';
import { buildFolder } from '../../source/builds/folders.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { endOfBuild } from '../builds/helpers.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import { answersVersion, script } from '../packer/programs.ts';

const regions = [
	'us-east-1',
	'us-east-2',
	'us-west-1',
	'us-west-2',
	'eu-west-1',
	'eu-west-2',
	'eu-central-1',
];

const confirmed = { account: undefined };

/** A person whose Packer keeps the template that it was started with, by the build's id, and makes no image. */
const makeRecorded = async () => {
	const person = await makePerson();
	const kept = path.join(person.home, 'kept');
	await mkdir(kept);
	const packer = script(
		path.join(person.home, 'bin', 'packer'),
		...answersVersion('1.6.6'),
		`cp -R . "${kept}/$PKR_VAR_build_id"`,
		'exit 1',
	);
	const environment = { ...person.environment, PACKER_WIZARD_PACKER: packer };
	return { person: { ...person, environment }, kept };
};

const regionOf = async (template: string): Promise<string | undefined> =>
	/"aws_region" \{[^}]*default\s*=\s*"([^"]+)"/.exec(
		await readFile(path.join(template, 'variables.pkr.hcl'), 'utf8'),
	)?.[1];

/** Starts builds of a preset at once, each in a region of its own and with a size of its own; to their ends. */
const runAtOnce = async (
	person: Person,
	kept: string,
	count: number,
	more: (index: number) => Partial<BuildRequest> & { readonly folder?: string } = () => ({}),
) => {
	const actions = createActions({ environment: person.environment, cwd: person.folder });
	const runs = Array.from({ length: count }, async (_, index) => {
		const { recipe, ...decisions } = await actions.readPreset('nodejs');
		const region = regions[index % regions.length] ?? '';
		const size = 10 + index;
		const { folder = decisions.folder, ...request } = more(index);
		try {
			const id = await actions.start({
				decisions: {
					...decisions,
					recipe: { ...recipe, aws: { ...recipe.aws, region, volume: { ...recipe.aws.volume, size } } },
					folder,
				},
				mode: 'aws',
				confirmed,
				secrets: {},
				...request,
			});
			await endOfBuild(person, id);
			const template = path.join(kept, id);
			const built = JSON.parse(await readFile(path.join(template, 'recipe.json'), 'utf8'));
			return {
				id,
				asked: { region, size },
				got: { region: await regionOf(template), size: built.aws.volume.size },
			};
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			return { problem: error };
		}
	});
	return Promise.all(runs);
};

test('runs of one preset by name at once build what each was asked for', async () => {
	const { person, kept } = await makeRecorded();
	const runs = await runAtOnce(person, kept, 10);
	expect(runs.filter(run => 'problem' in run)).toEqual([]);
	for (const run of runs) {
		expect(run.got).toEqual(run.asked);
	}

	// The files of each stay with its journal, and nothing is shared.
	for (const { id = '', asked } of runs) {
		const place = buildFolder(id, person.environment);
		expect(await regionOf(path.join(place, 'files'))).toBe(asked?.region);
		expect((await findBuild(id, at(person.environment))).header).toMatchObject({
			preset: 'nodejs',
			isChanged: true,
		});
	}

	expect(await readdir(path.join(person.home, '.local/state/packer-wizard'))).toEqual(['builds']);
	expect(await readdir(person.folder)).toEqual([]);
});

test('runs into one folder at once build what each was asked for, or say why not', async () => {
	const { person, kept } = await makeRecorded();
	const runs = await runAtOnce(person, kept, 10, () => ({ folder: './out' }));
	const built = runs.filter(run => !('problem' in run));
	expect(built).toHaveLength(1);
	for (const run of runs) {
		if ('problem' in run) {
			expect(run.problem).toMatchObject({
				message: expect.stringMatching(/out (is in use|holds other files of the same names)\.$/),
				exitCode: 3,
			});
		} else {
			expect(run.got).toEqual(run.asked);
		}
	}

	expect(await regionOf(path.join(person.folder, 'out'))).toBe(built[0]?.asked?.region);
	expect((await readdir(path.join(person.folder, 'out'))).filter(name => name.startsWith('.'))).toEqual([]);
});

test('runs that may replace each other’s files still build what each was asked for', async () => {
	const { person, kept } = await makeRecorded();
	const runs = await runAtOnce(person, kept, 5, () => ({ folder: './out', differences: 'overwrite' }));
	for (const run of runs) {
		expect('problem' in run ? run.problem.message : run.got).toEqual(
			'problem' in run ? expect.stringMatching(/out is in use\.$/) : run.asked,
		);
	}
});

test('runs of one folder as it stands build it as it stands, hand edits included', async () => {
	const { person, kept } = await makeRecorded();
	const actions = createActions({ environment: person.environment, cwd: person.folder });
	const preset = await actions.readPreset('nodejs');
	await actions.writeFiles(await actions.planFiles({ ...preset, folder: './web' }), undefined);
	await writeFile(path.join(person.folder, 'web', 'image.pkr.hcl'), '# mine\n');
	const decisions = await actions.readPreset('./web');
	const ids = await Promise.all(
		Array.from({ length: 4 }, () =>
			actions.start({ decisions, mode: 'aws', confirmed, secrets: {}, differences: 'keep' }),
		),
	);
	for (const id of ids) {
		await endOfBuild(person, id);
		expect(await readFile(path.join(kept, id, 'image.pkr.hcl'), 'utf8')).toContain('# mine');
	}

	await expect(actions.start({ decisions, mode: 'aws', confirmed, secrets: {} })).rejects.toMatchObject({
		message: expect.stringContaining('holds other files'),
		exitCode: 3,
	});
});
