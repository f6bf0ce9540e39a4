import { expect, test } from 'vitest';
import { filesWith } from '../build/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';

const token = 'ghp_E2eE2eE2eTokenTokenToken0123456789ab';

test('a token that a script prints appears nowhere', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson({ GITHUB_OAUTH_TOKEN: token });
	const flags = ['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web'];
	const ended = await runProgram(person, [
		'new',
		...flags,
		'--install',
		'commands,ssh-grunt',
		'--ssh-grunt-iam-group',
		'ops',
		'--command',
		'echo "token: $GITHUB_OAUTH_TOKEN."',
		'--rehearse',
		'--speed',
		'50',
	]);
	expect(ended.stdout + ended.stderr).not.toContain(token);
	expect(await filesWith(person.home, token)).toEqual([]);
});
