import { describe, expect, test } from 'vitest';
import { interpret, simpleCommands } from '../../../source/rehearsal/instance/shell.ts';
import type { Uploads } from '../../../source/rehearsal/instance/uploads.ts';

const uploads: Uploads = new Map(
	['/tmp/script_1.sh', '/tmp/varfile_1.sh', '/tmp/with space.sh', '/home/ubuntu/own.sh'].map(file => [
		file,
		{ mode: '0644', size: 4, content: Buffer.from('true') },
	]),
);

/** What a command line does, in short: scripts by path, the rest by kind. */
const told = (command: string): readonly string[] =>
	interpret(command, '/home/ubuntu', uploads).map(step => {
		switch (step.kind) {
			case 'script':
				return step.path;
			case 'remove':
				return `remove ${step.paths.join(' ')}`;
			case 'exit':
				return `exit ${step.code}`;
			case 'other':
				return `other ${step.words.join(' ')}`;
			default:
				return step.kind;
		}
	});

describe('the scripts that a command line runs', () => {
	test.for([
		// What Packer's shell provisioner sends by itself.
		['chmod 0755 /tmp/script_1.sh\n', ['quiet']],
		[
			"chmod +x /tmp/script_1.sh; PACKER_BUILDER_TYPE='amazon-ebs' X='a b'  /tmp/script_1.sh\n",
			['quiet', '/tmp/script_1.sh'],
		],
		[
			'chmod +x /tmp/script_1.sh; . /tmp/varfile_1.sh && /tmp/script_1.sh',
			['quiet', 'quiet', '/tmp/script_1.sh'],
		],
		['rm -f /tmp/script_1.sh\n', ['remove /tmp/script_1.sh']],
		['rm -f \n', ['remove ']],
		// What a written template asks for, and what takes its key away.
		[
			"sed -i 's/\\r$//' /tmp/script_1.sh; X='1'  /tmp/script_1.sh && exit 117; exit $(($? == 117 ? 1 : $?))",
			['quiet', '/tmp/script_1.sh', 'exit 117', 'quiet', 'other $? == 117 ? 1 : $?'],
		],
		[
			"sudo sed -i.bak '/ packer_1$/d' /root/.ssh/authorized_keys; sudo rm /root/.ssh/authorized_keys.bak",
			['quiet', 'remove /root/.ssh/authorized_keys.bak'],
		],
		// What people write into execute_command.
		["A='1' sudo -E bash '/tmp/script_1.sh'", ['/tmp/script_1.sh']],
		['sudo --preserve-env=A -u root -n bash -eux /tmp/script_1.sh one two', ['/tmp/script_1.sh']],
		["echo 'packer' | sudo -S sh -c 'A=1 /tmp/script_1.sh'", ['other echo packer', '/tmp/script_1.sh']],
		['sudo su root -c "/tmp/script_1.sh"', ['/tmp/script_1.sh']],
		['sudo -i env A=1 B="2 3" /bin/bash -l /tmp/script_1.sh', ['/tmp/script_1.sh']],
		['(cd /tmp && ./script_1.sh)', ['quiet', '/tmp/script_1.sh']],
		['bash ~/own.sh >/tmp/log 2>&1', ['/home/ubuntu/own.sh']],
		['./own.sh', ['/home/ubuntu/own.sh']],
		["bash '/tmp/with space.sh'", ['/tmp/with space.sh']],
		['bash /tmp/with\\ space.sh', ['/tmp/with space.sh']],
		['nice -n 5 /tmp/script_1.sh &', ['/tmp/script_1.sh']],
		// What is no uploaded script.
		['sudo apt-get install -y nginx # the web server', ['other apt-get install -y nginx']],
		['/tmp/script_2.sh', ['other /tmp/script_2.sh']],
		['', []],
	] as const)('%s', ([command, steps]) => {
		expect(told(command)).toEqual(steps);
	});
});

test('words are read as a shell reads them', () => {
	expect(simpleCommands(`a 'b c' "d \\" $e" f\\ g h''i 2>&1 >"x y" <in; j|k`)).toEqual([
		['a', 'b c', 'd " $e', 'f g', 'hi'],
		['j'],
		['k'],
	]);
	expect(simpleCommands('a "never closed')).toEqual([['a', 'never closed']]);
	expect(simpleCommands('a \\')).toEqual([['a', '']]);
});
