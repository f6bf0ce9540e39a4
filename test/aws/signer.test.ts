import { expect, test } from 'vitest';
import { accountOfOwnKeys } from '../../source/aws/signer.ts';

const accountInKey = (keyId: string) => accountOfOwnKeys({ source: 'environment', keyId });

test('newer ids of access keys tell their account, as moto 5.2.5 made these; others tell nothing', () => {
	expect(accountInKey('ASIARTX3GSDSWHGZKY2B')).toBe('111122223333');
	expect(accountInKey('AKIAWO645SY5H22PECR3')).toBe('444455556666');
	expect(accountInKey('ASIAQAAAAAAA2Y6LVG44')).toBe('000000000001');
	expect(accountInKey('ASIA6RVFFB776K4YUCPU')).toBe('999999999999');
	expect(['AKIAIOSFODNN7EXAMPLE', 'test', 'ASIA7777777777777777', ''].map(accountInKey)).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});
