import { describe, expect, test } from 'vitest';
import { buildSummary } from '../../source/actions/summary.ts';
import { type FailureRemedyId, failureRemedyIds } from '../../source/builds/journal/diagnosis.ts';
import type { JournalHeader } from '../../source/builds/journal/journal.ts';
import { summaryLines } from '../../source/builds/report/summary.ts';
import { machineDetails } from '../../source/flow/builds.ts';
import { changesText } from '../../source/flow/changes.ts';
import { afterDeed, endedDeeds } from '../../source/flow/ended.ts';
import { wayOutOf } from '../../source/flow/way-out.ts';
import { answerCurrent } from '../../source/questions/decide.ts';
import { goBack, goTo } from '../../source/questions/moves.ts';
import { findQuestion } from '../../source/questions/table.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe, RecipeStep } from '../../source/recipe/schema.ts';
import { endedBuild, timelineOf } from '../commands/timelines.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { here } from '../helpers/whereabouts.ts';

const recipe: Recipe = writtenRecipe({
	profile: 'dev',
	spot: true,
	volume: { kmsKey: 'alias/mine' },
	copyTo: ['eu-west-1'],
	tags: { Team: 'web' },
	steps: [{ name: 'commands', inline: ['apt-get update', 'sudo apt-get install -y jq'] }],
});

const failed = (remedy: FailureRemedyId, part: Partial<JournalHeader> = {}) =>
	timelineOf(endedBuild('failed', { recipe, ...part }, { diagnosis: { id: 'test.failed', remedy } }));

/** What leads to a question: which, and what is answered there. */
const questions = [
	['profile', 'where', ''],
	['region', 'region', 'eu-west-2'],
	['base-image', 'base', 'debian-12'],
	['instance-type', 'machine', 't3.small'],
	['subnet', 'subnet', 'subnet-0f3a91c2d4e5f6a7b'],
	['address', 'address', 'private'],
	['ssh-from', 'ssh-from', '203.0.113.7/32'],
	['disk', 'disk', '20'],
	['kms-key', 'kms-key', 'alias/other'],
	['instance-profile', 'instance-profile', 'builder'],
	['copy-to', 'copy-to', []],
	['name', 'name', 'other'],
	['tags', 'tags', []],
	['step', 'commands', ['true']],
	['zone', 'zone', 'us-east-1b'],
	['timeout', 'timeout', '240'],
] as const;

test.each(questions)('%s leads to one question, and from there to the review', (remedy, id, answer) => {
	const timeline = failed(remedy);
	const [first] = endedDeeds(timeline);
	expect(first).toMatchObject({ id: 'way-out' });
	const route = afterDeed(timeline, 'way-out');
	if (typeof route === 'string' || route.at !== 'wizard') {
		throw new Error('There is a question.');
	}

	const { draft, options } = route;
	expect(draft).toMatchObject({ at: id, recipe, folder: '/nowhere/web', mode: 'aws' });
	expect(goBack(draft)).toBeUndefined();
	const answered = answerCurrent(draft, answer);
	if ('complaint' in answered) {
		throw new Error(answered.complaint);
	}

	expect(answered.draft.at).toBe('review');
	const again = goBack(answered.draft);
	expect(again).toMatchObject({ at: id });
	expect(again && goBack(again)).toBeUndefined();
	// What is opened from that review leads back to it, the same question, too.
	for (const opened of ['base', 'more', id]) {
		const there = goBack(goTo(answered.draft, opened));
		expect(there?.at, opened).toBe('review');
		expect(there && goBack(there)?.at, opened).toBe(id);
	}

	expect(options?.earlier?.id).toBe('7f3a');
	const title = findQuestion(id)?.title ?? '';
	expect(changesText(options?.earlier?.decisions ?? draft, answered.draft)).toMatch(
		new RegExp(`^${title}: [^;]*$`),
	);
	const flag = findQuestion(id)?.flag.name;
	expect(summaryLines(buildSummary(timeline, here)).join('\n')).toMatch(
		new RegExp(`Way out +\\w.*: .* builds rerun 7f3a --${flag} `),
	);
});

test('an answer that makes others impossible leads to those first', () => {
	const route = wayOutOf(failed('architecture'))?.route;
	const answered = route?.at === 'wizard' ? answerCurrent(route.draft, 'arm64') : undefined;
	expect(answered).toMatchObject({ draft: { at: 'machine' } });
});

test('sudo is written before the commands that need it, and they are looked at', () => {
	const route = wayOutOf(failed('sudo'))?.route;
	expect(route).toMatchObject({ at: 'wizard', draft: { at: 'commands' } });
	expect(route?.at === 'wizard' && route.draft.recipe.steps).toMatchObject([
		{ inline: ['sudo apt-get update', 'sudo apt-get install -y jq'] },
	]);
	// The flag takes the place of all commands, so it names them all.
	expect(wayOutOf(failed('sudo'))?.unasked).toEqual({
		label: 'Add sudo',
		flags: "--command 'sudo apt-get update' --command 'sudo apt-get install -y jq'",
	});
	expect(wayOutOf(failed('step'))?.unasked).toMatchObject({ flags: '--command <line>' });
});

describe('a step is changed where it was decided', () => {
	const steps: readonly RecipeStep[] = [
		...recipe.steps,
		{ name: 'set-up', position: 'before', script: './set-up.sh' },
		{ name: 'packages', position: 'before', packages: ['nginx'] },
	];
	/** A build whose step of that name ended with exit code 1. */
	const failedAt = (remedy: FailureRemedyId, name: string, part: Partial<JournalHeader> = {}) => {
		const timeline = failed(remedy, { recipe: { ...recipe, steps: [...steps] }, ...part });
		return {
			...timeline,
			steps: [{ name, script: `scripts/01-${name}.sh`, status: 'failed' as const }],
			error: 'Script exited with non-zero exit status: 1.',
		};
	};

	test.each([
		['commands', 'step', 'commands', 'Change the commands: packer-wizard builds rerun 7f3a --command <line>'],
		[
			...['set-up', 'step', 'scripts'],
			'Change the script: ./set-up.sh, then: packer-wizard builds rerun 7f3a --overwrite',
		],
		// A file is the person's: nothing is written there.
		['set-up', 'sudo', 'scripts', 'Add sudo: ./set-up.sh, then: packer-wizard builds rerun 7f3a --overwrite'],
		[
			'packages',
			'step',
			'packages',
			'Change the packages: packer-wizard builds rerun 7f3a --packages <name,name>',
		],
	] as const)('%s by %s: in the question %s', (name, remedy, question, told) => {
		const timeline = failedAt(remedy, name);
		expect(wayOutOf(timeline)?.route).toMatchObject({ at: 'wizard', draft: { at: question } });
		const lines = summaryLines(buildSummary(timeline, here)).join('\n').replaceAll('npx ', '');
		expect(lines).toContain(`Way out     ${told}`);
		const { wayOut } = machineDetails(timeline, 0, '/nowhere/web');
		expect(`${wayOut?.label}: ${wayOut?.command}`).toBe(told);
	});

	test('a file that lies in the folder of the build counts as it stands there', () => {
		const own = { name: 'set-up', position: 'before', script: '/nowhere/web/scripts/01-set-up.sh' } as const;
		const part = { recipe: { ...recipe, steps: [own] } };
		expect(wayOutOf(failedAt('step', 'set-up', part))?.unasked?.flags).toBe('--keep');
		expect(wayOutOf(failedAt('step', 'set-up', { ...part, folder: undefined }))?.unasked).not.toHaveProperty(
			'flags',
		);
	});
});

test('what has but one answer stands in the review at once', () => {
	const route = wayOutOf(failed('on-demand'))?.route;
	expect(route).toMatchObject({ at: 'wizard', draft: { at: 'review', recipe: { aws: { spot: false } } } });
});

describe('the same once more', () => {
	test('is how it was said, a rehearsal with its faults', () => {
		const rehearsal = { speed: 10, faults: ['no-capacity=t3.micro'] };
		const part = { mode: 'rehearsal', rehearsal, timeout: 60_000 } as const;
		expect(wayOutOf(failed('instance-type', part))?.route).toMatchObject({
			draft: { timeout: 1 },
			options: rehearsal,
		});
		expect(afterDeed(failed('again', part), 'again')).toMatchObject({
			at: 'before',
			request: { ...rehearsal, decisions: { timeout: 1 } },
		});
		expect(afterDeed(failed('again', part), 'for-real')).toMatchObject({ draft: { timeout: 1 } });
		expect(afterDeed(failed('again', part), 'for-real')).not.toMatchObject({ options: rehearsal });
	});

	test('comes first where the failure passes by itself', () => {
		expect(endedDeeds(failed('again'))[0]).toMatchObject({ id: 'again' });
		expect(endedDeeds(failed('cleanup'))[0]).toMatchObject({ id: 'log' });
	});

	test.each(['sign-in', 'token', 'packer'] as const)('waits for another %s', remedy => {
		const timeline = failed(remedy);
		const { path, version } = timeline.header.packer;
		const refused =
			remedy === 'packer' ? { what: remedy, path, version } : { what: remedy, at: timeline.time };
		expect(endedDeeds(timeline)[0]).toMatchObject({ id: 'way-out', isGrave: true });
		expect(wayOutOf(timeline)?.route).toMatchObject({ at: 'wizard', options: { refused } });
		// It signs in nowhere, but it has a Packer.
		expect(wayOutOf(failed(remedy, { mode: 'rehearsal' })) !== undefined).toBe(remedy === 'packer');
	});

	test('needs no second yes to the account of a sign-in that was refused', () => {
		const account = '123456789012 (profile dev)';
		expect(wayOutOf(failed('sign-in', { account }))?.route).toMatchObject({
			at: 'before',
			request: { mode: 'aws', confirmed: { account }, refused: { what: 'sign-in' } },
		});
		expect(wayOutOf(failed('token', { account }))?.route).toMatchObject({ at: 'wizard' });
	});
});

test('a way out is offered only of a build that made no image, and where its question arises', () => {
	for (const remedy of failureRemedyIds) {
		const diagnosis = { id: 'test.failed', remedy };
		expect(wayOutOf(timelineOf(endedBuild('done', { recipe }, { diagnosis })))).toBeUndefined();
	}

	const bare = { recipe: defaultRecipe() };
	expect(wayOutOf(failed('step', bare))).toBeUndefined();
});

test('a way out and its hint stand whole in the narrowest screen', () => {
	for (const remedy of failureRemedyIds) {
		const { label = '', hint = '' } = wayOutOf(failed(remedy))?.deed ?? {};
		// Side by side the hint stands in a column of its own, never as the rest of the sentence.
		expect(hint === '' ? 0 : label.length, label).toBeLessThan(20);
		expect(Math.max(20, label.length) + hint.length, hint).toBeLessThanOrEqual(40);
	}
});

test('where no key of the person encrypts the disk, the way out of a key that cannot be used is to say what shall', () => {
	const wayOut = wayOutOf(failed('kms-key', { recipe: defaultRecipe() }));
	expect(wayOut).toMatchObject({
		deed: { label: 'Choose encryption' },
		route: { at: 'wizard', draft: { at: 'encryption' } },
		unasked: { flags: '--encryption aws|own|none' },
	});
	const { route } = wayOut ?? {};
	const own = route?.at === 'wizard' ? answerCurrent(route.draft, 'own') : undefined;
	// Which key is no guess of ours.
	expect(own).toMatchObject({ draft: { at: 'kms-key' } });
	const answered = own && 'draft' in own ? answerCurrent(own.draft, 'alias/other') : undefined;
	expect(answered).toMatchObject({
		draft: { at: 'review', recipe: { aws: { volume: { kmsKey: 'alias/other' } } } },
	});
});
