import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createActions } from '../../source/actions/index.ts';
import { buildsFolder } from '../../source/builds/folders.ts';
import { createJournal } from '../../source/builds/journal/writer.ts';
import { questions } from '../../source/questions/table.ts';
import { recipeText } from '../../source/recipe/read.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { privatePlace } from '../store/place.ts';
import { header } from './timelines.ts';
import { makeWorld } from './world.ts';

/** What a terminal acts on, or what turns the direction of writing. */
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

const signs: Readonly<Record<string, string>> = {
	'an escape sequence': '\u001b[31m',
	'a title for the window': '\u001b]0;owned\u0007',
	'a bell': '\u0007',
	'an 8-bit escape': '\u009b31m',
	'an 8-bit title': '\u009d0;owned\u009c',
	'an 8-bit line break': '\u0085',
	'a turn of the direction': '\u202e',
	'an isolate': '\u2066',
	'an Arabic mark': '\u061c',
	'a carriage return': '\r',
};

type Place = Awaited<ReturnType<typeof privatePlace>>;

const runIn = async (
	{ environment, cwd }: Place,
	argv: readonly string[],
	more: Readonly<Record<string, string>> = {},
) => {
	const all = { ...environment, PATH: '/usr/bin:/bin', ...more };
	const world = makeWorld({ environment: all, cwd, actions: createActions({ environment: all, cwd: cwd }) });
	const code = await world.run(...argv);
	return { code, out: world.stdout(), err: world.stderr() };
};

/** A home whose files, presets and builds hold a sign wherever others could have put one. */
const signedHome = async (sign: string): Promise<Place> => {
	const place = await privatePlace();
	const presets = path.join(place.home, '.config', 'packer-wizard', 'presets');
	await mkdir(presets, { recursive: true });
	const description = raw.test(sign) && /[\u202e\u2066\u061c]/.test(sign) ? `d${sign}e` : 'd';
	const recipe = recipeWith({ name: 'web', description });
	await writeFile(path.join(presets, `n${sign}ame.json`), recipeText(recipe));
	await writeFile(path.join(presets, 'torn.json'), `{"version": ${sign}x`);
	await writeFile(path.join(presets, 'odd.json'), JSON.stringify({ version: 1, [`k${sign}ey`]: 1 }));
	await writeFile(path.join(place.cwd, 'recipe.json'), `{${sign}`);

	const folder = path.join(buildsFolder(place.environment), 'beef');
	await mkdir(folder, { recursive: true });
	const journal = createJournal(
		path.join(folder, 'journal.ndjson'),
		header({
			id: 'beef',
			preset: `p${sign}reset`,
			recipe,
			folder: `/srv/f${sign}older`,
			steps: [{ script: 'scripts/01-work.sh', name: `s${sign}tep` }],
		}),
	);
	const say = (text: string) =>
		({ kind: 'record', offset: 1, target: '', type: 'ui', data: ['say', text] }) as const;
	journal.append([
		{ kind: 'packer', process: { pid: 1, started: '1' } },
		say(`==> amazon-ebs.image: Provisioning with shell script: scripts/01-work.sh`),
		say(`==> amazon-ebs.image: o${sign}utput`),
		{ kind: 'notice', message: `n${sign}otice` },
		{ kind: 'record', offset: 2, target: 'x', type: 'error', data: [`e${sign}rror`] },
		{ kind: 'end', result: 'failed', exitCode: 1, artifacts: [{ region: '', ami: `a${sign}mi` }] },
	]);
	journal.close();
	return place;
};

describe.each(Object.entries(signs))('%s reaches no terminal', (_what, sign) => {
	test('from files, presets, builds, arguments and errors', async () => {
		const place = await signedHome(sign);
		for (const argv of [
			['presets', 'list'],
			['presets', 'show', `n${sign}ame`],
			['presets', 'show', 'torn'],
			['presets', 'show', 'odd'],
			['presets', 'show', '.'],
			['presets', 'show', `./n${sign}o`],
			['presets', 'delete', `n${sign}o`, '--yes'],
			['builds', 'list'],
			['builds', 'show'],
			['builds', 'show', `n${sign}o`],
			['builds', 'watch', 'beef'],
			['render', 'nodejs', '--out', `./o${sign}ut`, '--packer-version', '1.16.0'],
			['run', 'nodejs', `--n${sign}o`],
			[`n${sign}o`],
			['builds', `n${sign}o`],
		]) {
			const { code, out, err } = await runIn(place, argv);
			expect([argv, out + err]).toEqual([argv, expect.not.stringMatching(raw)]);
			expect([argv, code]).not.toEqual([argv, 70]);
		}
	});

	test('in JSON, which says it all the same', async () => {
		const place = await signedHome(sign);
		const presets = await runIn(place, ['presets', 'list', '--json']);
		const builds = await runIn(place, ['builds', 'list', '--json']);
		const lines = await runIn(place, ['builds', 'watch', 'beef', '--json']);
		expect(presets.out + builds.out + lines.out).not.toMatch(raw);
		expect(JSON.parse(presets.out).map(({ name }: { name: string }) => name)).toContain(`n${sign}ame`);
		expect(JSON.parse(builds.out)).toMatchObject([{ name: `p${sign}reset` }]);
		expect(
			lines.out
				.trimEnd()
				.split('\n')
				.map(line => JSON.parse(line).message),
		).toContain(`n${sign}otice`);
	});
});

test('of broken JSON it is said where a control character stands', async () => {
	const place = await signedHome('\u001b]0;owned\u0007\n');
	const { code, err } = await runIn(place, ['presets', 'show', 'torn']);
	expect(code).toBe(2);
	expect(err).toContain(String.raw`Unexpected token '\u001b'`);
	expect(err.split('\n')).toHaveLength(4);
});

test('a line break in a name makes no line of its own', async () => {
	const place = await signedHome('\n');
	const list = await runIn(place, ['presets', 'list']);
	expect(list.out).not.toMatch(/^ame/m);
	const show = await runIn(place, ['presets', 'show', 'x\nDone']);
	expect(show).toMatchObject({ code: 2, err: expect.stringContaining('There is no preset x Done.\n') });
});

/** Those that have a file of their own; of those that are made for the bundles, one of each kind and moment. */
const unlike = [
	...Map.groupBy(questions, ({ id, kind, parameter }) =>
		parameter === undefined ? id : [kind, parameter.moment, parameter.name === '+'].join(),
	).values(),
].flatMap(([first]) => first ?? []);

const refused = { 'an escape': '\u001b', 'a bell': '\u0007', DEL: '\u007f', 'an 8-bit escape': '\u009b' };

describe.each(Object.entries(refused))('%s in an answer is refused with a sentence', (_what, sign) => {
	const base = ['render', 'nodejs', '--out', './web', '--packer-version', '1.16.0'];

	test('that names the flag', async () => {
		const place = await privatePlace();
		for (const { name } of [
			...questions.map(({ flag }) => flag),
			{ name: 'set' },
			{ name: 'packer-version' },
		]) {
			const ran = await runIn(place, [...base, `--${name}`, `a=${sign}b`]);
			expect([name, ran.code, ran.err]).toEqual([
				name,
				2,
				expect.stringContaining(`--${name} holds a control`),
			]);
		}
	});

	test('that names the variable', async () => {
		const place = await privatePlace();
		// Each asks what a flag asks; some of each kind are enough.
		for (const question of unlike.filter((_, index) => index % 3 === 0 || index < 3)) {
			const name = `PACKER_WIZARD_${question.flag.name.toUpperCase().replaceAll('-', '_')}`;
			const ran = await runIn(place, base, { [name]: `a=${sign}b` });
			// A variable is of no use where its question does not arise.
			expect([name, [0, 2].includes(ran.code)]).toEqual([name, true]);
			if (ran.code === 2) {
				expect(ran.err).toContain(`${name}: `);
			}
		}
	});
});

test('an answer that is one line takes no two', async () => {
	const place = await privatePlace();
	for (const { name } of unlike
		.map(({ flag }) => flag)
		.filter(flag => flag.name !== 'command' && flag.name !== 'out')) {
		const ran = await runIn(place, ['render', 'nodejs', '--out', './web', `--${name}`, 'a=x\nb']);
		expect([name, ran.code, ran.err]).toEqual([name, 2, expect.stringContaining(`--${name}`)]);
	}
});
