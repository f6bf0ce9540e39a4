import { describe, expect, test } from 'vitest';
import {
	likelyLayers,
	matchAct,
	startMatching,
	withWhole,
} from '../../../source/rehearsal/layers/matching.ts';
import { layerOf } from './records.ts';

const records = [
	layerOf('one', 'root', ['send-1', 'run-1', 'remove']),
	layerOf('two', 'one', ['send-2', 'run-2', 'remove']),
	layerOf('two-b', 'one', ['send-2', 'run-2b', 'remove', 'remove-b']),
	layerOf('elsewhere', 'gone', ['send-1']),
];

/** The hashes of the layers behind which acts lead, and the number of those that agree. What begins with `remove` tidies. */
const follow = (
	...acts: readonly string[]
): { readonly agreed: number; readonly behind: readonly string[] } => {
	let matching = startMatching(records, 'root');
	let agreed = 0;
	for (const act of acts) {
		const found = matching && matchAct(records, matching, act, act.startsWith('remove'));
		if (!found) {
			break;
		}

		({ matching } = found);
		agreed++;
	}

	return { agreed, behind: matching ? withWhole(matching).behind.map(({ hash }) => hash) : [] };
};

describe('what Packer does, beside what is kept', () => {
	test('agrees step by step, and a step counts when all of it did', () => {
		expect(follow('send-1', 'run-1')).toEqual({ agreed: 2, behind: [] });
		expect(follow('send-1', 'run-1', 'remove')).toEqual({ agreed: 3, behind: ['one'] });
		expect(follow('send-1', 'run-1', 'remove', 'send-2', 'run-2', 'remove')).toEqual({
			agreed: 6,
			behind: ['one', 'two'],
		});
	});

	test('of two steps that begin alike the one is taken that goes on alike', () => {
		expect(follow('send-1', 'run-1', 'remove', 'send-2', 'run-2b', 'remove', 'remove-b').behind).toEqual([
			'one',
			'two-b',
		]);
	});

	test('ends at the first act that is another one', () => {
		expect(follow('send-1', 'run-x', 'remove')).toEqual({ agreed: 1, behind: [] });
		expect(follow('send-1', 'run-1', 'remove', 'send-x')).toEqual({ agreed: 3, behind: ['one'] });
	});

	test('what tidies up more than it did then belongs to the step, which is another one by that', () => {
		expect(follow('send-1', 'run-1', 'remove', 'remove-more', 'send-2')).toEqual({
			agreed: 3,
			behind: ['one'],
		});
	});

	test('a step that is left in the midst is not counted, nor is one that was not tidied up', () => {
		expect(follow('send-1', 'run-1', 'send-2').behind).toEqual([]);
	});

	test('what was made on another machine, whose step was run anew since, agrees with nothing', () => {
		const anew = [{ ...layerOf('one', 'root', ['run-1']), image: 'anew' }, layerOf('two', 'one', ['run-2'])];
		const begun = startMatching(anew, 'root');
		const one = begun && matchAct(anew, begun, 'run-1', false);
		expect(one && matchAct(anew, one.matching, 'run-2', false)).toBeUndefined();
		const whole = [
			{ ...layerOf('one', 'root', ['run-1']), image: 'anew' },
			layerOf('two', 'one', ['run-2'], { on: 'anew' }),
		];
		expect(one && matchAct(whole, one.matching, 'run-2', false)?.layer.hash).toBe('two');
	});

	test('where nothing is kept behind the root there is nothing to agree with', () => {
		expect(startMatching(records, 'another')).toBeUndefined();
	});
});

describe('the layers that will likely agree', () => {
	const known = [
		layerOf('a', 'root', [], { script: '1', made: 1 }),
		layerOf('a-later', 'root', [], { script: '1', made: 2 }),
		layerOf('b', 'a-later', [], { script: '2' }),
		layerOf('b-elsewhere', 'a-later', [], { script: '2', made: 9, on: 'an image of before' }),
		layerOf('c', 'b', [], { script: '3' }),
	];
	const likely = (...scripts: readonly (string | undefined)[]): readonly string[] =>
		likelyLayers(known, 'root', scripts).map(({ hash }) => hash);

	test('are those of steps with these scripts, the newest of several', () => {
		expect(likely('1', '2', '3')).toEqual(['a-later', 'b', 'c']);
		expect(likely('1', '2', 'other')).toEqual(['a-later', 'b']);
	});

	test('end at a step of which nobody knows the script, or that is not kept', () => {
		expect(likely('1', undefined, '3')).toEqual(['a-later']);
		expect(likely('2')).toEqual([]);
		expect(likely()).toEqual([]);
	});
});
