import { chown, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { keepAccountFacts, readAccountFacts } from '../../source/store/account-facts.ts';
import { privatePlace } from './place.ts';

const accounts = (home: string): string => path.join(home, '.cache/packer-wizard/accounts');

test('the files that were kept last stay, so many of them and so long', async () => {
	const { environment, home } = await privatePlace();
	const now = Date.now();
	const keep = async (index: number, days: number): Promise<void> => {
		await keepAccountFacts(`account-${index}`, { index }, environment, now);
		const time = new Date(now - days * 24 * 60 * 60 * 1000 - index);
		await utimes(path.join(accounts(home), `account-${index}.json`), time, time);
	};
	for (let index = 0; index < 30; index++) {
		await keep(29 - index, 0);
	}

	expect((await readdir(accounts(home))).sort()).toEqual(
		Array.from({ length: 24 }, (_, index) => `account-${index}.json`).sort(),
	);
	await keep(3, 31);
	await keep(4, 29);
	expect(await readdir(accounts(home))).not.toContain('account-3.json');
	expect(await readAccountFacts('account-4', environment)).toEqual({ index: 4 });
});

test('a file that is too large, or is none, counts as none', async () => {
	const { environment, home } = await privatePlace();
	await mkdir(path.join(accounts(home), 'folder.json'), { recursive: true });
	await writeFile(path.join(accounts(home), 'large.json'), JSON.stringify('x'.repeat(5_000_000)));
	for (const name of ['folder', 'large', 'missing']) {
		expect(await readAccountFacts(name, environment), name).toBeUndefined();
	}
});

test('nothing is read and nothing kept in a folder of somebody else', async context => {
	context.skip(process.getuid?.() !== 0, 'only root can give a folder away');
	const { environment, home } = await privatePlace();
	await keepAccountFacts('own', { of: 'us' }, environment, Date.now());
	await chown(path.join(accounts(home), 'own.json'), 65534, 65534);
	expect(await readAccountFacts('own', environment)).toBeUndefined();
	await keepAccountFacts('own', { of: 'us' }, environment, Date.now());
	expect(await readAccountFacts('own', environment)).toEqual({ of: 'us' });
	await chown(accounts(home), 65534, 65534);
	expect(await readAccountFacts('own', environment)).toBeUndefined();
	await keepAccountFacts('other', { of: 'us' }, environment, Date.now());
	expect(await readdir(accounts(home))).toEqual(['own.json']);
});
