import { describe, expect, test } from 'vitest';
import { atMost, type Flag, lastValue, parseFlags } from '../../source/flags/parse.ts';

const flags: readonly Flag[] = [
	{ name: 'region', value: '<id>', text: 'The region.' },
	{ name: 'tag', value: '<key=value>', text: 'A tag.' },
	{ name: 'yes', short: 'y', text: 'Yes.' },
];
const parse = (...argv: readonly string[]) => parseFlags(argv, flags, 'packer-wizard new');

describe('a command line', () => {
	test('values, switches and what stands free', () => {
		const parsed = parse('web', '--region', 'eu-west-1', '--tag', 'A=1', '-y', '--tag=B=2', 'more');
		expect(lastValue(parsed, 'region')).toBe('eu-west-1');
		expect(parsed.values.get('tag')).toEqual(['A=1', 'B=2']);
		expect([...parsed.switches]).toEqual(['yes']);
		expect(parsed.positionals).toEqual(['web', 'more']);
	});

	test('a value may begin with a dash or be empty, and -- ends the flags', () => {
		expect(lastValue(parse('--tag', '-Xmx1g'), 'tag')).toBe('-Xmx1g');
		expect(lastValue(parse('--tag='), 'tag')).toBe('');
		expect(parse('--', '--region').positionals).toEqual(['--region']);
	});

	test('of a flag given twice the last counts', () => {
		expect(lastValue(parse('--region', 'a', '--region', 'b'), 'region')).toBe('b');
	});

	test.each([
		[['--regoin', 'x'], 'packer-wizard new has no flag --regoin.', 'Did you mean --region?'],
		[['-x'], 'packer-wizard new has no flag -x.', undefined],
		[['--region'], '--region needs a value: --region <id>', undefined],
		[['--region', '--yes'], '--region needs a value: --region <id>', undefined],
		[['--yes=no'], '--yes takes no value.', undefined],
	])('%j is refused in one sentence', (argv, message, hint) => {
		expect(() => parse(...argv)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
		if (hint !== undefined) {
			expect(() => parse(...argv)).toThrow(
				expect.objectContaining({ next: [hint, 'All its flags: packer-wizard new --help'] }),
			);
		}
	});

	test('more than a command takes is refused', () => {
		expect(() => atMost(parse('web', 'db'), 1, 'packer-wizard run')).toThrow(
			'packer-wizard run does not know what to do with "db".',
		);
		expect(() => atMost(parse('web'), 1, 'packer-wizard run')).not.toThrow();
	});
});
