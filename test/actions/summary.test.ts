import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildSummary } from '../../source/actions/summary.ts';
import { summaryLines } from '../../source/builds/report/summary.ts';
import { startTimeline, type Timeline } from '../../source/builds/timeline/timeline.ts';
import { journalHeader } from '../helpers/transcript.ts';
import { at } from '../helpers/whereabouts.ts';

let root = '';

beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'packer-wizard-summary-'));
	for (const folder of ['first', 'second', 'home/images/web']) {
		mkdirSync(path.join(root, folder), { recursive: true });
	}

	writeFileSync(path.join(root, 'second/packer'), '');
});

afterEach(() => {
	rmSync(root, { recursive: true });
});

const ended = (packer: string): Timeline => ({
	...startTimeline({
		...journalHeader('1.16.0', []),
		folder: path.join(root, 'home/images/web'),
		packer: { path: path.join(root, packer), version: '1.16.0' },
	}),
	result: 'done',
});

/** The command by which the build is done by hand, as somebody in a folder is told it. */
const byHand = (packer: string, cwd = root): string =>
	summaryLines(
		buildSummary(
			ended(packer),
			at(
				{
					HOME: path.join(root, 'home'),
					PATH: ['first', 'second'].map(folder => path.join(root, folder)).join(':'),
				},
				cwd,
			),
		),
	)
		.find(line => line.includes('By hand'))
		?.trim() ?? '';

test('Packer is called by name only where the shell finds that very one', () => {
	expect(byHand('second/packer')).toMatch(/ packer build \.$/);
	expect(byHand('home/packer')).toContain(` ${path.join(root, 'home/packer')} build .`);
	// Another program of that name comes first.
	writeFileSync(path.join(root, 'first/packer'), '');
	expect(byHand('second/packer')).toContain(` ${path.join(root, 'second/packer')} build .`);
});

test('the folder is named as a person would type it where they are', () => {
	expect(byHand('second/packer')).toContain(' cd home/images/web && ');
	expect(byHand('second/packer', path.join(root, 'first'))).toContain(' cd ~/images/web && ');
});
