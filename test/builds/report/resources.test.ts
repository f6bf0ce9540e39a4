import { describe, expect, test } from 'vitest';
import { tracesOf } from '../../../source/builds/report/traces.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { leftIn } from '../../../source/targets/aws/builds/report/resources.ts';
import { journalEntries, journalHeader, recordedVersions, transcript } from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

/** A recorded build, or one that was killed when Packer had said so much of it. */
const built = (
	version: (typeof recordedVersions)[number],
	name: string,
	until?: RegExp,
	after: readonly string[] = [],
): Timeline => {
	const output = transcript(version, name);
	const lines = output.toString().split('\n');
	const last = until === undefined ? lines.length - 1 : lines.findIndex(line => until.test(line));
	expect(last).toBeGreaterThan(0);
	return advance(
		startTimeline(journalHeader(version, scripts)),
		journalEntries(`${[...lines.slice(0, last + 1), ...after].join('\n')}\n`, {
			exitCode: until === undefined && ['success', 'copies', 'encrypt', 'spot'].includes(name) ? 0 : 1,
			cancelled: name === 'cancel',
		}),
	);
};

const said = (text: string): string => `1795345638,,ui,${text}`;
const errored = (why: string): string => `error,Build 'amazon-ebs.image' errored after 43 seconds: ${why}`;

/** What Packer 1.6.6 and 1.16.0 say when the process of the amazon plugin is killed. */
const pluginKilled = [
	...[errored('unexpected EOF'), 'say,\\n==> Wait completed after 43 seconds'].map(said),
	'1795345638,amazon-ebs.image,error,unexpected EOF',
	said('say,\\n==> Builds finished but no artifacts were created.'),
];

const kinds = (timeline: Timeline): readonly string[] =>
	leftIn(timeline).map(({ kind, id }) => (id === '' ? `${kind}?` : kind));

describe.each(recordedVersions)('Packer %s', version => {
	test.each([
		...['success', 'copies', 'encrypt', 'spot', 'cancel', 'script-fails', 'ssh-denied', 'no-image'],
		...['name-taken', 'wrong-creds', 'no-profile', 'secret'],
	])('%s: what it said proves that nothing is left', name => {
		expect(leftIn(built(version, name))).toEqual([]);
	});

	test('told to leave everything, it is named', () => {
		expect(kinds(built(version, 'abort'))).toEqual(['key-pair', 'security-group', 'instance']);
	});

	test.each<readonly [RegExp, readonly string[]]>([
		[/Creating temporary keypair/, ['key-pair']],
		[/Launching a source AWS instance/, ['key-pair', 'security-group', 'instance?']],
		[/Instance ID: /, ['key-pair', 'security-group', 'instance']],
		[/Creating AMI /, ['key-pair', 'security-group', 'instance', 'image?']],
		[/image: Waiting for AMI to become ready/, ['key-pair', 'security-group', 'instance', 'image']],
		// What was only announced may not have been done.
		[/Terminating the source AWS instance/, ['key-pair', 'security-group', 'instance', 'image']],
		[/Cleaning up any extra volumes/, ['key-pair', 'security-group', 'image']],
		[/Deleting temporary security group/, ['key-pair', 'security-group', 'image']],
		[/Deleting temporary keypair/, ['key-pair', 'image']],
	])('killed at %s: what it made and did not delete', (until, left) => {
		expect(kinds(built(version, 'success', until))).toEqual(left);
	});

	test.each<readonly [RegExp, readonly string[]]>([
		[/Creating temporary keypair/, ['key-pair']],
		[/Connected to SSH/, ['key-pair', 'security-group', 'instance']],
		[/Terminating the source AWS instance/, ['key-pair', 'security-group', 'instance', 'image']],
		[/Deleting temporary security group/, ['key-pair', 'security-group', 'image']],
	])('its plugin killed at %s, Packer ends as always and has deleted nothing', (until, left) => {
		expect(kinds(built(version, 'success', until, pluginKilled))).toEqual(left);
	});

	test('a machine that it was not seen to end is there, whatever else it deleted', () => {
		const lines = ['say,==> amazon-ebs.image: Deleting temporary keypair...', errored('boom')];
		expect(kinds(built(version, 'success', /Instance ID: /, lines.map(said)))).toEqual(['instance']);
	});

	test('a spot machine comes with a launch template', () => {
		expect(kinds(built(version, 'spot', /Instance ID: /))).toEqual(
			expect.arrayContaining([expect.stringMatching(/^launch-template/), 'instance']),
		);
	});

	test('whether its image came to nothing, or may be whole', () => {
		const outcome = (name: string, until?: RegExp, after?: readonly string[]) =>
			tracesOf(built(version, name, until, after)).outcome;
		expect(outcome('success')).toBe('image');
		expect(outcome('cancel')).toBe('no-image');
		expect(outcome('success', /AMI: ami-/)).toBe('no-image');
		expect(outcome('success', /AMI: ami-/, pluginKilled)).toBe('no-image');
		expect(outcome('success', /Terminating the source AWS instance/)).toBe('unsure');
		expect(outcome('success', /Terminating the source AWS instance/, pluginKilled)).toBe('unsure');
	});
});

test('a build ran by its own time and by a clock that was set, or went on while the computer slept', () => {
	const ranWith = (ahead: number): unknown => {
		const timeline = built('1.6.6', 'success', /AMI: ami-/);
		const { time, header } = timeline;
		const { from, to } = tracesOf({ ...timeline, clock: time + ahead }).ran ?? { from: 0, to: 0 };
		return [from - header.time, to - time];
	};
	const hour = 60 * 60_000;
	expect([ranWith(0), ranWith(hour), ranWith(-hour)]).toEqual([
		[0, 0],
		[0, hour],
		[-hour, 0],
	]);
});
