import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { versionOrder } from '../../../source/builds/contents/versions.ts';

const sign = (number: number): number => Math.sign(number);

const versions = [
	...['1', '1.0', '1.0-1', '1.0-2', '1.0~rc1-1', '1.0+b1', '1:0.5', '0:1.0-1', '1.10', '1.9', '1.a', '1.A'],
	...['1.6-2.1+deb12u2', '1.6-2.1+deb12u10', '2.36-9+deb12u4', '1.0~~', '1.0~', '007', '7', '1.0-1-2'],
];

test('dpkg sees the same order', () => {
	const pairs = versions.flatMap((one, index) => versions.slice(index).map(other => [one, other] as const));
	const script = pairs
		.map(
			([one, other]) =>
				`dpkg --compare-versions '${one}' lt '${other}' && echo -1 || { dpkg --compare-versions '${one}' eq '${other}' && echo 0 || echo 1; }`,
		)
		.join('\n');
	const { stdout } = spawnSync('sh', { input: script, encoding: 'utf8' });
	const told = stdout.trim().split('\n').map(Number);
	const order = versionOrder('deb');
	expect(pairs.map(([one, other]) => [one, other, sign(order?.(one, other) ?? Number.NaN)])).toEqual(
		pairs.map(([one, other], index) => [one, other, told[index]]),
	);
});

// As rpm's own tests have it (rpm 4.18, tests/rpmvercmp.at).
test.each([
	['1.0', '1.0', 0],
	['1.0', '2.0', -1],
	['2.0.1a', '2.0.1', 1],
	['5.5p10', '5.5p1', 1],
	['10xyz', '10.1xyz', -1],
	['xyz.4', '8', -1],
	['1.0010', '1.9', 1],
	['1.05', '1.5', 0],
	['1b.fc17', '1.fc17', -1],
	['1.0~rc1', '1.0', -1],
	['1.0~rc1', '1.0~rc2', -1],
	['1.0~rc1~git123', '1.0~rc1', -1],
	['1.0^', '1.0', 1],
	['1.0^git1', '1.0', 1],
	['1.0^git1', '1.0^git2', -1],
	['1.0^git1', '1.01', -1],
	['1.0^20160101', '1.0.1', -1],
	['1.0~rc1^git1', '1.0~rc1', 1],
	['1.0^git1~pre', '1.0^git1', -1],
])('rpm sees %s and %s so, in both directions, in versions and in releases', (one, other, expected) => {
	const order = versionOrder('rpm');
	expect([sign(order?.(one, other) ?? Number.NaN), sign(order?.(other, one) ?? Number.NaN)]).toEqual(
		expected === 0 ? [0, 0] : [expected, -expected],
	);
	expect(sign(order?.(`1:7-${one}`, `1:7-${other}`) ?? Number.NaN)).toBe(expected);
});

test('of apk no order is known here', () => {
	expect(versionOrder('apk')).toBeUndefined();
});
