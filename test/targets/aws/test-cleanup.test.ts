import { expect, test } from 'vitest';
import { cleanedText } from '../../../source/builds/report/ending.ts';
import { endedBuild, timelineOf } from '../../commands/timelines.ts';

const region = 'eu-west-1';
const group = { region, kind: 'security-group', id: 'sg-1', name: 'packer-wizard-test-7f3a' };
const own = { region, kind: 'volume', id: 'vol-1' };

test('what a clean-up deletes of a test machine is not told as what the build left', () => {
	const timeline = timelineOf([
		...endedBuild('done', { mode: 'aws' }),
		{
			kind: 'test',
			time: 1,
			seq: 98,
			state: 'began',
			region,
			ami: 'ami-1',
			type: 't3.micro',
			things: [{ region, kind: group.kind, id: group.name }],
		},
		{ kind: 'cleanup', time: 2, seq: 99, removed: [group, own], left: [], isWhole: true },
	]);
	expect(timeline.test?.things).toEqual([]);
	expect(cleanedText(timeline)).toMatch(/deleted the disk vol-1, and left nothing/);
});
