import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import type { ScreenRoute, Size } from '../../source/screens/state.ts';
import { fakeActions, type RenderedApp, renderApp } from './app.tsx';

const folder = path.join(import.meta.dirname, '../screens/recorded');
const sizes: readonly Size[] = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 24 },
	{ columns: 140, rows: 45 },
];
const usual: Size = { columns: 80, rows: 24 };

/** The screen between lines, with the place of the caret below its row. */
const drawn = (
	rows: readonly string[],
	{ columns, rows: height }: Size,
	at: ReturnType<RenderedApp['caret']>,
): string =>
	[
		`${columns}×${height}`,
		...rows.flatMap((row, y) => [`│${row}`, ...(at?.y === y ? [`└${'─'.repeat(at.x)}^`] : [])]),
		'',
	].join('\n');

const compared = new Set<string>();

/** The recordings that no test compared with. */
export const unused = (): readonly string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
		file => file.endsWith('.txt') && !compared.has(file),
	);

export type Recording = RenderedApp & {
	/**
	 * Waits until the screen says it, and compares what it shows at every size, or at the given one, with the recording.
	 */
	readonly shot: (name: string, wanted?: RegExp | string, at?: readonly Size[]) => Promise<void>;
};

/** Time stands still, and nothing else of the surroundings shows. */
export const standStill = (now: number): void => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	vi.stubEnv('TZ', 'UTC');
	vi.stubEnv('npm_command', '');
	onTestFinished(() => {
		vi.useRealTimers();
		vi.unstubAllEnvs();
	});
};

/** The recordings of one part of the screens, in a folder of their own. `vitest -u` records anew. */
export const recordings = (part: string) => {
	const compare = async (name: string, text: string): Promise<void> => {
		const file = path.join(part, `${name}.txt`);
		compared.add(file);
		await expect(text).toMatchFileSnapshot(path.join(folder, file));
	};
	return {
		compare,
		/** Opens the app at 80×24 at this time. */
		open: async (start: ScreenRoute, given: Partial<Actions>, now: number): Promise<Recording> => {
			standStill(now);
			const app = await renderApp(start, fakeActions(given).actions, usual);
			return {
				...app,
				shot: async (name, wanted = '', at = sizes) => {
					await app.waitFor(wanted);
					const texts: string[] = [];
					for (const size of at) {
						await app.resize(size);
						app.check();
						texts.push(drawn(app.rows(), size, app.caret()));
					}

					await app.resize(usual);
					await compare(name, texts.join('\n'));
				},
			};
		},
	};
};
