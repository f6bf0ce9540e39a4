import { describe, expect, test } from 'vitest';
import { buildRow } from '../../../source/flow/builds.ts';
import type { BuildRow } from '../../../source/flow/rows.ts';
import { buildCells, buildHint, buildText } from '../../../source/flow/words/build-rows.ts';
import { endedBuild, header, timelineOf } from '../../commands/timelines.ts';

const { time: began } = header();
const now = began + 90_000 + 3 * 60_000;

const rowOf = (...given: Parameters<typeof endedBuild>): BuildRow =>
	buildRow(timelineOf(endedBuild(...given)), now);

const images = 'ami-0f3a91c2d4e5f6a7b us-east-1, ami-0b2c3d4e5f6a7b8c9 eu-west-1';

describe.each([
	['an image', rowOf('done'), 'done', images, `done 4 min ago: ${images}`],
	['a rehearsal', rowOf('done', { mode: 'rehearsal' }), 'done', 'rehearsed', 'done 4 min ago: rehearsed'],
	['a cancel', rowOf('cancelled'), 'cancelled', 'cancelled', 'cancelled, 4 min ago'],
	['one that still runs', buildRow(timelineOf([header()]), now), 'running', 'starting', 'starting, 4 m 30 s'],
	[
		'a result that is also a sentence',
		{ ...rowOf('failed'), cause: 'failed', detail: 'failed' },
		'failed',
		'failed',
		'failed 4 min ago: failed',
	],
	[
		'one that cannot be read',
		{ ...rowOf('unknown'), detail: 'It is too new.', broken: 'It is too new.' },
		'broken',
		'It is too new.',
		'broken 4 min ago: It is too new.',
	],
	[
		'one of which no more is known',
		{ ...rowOf('unknown'), detail: '' },
		'unknown',
		'how it ended is not known',
		'how it ended is not known, 4 min ago',
	],
])('%s in a list', (_, row, word, hint, text) => {
	test('in a row, within a line, in a table', () => {
		expect(buildHint(row)).toBe(hint);
		expect(buildText(row, now)).toBe(text);
		const isRead = row.broken === undefined;
		const took = row.result === undefined ? '4 m 30 s' : '1 m 30 s';
		const when = row.result === undefined ? `since ${took}` : isRead ? `4 min ago, ${took}` : '4 min ago';
		const how = row.mode === 'rehearsal' ? 'rehearsal' : 'AWS';
		const known = [row.id, row.name, word, how, 'us-east-1'];
		expect(buildCells(row, now)).toEqual([...known, when, row.detail]);
		const absolute = isRead ? `2026-11-22T10:00:00Z, ${took}` : '2026-11-22T10:00:00Z';
		expect(buildCells(row, now, 'absolute')).toEqual([...known, absolute, row.detail]);
	});
});
