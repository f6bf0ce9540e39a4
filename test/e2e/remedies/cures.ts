import { expect } from 'vitest';
import { type FailureRemedyId, failureRemedyIds } from '../../../source/builds/journal/diagnosis.ts';
import { journalOf, listBuilds } from '../../builds/helpers.ts';
import type { Person } from '../../helpers/program.ts';
import type { Terminal } from '../../helpers/terminal.ts';

/** In which of the tests each way out of a failure is gone by keys, to a build that ends well. */
const goneIn: Readonly<
	Record<FailureRemedyId, 'answers' | 'base' | 'machine' | 'passing' | 'time' | 'account' | 'left'>
> = {
	region: 'answers',
	subnet: 'answers',
	'instance-type': 'answers',
	name: 'answers',
	tags: 'answers',
	'ssh-from': 'answers',
	'copy-to': 'answers',
	architecture: 'base',
	'base-image': 'base',
	'kms-key': 'base',
	address: 'base',
	packer: 'base',
	'on-demand': 'machine',
	'script-folder': 'machine',
	disk: 'machine',
	sudo: 'machine',
	step: 'machine',
	restarts: 'machine',
	again: 'passing',
	timeout: 'time',
	'sign-in': 'account',
	profile: 'account',
	'instance-profile': 'account',
	zone: 'account',
	token: 'account',
	cleanup: 'left',
	copy: 'left',
};

/** The ways out that a test has to go. */
const waysIn = (test: (typeof goneIn)[FailureRemedyId]): readonly FailureRemedyId[] =>
	failureRemedyIds.filter(id => goneIn[id] === test).sort();

/** What a person does at the first row of a failure, by how it is called, until the next build runs. */
export type Cure = (terminal: Terminal) => Promise<void>;
export type Cures = Readonly<Record<string, Cure>>;

export const fromReview: Cure = async ({ waitFor, press, settle }) => {
	await waitFor(
		/^ Review[\s\S]*Files +(?!looking)\S[\s\S]*Account +(none yet|not known|\d|keys|profile)[\s\S]*Changed: [\s\S]*❯ (Rehearse|Build) it/m,
		20_000,
	);
	await settle();
	await press('enter');
};

/** Answers the one question that is asked again, and builds once more from the review, which says what changed. */
export const answer =
	(give: Cure): Cure =>
	async terminal => {
		await terminal.waitFor('then the review');
		await give(terminal);
		await fromReview(terminal);
	};

const enter =
	(text: string): Cure =>
	async ({ type, waitFor, press }) => {
		type(text);
		await waitFor(`› ${text}`);
		await press('enter');
	};

/** Types into an empty field, or searches a list. */
export const typed = (text: string): Cure => answer(enter(text));

const clear: Cure = ({ press }) => press(...Array.from({ length: 20 }, () => 'backspace' as const));

/** Types in the place of what stands there. */
export const instead = (text: string): Cure =>
	answer(async terminal => {
		await clear(terminal);
		await enter(text)(terminal);
	});

/** Marks a row further below, with what holds for it. */
export const mark = async ({ press, waitFor, text }: Terminal, label: string): Promise<void> => {
	await waitFor(label);
	for (let row = 0; row < 20 && !text().includes(`❯ ${label}`); row++) {
		await press('down');
	}

	await waitFor(`❯ ${label}`);
};

const isFailure = (screen: readonly string[]): boolean => /^ ✗ /.test(screen[0] ?? '');

/** The row that stands there first when a build failed; undefined when it went well. */
const firstRow = async (terminal: Terminal): Promise<string | undefined> => {
	await terminal.waitFor(
		([header = '', ...rows]) =>
			/The rehearsal is over|The image is ready/.test(header) ||
			(isFailure([header]) && rows.some(row => row.includes('❯ '))),
		60_000,
	);
	return isFailure(terminal.screen()) ? /❯ (.*?)(?: {2}|$)/m.exec(terminal.text())?.[1] : undefined;
};

/** Takes the first row of each failure until the build ends well. Each row is met once, and none is met in vain. */
export const cureAll = async (terminal: Terminal, cures: Cures): Promise<void> => {
	const met: string[] = [];
	for (;;) {
		const row = await firstRow(terminal);
		if (row === undefined) {
			expect([...met].sort()).toEqual(Object.keys(cures).sort());
			return;
		}

		const cure = cures[row];
		if (!cure || met.includes(row)) {
			throw new Error(`${row} does not help:\n${terminal.text()}`);
		}

		met.push(row);
		// What spends takes no enter that was typed before it was drawn.
		await terminal.settle();
		await terminal.press('enter');
		await terminal.waitFor(screen => !isFailure(screen));
		await cure(terminal);
	}
};

/** Whether the ways out of these tests were offered, each by a build of its own, and the last build is well in the end. */
export const expectWaysGone = async (
	person: Person,
	...tests: Parameters<typeof waysIn>[0][]
): Promise<void> => {
	const builds = await listBuilds(person.environment);
	expect(builds[0]?.end).toMatchObject({ result: 'done' });
	const journals = await Promise.all(builds.map(({ id }) => journalOf(person, id)));
	const ends = journals.map(lines => lines.findLast(line => line.kind === 'end'));
	expect(ends.flatMap(end => end?.diagnosis?.remedy ?? []).sort()).toEqual(tests.flatMap(waysIn).sort());
};
