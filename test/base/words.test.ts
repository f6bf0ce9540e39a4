import { expect, test } from 'vitest';
import { wrapWords } from '../../source/base/words.ts';

test('words are kept whole', () => {
	expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
	expect(wrapWords('extraordinary x', 5)).toEqual(['extraordinary', 'x']);
	expect(wrapWords('', 5)).toEqual(['']);
});
