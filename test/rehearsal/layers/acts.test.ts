import { describe, expect, test } from 'vitest';
import { interpret } from '../../../source/rehearsal/instance/shell.ts';
import type { Uploads } from '../../../source/rehearsal/instance/uploads.ts';
import { actText, isSuccess, madeUpNames, roleOf } from '../../../source/rehearsal/layers/acts.ts';

const uploads: Uploads = new Map([
	['/tmp/script_12.sh', { mode: '0755', size: 4, content: Buffer.from('true') }],
]);

/** What a command is among those of a step. */
const role = (command: string): string => roleOf(command, interpret(command, '/home/admin', uploads));

const run = (command: string): string => actText({ kind: 'run', command });

describe('an act as a text', () => {
	test('is the same whatever names Packer makes up', () => {
		expect(run('. /tmp/varfile_1.sh && /tmp/script_12.sh')).toBe(
			run('. /tmp/varfile_99.sh && /tmp/script_4711.sh'),
		);
		expect(run('cd /tmp/packer-provisioner-ansible-local/6b0ba734-66c5-6b55-cfbd-4d6b986e5b94 && x')).toBe(
			run('cd /tmp/packer-provisioner-ansible-local/00000000-66c5-6b55-cfbd-4d6b986e5b94 && x'),
		);
	});

	test('is another one for another name, value, content, mode or place', () => {
		const file = { kind: 'file', path: 'script_1.sh', mode: '0644', size: 1, sum: 'aa' } as const;
		const texts = [
			...["A='1' /tmp/script_12.sh", "A='2' /tmp/script_12.sh", "B='1' /tmp/script_12.sh"].map(run),
			run('/tmp/script_12.sh.old'),
			run('/tmp/varfile_12.sh'),
			...[file, { ...file, sum: 'bb' }, { ...file, mode: '0755' }, { ...file, size: 2 }].map(actText),
			actText({ ...file, path: 'b.sh' }),
			actText({ kind: 'open', command: 'scp -t /tmp' }),
			actText({ kind: 'folder', path: 'b.sh', mode: '0755' }),
			actText({ kind: 'close' }),
		];
		expect(new Set(texts).size).toBe(texts.length);
	});

	test('tells which names are made up, so that none may stay behind', () => {
		expect(madeUpNames('scp -t /srv/script_7.sh; rm /tmp/script_12.sh')).toEqual([
			'script_7.sh',
			'script_12.sh',
		]);
		expect(madeUpNames('cat /tmp/my_script_12.sh /tmp/script_123456.sh')).toEqual([]);
	});
});

describe('a command of a step', () => {
	test.each([
		["sed -i 's/x/y/' /tmp/script_12.sh; A='b' /tmp/script_12.sh && exit 117; exit $?", 'script'],
		['sudo -u app sh -c "cd /srv && exec /tmp/script_12.sh"', 'script'],
		['cd /tmp/packer-provisioner-ansible-local/x && ansible-playbook x/playbook.yml', 'script'],
		['rm -f /tmp/script_12.sh\n', 'tidying'],
		['rm -f ', 'tidying'],
		['chmod 0755 /tmp/script_12.sh', 'preparing'],
		["sed -i.bak '/ packer_x$/d' ~/.ssh/authorized_keys; rm ~/.ssh/authorized_keys.bak", 'preparing'],
		['sudo chef-solo --no-color', 'unknown'],
		['/bin/sh -c "python3 AnsiballZ_copy.py"', 'unknown'],
	])('%s is %s', (command, expected) => {
		expect(role(command)).toBe(expected);
	});

	test('did what it was to do with 0, or with the code that it gives itself', () => {
		const command = '/tmp/script_12.sh && exit 117; exit $(($? == 117 ? 1 : $?))';
		expect([0, 117, 1, 3].map(code => isSuccess(code, command))).toEqual([true, true, false, false]);
		expect(isSuccess(1, '/tmp/script_12.sh || exit 1')).toBe(false);
	});
});
