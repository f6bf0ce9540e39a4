import { describe, expect, test } from 'vitest';
import { leftIn } from '../../../source/builds/report/resources.ts';
import { tracesOf } from '../../../source/builds/report/traces.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { journalEntries, journalHeader, recordedVersions, transcript } from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

/** A recorded build, or one that was killed when Packer had said so much of it. */
const built = (version: (typeof recordedVersions)[number], name: string, until?: RegExp): Timeline => {
	const output = transcript(version, name);
	const lines = output.toString().split('\n');
	const last = until === undefined ? lines.length - 1 : lines.findIndex(line => until.test(line));
	expect(last).toBeGreaterThan(0);
	return advance(
		startTimeline(journalHeader(version, scripts)),
		journalEntries(`${lines.slice(0, last + 1).join('\n')}\n`, {
			exitCode: until === undefined && ['success', 'copies', 'encrypt', 'spot'].includes(name) ? 0 : 1,
			cancelled: name === 'cancel',
		}),
	);
};

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

	test('a spot machine comes with a launch template', () => {
		expect(kinds(built(version, 'spot', /Instance ID: /))).toEqual(
			expect.arrayContaining([expect.stringMatching(/^launch-template/), 'instance']),
		);
	});

	test('whether its image came to nothing, or may be whole', () => {
		const outcome = (name: string, until?: RegExp) => tracesOf(built(version, name, until)).outcome;
		expect(outcome('success')).toBe('image');
		expect(outcome('cancel')).toBe('no-image');
		expect(outcome('success', /AMI: ami-/)).toBe('no-image');
		expect(outcome('success', /Terminating the source AWS instance/)).toBe('unsure');
	});
});
