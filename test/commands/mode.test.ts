import { describe, expect, test } from 'vitest';
import { canAsk, chooseMode, type ModeFacts } from '../../source/commands/shared/mode.ts';

const wide = { columns: 80, rows: 24 };
const facts = (part: Partial<Omit<ModeFacts, 'switches'>>, ...switches: readonly string[]): ModeFacts => ({
	stdin: true,
	stdout: wide,
	stderr: wide,
	term: 'xterm-256color',
	...part,
	switches: new Set(switches),
});

describe('how the program shows itself', () => {
	test.each<[string, ModeFacts, ReturnType<typeof chooseMode>]>([
		['a terminal', facts({}), { front: 'screen', text: 'stdout', ids: false }],
		['--plain', facts({}, 'plain'), { front: 'plain', text: 'stdout', ids: false }],
		['a dumb terminal', facts({ term: 'dumb' }), { front: 'plain', text: 'stdout', ids: false }],
		[
			'just large enough',
			facts({ stdout: { columns: 60, rows: 16 } }),
			{ front: 'screen', text: 'stdout', ids: false },
		],
		[
			'too narrow',
			facts({ stdout: { columns: 59, rows: 16 } }),
			{ front: 'plain', text: 'stdout', ids: false },
		],
		['too low', facts({ stdout: { columns: 60, rows: 15 } }), { front: 'plain', text: 'stdout', ids: false }],
		[
			'a terminal of unknown size',
			facts({ stdout: { columns: undefined, rows: undefined } }),
			{ front: 'plain', text: 'stdout', ids: false },
		],
		[
			'only standard output is caught',
			facts({ stdout: undefined }),
			{ front: 'screen', text: 'stderr', ids: true },
		],
		[
			'caught, in a small terminal',
			facts({ stdout: undefined, stderr: { columns: 40, rows: 10 } }),
			{ front: 'plain', text: 'stderr', ids: true },
		],
		[
			'caught, nobody types',
			facts({ stdin: false, stdout: undefined }),
			{ front: 'lines', text: 'stderr', ids: true },
		],
		['nobody types', facts({ stdin: false }), { front: 'lines', text: 'stdout', ids: false }],
		[
			'nobody sees',
			facts({ stdout: undefined, stderr: undefined }),
			{ front: 'lines', text: 'stdout', ids: false },
		],
		[
			'CI',
			facts({ stdin: false, stdout: undefined, stderr: undefined }),
			{ front: 'lines', text: 'stdout', ids: false },
		],
		[
			'CI with --quiet',
			facts({ stdin: false, stdout: undefined, stderr: undefined }, 'quiet'),
			{ front: 'lines', text: 'stdout', ids: true },
		],
		['--quiet in a terminal', facts({}, 'quiet'), { front: 'lines', text: 'stdout', ids: true }],
		['--no-input', facts({}, 'no-input'), { front: 'lines', text: 'stdout', ids: false }],
		['--json', facts({}, 'json', 'plain'), { front: 'json', text: 'stderr', ids: false }],
	])('%s', (_name, given, expected) => {
		expect(chooseMode(given)).toEqual(expected);
	});

	test('only a person at a terminal is asked', () => {
		expect(canAsk({ front: 'screen', text: 'stdout', ids: false })).toBe(true);
		expect(canAsk({ front: 'plain', text: 'stderr', ids: true })).toBe(true);
		expect(canAsk({ front: 'lines', text: 'stdout', ids: false })).toBe(false);
		expect(canAsk({ front: 'json', text: 'stderr', ids: false })).toBe(false);
	});
});
