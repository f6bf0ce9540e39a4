import { describe, expect, test } from 'vitest';
import { decide } from '../../source/questions/decide.ts';
import { type Draft, newDraft } from '../../source/questions/draft.ts';
import { install } from '../../source/questions/install.ts';
import { checks, cookbooks, pauses, playbooks, uploads } from '../../source/questions/more-steps.ts';
import type { Answer, LinesQuestion, Question } from '../../source/questions/question.ts';
import { stepOrder } from '../../source/questions/step-order.ts';
import { stepRuns } from '../../source/questions/step-runs.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { recipeSchema } from '../../source/recipe/schema.ts';

const decided = (draft: Draft, question: Question, answer: Answer): Draft => {
	const result = decide(draft, question, answer);
	if ('complaint' in result) {
		throw new Error(result.complaint);
	}

	return result.draft;
};

const complaint = (draft: Draft, question: Question, answer: Answer): string => {
	const result = decide(draft, question, answer);
	return 'complaint' in result ? result.complaint : '';
};

/** A draft in which steps of a kind are ticked. */
const ticked = (value: string): Draft => decided(newDraft(), install, [value]);

describe('steps of one kind, a line each', () => {
	test.each<[LinesQuestion, string[], object[]]>([
		[
			uploads,
			['./my site => /var/www/html (www-data)', 'app.conf => /etc/app/'],
			[
				{ name: 'my-site', upload: './my site', to: '/var/www/html', user: 'www-data' },
				{ name: 'app', upload: 'app.conf', to: '/etc/app/' },
			],
		],
		[
			playbooks,
			['./site.yml', 'a/b.yml with ./roles of mine', 'c.yml from here'],
			[
				{ name: 'site', playbook: './site.yml', from: 'machine' },
				{ name: 'b', playbook: 'a/b.yml', from: 'machine', project: './roles of mine' },
				{ name: 'c', playbook: 'c.yml', from: 'here' },
			],
		],
		[
			cookbooks,
			['./a, ./b => recipe[web], role[x]'],
			[{ name: 'chef', cookbooks: ['./a', './b'], runList: ['recipe[web]', 'role[x]'] }],
		],
		[
			checks,
			['nginx -t', 'test -e /nope => 1'],
			[
				{ name: 'nginx-t', position: 'after', check: 'nginx -t', exitCode: 0 },
				{ name: 'test-e-nope', position: 'after', check: 'test -e /nope', exitCode: 1 },
			],
		],
		[
			pauses,
			['90s', '2m'],
			[
				{ name: 'pause', pause: 90 },
				{ name: 'pause-2', pause: 120 },
			],
		],
	])('%#: are read and written alike', (question, lines, steps) => {
		const draft = decided(ticked(question.ticks?.value ?? ''), question, lines);
		expect(draft.recipe.steps).toEqual(steps.map(step => expect.objectContaining(step)));
		expect(recipeSchema.safeParse(draft.recipe).error).toBeUndefined();
		expect(recipeComplaints(draft.recipe)).toEqual([]);
		expect(question.read(draft)).toEqual(lines);
		// Nothing changes for who looks at them and goes on.
		expect(decided(draft, question, lines).recipe).toEqual(draft.recipe);
	});

	test('what was said beside the lines stays with a step that stays, in its place', () => {
		let draft = decided(ticked('checks'), checks, ['nginx -t', 'true']);
		draft = decided(draft, stepRuns, ['nginx-t: as app']);
		draft = decided(draft, checks, ['nginx -t', 'false']);
		expect(draft.recipe.steps).toMatchObject([{ check: 'nginx -t', user: 'app' }, { check: 'false' }]);
	});

	test.each<[LinesQuestion, string, string]>([
		[uploads, './site', 'an arrow'],
		[uploads, './site => www', 'A place on the machine looks like'],
		[uploads, './site => /a/../etc', 'without . and ..'],
		[cookbooks, './cookbooks =>', 'run list'],
		[checks, 'true => 300', 'from 0 to 255'],
		[pauses, '2 days', 'up to 1h'],
		[playbooks, 'a.yml with b from here', 'needs no folder'],
		[uploads, '', 'untick'],
	])('%#: what cannot be is said', (question, line, words) => {
		expect(complaint(ticked(question.ticks?.value ?? ''), question, [line])).toContain(words);
	});

	test('who unticks them and ticks them again has them as they were', () => {
		const draft = decided(ticked('uploads'), uploads, ['a => /b']);
		const gone = decided(draft, install, []);
		expect(gone.recipe.steps).toEqual([]);
		expect(decided(gone, install, ['uploads']).recipe.steps).toEqual(draft.recipe.steps);
	});
});

describe('how steps run', () => {
	const draft = decided(ticked('checks'), checks, ['true']);

	test('is a user, a folder, values and variables that hold secrets', () => {
		const lines = ['true: as app', 'true: in /srv/app', 'true: PORT=80 81', 'true: TOKEN=$MY_TOKEN'];
		const said = decided(draft, stepRuns, lines);
		expect(said.recipe.steps).toMatchObject([
			{ user: 'app', folder: '/srv/app', environment: { PORT: '80 81', TOKEN: { from: 'MY_TOKEN' } } },
		]);
		expect(stepRuns.read(said)).toEqual(lines);
		expect(decided(said, stepRuns, []).recipe.steps).toEqual(draft.recipe.steps);
	});

	test('a value that looks like the variable of a secret, or ends with spaces, stands in quotes', () => {
		const environment = {
			PRICE: '$5',
			HOST: '$HOME',
			GREETING: "'hi'",
			QUOTE: '"x"',
			INDENT: '  ',
			NONE: '',
		};
		const [step] = draft.recipe.steps;
		const kept = {
			...draft,
			recipe: recipeSchema.parse({ ...draft.recipe, steps: [{ ...step, environment }] }),
		};
		const lines = stepRuns.read(kept);
		expect(lines.slice(0, 2)).toEqual(["true: PRICE='$5'", "true: HOST='$HOME'"]);
		expect(decided(kept, stepRuns, lines).recipe.steps).toEqual(kept.recipe.steps);
	});

	test.each([
		['other: as app', 'there is true'],
		['true: as App!', 'A user looks like'],
		['true: in srv', 'A line has'],
		['true: 1X=2', 'A line has'],
		['true: TOKEN=$(cat x)', 'by the variable that holds it'],
	])('%s', (line, words) => {
		expect(complaint(draft, stepRuns, [line])).toContain(words);
	});
});

test('the order is one of bundles and steps together, and names what it does not know', () => {
	let draft = decided(newDraft(), install, ['bash-commons', 'checks', 'pauses']);
	draft = decided(decided(draft, checks, ['true']), pauses, ['1m']);
	expect(stepOrder.read(draft)).toEqual(['pause', 'gruntwork-installer', 'bash-commons', 'true']);
	const turned = decided(draft, stepOrder, ['gruntwork-installer', 'true', 'bash-commons', 'pause']);
	expect(stepOrder.read(turned)).toEqual(['gruntwork-installer', 'true', 'bash-commons', 'pause']);
	expect(complaint(draft, stepOrder, ['pausee'])).toContain('Did you mean pause?');
	expect(complaint(draft, stepOrder, ['pause', 'pause'])).toBe('pause is there twice.');
	expect(decided(turned, stepOrder, stepOrder.read(draft)).recipe).not.toHaveProperty('order');
});

test('what is installed is told in the order by hand', () => {
	const draft = decided(decided(newDraft(), install, ['checks', 'fail2ban', 'package:jq']), checks, ['true']);
	expect(install.summary(draft)).toBe('jq, true, fail2ban (and 2 it needs)');
	const ordered = decided(draft, stepOrder, ['fail2ban', 'true', 'packages']);
	expect(install.summary(ordered)).toBe('fail2ban, true, jq (and 2 it needs)');
});
