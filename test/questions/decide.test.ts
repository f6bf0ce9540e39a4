import { describe, expect, test } from 'vitest';
import { formTitle } from '../../source/flow/form.ts';
import { sectionAnswers } from '../../source/flow/review.ts';
import { chooseSetting, settingRows } from '../../source/flow/settings.ts';
import { answerCurrent } from '../../source/questions/decide.ts';
import { type Draft, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { formLacks } from '../../source/questions/forms.ts';
import { goBack, goTo, leaveStop, position } from '../../source/questions/moves.ts';
import type { Answer } from '../../source/questions/question.ts';
import { reviewSummary, sectionRows } from '../../source/questions/sections.ts';
import { findQuestion, questions } from '../../source/questions/table.ts';
import { questionsFor, walk } from '../../source/questions/walk.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { RecipeStep } from '../../source/recipe/schema.ts';
import { machine } from '../../source/targets/aws/questions/machine.ts';
import { recipeWith } from '../helpers/recipe.ts';

const answered = (draft: Draft, answer: Answer): Draft => {
	const result = answerCurrent(draft, answer);
	if ('complaint' in result) {
		throw new Error(`${draft.at}: ${result.complaint}`);
	}

	return result.draft;
};

const throughMachine = (): Draft =>
	['', 'eu-west-1', 'ubuntu-24.04', 'x86_64', 't3.micro'].reduce(answered, newDraft());

test('who looks at what is installed and goes on changes nothing, and it is told in the order of installation', () => {
	const ids = ['syslog', 'ssh-grunt'];
	const entries = ids.map(id => ({ id, install: {}, boot: {} }));
	const recipe = recipeWith({ bundles: entries });
	const draft = goTo({ ...draftAtReview(newDraft()), recipe }, 'install');
	expect(answered(draft, ids.toReversed()).recipe).toEqual(recipe);
	const told = (bundles: typeof entries) =>
		findQuestion('install')?.summary({ ...draft, recipe: { ...recipe, bundles } });
	expect(told(entries)).toBe('ssh-grunt, syslog (and 2 they need)');
	expect(told(entries.slice(1))).toBe('ssh-grunt (and 1 it needs)');
});

describe('the walk', () => {
	test('goes from Where to the review, the settings in between', () => {
		let draft = throughMachine();
		expect(draft.at).toBe('install');
		draft = answered(draft, []);
		expect(draft.at).toBe('settings');
		draft = leaveStop(draft);
		expect(draft.at).toBe('name');
		draft = answered(draft, 'web');
		expect(draft.at).toBe('tags');
		draft = answered(draft, ['Team=web']);
		expect(draft.at).toBe('review');
		expect(recipeComplaints(draft.recipe)).toEqual([]);
		expect(draft.recipe.tags).toEqual({ Team: 'web' });
	});

	test('comes by the form of each bundle that is chosen, as a part of the step, and back', () => {
		let draft = answered(throughMachine(), ['commands', 'ssh-grunt', 'fail2ban']);
		expect(draft.at).toBe('bundle:ssh-grunt');
		expect(position(draft)).toEqual({ step: 5, steps: 8, part: 2, parts: 4 });
		draft = answered(goTo(draft, 'ssh-grunt.iam-group'), ['ops']);
		expect(draft.at).toBe('ssh-grunt.iam-group');
		draft = leaveStop(draft);
		expect(draft.at).toBe('bundle:fail2ban');
		expect(goBack(goTo(draft, 'fail2ban.ban-time'))?.at).toBe('bundle:ssh-grunt');
		draft = leaveStop(draft);
		expect(draft.at).toBe('commands');
		// What the form was about is not there any more: nobody is led to it.
		draft = answered(goTo(draft, 'install'), ['ssh-grunt']);
		expect(walk(draft).filter(place => place.startsWith('bundle:'))).toEqual(['bundle:ssh-grunt']);
	});

	test('passes bundles of which there is hardly anything to say: their forms are opened from the settings', () => {
		let draft = answered(throughMachine(), ['auto-update', 'fail2ban', 'ntp']);
		expect(walk(draft).filter(place => place.startsWith('bundle:'))).toEqual(['bundle:fail2ban']);
		expect(draft.at).toBe('bundle:fail2ban');
		expect(formTitle(draft, 'fail2ban')).toBe('fail2ban');
		draft = leaveStop(draft);
		expect(draft.at).toBe('settings');
		expect(settingRows(draft).filter(({ id }) => id.startsWith('bundle:'))).toEqual([
			expect.objectContaining({ id: 'bundle:auto-update', hint: 'auto-update: nothing changed' }),
			expect.objectContaining({ id: 'bundle:ntp', hint: 'ntp: nothing changed' }),
		]);
		draft = answered(goTo(chooseSetting(draft, 'bundle:ntp'), 'ntp.tag'), 'v0.1.2');
		expect(draft.at).toBe('ntp.tag');
		expect(goBack(draft)?.at).toBe('settings');
		draft = leaveStop(draft);
		expect(draft.at).toBe('settings');
		expect(settingRows(draft)).toContainEqual(
			expect.objectContaining({ id: 'bundle:ntp', hint: 'ntp: Version v0.1.2' }),
		);
	});

	test('stands in a form at what has to be answered, then at the next, then at the way on', () => {
		const old = answered(goTo(throughMachine(), 'base'), 'ubuntu-18.04');
		let draft = answered(goTo(old, 'install'), ['influxdb-install']);
		expect(draft.at).toBe('influxdb-install.meta-config-file');
		draft = answered(draft, './meta.conf');
		expect(draft.at).toBe('influxdb-install.data-config-file');
		draft = answered(draft, './data.conf');
		expect(draft.at).toBe('bundle:influxdb-install');
		draft = leaveStop(draft);
		expect(draft.answered).toContain('bundle:influxdb-install');
		// Chosen again it has both.
		draft = answered(goTo(answered(goTo(draft, 'install'), []), 'install'), ['influxdb-install']);
		expect(draft.at).toBe('bundle:influxdb-install');
		expect(formLacks(draft, 'influxdb-install')).toEqual([]);
	});

	test('asks for own commands once they are ticked, and refuses none', () => {
		const draft = answered(throughMachine(), ['commands']);
		expect(draft.at).toBe('commands');
		expect(answerCurrent(draft, [' ', ''])).toHaveProperty('complaint');
		expect(answered(draft, ['', 'echo hi', '']).recipe.steps).toEqual([
			{ name: 'commands', position: 'before', inline: ['echo hi'] },
		]);
	});

	test('asks which script files once they are ticked: none is proposed, none is refused', () => {
		const draft = answered(throughMachine(), ['scripts']);
		expect(draft.at).toBe('scripts');
		expect(findQuestion('scripts')?.read(draft)).toEqual([]);
		expect(answerCurrent(draft, [])).toHaveProperty('complaint');
		expect(answered(draft, ['./first.sh', 'sub/first.sh']).recipe.steps).toEqual([
			{ name: 'first', position: 'before', script: './first.sh' },
			{ name: 'first-2', position: 'before', script: 'sub/first.sh' },
		]);
	});

	test('goes back through every place and keeps every answer', () => {
		const draft = throughMachine();
		const places: string[] = [];
		let back: Draft | undefined = draft;
		while (back) {
			places.push(back.at);
			expect(back.recipe).toEqual(draft.recipe);
			back = goBack(back);
		}

		expect(places).toEqual(['install', 'machine', 'architecture', 'base', 'region', 'where']);
	});

	test('leads back to the review from what was opened there, and goes on from it as ever', () => {
		const installed = answered(throughMachine(), ['fail2ban']);
		const review = answered(answered(leaveStop(leaveStop(installed)), 'web'), []);
		/** Where steps back lead from a place, up to the review. */
		const wayBack = (draft: Draft | undefined): readonly string[] =>
			draft === undefined || draft.at === 'review'
				? [draft?.at ?? 'outside']
				: [draft.at, ...wayBack(goBack(draft))];
		expect(review.at).toBe('review');
		for (const { id } of sectionAnswers(review)) {
			expect(wayBack(goTo(review, id)), id).toHaveLength(2);
			expect(wayBack(goTo(review, id)).at(-1), id).toBe('review');
		}

		// Further on, each step back is one, and in lists and forms, too.
		const form = answered(goTo(review, 'install'), ['fail2ban', 'ntp']);
		expect(wayBack(form)).toEqual(['bundle:fail2ban', 'install', 'review']);
		const row = goTo(form, 'fail2ban.ban-time');
		expect(wayBack(row)).toEqual(['fail2ban.ban-time', 'install', 'review']);
		expect(wayBack(goTo(review, 'fail2ban.ban-time'))).toEqual(['fail2ban.ban-time', 'review']);
		const settings = goTo({ ...form, at: 'review' }, 'more');
		expect(wayBack(chooseSetting(settings, 'disk'))).toEqual(['disk', 'settings', 'review']);
		expect(wayBack(chooseSetting(settings, 'bundle:ntp'))).toEqual(['bundle:ntp', 'settings', 'review']);
		expect(wayBack(answered(goTo(review, 'folder'), './here'))).toEqual(['settings', 'review']);
		expect(wayBack(answered(goTo(review, 'name'), 'shop'))).toEqual(['tags', 'name', 'review']);

		// From the review itself one walks back through all.
		expect(wayBack(goBack(goBack(goTo(review, 'name')) ?? review))).toEqual([
			...['tags', 'name', 'settings', 'bundle:fail2ban', 'install', 'machine', 'architecture', 'base'],
			...['region', 'where', 'outside'],
		]);
	});

	test('after a change in the middle it goes on where it was', () => {
		const draft = answered(goTo(throughMachine(), 'region'), 'eu-central-1');
		expect(draft.at).toBe('install');
	});
});

describe('answers that depend on a changed one', () => {
	test('the machine is asked again for another architecture, and says why', () => {
		const draft = answered(goTo(throughMachine(), 'architecture'), 'arm64');
		expect(draft.at).toBe('machine');
		expect(draft.recipe.aws.instanceType).toBe('t4g.micro');
		const row = sectionRows(draft).find(({ id }) => id === 'machine');
		expect(row).toMatchObject({ summary: 'was t3.micro: arm64 needs another', stale: true });
		expect(sectionRows(answered(draft, 't4g.small')).find(({ id }) => id === 'machine')).toMatchObject({
			summary: 't4g.small',
			stale: false,
		});
	});

	test('bundles that the new base image lacks are dropped, the others stay', () => {
		let draft = answered(throughMachine(), ['ssh-grunt', 'auto-update']);
		draft = answered(answered(goTo(draft, 'base'), 'ubuntu-22.04'), 'x86_64');
		expect(draft.recipe.bundles.map(({ id }) => id)).toEqual(['ssh-grunt']);
		expect(draft.notes['install']).toContain('auto-update');
		expect(draft.at).toBe('install');
	});

	test('a copy to what becomes the region of the build is dropped', () => {
		let draft = answered(goTo(throughMachine(), 'copy-to'), ['us-east-1', 'eu-west-2']);
		expect(draft.at).toBe('settings');
		draft = answered(goTo(draft, 'region'), 'us-east-1');
		expect(draft.recipe.aws.copyTo).toEqual(['eu-west-2']);
	});

	test('a zone goes with its region, and is asked for where no subnet says it', () => {
		let draft = answered(goTo(throughMachine(), 'zone'), `${throughMachine().recipe.aws.region}b`);
		draft = answered(goTo(draft, 'region'), 'us-west-2');
		expect(draft.recipe.aws.network.zone).toBeUndefined();
		expect(draft.notes['zone']).toContain('the region is another one');
		for (const other of ['us-west-1b', 'us-west-2', 'b']) {
			expect(answerCurrent(goTo(draft, 'zone'), other), other).toHaveProperty('complaint');
		}

		draft = answered(goTo(draft, 'zone'), 'us-west-2-lax-1a');
		expect(draft.recipe.aws.network.zone).toBe('us-west-2-lax-1a');
		draft = answered(goTo(draft, 'subnet'), 'subnet-0f3a91c2d4e5f6a7b');
		expect(questionsFor(draft).map(({ id }) => id)).not.toContain('zone');
	});
});

describe('what was said of what is installed no more', () => {
	const installed = (draft: Draft, ids: readonly string[]): Draft => answered(goTo(draft, 'install'), ids);
	const said = [{ id: 'influxdb-install', install: {}, boot: {} }].map(entry => ({
		...entry,
		version: 'v0.1.2',
		install: { 'meta-config-file': './meta.conf', 'data-config-file': './data.conf' },
	}));
	const withInflux = (): Draft => {
		const draft = installed(answered(goTo(throughMachine(), 'base'), 'ubuntu-18.04'), ['influxdb-install']);
		return answered(
			goTo(answered(answered(draft, './meta.conf'), './data.conf'), 'influxdb-install.tag'),
			'v0.1.2',
		);
	};

	test('is there again when a bundle is chosen again, and stands in no recipe before', () => {
		const without = installed(withInflux(), ['syslog']);
		expect(without.recipe.bundles.map(({ id }) => id)).toEqual(['syslog']);
		expect(JSON.stringify(without.recipe)).not.toContain('meta.conf');
		const again = installed(without, ['influxdb-install']);
		expect(again.recipe.bundles).toEqual(said);
		// What is chosen lies on the shelf no more.
		expect(again.shelf?.bundles.map(({ id }) => id)).toEqual(['syslog']);
	});

	test('is there again on the base image that another one was chosen for in between', () => {
		let draft = answered(goTo(withInflux(), 'base'), 'ubuntu-24.04');
		expect(draft.recipe.bundles).toEqual([]);
		draft = installed(answered(goTo(installed(draft, ['fail2ban']), 'base'), 'ubuntu-18.04'), [
			'influxdb-install',
		]);
		expect(draft.recipe.bundles).toEqual(said);
	});

	test('commands and script files are there again, where they stood, and when they run', () => {
		const steps: RecipeStep[] = [
			{ name: 'first', position: 'before', script: './first.sh' },
			{ name: 'commands', position: 'before', inline: ['echo hi'], restarts: true },
			{ name: 'last', position: 'before', script: './last.sh' },
		];
		const draft = { ...throughMachine(), recipe: { ...throughMachine().recipe, steps } };
		const all = ['commands', 'scripts', 'syslog'];
		for (const less of [[], ['commands'], ['scripts'], ['package:git']]) {
			expect(installed(installed(draft, less), all).recipe.steps, String(less)).toEqual(steps);
		}

		// What is said of all of them counts for those on the shelf, too.
		const after = answered(goTo(installed(draft, ['commands', 'syslog']), 'order'), 'after');
		expect(installed(after, all).recipe.steps).toEqual(steps.map(step => ({ ...step, position: 'after' })));
	});

	test('a step that comes back has a name of its own, and what was ticked only is asked for again', () => {
		const typed = answered(installed(throughMachine(), ['commands']), ['echo hi']);
		const scripts = answered(installed(typed, ['scripts']), ['./commands.sh']);
		expect(installed(scripts, ['commands', 'scripts']).recipe.steps).toEqual([
			{ name: 'commands-2', position: 'before', inline: ['echo hi'] },
			{ name: 'commands', position: 'before', script: './commands.sh' },
		]);
		const ticked = installed(installed(throughMachine(), ['commands']), []);
		expect(ticked).not.toHaveProperty('shelf');
		expect(installed(ticked, ['commands']).at).toBe('commands');
	});
});

describe('the table', () => {
	test('ids and flags are unique, ticks name a question that there is', () => {
		const ids = questions.map(question => question.id);
		const own = questions.filter(({ within }) => within === undefined);
		const flags = own.map(question => question.flag.name);
		expect(new Set(ids).size).toBe(ids.length);
		expect(new Set(flags).size).toBe(flags.length);
		for (const question of questions) {
			if (question.ticks) {
				expect(ids).toContain(question.ticks.question);
			}
		}
	});

	test('every default is an answer that its question takes, and writing it changes nothing', () => {
		const draft = newDraft();
		for (const question of questions.filter(candidate => candidate.when?.(draft) ?? true)) {
			const answer = question.read(draft);
			expect([question.id, question.check(answer, draft)]).toEqual([question.id, undefined]);
			expect([question.id, question.write(draft, answer)]).toEqual([
				question.id,
				expect.objectContaining({ recipe: draft.recipe, folder: draft.folder }),
			]);
		}
	});

	test('every choice that is not disabled passes the check', () => {
		const draft = newDraft();
		for (const question of questions) {
			if (question.kind !== 'choice' && question.kind !== 'many') {
				continue;
			}

			for (const choice of question.choices(draft).filter(({ leadsTo }) => leadsTo === undefined)) {
				const complaint = question.check(question.kind === 'many' ? [choice.value] : choice.value, draft);
				expect([choice.value, complaint === undefined]).toEqual([
					choice.value,
					choice.disabled === undefined,
				]);
			}
		}
	});
});

test('a preset is edited from its review', () => {
	const draft = draftAtReview(newDraft());
	expect(draft.at).toBe('review');
	expect(
		sectionRows(draft)
			.slice(0, 7)
			.every(({ status }) => status === 'done'),
	).toBe(true);
});

test('Review tells the folder in its own row, not among the settings', () => {
	const draft = draftAtReview({ recipe: defaultRecipe(), folder: '/images/web' });
	expect(reviewSummary(draft, 'more')).toBe('all default · ssh from anywhere while it builds');
	expect(sectionRows(draft).find(({ id }) => id === 'more')?.summary).toBe('files /images/web');
});

test('a machine that accounts on the free plan refuse says so before it is chosen', () => {
	const choices = machine.choices({ recipe: defaultRecipe(), folder: null });
	const details = (id: string) => choices.find(({ value }) => value === id)?.details?.join(' ');
	expect(details('m7i.large')).toContain('Accounts on the free plan refuse it.');
	expect(details('t3.micro')).toMatch(/In the free tier of AWS\.$/);
});
