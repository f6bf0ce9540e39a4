import { expect, test } from 'vitest';
import { answerCurrent } from '../../source/questions/decide.ts';
import { type Draft, decisionsOf, draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { goBack, goTo, leaveStop } from '../../source/questions/moves.ts';
import type { Answer } from '../../source/questions/question.ts';
import { reviewSummary } from '../../source/questions/sections.ts';
import { withTold } from '../../source/questions/told.ts';
import { settingsFor, walk } from '../../source/questions/walk.ts';
import { warningsOf } from '../../source/questions/warnings.ts';
import type { AwsFacts, AwsSubnet } from '../../source/targets/aws/questions/facts.ts';
import { recipeWith } from '../helpers/recipe.ts';

const subnet = (id: string, isDefault: boolean): AwsSubnet => ({
	id,
	zone: 'eu-west-1a',
	cidr: '10.0.1.0/24',
	vpc: 'vpc-1',
	isDefault,
	internet: 'gateway',
	givesPublicAddress: true,
	freeAddresses: 250,
});

const facts = (...value: readonly AwsSubnet[]): { readonly aws: AwsFacts } => ({
	aws: { region: 'eu-west-1', refused: {}, subnets: { at: 0, value } },
});

const own = facts(subnet('subnet-0aaaaaaaa', false), subnet('subnet-0bbbbbbbb', false));
const usual = facts(subnet('subnet-0cccccccc', true), subnet('subnet-0aaaaaaaa', false));

const draft: Draft = newDraft({ recipe: recipeWith({ region: 'eu-west-1' }), folder: null });

const answered = (at: Draft, answer: Answer): Draft => {
	const result = answerCurrent(at, answer);
	if ('complaint' in result) {
		throw new Error(result.complaint);
	}

	return result.draft;
};

const named = (id: string): Draft => draftAtReview(decisionsOf(answered(goTo(draft, 'subnet'), id)));

test('without a default network the subnet is asked for in the walk, before the settings', () => {
	const told = withTold({ ...draft, answered: ['where', 'region', 'base', 'architecture', 'machine'] }, own);
	expect(walk(draft)).not.toContain('subnet');
	expect(walk(told)).toEqual(
		walk(draft).flatMap(place => (place === 'settings' ? ['subnet', place] : [place])),
	);
	expect(settingsFor(told).map(({ id }) => id)).not.toContain('subnet');
	expect(warningsOf(told).map(({ message }) => message)).toContain(
		'This account has no default network in eu-west-1: name a subnet.',
	);
	const last = answered(goTo(told, 'install'), []);
	expect(last.at).toBe('subnet');
	const after = answered(last, 'subnet-0aaaaaaaa');
	expect(after.at).toBe('settings');
	expect(goBack(after)?.at).toBe('subnet');
	expect(warningsOf(after)).toEqual([]);
	expect(reviewSummary(after, 'more')).toContain('network subnet-0aaaaaaaa');
	expect(withTold(told, own)).toBe(told);
});

test('told late, it is asked before the review; at the review it is doubtful', () => {
	const settings = {
		...leaveStop(goTo(draft, 'settings')),
		answered: walk(draft).filter(id => id !== 'tags'),
	};
	const late = withTold(goTo(settings, 'tags'), own);
	expect(answered(late, []).at).toBe('subnet');
	expect(leaveStop(answered(answered(late, []), 'subnet-0aaaaaaaa')).at).toBe('review');
	const review = withTold(draftAtReview(draft), own);
	expect(review.at).toBe('review');
	expect(warningsOf(review)).toHaveLength(1);
});

test('a subnet that is named is asked for again only if it is not there', () => {
	expect(withTold(named('subnet-0aaaaaaaa'), own).answered).toContain('subnet');
	expect(withTold(named('subnet-0dddddddd'), own).answered).not.toContain('subnet');
});

test('a default network, another region, another profile, and nothing told: it stays a setting', () => {
	const told = withTold(draft, own);
	expect(withTold(draft, usual)).toBe(draft);
	expect(withTold(draft, {})).toBe(draft);
	expect(walk(withTold(told, usual))).toEqual(walk(draft));
	expect(walk(answered(goTo(told, 'region'), 'eu-central-1'))).toEqual(walk(draft));
	expect(walk(answered(goTo(told, 'where'), 'other'))).toEqual(walk(draft));
	expect(walk(answered(goTo(told, 'where'), ':docker'))).not.toContain('subnet');
});
