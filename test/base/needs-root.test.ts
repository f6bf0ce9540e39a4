import { expect, test } from 'vitest';
import { withSudo } from '../../source/base/needs-root.ts';

test.each([
	['apt-get update', 'sudo apt-get update'],
	['  apt-get update && apt-get install -y jq', '  sudo apt-get update && sudo apt-get install -y jq'],
	[
		'DEBIAN_FRONTEND=noninteractive apt-get install -y jq',
		'sudo DEBIAN_FRONTEND=noninteractive apt-get install -y jq',
	],
	[
		'if ! dpkg -i a.deb; then apt-get -f install -y; fi',
		'if ! sudo dpkg -i a.deb; then sudo apt-get -f install -y; fi',
	],
	['curl -s https://example.com/key | apt-key add -', 'curl -s https://example.com/key | sudo apt-key add -'],
	['(useradd web)', '(sudo useradd web)'],
])('%s', (line, expected) => {
	expect(withSudo(line)).toBe(expected);
	expect(withSudo(expected)).toBe(expected);
});

test.each([
	'echo "first; apt-get update"',
	"echo 'a && yum install b'",
	'# apt-get update',
	'true # then apt-get update',
	'apt-get-wrapper update',
	'which apt-get',
	'systemctl --user enable web',
	'curl -sS https://example.com',
])('%s stays', line => {
	expect(withSudo(line)).toBe(line);
});
