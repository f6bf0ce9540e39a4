import { expect, test } from 'vitest';
import { helpText } from '../../source/flags/help.ts';
import { questionGroups } from '../../source/flags/question-help.ts';
import { questions } from '../../source/questions/table.ts';

const usage = {
	synopsis: ['packer-wizard new [flags]'],
	text: ['Asks what an image needs.'],
	groups: questionGroups('defaults'),
	examples: ['packer-wizard new --region eu-west-1'],
};

test.each([40, 60, 80, 100])('no line of prose is wider than %i cells', width => {
	const text = helpText(usage, width);
	// A flag with its value is one word, however long, and stands alone on its line.
	const lines = text.split('\n').filter(line => !/^ +(-\w, )?--\S+( \S+)?$/.test(line));
	for (const line of lines) {
		expect(line.length, line).toBeLessThanOrEqual(width);
	}
});

test('every question is there once, below the heading of its section', () => {
	const lines = helpText(usage, 80).split('\n');
	for (const { flag } of questions) {
		expect(
			lines.filter(line => new RegExp(`^ +--${flag.name}( |$)`).test(line)),
			flag.name,
		).toHaveLength(1);
	}

	const at = (start: string) => lines.findIndex(line => line.trimStart().startsWith(start));
	expect(at('Region')).toBeLessThan(at('--region'));
	expect(at('--region')).toBeLessThan(at('Base image'));
	expect(at('Base image')).toBeLessThan(at('--base'));
});

test('where a recipe holds the answers, no flag is needed and none has a default', () => {
	const text = (basis: 'defaults' | 'recipe') => helpText({ ...usage, groups: questionGroups(basis) }, 80);
	expect(text('defaults')).toMatch(/Needed where/);
	expect(text('defaults')).toMatch(/Default: t3\.micro\./);
	expect(text('recipe')).not.toMatch(/Needed where|Default:/);
});
