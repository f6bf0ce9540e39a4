import { describe, expect, test } from 'vitest';
import { scriptDoubts } from '../../source/recipe/script-doubts.ts';
import type { ScriptFacts } from '../../source/recipe/script-rules.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { broadRecipes, scripts, shippedPresets } from '../template/recipes.ts';

const facts: ScriptFacts = {
	username: 'ubuntu',
	step: 'setup',
	restarts: false,
	newSudo: false,
	inContainer: false,
};
const doubts = (text: string, more: Partial<ScriptFacts> = {}) => scriptDoubts(text, { ...facts, ...more });
const ids = (text: string, more?: Partial<ScriptFacts>): string =>
	doubts(text, more)
		.map(({ id, line }) => `${id} ${line}`)
		.join(', ');

describe('what one sees at once in a script', () => {
	test.each([
		['apt-get update', 'needs-sudo 1'],
		['sudo apt-get install jq', 'asks 1'],
		['echo\n\nyum install -y jq', 'needs-sudo 3'],
		['dnf upgrade', 'needs-sudo 1, asks 1'],
		['if true; then apt install -y jq; fi', 'needs-sudo 1'],
		['DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get -qq install jq', 'needs-sudo 1'],
		['systemctl enable nginx', 'needs-sudo 1'],
		['sudo dpkg-reconfigure tzdata\nsudo vim /etc/hosts', 'keyboard 2'],
		['read -p "Sure? " answer', 'keyboard 1'],
		['sudo passwd ubuntu', 'keyboard 1'],
		['echo a\nsudo reboot\necho b', 'restart 2'],
		['sudo shutdown -r now', 'restart 1'],
		['sudo systemctl reboot', 'restart 1'],
		['sudo poweroff', 'restart 1'],
		['echo a\ncd /opt/app', 'folder 2'],
		['nohup ./server &\necho started', 'background 1'],
		['(sleep 60; echo later) &', 'background 1'],
		['while true; do sleep 1; done &', 'background 1'],
		['yes | head -n 1', 'closed-pipe 1'],
		['true\n. "$HOME/.nvm/nvm.sh"', 'sourced 2'],
		['echo a\r\necho b\r\n', 'line-ends 1'],
		['#!/bin/sh\nfalse\necho ok', 'passes 1'],
		['#!/bin/bash -x\nfalse\necho ok', 'passes 1'],
		['cd /opt\r\nsudo vim a\r\nyum install -y jq', 'line-ends 1, keyboard 2, needs-sudo 3'],
		['sudo \\\n  apt-get install \\\n  jq', 'asks 1'],
	])('%j', (text, expected) => {
		expect(ids(text)).toBe(expected);
	});

	test('only of Ubuntu 26.04 that its sudo keeps no environment', () => {
		expect(ids('sudo -E env')).toBe('');
		expect(ids('sudo -E env', { newSudo: true })).toBe('sudo-environment 1');
		expect(ids('sudo -u admin env', { newSudo: true })).toBe('');
	});

	test('a restart that is expected is none, unless something stands behind it', () => {
		expect(ids('sudo reboot', { restarts: true })).toBe('');
		expect(ids('sudo reboot\nsleep 60', { restarts: true })).toBe('');
		expect(ids('sudo reboot\nsudo rm -rf /tmp/x', { restarts: true })).toBe('restart 1');
	});
});

test.each([
	'sudo apt-get update\nsudo apt-get install -y jq',
	'sudo DEBIAN_FRONTEND=noninteractive apt-get -yq install jq',
	'sudo apt-get -qq install jq',
	'yes | sudo apt-get install jq',
	'sudo dnf -y upgrade && sudo dnf install --assumeyes jq',
	'apt list --installed; yum info jq; systemctl status nginx || true',
	'command -v apt-get',
	'echo "apt-get install jq; reboot"',
	"echo 'sudo reboot' >/tmp/hint",
	'# reboot\ntrue # then apt install jq',
	'cat >/tmp/x <<EOF\nreboot\napt-get install jq\nEOF',
	'while read -r line; do echo "$line"; done </etc/passwd',
	'printf x | sudo passwd --stdin ubuntu',
	'nohup ./server >/dev/null 2>&1 &',
	'./one & ./two & wait',
	'(sleep 60; echo later) >/dev/null 2>&1 &',
	'(sleep 60) && echo later',
	'cd /opt/app && make',
	'if [ "$EUID" -ne 0 ]; then exec sudo bash "$0"; fi\napt-get update',
	'#!/usr/bin/env python3\nimport os\nos.system("reboot")',
	'#!/bin/sh\nset -e\nfalse\necho ok',
	'#!/bin/sh -e\nfalse\necho ok',
	'#!/bin/sh\nyes | head -n 1',
	'sudo shutdown -c || true',
	'ssh-keygen -A',
	'. /etc/os-release',
	'set +u\n. ~/.nvm/nvm.sh\nset -u',
	'set -e\nsource ~/.nvm/nvm.sh',
	'top -b -n 1; vim --version',
])('nothing is wrong with %j', text => {
	expect(doubts(text)).toEqual([]);
});

test('root needs no sudo', () => {
	expect(ids('apt-get update', { username: 'root' })).toBe('');
});

test.each([
	['apt-get update && apt-get install -y jq', 'sudo apt-get update && sudo apt-get install -y jq'],
	[
		'  DEBIAN_FRONTEND=noninteractive apt-get update',
		'  sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
	],
	['sudo apt-get install jq', 'sudo apt-get -y install jq'],
	['sudo env A=b yum install jq', 'sudo env A=b yum -y install jq'],
	['nohup ./server &', 'nohup ./server >/dev/null 2>&1 &'],
])('%s is put right', (text, fixed) => {
	expect(doubts(text).map(({ fix }) => fix)).toEqual([fixed]);
	expect(doubts(fixed)).toEqual([]);
});

test('our own scripts give no cause for doubt', () => {
	const own = [...broadRecipes(), ...shippedPresets().values()].flatMap(recipe =>
		renderTemplate({ ...recipe, steps: [] }, { profile: '1.14', scripts })
			.filter(({ path }) => path.startsWith('scripts/'))
			.map(({ content }) => content),
	);
	const texts = [
		...new Set([
			...own,
			...[...shippedPresets().values()].flatMap(({ steps }) =>
				steps.map(step => ('inline' in step ? step.inline.join('\n') : '')),
			),
		]),
	];
	expect(texts.length).toBeGreaterThan(20);
	expect(
		texts.flatMap(text =>
			doubts(text, { newSudo: true, username: 'ubuntu' }).map(doubt => ({ doubt, text })),
		),
	).toEqual([]);
});
