import { tmpdir, userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { settleEnvironment } from '../../source/commands/shared/settle-environment.ts';

const account = userInfo().homedir;
const good = tmpdir();

test.each([
	['all is well', { HOME: '/home/me', TMPDIR: good }, { HOME: '/home/me', TMPDIR: good }, []],
	['a home that only cannot be used', { HOME: '/proc/1' }, { HOME: '/proc/1' }, []],
	['no home', {}, { HOME: account }, []],
	['an empty home', { HOME: '' }, { HOME: account }, []],
	['a relative home', { HOME: 'me' }, { HOME: account }, [/^HOME is me, which is no absolute path: \//]],
	['a home that is not there', { HOME: '/nope' }, { HOME: '/nope' }, []],
	[
		'a home that is a file',
		{ HOME: '/dev/null' },
		{ HOME: account },
		[/^HOME is \/dev\/null, which is no folder: \//],
	],
	['a home below a file', { HOME: '/etc/passwd/me' }, { HOME: account }, [/^HOME is .* no folder: \//]],
	['an empty TMPDIR', { HOME: '/me', TMPDIR: '' }, { HOME: '/me', TMPDIR: '' }, []],
	[
		'no such TMPDIR',
		{ HOME: '/me', TMPDIR: '/nope' },
		{ HOME: '/me' },
		[/^TMPDIR is \/nope, which is no folder/],
	],
	[
		'TMPDIR a file',
		{ HOME: '/me', TMPDIR: import.meta.filename },
		{ HOME: '/me' },
		[/^TMPDIR is .* no folder/],
	],
	[
		'a relative TMP',
		{ HOME: '/me', TMP: 'tmp' },
		{ HOME: '/me' },
		[/^TMP is tmp, which is no absolute path/],
	],
])('%s', (_what, given, settled, told) => {
	const environment: NodeJS.ProcessEnv = { ...given };
	const sentences = settleEnvironment(environment);
	expect(environment).toEqual(settled);
	expect(sentences).toEqual(told.map(sentence => expect.stringMatching(sentence)));
});
