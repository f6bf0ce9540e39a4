import { describe, expect, test } from 'vitest';
import { endedBuild, following, header, timelineOf } from './timelines.ts';
import { makeWorld } from './world.ts';

const running = timelineOf([header()]);

describe('a build that goes on and prints without a pause', () => {
	const findBuild = async () => '7f3a';

	test('is shown as it stands: nothing is followed', async () => {
		const world = makeWorld({ actions: { findBuild, look: async () => running } });
		expect(await world.run('builds', 'show')).toBe(0);
		expect(world.stdout()).toMatch(
			/^web goes on\. Watch it: packer-wizard builds watch 7f3a\n\n {2}Build +7f3a, AWS\n/,
		);
	});

	test('is told to stop at once, and its clean-up is waited for', async () => {
		const done: string[] = [];
		const world = makeWorld({
			actions: {
				findBuild,
				look: async () => running,
				cancel: async id => {
					done.push(`cancel ${id}`);
				},
				follow: async (...given) => {
					done.push('follow');
					return following(endedBuild('cancelled'))(...given);
				},
			},
		});
		expect(await world.run('builds', 'cancel')).toBe(0);
		expect(done).toEqual(['cancel 7f3a', 'follow']);
		expect(world.stdout()).toContain('web (7f3a) is over: cancelled.');
	});

	test('that had made an image all the same names it, since it costs', async () => {
		const artifacts = [{ region: 'us-east-1', ami: 'ami-0f3a91c2d4e5f6a7b' }];
		const lines = endedBuild('cancelled').map(line => (line.kind === 'end' ? { ...line, artifacts } : line));
		const cancel = async (): Promise<void> => undefined;
		const world = makeWorld({
			actions: { findBuild, look: async () => running, cancel, follow: following(lines) },
		});
		expect(await world.run('builds', 'cancel')).toBe(0);
		expect(world.stdout()).toContain(
			'web (7f3a) is over: cancelled. An image was made all the same: ami-0f3a91c2d4e5f6a7b us-east-1.',
		);
	});

	test('goes on with its clean-up for who does not wait for it', async () => {
		const cancel = async (): Promise<void> => undefined;
		const world = makeWorld({
			actions: { findBuild, look: async () => running, cancel, follow: async () => running },
		});
		expect(await world.run('builds', 'cancel')).toBe(5);
		expect(world.stdout()).toContain('web goes on. Watch it: packer-wizard builds watch 7f3a');
		expect(world.stdout()).not.toContain('undefined');
	});
});
