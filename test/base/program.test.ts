import { expect, test } from 'vitest';
import { nextSteps, Problem, problemLines } from '../../source/base/problem.ts';
import { asStartedHere, programCommand } from '../../source/base/program.ts';

test.each([
	['installed', {}, 'packer-wizard'],
	['by npx', { npm_command: 'exec' }, 'npx packer-wizard'],
	[
		'from its repository',
		{ npm_lifecycle_event: 'start', npm_package_name: 'packer-wizard' },
		'npm start --',
	],
	[
		'from below its repository',
		{
			npm_lifecycle_event: 'start',
			npm_package_name: 'packer-wizard',
			npm_config_local_prefix: '/pw',
			INIT_CWD: '/pw/images',
		},
		'npm start --',
	],
	[
		'from elsewhere, by the path of its repository',
		{
			npm_lifecycle_event: 'start',
			npm_package_name: 'packer-wizard',
			npm_config_local_prefix: '/my tools/pw',
			INIT_CWD: '/my tools/pw-images',
		},
		"npm --prefix '/my tools/pw' start --",
	],
	[
		"by another package's start",
		{ npm_lifecycle_event: 'start', npm_package_name: 'other' },
		'packer-wizard',
	],
])('%s', (_how, environment, command) => {
	expect(programCommand(environment)).toBe(command);
});

const checkout = { npm_lifecycle_event: 'start', npm_package_name: 'packer-wizard' };

test('commands in a text work as the program was started; its name in a sentence stays', () => {
	expect(asStartedHere('Make one: packer-wizard new --help, or ask packer-wizard.', checkout)).toBe(
		'Make one: npm start -- new --help, or ask packer-wizard.',
	);
	expect(asStartedHere('See ~/.config/packer-wizard/presets', checkout)).toBe(
		'See ~/.config/packer-wizard/presets',
	);
	expect(asStartedHere('See all: packer-wizard builds list', {})).toBe('See all: packer-wizard builds list');
});

test('the next steps of a Problem are such texts, its sentence and reason are not', () => {
	const problem = new Problem('There is no build 7f3a.', {
		reason: 'It is a name that packer-wizard gave.',
		next: ['See all builds: packer-wizard builds list'],
	});
	expect(nextSteps(problem, checkout)).toEqual(['See all builds: npm start -- builds list']);
	expect(problemLines(problem, checkout)).toEqual([
		'There is no build 7f3a.',
		'It is a name that packer-wizard gave.',
		'  See all builds: npm start -- builds list',
	]);
});
