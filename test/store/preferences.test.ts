import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPreferences, rememberPreferences } from '../../source/store/preferences.ts';
import { privatePlace, put } from './place.ts';

test('choices are remembered, those that are not named stay', async () => {
	const { environment } = await privatePlace();
	expect(await readPreferences(environment)).toEqual({});
	await rememberPreferences(environment, { region: 'eu-west-1', profile: 'dev' });
	await rememberPreferences(environment, { region: 'eu-central-1' });
	expect(await readPreferences(environment)).toEqual({ region: 'eu-central-1', profile: 'dev' });
});

test('they live in the folder of the configuration and nowhere else', async () => {
	const { environment, home } = await privatePlace();
	await rememberPreferences(environment, { region: 'eu-west-1' });
	expect((await readdir(home)).sort()).toEqual(['.config', 'work']);
	expect(await readdir(path.join(home, '.config/packer-wizard'))).toEqual(['preferences.json']);
});

test('broken or foreign content, or a folder that cannot be written, never stops the program', async () => {
	const { environment, home } = await privatePlace();
	const file = await put('{ broken', home, '.config/packer-wizard/preferences.json');
	expect(await readPreferences(environment)).toEqual({});
	await put('{ "region": 5 }', file);
	expect(await readPreferences(environment)).toEqual({});

	const blocked = await privatePlace();
	await put('in the way', blocked.home, '.config');
	await rememberPreferences(blocked.environment, { region: 'eu-west-1' });
	expect(await readPreferences(blocked.environment)).toEqual({});
});
