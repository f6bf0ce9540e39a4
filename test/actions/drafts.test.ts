import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDrafts } from '../../source/actions/drafts.ts';
import { newDraft } from '../../source/questions/engine.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { createDrafts } from '../../source/store/drafts.ts';
import { rememberPreferences } from '../../source/store/preferences.ts';

let home: string;
beforeEach(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'drafts-'));
});
afterEach(async () => {
	await rm(home, { recursive: true, force: true });
});

test('a new image proposes the region of the AWS settings, then the one chosen last', async () => {
	expect((await readDrafts({ HOME: home })).fresh.recipe.region).toBe('us-east-1');
	const environment = { HOME: home, AWS_REGION: 'eu-central-1' };
	expect((await readDrafts(environment)).fresh.recipe.region).toBe('eu-central-1');
	await rememberPreferences(environment, { region: 'eu-west-1' });
	expect((await readDrafts(environment)).fresh).toMatchObject({
		answered: [],
		recipe: { region: 'eu-west-1' },
	});
});

test('a region that the catalogue lacks is not proposed, and the machine is one that the region offers', async () => {
	expect((await readDrafts({ HOME: home, AWS_REGION: 'mars-1' })).fresh.recipe.region).toBe('us-east-1');
	const { fresh } = await readDrafts({ HOME: home, AWS_REGION: 'eu-south-2' });
	expect(recipeComplaints(fresh.recipe)).toEqual([]);
});

test('answers that were left at a question that is gone continue at the review', async () => {
	const environment = { HOME: home };
	await createDrafts(environment).save({ ...newDraft(), answered: ['where'], at: 'no-such-question' });
	expect((await readDrafts(environment)).draft).toMatchObject({ answered: ['where'], at: 'review' });
});
