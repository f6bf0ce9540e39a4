import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summaryOptions } from '../../source/actions/summary.ts';
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

const timeline = (packer: string): Timeline =>
	startTimeline({
		...journalHeader('1.16.0', []),
		folder: path.join(root, 'home/images/web'),
		packer: { path: path.join(root, packer), version: '1.16.0' },
	});

const optionsOf = (packer: string, cwd = root) =>
	summaryOptions(
		timeline(packer),
		at(
			{
				HOME: path.join(root, 'home'),
				PATH: ['first', 'second'].map(folder => path.join(root, folder)).join(':'),
			},
			cwd,
		),
	);

test('Packer is called by name only where the shell finds that very one', () => {
	expect(optionsOf('second/packer').packer).toBe('packer');
	expect(optionsOf('home/packer').packer).toBe(path.join(root, 'home/packer'));
	// Another program of that name comes first.
	writeFileSync(path.join(root, 'first/packer'), '');
	expect(optionsOf('second/packer').packer).toBe(path.join(root, 'second/packer'));
});

test('the folder is named as a person would type it where they are', () => {
	expect(optionsOf('second/packer').folder).toBe('./home/images/web');
	expect(optionsOf('second/packer', path.join(root, 'first')).folder).toBe('~/images/web');
});
