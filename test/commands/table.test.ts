import { describe, expect, test } from 'vitest';
import { findCommand, overview } from '../../source/commands/table.ts';

describe('the command of a command line', () => {
	test.each([
		[[], 'packer-wizard', 'home', []],
		[['--plain'], 'packer-wizard', 'home', ['--plain']],
		[['run', 'web', '--yes'], 'packer-wizard run', 'run', ['web', '--yes']],
		[['--json', 'run', 'web'], 'packer-wizard run', 'run', ['--json', 'web']],
		[['presets'], 'packer-wizard presets list', 'presets list', []],
		[['presets', '--json'], 'packer-wizard presets list', 'presets list', ['--json']],
		[['presets', 'show', 'web'], 'packer-wizard presets show', 'presets show', ['web']],
		[['--json', 'builds', 'list'], 'packer-wizard builds list', 'builds list', ['--json']],
		[['help', 'run'], 'packer-wizard run', 'run', ['--help']],
		[['help', 'presets', 'save'], 'packer-wizard presets save', 'presets save', ['--help']],
	])('%j', (argv, title, name, rest) => {
		expect(findCommand(argv)).toEqual({ title, name, rest });
	});

	test.each([[['--help']], [['-h']], [['--version']], [['help']]])('%j loads nothing', argv => {
		expect(findCommand(argv).name).toBeUndefined();
	});

	test.each([
		[['rnu'], 'There is no command rnu.', 'Did you mean packer-wizard run?'],
		[['presets', 'lst'], 'There is no command presets lst.', 'Did you mean packer-wizard presets list?'],
		[['constructor'], 'There is no command constructor.', 'All commands: packer-wizard help'],
		[['preset'], 'There is no command preset.', 'Did you mean packer-wizard presets?'],
		[['xylophone-orchestra'], 'There is no command xylophone-orchestra.', 'All commands: packer-wizard help'],
	])('%j names the nearest', (argv, message, hint) => {
		expect(() => findCommand(argv)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
		expect(() => findCommand(argv)).toThrow(
			expect.objectContaining({ next: expect.arrayContaining([hint]) }),
		);
	});

	test.each([[['builds', '--help']], [['help', 'builds']], [['-h', 'builds']]])(
		'%j tells the commands of the group',
		argv => {
			const { name, group } = findCommand(argv);
			expect(name).toBeUndefined();
			expect(overview(group)).toMatch(/^ {2}builds watch {5}follow a build$/m);
			expect(overview(group)).not.toContain('presets');
		},
	);

	test('the overview is narrow enough for every terminal that the program takes', () => {
		for (const line of overview().split('\n')) {
			expect(line.length, line).toBeLessThan(101);
		}
	});
});
