import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readContents } from '../../../source/builds/contents/files.ts';
import { scriptName } from '../../../source/builds/contents/sieve.ts';
import { takeContents } from '../../../source/builds/supervisor/contents.ts';
import { recordsOf } from '../../../source/packer/decode.ts';

const mark = 'c0ffee';

/** What Packer 1.6.6 and 1.16.0 print of a script's line, and of their own. */
const sayings = {
	'1.6.6': {
		own: (build: string, text: string) => `1,,ui,say,==> ${build}: ${text}`,
		script: (build: string, text: string) => `1,,ui,message,    ${build}: ${text}`,
	},
	'1.16.0': {
		own: (build: string, text: string) => `1,,ui,say,==> ${build}: ${text}`,
		script: (build: string, text: string) => `1,,ui,say,==> ${build}: ${text}`,
	},
};

const makeBuildFolder = async (): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'contents-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await mkdir(path.join(folder, 'tmp'));
	await writeFile(path.join(folder, 'tmp', scriptName(mark)), '');
	return folder;
};

const listed = ['clock\t1700000000.5', 'deb\tii \ttiny\t1.0\tall\ttiny', 'looked\t0\t0'];

for (const [version, { own, script }] of Object.entries(sayings)) {
	const output = (build: string): readonly string[] => [
		own(build, `Provisioning with shell script: /x/tmp/${scriptName(mark)}`),
		...[`${mark} begin`, ...listed, 'system\tNAME="secret"', `${mark} end`].map(line => script(build, line)),
	];
	const before = own('amazon-ebs.image', 'Provisioning with shell script: scripts/01-own.sh');
	const behind = own('amazon-ebs.image', 'Stopping the source instance...');

	test(`what a machine lists is kept, without secrets, and stands nowhere in the log: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const take = takeContents(build, text => text.replaceAll('secret', '<sensitive>'));
		const records = recordsOf([before, ...output('amazon-ebs.image'), behind].join('\n'));
		const taken = take(records);
		expect(taken).toEqual([
			records[0],
			{ kind: 'contents', target: 'amazon-ebs.image', state: 'began' },
			{ kind: 'contents', target: 'amazon-ebs.image', state: 'kept' },
			records.at(-1),
		]);
		const file = path.join(build, 'contents', 'amazon-ebs.image.txt');
		expect((await readFile(file, 'utf8')).split('\n')).toEqual([
			'target\tamazon-ebs.image',
			expect.stringMatching(/^seen\t\d+$/),
			...listed,
			'system\tNAME="<sensitive>"',
			'',
		]);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
	});

	test(`several machines are told apart, however their lines mix: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const [one, other] = [output('amazon-ebs.one'), output('x.amazon-ebs.two')];
		const mixed = one.flatMap((line, index) => [line, other[index] ?? '']);
		takeContents(build, text => text)(recordsOf(mixed.join('\n')));
		expect((await readContents(build)).map(({ target, packages }) => [target, packages.length])).toEqual([
			['amazon-ebs.one', 1],
			['x.amazon-ebs.two', 1],
		]);
	});

	test(`what a script prints is never taken for it: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const imitation = [
			'Provisioning with shell script: /x/tmp/packer-wizard-contents-0000.sh',
			'0000 begin',
			...listed,
			'0000 end',
			'begin',
			'end',
		].map(line => script('amazon-ebs.image', line));
		const records = recordsOf(imitation.join('\n'));
		expect(takeContents(build, text => text)(records)).toEqual(records);
		expect(await readContents(build)).toEqual([]);
	});

	test(`a list that breaks off takes nothing of what Packer says behind it: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const cleaning = [
			'Error removing temporary script at /dev/shm/script_1.sh!',
			'',
			'Terminating the source AWS instance...',
			'The machine prints: C:\\temp and a\tb',
		].map(line => own('amazon-ebs.image', line));
		const records = recordsOf([...output('amazon-ebs.image').slice(0, 3), ...cleaning].join('\n'));
		expect(takeContents(build, text => text)(records)).toEqual([
			{ kind: 'contents', target: 'amazon-ebs.image', state: 'began' },
			...records.slice(-cleaning.length),
		]);
		expect(await readContents(build)).toEqual([]);
	});

	test(`what a log-in prints is not of the list, whether its line ends or not: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const [step, begin, ...lines] = output('amazon-ebs.image');
		const [welcome, ready] = ['Welcome', 'ready> '].map(text => script('amazon-ebs.image', text));
		const noisy = [step, welcome, begin?.replace(mark, `ready> ${mark}`), ready, ...lines];
		const taken = takeContents(build, text => text)(recordsOf(noisy.join('\n')));
		expect(taken).toHaveLength(4);
		expect(taken.filter(item => 'data' in item).map(({ data }) => data[1]?.trimEnd())).toEqual(
			[welcome, ready].map(text => text?.replace('1,,ui,message,', '').replace('1,,ui,say,', '').trimEnd()),
		);
		expect((await readContents(build)).map(({ packages }) => packages.length)).toEqual([1]);
	});

	test(`who goes on with the build of a killed process reads it from its beginning: Packer ${version}`, async () => {
		const build = await makeBuildFolder();
		const lines = output('amazon-ebs.image');
		takeContents(build, text => text)(recordsOf(lines.slice(0, 3).join('\n')));
		expect(await readContents(build)).toEqual([]);
		takeContents(build, text => text)(recordsOf(lines.join('\n')));
		expect((await readContents(build)).map(({ packages }) => packages.length)).toEqual([1]);
	});
}
