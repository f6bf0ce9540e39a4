import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { Interrupted, Problem } from '../../source/base/problem.ts';
import { draftAtHome, keptAs, nothingKept } from '../../source/flow/drafts.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import { wizard } from '../../source/plain/wizard.ts';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { AwsSubnet } from '../../source/targets/aws/questions/facts.ts';
import { keptAnswers } from '../helpers/kept-answers.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { type Deed, scriptedTools } from './scripted.ts';

const where: Deed = { at: /account/, pick: 'AWS' };
const region: Deed = { at: /part of the world/, pick: 'eu-west-1' };
const base: Deed = { at: /system/, pick: 'Ubuntu 24.04' };
const processor: Deed = { at: /processor/, pick: 'x86_64' };
const machine: Deed = { at: /machine that builds/, pick: 't3.micro' };
const nothing: Deed = { at: /What to install/, tick: [] };
const goOn: Deed = { at: /What to change/, pick: 'Go on' };
const name: Deed = { at: /^Name/, type: 'shop' };
const noTags: Deed = { at: /^Line 1/, type: '' };
const toSettings = [where, region, base, processor, machine, nothing];
const rehearse: Deed = { at: /What to do/, pick: 'Rehearse it' };

const walk = async (deeds: readonly Deed[], start: Draft = newDraft(), keeping = nothingKept) => {
	const { saved, saveDraft } = keptAnswers();
	const tools = scriptedTools(deeds, { saveDraft });
	const route = await wizard(tools, { at: 'wizard', draft: start, keeping });
	expect(tools.left()).toBe(0);
	return { route, saved, tools };
};

describe('the wizard by prompts', () => {
	test('asks question after question, keeps the draft at each, and ends at the review', async () => {
		const { route, saved } = await walk([...toSettings, goOn, name, noTags, rehearse]);
		expect(route).toMatchObject({
			at: 'before',
			request: {
				mode: 'rehearsal',
				decisions: { recipe: recipeWith({ region: 'eu-west-1', name: 'shop' }), folder: null },
			},
		});
		expect(saved).toHaveLength(9);
		expect(saved.at(-1)?.at).toBe('review');
	});

	test('goes back with the earlier answer kept, and home from the first question', async () => {
		const backward: Deed = { at: /system/, does: 'back' };
		const { saved } = await walk([
			...[where, region, backward, { at: /part of the world/, pick: 'eu-central-1' }],
			...[base, processor, machine, nothing, goOn, name, noTags, rehearse],
		] as readonly Deed[]);
		expect(saved.at(-1)?.recipe.aws.region).toBe('eu-central-1');
		expect((await walk([{ at: /account/, does: 'back' }])).route).toEqual({ at: 'home' });
	});

	test('without a default network asks for the subnet, and says what each leads to', async () => {
		const subnet: AwsSubnet = {
			...{ id: 'subnet-0aaaaaaaa', zone: 'eu-west-1a', cidr: '10.0.1.0/24', vpc: 'vpc-1', isDefault: false },
			...{ internet: 'nat', givesPublicAddress: false, freeAddresses: 250 },
		};
		const tools = scriptedTools(
			[...toSettings, { at: /subnet in which/, pick: 'subnet-0aaaaaaaa' }, goOn, name, noTags, rehearse],
			{
				askAws: async ({ decisions, topics }, told) =>
					told({
						region: decisions.recipe.aws.region,
						refused: {},
						...(topics.includes('subnets') && { subnets: { at: 0, value: [subnet] } }),
					}),
			},
		);
		const route = await wizard(tools, { at: 'wizard', draft: newDraft() });
		expect(tools.left()).toBe(0);
		expect(route).toMatchObject({
			request: { decisions: { recipe: { aws: { network: { subnet: 'subnet-0aaaaaaaa' } } } } },
		});
	});

	test('a file that is not there is told as soon as it is named', async () => {
		const told = 'The upload ./site of the step site cannot be used.';
		const tools = scriptedTools(
			[
				...[where, region, base, processor, machine],
				{ at: /What to install/, tick: ['uploads'] },
				{ at: /^Line 1/, type: './site => /srv/site' },
				{ at: /^Line 2/, type: '' },
				...[goOn, name, noTags, rehearse],
			],
			{ missingFiles: async () => [told] },
		);
		await wizard(tools, { at: 'wizard', draft: newDraft() });
		expect(tools.said.filter(line => line.includes(told))).toHaveLength(1);
	});

	test('asks for what was chosen, says what comes with it, and takes lines one by one', async () => {
		const { saved, tools } = await walk([
			...[where, region, base, processor, machine],
			{ at: /What to install/, tick: ['commands', 'ssh-grunt'] },
			{ at: /What to change/, pick: 'IAM groups that may log in  ' },
			{ at: /IAM groups that may log in$/, pick: 'Type the lines again' },
			{ at: /^Line 1/, type: 'ops' },
			{ at: /^Line 2/, type: '' },
			{ at: /What to change/, pick: 'use sudo' },
			{ at: /use sudo/, does: 'back' },
			{ at: /What to change/, pick: 'Go on' },
			{ at: /^Line 1/, type: 'sudo apt-get update' },
			{ at: /^Line 2/, type: 'nonsense' },
			{ at: /^Line 3/, does: 'back' },
			{ at: /^Line 2/, type: 'node -v' },
			{ at: /^Line 3/, type: '' },
			...[goOn, name, noTags, rehearse],
		]);
		expect(saved.at(-1)?.recipe).toMatchObject({
			steps: [{ name: 'commands', inline: ['sudo apt-get update', 'node -v'] }],
			bundles: [{ id: 'ssh-grunt', boot: { 'iam-group': ['ops'] } }],
		});
		expect(tools.said).toContain('  gruntwork-installer added: ssh-grunt needs it');
	});

	test('what was said of a bundle and the commands are there again when both are ticked again', async () => {
		const toInstall: Deed = { at: /^Line 1|What to change/, does: 'back' };
		const { saved } = await walk([
			...[where, region, base, processor, machine],
			{ at: /What to install/, tick: ['fail2ban', 'commands'] },
			{ at: /What to change/, pick: 'Ban in seconds' },
			{ at: /Ban in seconds/, type: '60' },
			{ at: /What to change/, pick: 'Go on' },
			{ at: /^Line 1/, type: 'echo hi' },
			{ at: /^Line 2/, type: '' },
			...[toInstall, { at: /Your own commands/, does: 'back' }, toInstall],
			...[nothing, toInstall],
			{ at: /What to install/, tick: ['fail2ban', 'commands'] },
			{ at: /What to change/, pick: 'Go on' },
			{ at: /Your own commands/, pick: 'Keep: echo hi' },
			...[goOn, name, noTags, rehearse],
		] as readonly Deed[]);
		expect(saved.at(-1)?.recipe).toMatchObject({
			steps: [{ name: 'commands', inline: ['echo hi'] }],
			bundles: [{ id: 'fail2ban', install: { 'ban-time': '60' } }],
		});
	});

	test('the form of a bundle with nothing but seldom answers is opened from the settings', async () => {
		const { saved } = await walk([
			...[where, region, base, processor, machine],
			{ at: /What to install/, tick: ['fail2ban', 'ntp'] },
			{ at: /^Bans addresses guessing passwords\. What to change/, pick: 'Go on' },
			{ at: /^What to change/, pick: 'ntp: nothing changed' },
			{ at: /^Keeps the clock right\. What to change/, pick: 'Version' },
			{ at: /^Version/, type: 'v1.0.1' },
			{ at: /^Keeps the clock right\. What to change/, pick: 'Go on' },
			{ at: /^What to change/, pick: 'Go on' },
			...[name, noTags, rehearse],
		]);
		expect(saved.at(-1)?.recipe.bundles).toContainEqual(
			expect.objectContaining({ id: 'ntp', version: 'v1.0.1' }),
		);
	});

	test('a setting is asked from its list and leads back there', async () => {
		const { saved } = await walk([
			...toSettings,
			{ at: /What to change/, pick: 'Disk' },
			{ at: /^Disk/, type: '20' },
			{ at: /What to change/, pick: 'Spot price' },
			{ at: /spare capacity/, does: 'back' },
			...[goOn, name, noTags, rehearse],
		] as readonly Deed[]);
		expect(saved.at(-1)?.recipe.aws.volume.size).toBe(20);
	});

	test('a changed answer that drops a later one is told', async () => {
		const { tools } = await walk([
			...[where, region, base, processor, machine],
			{ at: /What to install/, does: 'back' },
			{ at: /machine that builds/, does: 'back' },
			{ at: /processor/, pick: 'arm64' },
			{ at: /machine that builds/, pick: 't4g.micro' },
			...[nothing, goOn, name, noTags, rehearse],
		] as readonly Deed[]);
		expect(tools.said).toContain('  Machine: was t3.micro: arm64 needs another');
	});

	test('takes a type and regions that the lists do not have, and says so at once and in the review', async () => {
		const { saved, tools } = await walk([
			...[where, { at: /part of the world/, search: 'eu-west-9' }, base, processor],
			...[{ at: /machine that builds/, search: 't3.mirco' }, nothing],
			{ at: /What to change/, pick: 'Copy to' },
			{ at: /copy of the image/, tick: [':another', 'eu-west-1'] },
			{ at: /^Copy to, one that is not in the list/, type: 'me-west-1' },
			...[goOn, name, noTags, rehearse],
		] as readonly Deed[]);
		expect(saved.at(-1)?.recipe).toMatchObject({
			aws: { region: 'eu-west-9', instanceType: 't3.mirco', copyTo: ['eu-west-1', 'me-west-1'] },
		});
		const typo = 't3.mirco is not in our list of September 2026. Did you mean t3.micro?';
		expect(tools.said).toContain(`  ${typo}`);
		// Broken between words, below its first word.
		expect(tools.said.join('\n')).toContain(
			`  Warning     ${typo.replace(' t3.micro?', '\n              t3.micro?')}`,
		);
	});

	test('what is told of a question and of an answer is broken at the width of the terminal', async () => {
		const narrow = {
			...scriptedTools([
				...[where, { at: /part of the world/, search: 'eu-west-9' }, base, processor],
				{ at: /machine that builds/, search: 't3.mirco' },
				{ at: /What to install/, does: 'interrupt' },
			] as readonly Deed[]),
			width: 40,
		};
		await expect(wizard(narrow, { at: 'wizard', draft: newDraft() })).rejects.toThrow();
		const told = narrow.said.filter(line => line.startsWith('  '));
		expect(told.join('').replace(/ +/g, ' ')).toContain('t3.mirco is not in our list');
		expect(told.filter(line => stringWidth(line) > 40)).toEqual([]);
	});

	test('answers that cannot be kept are no reason to stop', async () => {
		const tools = scriptedTools([...toSettings, goOn, name, noTags, rehearse], {
			saveDraft: () => Promise.reject(new Problem('The draft cannot be written.')),
		});
		expect(await wizard(tools, { at: 'wizard', draft: newDraft() })).toMatchObject({ at: 'before' });
		expect(tools.said).toContain('The draft cannot be written.');
	});
});

describe('the review by prompts', () => {
	const start = draftAtReview({ recipe: defaultRecipe(), folder: null });

	test('shows every answer and the command line that does the same', async () => {
		const { tools } = await walk([rehearse], start);
		expect(tools.said.join('\n')).toMatch(/Region +us-east-1\n {2}Base image +Ubuntu 24\.04.*, x86_64/);
		expect(tools.said).toContain('  Later, without questions: packer-wizard run ./web/recipe.json --yes');
	});

	test('names the account, and what it named is what was said yes to', async () => {
		const { route, tools, saved } = await walk([{ at: /What to do/, pick: 'Build it' }], start);
		expect(tools.said).toContain('  Account     123456789012 (profile dev)');
		expect(route).toMatchObject({
			request: { mode: 'aws', confirmed: { account: '123456789012 (profile dev)' } },
		});
		expect(route).not.toHaveProperty('request.madeOf');
		expect(saved).toEqual([]);
	});

	test('to look at it keeps nothing in the place of answers that were left', async () => {
		const { route, saved } = await walk(
			[{ at: /What to do/, pick: 'Look at the files' }, { at: /Which file/, does: 'back' }, rehearse],
			start,
		);
		expect(saved).toEqual([]);
		expect(route).toMatchObject({ request: { mode: 'rehearsal' } });
		expect(route).not.toHaveProperty('request.madeOf');
	});

	test('changes one answer and stands again', async () => {
		const { route } = await walk(
			[
				{ at: /What to do/, pick: 'Change an answer' },
				{ at: /What to change/, pick: 'Region' },
				region,
				{ at: /What to do/, pick: 'Build it' },
			],
			{ ...start, preset: 'web' },
		);
		expect(route).toMatchObject({
			at: 'before',
			request: { mode: 'aws', decisions: { preset: 'web', recipe: { aws: { region: 'eu-west-1' } } } },
		});
	});

	test('goes back to the last question', async () => {
		const { tools } = await walk([{ at: /What to do/, does: 'back' }, noTags, rehearse], start);
		expect(tools.said.join('\n')).toContain('Tags');
	});

	test('writes files only over those that differ after a question', async () => {
		const plan: FilePlan = {
			folder: '/nowhere/web',
			run: '/nowhere/web/recipe.json',
			files: [
				{
					path: 'image.pkr.hcl',
					content: 'new\nsame\n',
					executable: false,
					state: 'differs',
					current: 'old\nsame\n',
				},
				{ path: 'recipe.json', content: '{}', executable: false, state: 'new' },
			],
		};
		const written: unknown[] = [];
		const tools = scriptedTools(
			[
				{ at: /What to do/, pick: 'Write the files' },
				{ at: /Different files are there already: image\.pkr\.hcl/, pick: 'Show the difference' },
				{ at: /Different files/, pick: 'Keep yours' },
			],
			{
				planFiles: async () => plan,
				writeFiles: async (given, policy) => {
					written.push(given, policy);
					return { folder: '/nowhere/web', written: ['recipe.json'], kept: ['image.pkr.hcl'] };
				},
			},
		);
		expect(await wizard(tools, { at: 'wizard', draft: start })).toEqual({ at: 'end', exitCode: 0 });
		expect(written).toEqual([plan, 'keep']);
		expect(tools.said).toEqual(expect.arrayContaining(['- old', '+ new', '  same']));
		expect(tools.said).toContain('Written: ./web, 1 file; 1 file of yours is kept.');
		expect(tools.said).toContain('Build it: packer-wizard run ./web');
	});

	test('a build is asked about files that differ before the checklist, and the yes is to the account of the answer', async () => {
		const plan: FilePlan = {
			folder: '/nowhere/web',
			run: '/nowhere/web/recipe.json',
			files: [{ path: 'image.pkr.hcl', content: 'new', executable: false, state: 'differs', current: 'old' }],
		};
		for (const [pick, differences, account] of [
			['Keep yours', 'keep', '111111111111 (profile old)'],
			['Take the new ones', 'overwrite', '222222222222 (profile dev)'],
		] as const) {
			const tools = scriptedTools(
				[
					{ at: /What to do/, pick: 'Build it' },
					{ at: /Different files/, pick },
				],
				{
					planFiles: async () => plan,
					accounts: async () => ({
						keep: '111111111111 (profile old)',
						overwrite: '222222222222 (profile dev)',
					}),
				},
			);
			expect(await wizard(tools, { at: 'wizard', draft: start })).toMatchObject({
				at: 'before',
				request: { mode: 'aws', differences, confirmed: { account } },
			});
		}
	});

	test('another folder is planned anew, and a Problem leaves the review standing', async () => {
		const folders: (string | null)[] = [];
		let tries = 0;
		const tools = scriptedTools(
			[
				{ at: /What to do/, pick: 'Write the files' },
				{ at: /Different files/, pick: 'Another folder' },
				{ at: /Folder/, type: './other' },
				{ at: /What to do/, pick: 'Write the files' },
				{ at: /What to do/, pick: 'Rehearse it' },
			],
			{
				planFiles: async ({ folder }) => {
					folders.push(folder);
					const state = folder === null ? 'differs' : 'new';
					return {
						folder: '/nowhere/x',
						run: '/nowhere/x/recipe.json',
						files: [{ path: 'a', content: '', executable: false, state, current: 'b' }],
					};
				},
				writeFiles: () => {
					tries++;
					return Promise.reject(new Problem('It cannot be written.', { exitCode: 3 }));
				},
			},
		);
		expect(await wizard(tools, { at: 'wizard', draft: start })).toMatchObject({
			request: { decisions: { folder: './other' } },
		});
		expect(folders).toContain('./other');
		expect(tries).toBe(1);
		expect(tools.said).toContain('It cannot be written.');
	});
});

describe('answers of another image that are kept', () => {
	const left: Draft = { ...draftAtReview({ ...newDraft(), folder: './left' }), at: 'region', savedAt: 1 };
	const preset = draftAtReview({
		recipe: recipeWith({ name: 'node' }),
		folder: null,
		preset: 'node',
	});
	const toRegion: readonly Deed[] = [
		{ at: /What to do/, pick: 'Change an answer' },
		{ at: /What to change/, pick: 'Region' },
	];
	const asked = /^Changing node takes the place of your answers of .*\.$/;

	const open = async (deeds: readonly Deed[], given: Partial<Actions> = {}) => {
		const kept = keptAnswers(left);
		const tools = scriptedTools(deeds, { saveDraft: kept.saveDraft, ...given });
		const route = await wizard(tools, { at: 'wizard', draft: preset });
		expect(tools.left()).toBe(0);
		return { route, kept };
	};

	test('are asked about once, before the first answer that would replace them', async () => {
		const machineToo: readonly Deed[] = [
			{ at: /What to do/, pick: 'Change an answer' },
			{ at: /What to change/, pick: 'Machine' },
			{ at: /machine that builds/, pick: 't3.small' },
		];
		const { route, kept } = await open([
			...toRegion,
			region,
			{ at: asked, pick: 'Change it' },
			...machineToo,
			rehearse,
		]);
		expect(kept.there()).toMatchObject({ recipe: { aws: { instanceType: 't3.small' } }, preset: 'node' });
		expect(route).toMatchObject({ request: { madeOf: { preset: 'node' } } });
	});

	test('stay where the person goes back, and the question is asked again', async () => {
		const { route, kept } = await open([
			...toRegion,
			region,
			{ at: asked, does: 'back' },
			{ at: /part of the world/, does: 'back' },
			rehearse,
		]);
		expect(kept.there()).toBe(left);
		expect(route).toMatchObject({ at: 'before', request: { decisions: { recipe: preset.recipe } } });
	});

	test("are not told as kept ones of what was left by Ctrl-C; one's own are", async () => {
		const kept = keptAnswers(left);
		const atReview = scriptedTools([{ at: /What to do/, does: 'interrupt' }], { saveDraft: kept.saveDraft });
		await expect(wizard(atReview, { at: 'wizard', draft: preset })).rejects.toThrow(Interrupted);
		expect(atReview.said.join('\n')).not.toContain('Your answers are kept');
		const later = scriptedTools([where, { at: /part of the world/, does: 'interrupt' }]);
		await expect(wizard(later, { at: 'wizard', draft: newDraft() })).rejects.toThrow(Interrupted);
		expect(later.said.at(-1)).toBe('Your answers are kept: packer-wizard new --continue');
	});

	test('go on instead', async () => {
		const { route, kept } = await open([...toRegion, region, { at: asked, pick: 'Continue those' }]);
		expect(route).toMatchObject({ at: 'wizard', draft: left, keeping: { isOwn: true } });
		expect(kept.saved).toEqual([]);
	});

	test('are not dropped by what is made of a preset as it is', async () => {
		const made: unknown[] = [];
		const { route } = await open(
			[
				{ at: /What to do/, pick: 'Save as a preset' },
				{ at: /^Name of the preset/, type: 'node2' },
				{ at: /What to do/, pick: 'Write the files' },
			],
			{
				home: async () => ({ presets: [], builds: [], ...draftAtHome(left), fresh: newDraft() }),
				savePreset: async (_name, _kept, _overwrite, madeOf) => {
					made.push(madeOf);
					return '/nowhere/node2.json';
				},
				writeFiles: async (_plan, _differences, madeOf) => {
					made.push(madeOf);
					return { folder: '/nowhere/node', written: [], kept: [] };
				},
			},
		);
		expect(route).toEqual({ at: 'end', exitCode: 0 });
		expect(made).toEqual([undefined, undefined]);
	});
});

test('a preset saved under another name is that one from then on', async () => {
	const tools = scriptedTools(
		[{ at: /What to do/, pick: 'Save as a preset' }, { at: /^Name of the preset/, type: 'web2' }, rehearse],
		{
			home: async () => ({ presets: [], builds: [], draft: undefined, fresh: newDraft() }),
			savePreset: async () => '/nowhere/web2.json',
		},
	);
	const draft = draftAtReview({ recipe: defaultRecipe(), folder: null, preset: 'web' });
	const route = await wizard(tools, { at: 'wizard', draft, keeping: keptAs(draft) });
	expect(route).toMatchObject({ request: { decisions: { preset: 'web2' } } });
	expect(route).not.toHaveProperty('request.madeOf');
});

test('the name that is offered to save under is that of the preset', async () => {
	const saved: string[] = [];
	const tools = scriptedTools(
		[{ at: /What to do/, pick: 'Save as a preset' }, { at: /^Name of the preset/, type: '' }, rehearse],
		{
			home: async () => ({ presets: [], builds: [], draft: undefined, fresh: newDraft() }),
			savePreset: async name => {
				saved.push(name);
				return `/nowhere/${name}.json`;
			},
		},
	);
	const decisions = { recipe: recipeWith({ name: 'image' }), folder: null, preset: 'web' };
	await wizard(tools, { at: 'wizard', draft: draftAtReview(decisions) });
	expect(saved).toEqual(['web']);
});
