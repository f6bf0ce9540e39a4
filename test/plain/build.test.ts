import { describe, expect, test } from 'vitest';
import { build } from '../../source/plain/build.ts';
import { endedBuild, following } from '../commands/timelines.ts';
import { type Deed, type ScriptedTools, scriptedTools } from './scripted.ts';

/** A build that ends when it is told to. */
const endless = () => {
	let end: () => void = () => undefined;
	const over = new Promise<void>(resolve => {
		end = resolve;
	});
	return { over, end: () => end() };
};

const soon = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

const dialog = (wish: string): Deed => ({ at: /Cancel the build\?/, pick: wish });

describe('a build by lines', () => {
	test('tells its events, its end and the images; the exit code is that of the build', async () => {
		const tools = scriptedTools([], { follow: following(endedBuild('done')) });
		expect(await build(tools, '7f3a', 'build')).toMatchObject({ at: 'end', exitCode: 0 });
		expect(tools.said[0]).toContain('build 7f3a');
		expect(tools.said.join('\n')).toMatch(/us-east-1 +ami-0f3a91c2d4e5f6a7b/);
		// A command that builds ends with what went well.
		expect(await build(tools, '7f3a', 'before')).toMatchObject({ at: 'end', exitCode: 0 });

		const cancelled = scriptedTools([], { follow: following(endedBuild('cancelled')) });
		expect(await build(cancelled, '7f3a', 'before')).toMatchObject({ at: 'end', exitCode: 130 });

		const failed = scriptedTools([], { follow: following(endedBuild('failed')) });
		expect(await build(failed, '7f3a', 'build')).toMatchObject({ at: 'end', exitCode: 1 });
	});

	test.each(['before', 'home'] as const)(
		'after a failure its log can be looked at, begun at %s; Ctrl-C ends with its exit code',
		async start => {
			const [header, end] = endedBuild('failed');
			const said = { kind: 'notice', seq: 1, time: 1, message: 'The disk is full.' } as const;
			const tools = scriptedTools(
				[
					{ at: /What now/, pick: 'Show the log' },
					{ at: /What now/, does: 'interrupt' },
				],
				{ follow: following([header, said, end].filter(line => line !== undefined)) },
			);
			expect(await build(tools, '7f3a', start)).toMatchObject({ at: 'end', exitCode: 1 });
			expect(tools.said.at(-2)).toBe('The disk is full.');
		},
	);
});

describe('Ctrl-C in a build', () => {
	const interrupted = async (
		deeds: readonly Deed[],
		then: (tools: ScriptedTools, end: () => void) => Promise<void>,
	) => {
		const { over, end } = endless();
		const cancelled: string[] = [];
		const tools = scriptedTools(deeds, {
			follow: following(endedBuild('cancelled'), over),
			cancel: async id => {
				cancelled.push(id);
			},
		});
		const running = build(tools, '7f3a', 'build');
		await soon();
		await then(tools, end);
		const route = await running;
		expect(tools.left()).toBe(0);
		return { route, cancelled, tools };
	};

	test('asks; keeping on changes nothing', async () => {
		const { route, cancelled } = await interrupted([dialog('Keep building')], async (tools, end) => {
			tools.interrupt();
			await soon();
			end();
		});
		expect(cancelled).toEqual([]);
		expect(route).toMatchObject({ exitCode: 130 });
	});

	test('once more in the question cancels; once more in the clean-up leaves', async () => {
		const again: Deed = { at: /Cancel the build\?/, does: 'interrupt' };
		const { route, cancelled, tools } = await interrupted([again], async given => {
			given.interrupt();
			await soon();
			given.interrupt();
		});
		expect(cancelled).toEqual(['7f3a']);
		expect(route).toMatchObject({ at: 'end', exitCode: 5 });
		expect(tools.said).toContain('web goes on. Watch it: packer-wizard builds watch 7f3a');
	});

	test('leaving lets it run and says where to watch it, exit 5', async () => {
		const { route, cancelled, tools } = await interrupted(
			[dialog('Leave it running and quit')],
			async given => given.interrupt(),
		);
		expect(cancelled).toEqual([]);
		expect(route).toMatchObject({ at: 'end', exitCode: 5 });
		expect(tools.said).toContain('web goes on. Watch it: packer-wizard builds watch 7f3a');
	});

	test('a program that is told to end leaves it, and says where to watch it', async () => {
		const ended = new AbortController();
		const { over } = endless();
		const tools = scriptedTools([], { follow: following(endedBuild('done'), over) });
		const running = build({ ...tools, ended: ended.signal }, '7f3a', 'home');
		await soon();
		ended.abort();
		expect(await running).toMatchObject({ at: 'end', exitCode: 5 });
		expect(tools.said).toContain('web goes on. Watch it: packer-wizard builds watch 7f3a');
	});
});
