import { expect, test } from 'vitest';
import { holdsSecret, withoutSecrets } from '../../source/base/secrets.ts';

test.each([
	['GITHUB_OAUTH_TOKEN', 'ghp_0123456789', true],
	['AWS_SECRET_ACCESS_KEY', 'abcdefghijkl', true],
	['TOKEN', 'abcdefghijkl', true],
	['AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE12345', false],
	['TOKENIZER', 'some-long-value', false],
	['SSH_PRIVATE_KEY', '/home/me/.ssh/id_ed25519', false],
	['USE_TOKEN', 'yes', false],
	['EMPTY_TOKEN', undefined, false],
])('%s=%s', (name, value, expected) => {
	expect(holdsSecret(name, value)).toBe(expected);
});

test('programs that only help a build get no secrets, but for the tokens that are meant for them', () => {
	const kept = { PATH: '/bin', NOTHING: undefined, PACKER_GITHUB_API_TOKEN: 'ghp_abcdefghij' };
	expect(withoutSecrets({ ...kept, GITHUB_OAUTH_TOKEN: 'ghp_0123456789' })).toEqual(kept);
});
