import { expect, test } from 'vitest';
import { programCommand } from '../../source/base/program.ts';

test.each([
	['installed', {}, 'packer-wizard'],
	['by npx', { npm_command: 'exec' }, 'npx packer-wizard'],
	[
		'from its repository',
		{ npm_lifecycle_event: 'start', npm_package_name: 'packer-wizard' },
		'npm start --',
	],
	[
		"by another package's start",
		{ npm_lifecycle_event: 'start', npm_package_name: 'other' },
		'packer-wizard',
	],
])('%s', (_how, environment, command) => {
	expect(programCommand(environment)).toBe(command);
});
