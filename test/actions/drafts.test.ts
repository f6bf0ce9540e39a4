import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDrafts } from '../../source/actions/drafts.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { rememberPreferences } from '../../source/store/preferences.ts';

let home: string;
beforeEach(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'drafts-'));
});
afterEach(async () => {
	await rm(home, { recursive: true, force: true });
});

test('a new image proposes the region of the AWS settings, then the one chosen last', async () => {
	expect((await openDrafts({ HOME: home }).read()).fresh.recipe.aws.region).toBe('us-east-1');
	const environment = { HOME: home, AWS_REGION: 'eu-central-1' };
	expect((await openDrafts(environment).read()).fresh.recipe.aws.region).toBe('eu-central-1');
	await rememberPreferences(environment, { region: 'eu-west-1' });
	expect((await openDrafts(environment).read()).fresh).toMatchObject({
		answered: [],
		recipe: { aws: { region: 'eu-west-1' } },
	});
});

test('a region that the catalogue lacks is not proposed, and the machine is one that the region offers', async () => {
	expect((await openDrafts({ HOME: home, AWS_REGION: 'mars-1' }).read()).fresh.recipe.aws.region).toBe(
		'us-east-1',
	);
	const { fresh } = await openDrafts({ HOME: home, AWS_REGION: 'eu-south-2' }).read();
	expect(recipeComplaints(fresh.recipe)).toEqual([]);
});

test('answers that were left at a question that is gone continue at the review', async () => {
	const environment = { HOME: home };
	await openDrafts(environment).keep(
		{ ...newDraft(), answered: ['where'], at: 'no-such-question' },
		undefined,
	);
	expect((await openDrafts(environment).read()).draft).toMatchObject({ answered: ['where'], at: 'review' });
});

test('who comes back to answers walks through all of them, and what is installed no more has its answers', async () => {
	const { keep, read } = openDrafts({ HOME: home });
	const shelf = { bundles: [{ id: 'fail2ban', install: {}, boot: {} }], steps: [] };
	const left = { ...newDraft(), answered: ['where'], at: 'region', shelf };
	await keep({ ...left, only: 'region', opened: 'region' }, undefined);
	const { draft } = await read();
	expect(draft).toEqual({ ...left, savedAt: expect.any(Number) });
});

test('answers take the place of others only if those were given up, and only what they were made into drops them', async () => {
	const drafts = openDrafts({ HOME: home });
	const answered = (name: string) => {
		const draft = newDraft();
		return { ...draft, recipe: { ...draft.recipe, name }, answered: ['name'] };
	};
	const [web, shop] = [answered('web'), answered('shop')];
	expect(await drafts.keep(web, undefined)).toBeUndefined();
	expect(await drafts.keep(shop, undefined)).toMatchObject({ recipe: { name: 'web' } });
	expect(await drafts.keep(shop, answered('other'))).toMatchObject({ recipe: { name: 'web' } });
	await drafts.drop(undefined);
	await drafts.drop(shop);
	expect((await drafts.read()).draft).toMatchObject({ recipe: { name: 'web' } });
	expect(await drafts.keep(shop, web)).toBeUndefined();
	expect((await drafts.read()).draft).toMatchObject({ recipe: { name: 'shop' } });
	await drafts.drop(shop);
	expect((await drafts.read()).draft).toBeUndefined();
});
