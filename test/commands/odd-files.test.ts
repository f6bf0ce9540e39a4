import { mkdir, readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { buildsFolder } from '../../source/builds/folders.ts';
import { createJournal } from '../../source/builds/journal/writer.ts';
import { oddFiles } from '../helpers/odd-files.ts';
import { privatePlace } from '../store/place.ts';
import { header } from './timelines.ts';
import { makeWorld } from './world.ts';

type Place = Awaited<ReturnType<typeof privatePlace>>;

/** Runs a command line with the real effects; what it prints and its exit code. */
const runIn = async ({ environment, cwd }: Place, argv: readonly string[]) => {
	const home = { ...environment, PATH: '/usr/bin:/bin' };
	const world = makeWorld({
		environment: home,
		cwd,
		actions: createActions({ environment: home, cwd: cwd }),
	});
	const code = await world.run(...argv);
	return { code, out: world.stdout(), err: world.stderr() };
};

type Ran = Awaited<ReturnType<typeof runIn>>;

/** It did what it should, or said in a sentence why not. */
const expectSentences = ({ code, out, err }: Ran, what: string): void => {
	expect([0, 2, 3], `${what}: ${err}`).toContain(code);
	expect(err, what).not.toMatch(/defect|^\s+at |\bE[A-Z]{3,}\b|(?<!received )undefined|\[object/m);
	expect(out, what).not.toMatch(/(?<!received )undefined|\[object|NaN/);
	if (code !== 0) {
		expect(err, what).toMatch(/^\S.*[.:]$/m);
	}
};

/** A home with one good build that is over, `beef`. */
const goodHome = async (): Promise<Place & { readonly builds: string }> => {
	const place = await privatePlace();
	const builds = buildsFolder(place.environment);
	await mkdir(path.join(builds, 'beef'), { recursive: true });
	const journal = createJournal(path.join(builds, 'beef', 'journal.ndjson'), header({ id: 'beef' }));
	journal.append([{ kind: 'end', result: 'done', exitCode: 0, artifacts: [] }]);
	journal.close();
	return { ...place, builds };
};

const kinds = Object.entries(oddFiles);

describe('where a build should be', () => {
	test.each(kinds)('%s is a row that says so, and the others stay', async (kind, make) => {
		const place = await goodHome();
		await mkdir(path.join(place.builds, 'dead'));
		await make(path.join(place.builds, 'dead', 'journal.ndjson'));
		await make(path.join(place.builds, 'fade'));

		const list = await runIn(place, ['builds', 'list']);
		expectSentences(list, 'builds list');
		expect(list.code).toBe(0);
		expect(list.out).toMatch(/^beef .* done /m);
		const json = await runIn(place, ['builds', 'list', '--json']);
		const rows: { id: string; broken?: string }[] = JSON.parse(json.out);
		const broken = rows.filter(row => row.broken !== undefined).map(row => row.id);
		// What has no header yet may be a build that just begins, and a folder with nothing in it is none.
		const isBegun = ['an empty file', 'torn JSON'].includes(kind);
		expect(broken.sort()).toEqual([...(isBegun ? [] : ['dead']), ...(kind === 'a folder' ? [] : ['fade'])]);
		for (const id of broken) {
			expect(list.out).toMatch(new RegExp(`^${id} .* broken .*\\.$`, 'm'));
			for (const verb of ['show', 'watch', 'cancel']) {
				const ran = await runIn(place, ['builds', verb, id]);
				expectSentences(ran, `builds ${verb} ${id}`);
				expect(ran).toMatchObject({ code: 3, err: expect.stringContaining(`Build ${id} cannot be read.`) });
			}
		}

		expect((await runIn(place, ['builds', 'show', 'beef'])).code).toBe(0);
		expect((await runIn(place, ['presets', 'list'])).out).toContain('nodejs');
	});

	test.each(kinds)('%s for its owner is no owner', async (_kind, make) => {
		const place = await goodHome();
		await mkdir(path.join(place.builds, 'dead'));
		createJournal(path.join(place.builds, 'dead', 'journal.ndjson'), header({ id: 'dead' })).close();
		await make(path.join(place.builds, 'dead', 'owner.1'));
		const list = await runIn(place, ['builds', 'list']);
		expectSentences(list, 'builds list');
		expect(list.out).toMatch(/^dead .* running /m);
	});

	test('of a later version, what nobody runs any more stays as it is', async () => {
		const place = await goodHome();
		const folder = path.join(place.builds, 'dead');
		await mkdir(folder);
		await oddFiles['a later version']?.(path.join(folder, 'journal.ndjson'));
		await oddFiles['an empty file']?.(path.join(folder, 'owner.1'));
		await utimes(path.join(folder, 'owner.1'), 1000, 1000);
		const before = await readdir(folder);
		await runIn(place, ['builds', 'list']);
		expect(await readdir(folder)).toEqual(before);
	});
});

const presetCommands = [
	['presets', 'list'],
	['presets', 'show', 'odd'],
	['presets', 'save', 'odd', 'nodejs', '--overwrite'],
	['presets', 'delete', 'odd', '--yes'],
];
const stateCommands = [
	['presets', 'list'],
	['builds', 'list'],
	['new', '--continue', '--no-input'],
];
const renderCommands = [['render', 'nodejs', '--out', './web', '--overwrite', '--packer-version', '1.16.0']];

describe.each([
	['the folder of all builds', '.local/state/packer-wizard/builds', stateCommands],
	['the state folder', '.local/state/packer-wizard', stateCommands],
	['the answers that were left', '.local/state/packer-wizard/drafts/current.json', stateCommands],
	['the preferences', '.config/packer-wizard/preferences.json', stateCommands],
	['the folder of the configuration', '.config/packer-wizard', presetCommands],
	["the person's presets", '.config/packer-wizard/presets', presetCommands],
	['a preset', '.config/packer-wizard/presets/odd.json', presetCommands],
	["the project's presets", 'work/.packer-wizard', presetCommands],
	['a preset of the project', 'work/.packer-wizard/odd.json', presetCommands],
	['recipe.json', 'work/recipe.json', [['presets', 'show', '.']]],
	['a file that is to be written', 'work/web/image.pkr.hcl', renderCommands],
	['the folder that is to be written', 'work/web', renderCommands],
])('in the place of %s', (_what, where, commands) => {
	test.each(kinds)('%s ends nothing', async (kind, make) => {
		const place = await privatePlace();
		const file = path.join(place.home, where);
		await mkdir(path.dirname(file), { recursive: true });
		await make(file);
		for (const argv of commands) {
			expectSentences(await runIn(place, argv), `${kind}: ${argv.join(' ')}`);
		}
	});
});
