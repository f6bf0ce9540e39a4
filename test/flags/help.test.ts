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
	const text = `${helpText(usage, width)}\n${helpText(usage, width, true)}`;
	// A flag with its value is one word, however long, and stands alone on its line.
	const lines = text.split('\n').filter(line => !/^ +(-\w, )?--\S+( \S+)?$/.test(line));
	for (const line of lines) {
		expect(line.length, line).toBeLessThanOrEqual(width);
	}
});

const linesOf = (text: string, flag: string) =>
	text.split('\n').filter(line => new RegExp(`^ +--${flag}( |$)`).test(line));

test('every question is there once, below the heading of its section; those of bundles go by --set', () => {
	const text = helpText(usage, 80, true);
	const lines = text.split('\n');
	for (const { flag, parameter } of questions) {
		expect(linesOf(text, flag.name), flag.name).toHaveLength(parameter ? 0 : 1);
	}

	expect(text).toMatch(/--set <name=value>[\s\S]+packer-wizard\s+bundles\s+show\s+<id>/);
	const at = (start: string) => lines.findIndex(line => line.trimStart().startsWith(start));
	expect(at('Region')).toBeLessThan(at('--region'));
	expect(at('--region')).toBeLessThan(at('Base image'));
	expect(at('Base image')).toBeLessThan(at('--base'));
});

test('where a recipe holds the answers, no flag is needed and none has a default', () => {
	const text = (basis: 'defaults' | 'recipe') =>
		helpText({ ...usage, groups: questionGroups(basis) }, 80, true);
	expect(text('defaults')).toMatch(/Needed where/);
	expect(text('defaults')).toMatch(/Default: t3\.micro\./);
	expect(text('recipe')).not.toMatch(/Needed where|Default:/);
	const all =
		/--check <command>[^-]*Repeatable\.\s+What\s+is\s+given\s+takes\s+the\s+place\s+of\s+all\s+there\s+are\./;
	expect(text('recipe')).toMatch(all);
	expect(text('defaults')).not.toMatch(all);
});

test('that of new fits two screens, and names each flag that the whole one explains', async () => {
	const { command } = await import('../../source/commands/new.ts');
	const short = helpText(command.usage, 80);
	// The line in which one types next is the last of the second screen.
	expect(short.split('\n').length).toBeLessThanOrEqual(48);
	expect(short).toContain('packer-wizard new --help-all');
	const explained = [...helpText(command.usage, 80, true).matchAll(/^ +(?:-\w, )?--([a-z-]+)/gm)].map(
		([, name]) => name,
	);
	expect(explained.length).toBeGreaterThan(30);
	for (const name of explained) {
		expect(short).toMatch(new RegExp(`--${name}\\b`));
	}
});
