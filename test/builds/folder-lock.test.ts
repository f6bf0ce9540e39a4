import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { sweepFiles } from '../../source/actions/sweep.ts';
import { makePrivateCopy } from '../../source/builds/copy/private-copy.ts';
import { whileLocked } from '../../source/builds/folder-lock.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, root } from '../helpers/program.ts';
import { here } from '../helpers/whereabouts.ts';

const nothing = async () => {};
const lockModule = JSON.stringify(path.join(root, 'source', 'builds', 'folder-lock.ts'));

/** Another process that has the folder until it is ended; it prints a line when it has it. */
const holdElsewhere = async (folder: string) => {
	const module = `import { whileLocked } from ${lockModule};
		await whileLocked(${JSON.stringify(folder)}, 'build', async () => {
			console.log('held');
			await new Promise(done => setTimeout(done, 60_000));
		}, { environment: process.env, cwd: process.cwd() });`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', module], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	await once(child.stdout, 'data');
	return child;
};

test('of many who want a folder one has it at a time, and nothing is left in it', async () => {
	const { folder } = await makePerson();
	const wanted = path.join(folder, 'deep', 'web');
	let inside = 0;
	let most = 0;
	const results = await Promise.allSettled(
		Array.from({ length: 30 }, (_, index) =>
			whileLocked(
				wanted,
				'write',
				async () => {
					most = Math.max(most, ++inside);
					await setTimeout(5);
					inside--;
					await writeFile(path.join(wanted, String(index)), '');
				},
				here,
			),
		),
	);
	expect(most).toBe(1);
	const done = results.filter(({ status }) => status === 'fulfilled').length;
	expect(done).toBeGreaterThan(0);
	expect((await readdir(wanted)).filter(name => !/^\d+$/.test(name))).toEqual([]);
	expect(await readdir(wanted)).toHaveLength(done);
});

test('a folder that was made for nothing is taken away, with those above it', async () => {
	const { folder } = await makePerson();
	await mkdir(path.join(folder, 'there'));
	const refused = whileLocked(
		path.join(folder, 'there', 'a', 'b'),
		'write',
		() => Promise.reject(new Error('It does not work.')),
		here,
	);
	await expect(refused).rejects.toThrow('It does not work.');
	expect(await readdir(folder, { recursive: true })).toEqual(['there']);
});

test('whoever wants a folder that another process has is told, by any spelling; it is free when that was killed', async () => {
	const { folder } = await makePerson();
	const web = path.join(folder, 'web');
	const spelling = path.join(folder, 'also-web');
	await mkdir(web);
	await symlink('web', spelling);
	const child = await holdElsewhere(spelling);
	await expect(whileLocked(web, 'write', nothing, here, { patience: 300 })).rejects.toMatchObject({
		name: 'Problem',
		message: expect.stringMatching(/web is in use\.$/),
		reason: `Process ${child.pid} is starting a build from it.`,
		exitCode: 3,
	});

	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(await readdir(web)).toEqual(['.packer-wizard.lock.1']);
	await whileLocked(
		web,
		'write',
		async () => {
			expect(await readdir(web)).toEqual(['.packer-wizard.lock.2']);
		},
		here,
	);
	expect(await readdir(web)).toEqual([]);
});

test('a lock that says nothing of its holder counts for a moment, and what it says is not printed raw', async () => {
	const { folder } = await makePerson();
	const elsewhere = { process: { pid: 1, started: '' }, host: '\u001B[31melsewhere', purpose: 'write' };
	const told = ['', JSON.stringify(elsewhere)].map(async (text, index) => {
		const lock = path.join(folder, String(index), '.packer-wizard.lock.7');
		await mkdir(lock, { recursive: true });
		await writeFile(path.join(lock, 'holder'), text);
		return whileLocked(path.dirname(lock), 'write', nothing, here, { patience: 300 }).catch(
			error => error.reason,
		);
	});
	const [silent, raw] = await Promise.all(told);
	expect(silent).toBe('Another process has just taken it.');
	expect(raw).toMatch(/^Process 1 on .*elsewhere is writing its files\.$/);
	expect(raw).not.toContain('\u001B');
});

test('no private copy has a lock in it', async () => {
	const { folder } = await makePerson();
	const web = path.join(folder, 'web');
	await mkdir(web);
	await writeFile(path.join(web, 'image.pkr.hcl'), '');
	const copy = path.join(folder, 'copy');
	await whileLocked(web, 'build', () => makePrivateCopy(web, copy), here);
	expect(await readdir(copy)).toEqual(['image.pkr.hcl']);
});

/** Runs the body of a module that knows `folder`, after a mount command that knows it as `$0`; gives what it printed. */
const mounted = async (folder: string, mount: string, body: string): Promise<string> => {
	const module = `import { whileLocked } from ${lockModule};
		const folder = ${JSON.stringify(folder)};
		const here = { environment: process.env, cwd: process.cwd() };
		const told = error => console.log(error.message);
		${body}`;
	const command = [process.execPath, '--input-type=module', '--eval', module];
	const child = spawn('unshare', ['--mount', '--', 'sh', '-c', `${mount} && exec "$@"`, folder, ...command]);
	let said = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		said += chunk;
	});
	await once(child, 'close');
	return said;
};

test('a folder on a disk that can only be read is read', async context => {
	needs(context, 'namespaces');
	const { folder } = await makePerson();
	await writeFile(path.join(folder, 'image.pkr.hcl'), '');
	const said = await mounted(
		folder,
		'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"',
		`await whileLocked(folder, 'build', async () => console.log('read'), here);
		await whileLocked(folder, 'write', async ({ workplace }) => workplace(), here).catch(told);`,
	);
	expect(said).toBe(`read\n${folder} cannot be written.\n`);
	expect(existsSync(path.join(folder, '.packer-wizard.lock.1'))).toBe(false);
});

test('on a full disk no folder is left that nothing was put into', async context => {
	needs(context, 'namespaces');
	const { folder } = await makePerson();
	const said = await mounted(
		folder,
		'mount -t tmpfs -o size=16k none "$0"',
		`import { readdirSync, writeFileSync } from 'node:fs';
		try { writeFileSync(folder + '/filler', Buffer.alloc(64 * 1024)); } catch {}
		await whileLocked(folder + '/web/deep', 'write', async () => console.log('written'), here).catch(told);
		console.log(readdirSync(folder).join());`,
	);
	expect(said).toBe(`${folder}/web/deep cannot be written.\nfiller\n`);
});

test('what a killed program left in a folder, the next start takes away', async () => {
	const person = await makePerson();
	const folder = path.join(person.folder, 'web', 'deep');
	const module = `import { writeFileSync } from 'node:fs';
		import { whileLocked } from ${lockModule};
		const here = { environment: process.env, cwd: process.cwd() };
		await whileLocked(${JSON.stringify(folder)}, 'write', async ({ workplace }) => {
			writeFileSync(workplace() + '/staged', 'x');
			console.log('held');
			await new Promise(done => setTimeout(done, 600_000));
		}, here);`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', module], {
		env: person.environment,
	});
	await once(child.stdout, 'data');
	await sweepFiles(person.environment);
	expect(existsSync(folder)).toBe(true);
	child.kill('SIGKILL');
	await once(child, 'exit');
	const preset = path.join(person.home, '.config', 'packer-wizard', 'presets', '.web.json.0123456789ab');
	await mkdir(path.dirname(preset), { recursive: true });
	await writeFile(preset, '{');
	await utimes(preset, 1000, 1000);
	await sweepFiles(person.environment);
	expect(await readdir(person.folder)).toEqual([]);
	expect(await readdir(path.dirname(preset))).toEqual([]);
	expect(await readdir(path.join(person.home, '.local', 'state', 'packer-wizard', 'held-folders'))).toEqual(
		[],
	);
});

test('a note that a killed process had half written goes when that is gone, and not before', async () => {
	const person = await makePerson();
	const notes = path.join(person.home, '.local', 'state', 'packer-wizard', 'held-folders');
	const writer = spawn('sleep', ['600']);
	await mkdir(notes, { recursive: true });
	await writeFile(path.join(notes, `58185c8eb1d1d690.${writer.pid}`), '{"fold');
	await sweepFiles(person.environment);
	expect(await readdir(notes)).toHaveLength(1);
	writer.kill('SIGKILL');
	await once(writer, 'exit');
	await sweepFiles(person.environment);
	expect(await readdir(notes)).toEqual([]);
});
