import { expect, test } from 'vitest';
import { parseContents } from '../../../source/builds/contents/parse.ts';

/** A machine whose clock is an hour behind ours. */
const seen = 1_700_003_600_000;
const parsed = (...lines: string[]) =>
	parseContents({
		target: 'amazon-ebs.image',
		seen,
		lines: ['clock\t1700000000.250000000', 'since\t1699999400', ...lines],
	});

test('packages of dpkg, with the time of those that came during the build', () => {
	const { packages } = parsed(
		'deb\tii \tlibjq1\t1.6-2.1+deb12u2\tamd64\tjq',
		'deb\trc \tgone\t1.0\tall\tgone',
		'deb\thi \theld\t2:1.0\tall',
		'deb-time\tlibjq1:amd64.list\t1699999990.2500000000',
	);
	expect(packages).toEqual([
		{ format: 'deb', name: 'held', version: '2:1.0', architecture: 'all' },
		{
			format: 'deb',
			name: 'libjq1',
			version: '1.6-2.1+deb12u2',
			architecture: 'amd64',
			source: 'jq',
			installed: seen - 10_000,
		},
	]);
});

test('packages of rpm, with the epoch where there is one', () => {
	const { packages } = parsed(
		'rpm\tjq\t(none):1.7.1-3.amzn2023\tx86_64\t1699999990\tjq-1.7.1-3.amzn2023.src.rpm',
		'rpm\tbind-libs\t32:9.18.28-1.amzn2023\tx86_64\t1600000000\tbind-9.18.28-1.amzn2023.src.rpm',
		'rpm\tgpg-pubkey\t(none):d832c631-6515c85e\t(none)\t1600000000\t(none)',
	);
	expect(packages).toEqual([
		{
			format: 'rpm',
			name: 'bind-libs',
			version: '32:9.18.28-1.amzn2023',
			architecture: 'x86_64',
			source: 'bind',
		},
		{ format: 'rpm', name: 'gpg-pubkey', version: 'd832c631-6515c85e' },
		{
			format: 'rpm',
			name: 'jq',
			version: '1.7.1-3.amzn2023',
			architecture: 'x86_64',
			source: 'jq',
			installed: seen - 10_250,
		},
	]);
});

test('packages of apk and pacman, as far as they tell', () => {
	const { packages } = parsed('apk\tmusl\t1.2.5-r0\tx86_64\tmusl', 'pacman\tbash\t5.2.037-1');
	expect(packages).toEqual([
		{ format: 'pacman', name: 'bash', version: '5.2.037-1' },
		{ format: 'apk', name: 'musl', version: '1.2.5-r0', architecture: 'x86_64', source: 'musl' },
	]);
});

test('files with the time of their last change by our clock, and their checksums, whichever comes first', () => {
	const sum = 'a'.repeat(64);
	const { files, moreFiles, isWhole } = parsed(
		`sum\t${sum}\t/etc/web.conf`,
		'file\t1699999995.25\t1699999995.25\tf\t640\troot:www-data\t8\t\t/etc/web.conf\r',
		'file\t1699999995.25\t1699999995.25\tl\t777\troot:root\t9\t/opt/x 1\t/usr/local/bin/x',
		'more\t7',
		'looked\t1\t0',
	);
	expect(files).toEqual([
		{
			path: '/etc/web.conf',
			type: 'f',
			mode: '640',
			owner: 'root:www-data',
			size: 8,
			sum,
			changed: seen - 5000,
		},
		{
			path: '/usr/local/bin/x',
			type: 'l',
			mode: '777',
			owner: 'root:root',
			size: 9,
			leadsTo: '/opt/x 1',
			changed: seen - 5000,
		},
	]);
	expect({ moreFiles, isWhole }).toEqual({ moreFiles: 7, isWhole: true });
});

test.each([
	['nobody could look', [], undefined, false],
	['who looked may not look everywhere', ['looked\t0\t1000'], [], false],
	['the time was up', ['looked\t124\t0'], [], false],
	['all was seen', ['looked\t0\t0'], [], true],
])('what is told of files where %s', (_, lines, files, isWhole) => {
	expect(parsed(...lines)).toMatchObject({ isWhole, ...(files && { files }) });
	expect('files' in parsed(...lines)).toBe(files !== undefined);
});

test('without a clock nothing is told of files', () => {
	const lines = ['clock\t', 'file\t1\t1\tf\t644\troot:root\t1\t\t/a', 'looked\t0\t0'];
	expect(parseContents({ target: 'x', seen, lines })).not.toHaveProperty('files');
});

test('what nobody knows counts for nothing', () => {
	const odd = ['', '\t\t', 'deb', 'rpm', 'file\tx', 'system', 'clock', 'sum', 'more\tmany', 'looked'];
	expect(parseContents({ target: 'x', seen, lines: odd })).toMatchObject({
		packages: [],
		moreFiles: 0,
		isWhole: false,
	});
	expect(parsed('system\tPRETTY_NAME="It\'s \\"one\\""', 'machine\taarch64')).toMatchObject({
		system: { name: 'It\'s "one"' },
		machine: 'aarch64',
	});
});
