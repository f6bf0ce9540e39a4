import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { shellPath, shellWord } from '../../source/base/shell.ts';

const words = (command: string): string[] =>
	execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
		.split('\0')
		.slice(0, -1);

test.each([
	'',
	'web',
	'my images',
	"it's",
	'$HOME',
	'`id`',
	'a\\b',
	'"x"',
	'*',
	'a;b',
	'ü',
	'A=b',
	'-n',
	'#x',
	'!1',
])('a shell takes the word %j back as it was', text => {
	expect(words(shellWord(text))).toEqual([text]);
});

test('nothing is quoted without need', () => {
	expect(shellWord('./images/web-2_a.json')).toBe('./images/web-2_a.json');
	expect(shellPath('./web')).toBe('./web');
});

test('a path keeps its meaning: the home folder, a hyphen in front', () => {
	expect(words(shellPath('~/my images'))).toEqual([`${process.env['HOME'] ?? homedir()}/my images`]);
	expect(shellPath('-x')).toBe('./-x');
	expect(words(shellPath('~web'))).toEqual(['./~web']);
});
