import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDrafts } from '../../source/actions/drafts.ts';
import { createActions } from '../../source/actions/index.ts';
import { draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { rememberPreferences } from '../../source/store/preferences.ts';
import { makePerson } from '../helpers/program.ts';
import { at } from '../helpers/whereabouts.ts';
import { makeWorld } from './world.ts';

const terminal = { columns: 80, rows: 24 };
const needed = ['--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop'];

describe('new in a terminal', () => {
	test('opens the wizard at the first question that no flag answered', async () => {
		const opened = async (...flags: readonly string[]) => {
			const person = await makePerson();
			const world = makeWorld({ terminal, environment: { ...person.environment } });
			await world.run('new', ...flags);
			const { draft } = await openDrafts(person.environment).read();
			return { start: world.screenStarts[0], kept: draft?.answered };
		};
		expect(await opened()).toMatchObject({
			start: { at: 'wizard', draft: { at: 'where', answered: [] } },
			kept: undefined,
		});
		// What flags answered is kept: nobody loses it at the first question.
		expect(await opened('--profile', 'dev', '--region', 'eu-west-1', '--base', 'debian-12')).toMatchObject({
			start: {
				at: 'wizard',
				draft: { at: 'architecture', recipe: { aws: { region: 'eu-west-1', profile: 'dev' } } },
			},
			kept: ['where', 'region', 'base'],
		});
		expect(await opened('--name', 'shop', '--rehearse')).toMatchObject({
			start: {
				draft: { at: 'where', recipe: { name: 'shop' }, mode: 'rehearsal' },
				keeping: { isOwn: true },
			},
			kept: ['name'],
		});
	});

	test('goes on where it was left', async () => {
		const person = await makePerson();
		await createDrafts(person.environment).change(() => ({
			...newDraft(),
			answered: ['where'],
			at: 'region',
		}));
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		expect(await world.run('new', '--continue', '--name', 'shop')).toBe(0);
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', draft: { at: 'region', answered: ['where', 'name'], recipe: { name: 'shop' } } },
		]);
	});

	test('goes on with a rehearsal as one, also with a yes', async () => {
		const person = await makePerson();
		const left = { ...draftAtReview(newDraft(), 'rehearsal'), at: 'review' };
		await createDrafts(person.environment).change(() => left);
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		await world.run('new', '--continue');
		await world.run('new', '--continue', '--yes');
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', draft: { mode: 'rehearsal' } },
			{ at: 'before', request: { mode: 'rehearsal', madeOf: { recipe: left.recipe } } },
		]);
	});

	test('answers that were left in the middle go on there, whatever a flag builds', async () => {
		const person = await makePerson();
		const left = { ...draftAtReview(newDraft()), at: 'settings' };
		await createDrafts(person.environment).change(() => left);
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		await world.run('new', '--continue', '--rehearse');
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', draft: { at: 'settings', mode: 'rehearsal' } },
		]);
	});

	test('with everything answered and a yes shows the checklist at once', async () => {
		const person = await makePerson();
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		await world.run('new', ...needed, '--yes');
		await world.run('new', ...needed, '--rehearse', '--speed', '5');
		await world.run('new', '--name', 'shop', '--yes');
		expect(world.screenStarts).toMatchObject([
			{ at: 'before', request: { mode: 'aws', decisions: { recipe: { name: 'shop' } } } },
			{ at: 'before', request: { mode: 'rehearsal', speed: 5 } },
			{ at: 'wizard' },
		]);
	});

	test('what flags say of a build holds for the one that comes of the questions', async () => {
		const person = await makePerson();
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		await world.run('new', '--rehearse', '--speed', '5', '--fault', 'script-fails');
		// Nothing could be shown of a build that is left before it starts.
		expect(await world.run('new', '--rehearse', '--detach')).toBe(2);
		expect(world.stderr()).toContain('--detach is for a build, and these flags start none.');
		await world.run('new', '--timeout', '5', '--keep', '--trust');
		expect(world.screenStarts).toMatchObject([
			{ at: 'wizard', options: { speed: 5, faults: ['script-fails'] } },
			{ at: 'wizard', draft: { timeout: 5 }, options: { differences: 'keep', trust: true } },
		]);
	});

	test('proposes the region of the last time', async () => {
		const person = await makePerson();
		await rememberPreferences(person.environment, { region: 'eu-central-1' });
		const world = makeWorld({ terminal, environment: { ...person.environment } });
		await world.run('new');
		expect(world.screenStarts).toMatchObject([
			{ draft: { recipe: { aws: { region: 'eu-central-1' } }, answered: [] } },
		]);
	});
});

describe('new without a terminal', () => {
	test.each([
		[['--detach'], '--detach is for a build, and these flags start none.'],
		[['--timeout', '5'], '--timeout is for a build, and these flags start none.'],
		[['--timeout', 'soon'], '--timeout: A time limit is minutes above 0, or off, not "soon".'],
		[['--timeout', '5', '--detach'], '--detach and --timeout are for a build, and these flags start none.'],
		[['--speed', '5'], '--fault, --fresh, --sandbox and --speed are for rehearsals.'],
		[['--rehearse', '--sandbox', 'jail'], '--sandbox takes auto, container, trace, not "jail".'],
		[['--fault', 'nonsense'], 'There is no fault nonsense.'],
	])('refuses %j, since it writes files', async (flags, message) => {
		const world = makeWorld();
		expect(await world.run('new', ...needed, ...flags)).toBe(2);
		expect(world.stderr()).toContain(message);
	});

	test('writes the files and builds nothing', async () => {
		const person = await makePerson();
		const world = makeWorld({
			actions: createActions({ environment: person.environment, cwd: person.folder }),
			environment: { ...person.environment },
			cwd: person.folder,
		});
		expect(await world.run('new', ...needed), world.stderr()).toBe(0);
		expect(world.stdout()).toMatch(/^Written: \.\/shop, \d+ files\.\n/);
		expect(world.stdout()).toContain('packer-wizard run ./shop --rehearse');
		const recipe = JSON.parse(await readFile(path.join(person.folder, 'shop/recipe.json'), 'utf8'));
		expect(recipe).toMatchObject({
			name: 'shop',
			aws: { region: 'eu-west-1' },
			base: { image: 'debian-12' },
		});
	});

	test('files made of the answers that were left are done with them, others leave them', async () => {
		const person = await makePerson();
		const drafts = createDrafts(person.environment);
		const left = draftAtReview(newDraft());
		await drafts.change(() => ({ ...left, recipe: { ...left.recipe, name: 'left' } }));
		const write = async (...argv: readonly string[]) => {
			const world = makeWorld({
				actions: createActions(at(person.environment, person.folder)),
				environment: { ...person.environment },
				cwd: person.folder,
			});
			expect(await world.run(...argv), world.stderr()).toBe(0);
		};
		await write('new', ...needed);
		await write('render', 'nodejs');
		await write('presets', 'save', 'mine', 'nodejs');
		expect(await drafts.read()).toMatchObject({ recipe: { name: 'left' } });
		await write('new', '--continue', '--profile', 'dev');
		expect(await drafts.read()).toBeUndefined();
	});

	test('says of files that were kept that they were kept', async () => {
		const person = await makePerson();
		const world = makeWorld({
			actions: createActions({ environment: person.environment, cwd: person.folder }),
			environment: { ...person.environment },
			cwd: person.folder,
		});
		await world.run('new', ...needed);
		await writeFile(path.join(person.folder, 'shop/image.pkr.hcl'), '# mine\n');
		expect(await world.run('new', ...needed, '--keep'), world.stderr()).toBe(0);
		expect(world.stdout()).toContain(
			'Nothing was written: ./shop has the other files already, and 1 file of yours is kept.\n',
		);
	});

	test('takes no proposal for an answer', async () => {
		const person = await makePerson();
		await rememberPreferences(person.environment, { region: 'eu-central-1' });
		const world = makeWorld({ environment: { ...person.environment } });
		expect(await world.run('new', '--base', 'debian-12', '--name', 'shop', '--yes')).toBe(2);
		expect(world.stderr()).toContain('An answer is missing.');
		expect(world.stderr()).toContain('--region <id>');
		expect(world.stderr()).not.toContain('--name');
	});

	test('takes answers of the environment', async () => {
		const world = makeWorld({ environment: { HOME: '/nowhere', PACKER_WIZARD_REGION: 'eu_west_1' } });
		expect(await world.run('new', '--base', 'debian-12', '--name', 'shop')).toBe(2);
		expect(world.stderr()).toContain('PACKER_WIZARD_REGION: A region looks like eu-west-1.');
	});
});
