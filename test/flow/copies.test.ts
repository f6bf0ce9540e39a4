import { expect, test } from 'vitest';
import type { JournalEntry } from '../../source/builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../../source/builds/timeline/timeline.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import { copiesFact, reviewDoubts } from '../../source/flow/review.ts';
import { cancelEffect, cancellingText, stopDeeds, stopQuestion } from '../../source/flow/stopping.ts';
import { buildDetailLines } from '../../source/flow/words/build-details.ts';
import { phaseRows } from '../../source/flow/words/phases.ts';
import { draftAtReview, newDraft } from '../../source/questions/draft.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { journalEntries, journalHeader, transcript } from '../helpers/transcript.ts';

const copyTo = ['eu-west-1', 'us-west-2'];

const planWith = (regions: readonly string[], edit: (text: string) => string = text => text): FilePlan => {
	const recipe = writtenRecipe({
		...{ name: 'web', copyTo: regions, base: { image: 'debian-12' }, instanceType: 't3.micro' },
	});
	const files = renderTemplate(recipe, { profile: currentProfile, scripts: {} }).map(file => {
		const current = edit(file.content);
		return current === file.content
			? ({ ...file, state: 'same' } as const)
			: ({ ...file, state: 'differs', current } as const);
	});
	return { folder: '/nowhere/web', run: undefined, files };
};

test('the review says what becomes of the image if a copy fails, by the files that count', () => {
	const draft = draftAtReview(newDraft());
	const stays = 'If a copy fails, the image stays; it can be copied later without another build.';
	const gone = 'Packer makes the copies itself here: if one fails, it takes the whole image away.';
	const shared = planWith(copyTo, text =>
		text.replace(/^( *)ami_regions/m, '$1ami_users = ["123456789012"]\n$&'),
	);
	const added = planWith([], text =>
		text.replace(/^( *)instance_type/m, '$1ami_regions = concat(["eu-west-1"], [])\n$&'),
	);
	expect(copiesFact(draft, planWith(copyTo))).toBe(stays);
	expect(reviewDoubts(draft, planWith(copyTo))).not.toContain(gone);
	for (const plan of [shared, added]) {
		expect(copiesFact(draft, plan)).toBeUndefined();
		expect(reviewDoubts(draft, plan)).toContain(gone);
	}

	expect(copiesFact(draft, planWith([]))).toBeUndefined();
	expect(reviewDoubts(draft, planWith([]))).not.toContain(gone);
});

test('the review says of a machine that it would not end itself, as the journal does', () => {
	const draft = draftAtReview(newDraft());
	const none = /^The machine does not end itself: .* costs until somebody ends it\.$/;
	const told = (line: string, timeout?: 'off') =>
		reviewDoubts(
			{ ...draft, ...(timeout && { timeout }) },
			planWith([], text => text.replace(/^( *)ssh_username.*/m, line)),
		);
	for (const line of ['  communicator = "winrm"', '  communicator = "none"', '  ssh_username = "core"']) {
		expect(told(line), line).toContainEqual(expect.stringMatching(none));
		expect(told(line, 'off')).not.toContainEqual(expect.stringMatching(none));
	}

	expect(told('  ssh_username = "web"')).not.toContainEqual(expect.stringMatching(none));
});

test('while the image is copied each copy has its own time, and a cancel is said to leave the image', () => {
	const entries = journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 }).filter(
		({ kind }) => kind !== 'end',
	);
	const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];
	const built = advance(startTimeline(journalHeader('1.16.0', scripts, { copyTo })), entries);
	expect(cancelEffect(built)).toBe('cleans');
	const copy = (region: string, state: 'planned' | 'began' | 'done', seconds: number): JournalEntry => ({
		...{ kind: 'copy', seq: 1, time: built.time + seconds * 1000, region, state },
		...(state !== 'planned' && { ami: 'ami-2' }),
	});
	const copying = advance(built, [
		...copyTo.map(region => copy(region, 'planned', 0)),
		...copyTo.map(region => copy(region, 'began', 1)),
		copy('us-west-2', 'done', 21),
	]);
	const rows = phaseRows(copying, built.time + 61_000, 20).filter(({ id }) => id.startsWith('copy-'));
	expect(rows).toMatchObject([
		{ id: 'copy-eu-west-1', status: 'running', time: '1 m 00 s' },
		{ id: 'copy-us-west-2', status: 'done', time: '20 s' },
	]);

	const effect = cancelEffect(copying);
	expect(effect).toBe('copies');
	expect(stopQuestion(effect, 'web')).toBe('Cancel web? The image stays, and so does what is copied.');
	expect(stopDeeds(effect).map(({ label }) => label)).toContain('Cancel, keep image');
	expect(cancellingText(effect)).not.toContain('deletes');
});

test('a copy that nobody waited for is told as begun, whether it was part of the build or came later', () => {
	const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];
	const entries = journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 }).filter(
		({ kind }) => kind !== 'end',
	);
	const built = advance(startTimeline(journalHeader('1.16.0', scripts, { copyTo })), entries);
	const at = (seconds: number) => ({ seq: 1, time: built.time + seconds * 1000 });
	const copy = (region: string, state: 'began' | 'done', seconds: number): JournalEntry => ({
		...{ kind: 'copy', ...at(seconds), region, state, ami: `ami-${region}` },
	});
	const told = (timeline: Timeline, seconds: number) =>
		buildDetailLines(timeline, built.time + seconds * 1000, file => file).join('\n');

	const left = advance(built, [
		copy('eu-west-1', 'began', 1),
		{
			...{ kind: 'end', ...at(9), result: 'cancelled', exitCode: 0, uncopied: copyTo },
			artifacts: [...built.artifacts, { region: 'eu-west-1', ami: 'ami-eu-west-1' }],
		},
	]);
	const { id } = left.header;
	const again = `packer-wizard builds copy ${id} --to`;
	expect(told(left, 601)).toMatch(/Copy to eu-west-1 +begun$/m);
	expect(told(left, 601)).toMatch(/Copy to us-west-2 +skipped$/m);
	expect(told(left, 601)).toContain(`begun in eu-west-1 (10 min ago); what came of it: ${again} eu-west-1`);

	const later = advance(left, [copy('eu-west-1', 'done', 700), copy('us-west-2', 'began', 701)]);
	expect(told(later, 1301)).toMatch(/Copy to eu-west-1 +done +11 m 39 s$/m);
	expect(told(later, 1301)).toMatch(/Copy to us-west-2 +begun$/m);
	expect(told(later, 1301)).toContain(`begun in us-west-2 (10 min ago); what came of it: ${again} us-west-2`);

	const all = advance(later, [copy('us-west-2', 'done', 761)]);
	expect(all.result).toBe('done');
	expect(told(all, 1301)).toMatch(/Copy to us-west-2 +done +1 m 00 s$/m);
	expect(told(all, 1301)).not.toContain('begun');
});
