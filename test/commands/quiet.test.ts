import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { Problem } from '../../source/base/problem.ts';
import type { BuildMode, BuildResult } from '../../source/builds/journal/journal.ts';
import { overview } from '../../source/commands/table.ts';
import type { Check } from '../../source/flow/checks.ts';
import { compareBuilds } from '../../source/flow/compare.ts';
import { buildContents } from '../../source/flow/contents.ts';
import { contentsDifference } from '../../source/flow/contents-difference.ts';
import type { OwnImage } from '../../source/flow/images.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Remain } from '../../source/targets/aws/builds/remains/places.ts';
import { nodeContents } from '../helpers/contents.ts';
import { endedBuild, following, timelineOf } from './timelines.ts';
import { makeWorld } from './world.ts';

const noPacker: Check = { id: 'packer', status: 'missing', title: 'Packer', detail: 'none', remedies: [] };

const machine: Remain = {
	kind: 'instance',
	id: 'i-0f3a91c2d4e5f6a7b',
	region: 'eu-west-1',
	build: '7f3a',
	detail: 't3.micro, running',
};

const image: OwnImage = {
	build: '7f3a',
	name: 'web',
	region: 'eu-west-1',
	id: 'ami-0f3a91c2d4e5f6a7b',
	made: 0,
	base: 'Debian 12',
	sharedWith: [],
	unseen: 'There is no AWS sign-in to look with.',
};

const contents = buildContents(timelineOf(endedBuild('done')), [nodeContents]);

/** Actions with which every command comes to its end. */
const actions = (result: BuildResult, mode: BuildMode, checks: readonly Check[]): Partial<Actions> => ({
	home: async () => ({
		presets: [{ name: 'web', origin: 'own', description: 'A server', needsToken: false }],
		builds: [],
		draft: undefined,
		fresh: newDraft(),
		warning: 'Presets in ./shared are not taken.',
	}),
	projectWarning: async () => 'Presets in ./shared are not taken.',
	readPreset: async () => ({ recipe: defaultRecipe(), folder: null, preset: 'web' }),
	planFiles: async () => ({
		folder: '/nowhere/web',
		run: '/nowhere/web/recipe.json',
		files: [{ path: 'image.pkr.hcl', content: '', executable: false, state: 'new' }],
	}),
	writeFiles: async () => ({ folder: '/nowhere/web', written: ['image.pkr.hcl'], kept: [] }),
	savePreset: async () => '/nowhere/web.json',
	deletePreset: async () => undefined,
	checks: async () => checks,
	remedy: () => Promise.reject(new Problem('It could not be got.')),
	start: async () => '7f3a',
	follow: following(endedBuild(result, { mode })),
	look: async () =>
		timelineOf(result === 'cancelled' ? endedBuild(result).slice(0, 1) : endedBuild(result, { mode })),
	cancel: async () => undefined,
	deleteBuild: async () => undefined,
	compareBuilds: async () => compareBuilds(timelineOf(endedBuild('done')), timelineOf(endedBuild('done'))),
	contents: async () => contents,
	contentsDifference: async () => contentsDifference(contents, contents),
	findBuild: async () => '7f3a',
	layers: async () => ({ count: 2, bytes: 98_000_000, limit: 5_000_000_000 }),
	removeLayers: async () => ({ count: 2, bytes: 98_000_000, strays: 0, left: 0 }),
	findRemains: async () => ({
		places: [
			{
				caller: {
					signer: { source: 'environment', keyId: 'AKIA' },
					sdk: 'go-2',
					whereabouts: { environment: {}, cwd: '/' },
				},
				title: 'keys in the environment',
				region: 'eu-west-1',
				remains: [machine],
				unseen: [],
			},
		],
		builds: [],
		complaints: [],
		unseen: [],
	}),
	askAws: async () => undefined,
	images: async told => told([image]),
	testImage: async (_request, front) => {
		const news = {
			build: '7f3a',
			region: 'eu-west-1',
			type: 't3.micro',
			machine: 'i-0f3a91c2d4e5f6a7b',
			ran: 1000,
		};
		const machine = { ...news, stage: 'ready', boot: 'done', ssh: ['ssh'], logIn: async () => 0 } as const;
		expect(await front.use(machine)).toBe('end');
		front.told({ ...news, stage: 'ended' });
	},
	changeImage: async (_which, wish, told) => {
		const why = wish.do === 'renew' ? { why: 'AWS does not allow it.' } : {};
		told({ region: 'eu-west-1', ami: 'ami-0b2c3d4e5f6a7b8c9', ...why });
	},
	copyImage: async (_id, regions, told) => {
		for (const region of regions) {
			told({ kind: 'copy', region, state: 'done', ami: 'ami-0f3a91c2d4e5f6a7b' });
		}
	},
	removeRemains: async (_found, told) => {
		told({ remain: machine });
		return { removals: [{ remain: machine }], complaints: [] };
	},
});

const ids = 'us-east-1\tami-0f3a91c2d4e5f6a7b\neu-west-1\tami-0b2c3d4e5f6a7b8c9\n';
const none = /^$/;
const untaken = /^Presets in \.\/shared are not taken\.\n$/;
const newImage = ['new', '--region', 'eu-west-1', '--base', 'ubuntu-24.04', '--name', 'web'] as const;

type Row = {
	readonly argv: readonly string[];
	readonly code: number;
	/** What stands on standard output, and on standard error; nothing if missing. */
	readonly out?: string | RegExp;
	readonly err?: RegExp;
	/** How the build ends, if it is not done. */
	readonly result?: BuildResult;
	readonly mode?: BuildMode;
	readonly checks?: readonly Check[];
};

const rows: readonly Row[] = [
	{ argv: [], code: 2, err: /^With --quiet nobody is asked\.\n/ },
	{ argv: newImage, code: 0 },
	{ argv: ['new'], code: 2, err: /answers are missing/ },
	{ argv: [...newImage, '--yes'], code: 0, out: ids },
	{ argv: ['run', 'web'], code: 2, err: /This build costs money/ },
	{ argv: ['run', 'web', '--yes'], code: 0, out: ids, err: untaken },
	{ argv: ['run', 'web', '--rehearse'], code: 0, mode: 'rehearsal', err: untaken },
	{ argv: ['run', 'web', '--yes'], code: 1, result: 'failed', err: /\n.*failed/ },
	{ argv: ['run', 'web', '--yes'], code: 130, result: 'cancelled', err: /\n.*cancelled/ },
	{ argv: ['run', 'web', '--yes'], code: 3, checks: [noPacker], err: /\nPacker: none\n/ },
	{ argv: ['run', 'web', '--yes', '--detach'], code: 0, out: '7f3a\n', err: untaken },
	{ argv: ['render', 'web'], code: 0, err: untaken },
	{ argv: ['builds', 'list'], code: 0 },
	{ argv: ['builds', 'show'], code: 0, out: /ami-0f3a91c2d4e5f6a7b/ },
	{ argv: ['builds', 'logs'], code: 0 },
	{ argv: ['builds', 'compare'], code: 0, out: /^Compared\n/ },
	{ argv: ['builds', 'contents'], code: 0, out: /^In the image of build 7f3a/ },
	{ argv: ['builds', 'contents', '--sbom'], code: 0, out: /"bomFormat": "CycloneDX"/ },
	{ argv: ['builds', 'diff'], code: 0, out: /^In the images\n[\s\S]*\nPackages: 2 the same\n/ },
	{ argv: ['builds', 'rerun'], code: 2, err: /This build costs money/ },
	{ argv: ['builds', 'rerun', '--yes'], code: 0, out: ids },
	{ argv: ['builds', 'copy', '7f3a'], code: 2, err: /not said where/ },
	{ argv: ['builds', 'copy', '7f3a', '--to', 'us-west-2'], code: 2, err: /Copies cost money/ },
	{
		argv: ['builds', 'copy', '7f3a', '--to', 'us-west-2', '--yes'],
		code: 0,
		out: 'us-west-2\tami-0f3a91c2d4e5f6a7b\n',
	},
	{ argv: ['builds', 'delete'], code: 2, err: /needs the id/ },
	{ argv: ['builds', 'delete', '7f3a'], code: 2, err: /whether to delete 7f3a/ },
	{ argv: ['builds', 'delete', '7f3a', '--yes'], code: 0 },
	{ argv: ['builds', 'watch'], code: 0, out: ids },
	{ argv: ['builds', 'watch'], code: 1, result: 'failed', err: /failed/ },
	{ argv: ['builds', 'cancel'], code: 0, result: 'cancelled' },
	{ argv: ['builds', 'cancel'], code: 2, err: /is over: done\.\n/ },
	{ argv: ['presets', 'list'], code: 0, out: /^web /, err: untaken },
	{ argv: ['presets', 'show', 'web'], code: 0, out: /^Where /m, err: untaken },
	{ argv: ['presets', 'save', 'web', './web'], code: 0, err: untaken },
	{ argv: ['presets', 'delete', 'web'], code: 2, err: /whether to delete the preset web/ },
	{ argv: ['presets', 'delete', 'web', '--yes'], code: 0 },
	{ argv: ['bundles', 'list'], code: 0, out: /^(\S+ {2}.*\n)+$/ },
	{ argv: ['bundles', 'show', 'ssh-grunt'], code: 0, out: /^ssh-grunt: / },
	{ argv: ['bundles', 'show'], code: 2, err: /needs the id of a bundle/ },
	{ argv: ['cleanup'], code: 2, out: /^machine +i-0f3a91c2d4e5f6a7b +eu-west-1 /, err: /whether to delete/ },
	{ argv: ['cleanup', '7f3a', '--yes'], code: 0, out: /^machine +i-0f3a91c2d4e5f6a7b / },
	{ argv: ['cleanup', '--layers'], code: 0 },
	{
		argv: ['images', 'list'],
		code: 0,
		out: /^web +ami-0f3a91c2d4e5f6a7b +eu-west-1 /,
		err: /^Not asked of AWS: There is no AWS sign-in/,
	},
	{ argv: ['images', 'test', '7f3a'], code: 2, err: /A test machine costs money/ },
	{ argv: ['images', 'test', '7f3a', '--yes'], code: 0 },
	{
		argv: ['images', 'test', '7f3a', '--ssh-from', 'me', '--yes'],
		code: 2,
		err: /Addresses are given as a network/,
	},
	{
		argv: ['images', 'test', '7f3a', '--yes'],
		code: 2,
		mode: 'rehearsal',
		err: /its image is not real/,
	},
	{ argv: ['images', 'share', '7f3a', '--with', '111122223333'], code: 2, err: /Nobody can be asked/ },
	{ argv: ['images', 'share', '7f3a', '--with', '111122223333', '--yes'], code: 0 },
	{ argv: ['images', 'share', '7f3a', '--yes'], code: 2, err: /Name an account/ },
	{ argv: ['images', 'deprecate', '7f3a', '--on', '2099-01-31', '--yes'], code: 0 },
	{
		argv: ['images', 'deprecate', '7f3a', '--undo', '--yes'],
		code: 0,
		err: /Not done with ami-0b2c3d4e5f6a7b8c9/,
	},
	{ argv: ['images', 'deprecate', '7f3a', '--yes'], code: 2, err: /^Say from which day on/ },
	{
		argv: ['images', 'share', '7f3a', '--with', '111122223333', '--yes'],
		code: 2,
		mode: 'rehearsal',
		err: /its image is not real/,
	},
	{
		argv: ['images', 'copy', '7f3a', '--to', 'us-west-2', '--yes'],
		code: 0,
		out: 'us-west-2\tami-0f3a91c2d4e5f6a7b\n',
	},
	{ argv: ['shell', '7f3a'], code: 2, err: /^Build 7f3a had no machine in a container\.\n/ },
	{ argv: ['doctor'], code: 3, checks: [noPacker], out: /missing +Packer +none/ },
];

test.each(
	rows.flatMap(row => [
		{ ...row, name: row.argv.join(' '), where: 'in a terminal', terminal: { columns: 80, rows: 24 } },
		{ ...row, name: row.argv.join(' '), where: 'in none' },
	]),
)(
	'--quiet, $name, $where: results on standard output, problems on standard error, nothing asked',
	async row => {
		const { argv, code, out = none, err = none, result = 'done', mode = 'aws', checks = [] } = row;
		const world = makeWorld({
			actions: actions(result, mode, checks),
			...('terminal' in row && { terminal: row.terminal }),
		});
		expect(await world.run(...argv, '--quiet')).toBe(code);
		expect(world.screenStarts).toEqual([]);
		expect(world.stdout()).toMatch(typeof out === 'string' ? new RegExp(`^${out}$`) : out);
		expect(world.stderr()).toMatch(err);
	},
);

test('no command is missing there', () => {
	const names = [...overview().matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2}/gm)].map(([, name]) => name);
	expect(names.length).toBeGreaterThan(10);
	for (const name of names) {
		expect(rows.some(({ argv }) => argv.join(' ').startsWith(name ?? ''))).toBe(true);
	}
});
