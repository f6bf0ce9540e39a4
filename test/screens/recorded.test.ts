import { afterAll, expect, test, vi } from 'vitest';
import { unused } from '../helpers/recorded.ts';
import './recorded/home.ts';
import './recorded/wizard.ts';
import './recorded/review.ts';
import './recorded/before.ts';
import './recorded/build.ts';
import './recorded/plain.ts';

vi.hoisted(vi.resetModules);
vi.mock('ink', async original => (await import('../helpers/caret.ts')).withCaret(await original()));
afterAll(() => {
	vi.doUnmock('ink');
	vi.resetModules();
});

test('every recording is of a screen that is still there', () => {
	expect(unused()).toEqual([]);
});
