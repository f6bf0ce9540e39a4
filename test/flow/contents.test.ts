import { expect, test } from 'vitest';
import type { ChangedFile, Contents } from '../../source/builds/contents/contents.ts';
import {
	type JournalEntry,
	type UnaskedReason,
	unaskedReasons,
} from '../../source/builds/journal/journal.ts';
import { compareBuilds } from '../../source/flow/compare.ts';
import { type BuildContents, buildContents } from '../../source/flow/contents.ts';
import { contentsDifference } from '../../source/flow/contents-difference.ts';
import { comparisonLines } from '../../source/flow/words/compare.ts';
import {
	contentsHeading,
	contentsLines,
	differenceLines,
	noContentsReason,
} from '../../source/flow/words/contents.ts';
import { timelineOf } from '../commands/timelines.ts';
import { fileOf, nodeContents, packageOf } from '../helpers/contents.ts';
import { journalEntries, journalHeader, transcript } from '../helpers/transcript.ts';

const timelineWith = (id: string) =>
	timelineOf([
		{ ...journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-ok.sh']), id },
		...journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 }),
	]);
const timeline = timelineWith('7f3a');
/** When the steps began. */
const [first = 0, second = 0] = timeline.steps.map(({ began }) => began);

const contentsOf = (
	packages: Contents['packages'],
	files: readonly ChangedFile[],
	of = timeline,
): BuildContents => buildContents(of, [{ ...nodeContents, packages, files }]);

test('what changed counts for the step that ran then, and what changed before the first for none', () => {
	const [image] = contentsOf(
		[
			packageOf('old', '1'),
			packageOf('boot', '1', { installed: first - 1 }),
			packageOf('one', '1', { installed: first + 1 }),
			packageOf('whole-seconds', '1', { format: 'rpm', installed: second - 500 }),
		],
		[fileOf('/boot', first - 1), fileOf('/one', second - 1), fileOf('/two', second)],
	).images;
	expect(
		image?.steps.map(({ step, packages, files }) => [
			step,
			...[...packages.map(({ name }) => name), ...files.map(({ path }) => path)],
		]),
	).toEqual([
		[1, 'one', '/one'],
		[2, 'whole-seconds', '/two'],
	]);
});

test('two images: packages added, removed, upgraded and downgraded, and files', () => {
	const sum = 'a'.repeat(64);
	const before = contentsOf(
		[
			packageOf('same', '1'),
			packageOf('gone', '1.0'),
			packageOf('up', '1:1.0~rc1'),
			packageOf('down', '1.10'),
			packageOf('kernel', '5.1', { format: 'rpm' }),
			packageOf('odd', '1', { format: 'apk' }),
		],
		[
			fileOf('/same', second, { sum }),
			fileOf('/was', second),
			fileOf('/web.conf', second, { sum }),
			fileOf('/mode', second),
			fileOf('/boot', first - 1),
		],
	);
	const after = contentsOf(
		[
			packageOf('same', '1'),
			packageOf('new', '2.0', { installed: second + 1 }),
			packageOf('up', '1:1.0'),
			packageOf('down', '1.9'),
			packageOf('kernel', '5.1', { format: 'rpm' }),
			packageOf('kernel', '5.2', { format: 'rpm' }),
			packageOf('odd', '2', { format: 'apk' }),
		],
		[
			fileOf('/same', second + 5, { sum }),
			fileOf('/is', second),
			fileOf('/web.conf', second, { sum: 'b'.repeat(64) }),
			fileOf('/mode', second, { mode: '600', owner: 'a:a' }),
		],
		timelineWith('c0de'),
	);
	const difference = contentsDifference(before, after);
	const [image] = difference.images;
	expect(image?.packages.map(({ name, change, before: was, after: is }) => [name, change, was, is])).toEqual([
		['down', 'downgraded', '1.10', '1.9'],
		['gone', 'removed', '1.0', undefined],
		['kernel', 'changed', '5.1', '5.1, 5.2'],
		['new', 'added', undefined, '2.0'],
		['odd', 'changed', '1', '2'],
		['up', 'upgraded', '1:1.0~rc1', '1:1.0'],
	]);
	expect(image?.files).toEqual([
		{ path: '/is', change: 'only after', step: timeline.steps[1]?.name },
		{ path: '/mode', change: 'differs', aspects: ['mode', 'owner'], step: timeline.steps[1]?.name },
		{ path: '/was', change: 'only before', step: timeline.steps[1]?.name },
		{ path: '/web.conf', change: 'differs', aspects: ['content'], step: timeline.steps[1]?.name },
	]);
	const lines = differenceLines(difference);
	expect(lines[0]).toBe('Packages: 1 added, 1 removed, 1 upgraded, 1 downgraded, 2 changed, 1 the same');
	expect(lines).toContain(
		'Files that steps changed: 1 only in c0de, 2 different, 1 only in 7f3a, 1 the same',
	);
});

test('images of one name belong together, and what only one build has is told', () => {
	const two = (names: readonly string[]) =>
		buildContents(
			timeline,
			names.map(target => ({ ...nodeContents, target })),
		);
	const difference = contentsDifference(two(['amazon-ebs.a', 'docker.b']), two(['docker.b', 'docker.c']));
	expect([difference.images.map(({ target }) => target), difference.alone]).toEqual([
		['docker.b'],
		['amazon-ebs.a', 'docker.c'],
	]);
	expect(contentsDifference(two(['amazon-ebs.a']), two(['docker.b'])).images).toHaveLength(1);
});

test('builds are compared by what is in their images, too, if that was kept of both', () => {
	const other = timelineWith('c0de');
	const kept = new Map([
		['7f3a', [nodeContents]],
		['c0de', [{ ...nodeContents, packages: nodeContents.packages.slice(1) }]],
	]);
	const lines = (known: ReadonlyMap<string, readonly Contents[]>) =>
		comparisonLines(compareBuilds(timeline, other, known), 0).join('\n');
	expect(lines(kept)).toContain('\n\nPackages: 1 removed, 1 the same\n');
	expect(lines(new Map([...kept].slice(1)))).not.toContain('Packages');
});

test('the list ends the last step, and is known to be there when it was kept', () => {
	const entries = journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 });
	const header = journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-ok.sh']);
	const stops = entries.findIndex(
		entry => entry.kind === 'record' && entry.data[1]?.includes('Stopping the source'),
	);
	const time = (entries[stops]?.time ?? 0) - 500;
	const listing = (['began', 'kept'] as const).map(
		(state): JournalEntry => ({ kind: 'contents', seq: 0, time, target: 'amazon-ebs.image', state }),
	);
	const begun = timelineOf([
		header,
		...entries.slice(0, stops),
		...listing.slice(0, 1),
		...entries.slice(stops),
	]);
	const kept = timelineOf([header, ...entries.slice(0, stops), ...listing, ...entries.slice(stops)]);
	expect([begun.steps[1]?.ended, begun.result, begun.hasContents]).toEqual([time, 'done', false]);
	expect(kept.hasContents).toBe(true);
});

test('no packages are none that could be told', () => {
	const unseen = buildContents(timeline, [{ ...nodeContents, packages: [] }]);
	const seen = buildContents(timeline, [nodeContents]);
	expect(contentsLines(unseen)).toContain('  Packages  not told');
	expect(contentsLines(unseen)).not.toContain('All packages');
	expect(contentsLines(unseen)).toContain(
		'Packages could not be told: there is no dpkg, rpm, apk or pacman.',
	);
	for (const difference of [contentsDifference(unseen, seen), contentsDifference(seen, unseen)]) {
		expect(differenceLines(difference)[0]).toBe('Packages: one of the two builds could not tell them.');
	}
});

test('what could not be told of files is said', () => {
	const { files: _, ...blind } = nodeContents;
	const unseen = buildContents(timeline, [{ ...blind, isWhole: false }]);
	const seen = buildContents(timeline, [nodeContents]);
	expect(contentsLines(unseen).at(-1)).toBe(
		'Files could not be told: find (that of GNU), awk or date is missing.',
	);
	expect(differenceLines(contentsDifference(unseen, seen)).at(-1)).toContain(
		'could not tell which steps changed',
	);
	const some = buildContents(timeline, [{ ...nodeContents, moreFiles: 3, isWhole: false }]);
	expect(contentsLines(some).slice(-2)).toEqual([
		'3 more files could not be listed.',
		'Not all folders could be looked into.',
	]);
});

test('why nothing is known of an image is told by what the build knows of it', () => {
	const [header, ...entries] = [
		journalHeader('1.16.0', ['scripts/01-hello.sh', 'scripts/02-ok.sh']),
		...journalEntries(transcript('1.16.0', 'success'), { exitCode: 0 }),
	];
	const reasonOf = (why?: UnaskedReason): string =>
		noContentsReason(
			timelineOf([
				header,
				...(why ? [{ kind: 'contents', seq: 1, time: 0, target: '', state: 'unasked', why } as const] : []),
				...entries,
			]),
		);
	expect(reasonOf()).toMatch(/or the build is older than such lists\.$/);
	expect(reasonOf('log-in')).toMatch(/^A step changes what is read at a log-in, such as \.bashrc\./);
	expect(new Set(unaskedReasons.map(reasonOf)).size).toBe(unaskedReasons.length);
});

test('two container images that are compared are called so', () => {
	const image = { ...contentsOf([], []), build: { ...contentsOf([], []).build, mode: 'docker' as const } };
	expect(contentsHeading(contentsDifference(image, image), 0)[1]).toMatch(/ {2}container image {2}done /);
});
