import { describe, expect, test } from 'vitest';
import { matchingOptions } from '../../source/components/select/options.ts';
import { applyFlags } from '../../source/flags/questions.ts';
import { baseImage } from '../../source/questions/base-image.ts';
import { decide } from '../../source/questions/decide.ts';
import { type Draft, newDraft } from '../../source/questions/draft.ts';
import { install } from '../../source/questions/install.ts';
import { order, scripts } from '../../source/questions/own-steps.ts';
import type { Answer, Question } from '../../source/questions/question.ts';
import { reviewSummary } from '../../source/questions/sections.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';

const decided = (draft: Draft, question: Question, answer: Answer): Draft => {
	const result = decide(draft, question, answer);
	if ('complaint' in result) {
		throw new Error(result.complaint);
	}

	return result.draft;
};

const rows = (draft: Draft, query: string) => {
	const choices = install.choices(draft);
	const other = install.other?.(query, draft);
	const all = other && !choices.some(({ value }) => value === other.value) ? [...choices, other] : choices;
	return matchingOptions(all, query).map(({ value, hint }) => `${value}  ${hint}`);
};

describe('What to install', () => {
	test.each([
		['nginx', 'package:nginx  packages of the system: nginx'],
		['docker', 'package:docker  packages of the system: docker.io'],
		['node', 'package:nodejs  packages of the system: nodejs'],
		['reverse proxy', 'package:nginx  packages of the system: nginx'],
		['htop', 'package:htop  packages of the system: htop'],
		['ImageMagick', 'package:ImageMagick  packages of the system: ImageMagick, as typed'],
	])('finds %s', (query, row) => {
		expect(rows(newDraft(), query)[0]).toBe(row);
	});

	test('has no row for a package before it is searched for or chosen, and none for what is no name', () => {
		expect(rows(newDraft(), '').some(row => row.startsWith('package:'))).toBe(false);
		expect(rows(newDraft(), '$(id)')).toEqual([]);
		const draft = decided(newDraft(), install, ['package:nginx', 'package:ImageMagick']);
		expect(rows(draft, '').filter(row => row.startsWith('package:'))).toHaveLength(2);
		expect(install.read(draft)).toEqual(['package:nginx', 'package:ImageMagick']);
	});

	test('says what the system does not have, and what to take', () => {
		const choice = install.choices(newDraft()).find(({ value }) => value === 'package:awscli');
		expect(choice?.disabled).toBe(
			"awscli is not among the packages of Ubuntu 24.04 LTS. Choose the bundle aws-cli, which installs Amazon's own.",
		);
		expect(decide(newDraft(), install, ['package:awscli'])).toEqual({ complaint: choice?.disabled });
	});

	test('takes them beside bundles, commands and scripts, one step for all of them, and gives them up again', () => {
		let draft = decided(newDraft(), install, ['bash-commons', 'package:nginx', 'scripts', 'package:jq']);
		draft = decided(draft, scripts, ['./packages.sh']);
		expect(draft.recipe.steps).toEqual([
			{ name: 'packages', position: 'before', packages: ['nginx', 'jq'] },
			{ name: 'packages-2', position: 'before', script: './packages.sh' },
		]);
		draft = decided(draft, order, 'after');
		expect(draft.recipe.steps.map(({ position }) => position)).toEqual(['before', 'after']);
		expect(reviewSummary(draft, 'install')).toContain('nginx, jq, packages-2, bash-commons');
		expect(reviewSummary(draft, 'more')).not.toContain('nginx');
		expect(recipeComplaints(draft.recipe)).toEqual([]);
		expect(decided(draft, install, ['scripts', 'bash-commons']).recipe.steps).toHaveLength(1);
	});

	test('leaves the steps of a preset in their order', () => {
		const { recipe, ...rest } = newDraft();
		const steps = [
			{ name: 'repository', position: 'before' as const, inline: ['echo add'] },
			{ name: 'theirs', position: 'before' as const, packages: ['httpd'] },
		];
		const draft = decided({ ...rest, recipe: { ...recipe, steps } }, install, [
			...['commands', 'package:apache', 'package:git'],
		]);
		expect(draft.recipe.steps).toEqual([steps[0], { ...steps[1], packages: ['httpd', 'git'] }]);
	});

	test('another base image drops what it does not have, and says so', () => {
		const draft = decided(newDraft(), install, ['package:nginx', 'package:node']);
		const other = decided(draft, baseImage, 'amazon-linux-2');
		expect(other.recipe.steps).toEqual([{ name: 'packages', position: 'before', packages: ['nginx'] }]);
		expect(other.notes['install']).toBe('without nodejs: not on this base image');
	});
});

describe('flags', () => {
	test.each([
		[
			['packages', 'nginx,jq'],
			['nginx', 'jq'],
		],
		[
			['install', 'nginx,docker'],
			['nginx', 'docker'],
		],
		[
			['packages', 'httpd, ImageMagick'],
			['apache', 'ImageMagick'],
		],
	])('%j', ([name = '', value = ''], packages) => {
		const { recipe } = applyFlags(newDraft(), new Map([[name, [value]]]));
		expect(recipe.steps).toEqual([{ name: 'packages', position: 'before', packages }]);
	});

	test('refuse what a system lacks, and what is no name', () => {
		const given = (value: string) => () => applyFlags(newDraft(), new Map([['packages', [value]]]));
		expect(given('awscli')).toThrow(/An answer cannot be used/);
		expect(given('nginx-')).toThrow(/An answer cannot be used/);
	});
});
