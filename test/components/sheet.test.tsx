import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import { render } from 'ink';
import { expect, onTestFinished, test } from 'vitest';
import { PaintedFrame } from '../../source/components/frame/painted-frame.tsx';
import { openSheet, SheetContext } from '../../source/components/frame/sheet.ts';
import { type Line, line } from '../../source/components/line.ts';

const size = { columns: 60, rows: 16 };

/** Ink on a terminal, whose frames go through a sheet as those of the program do. */
const openScreen = () => {
	const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
	const sheet = openSheet();
	const written: string[] = [];
	const stdout = Object.assign(new PassThrough(), { ...size, isTTY: true });
	stdout.write = (chunk: unknown, ...rest: readonly unknown[]) => {
		const text = sheet.shown(String(chunk));
		written.push(text);
		const done = rest.find(each => typeof each === 'function');
		// A line feed is a new line as a terminal has it whose output is processed.
		terminal.write(text.replaceAll('\n', '\r\n'), () => done?.());
		return true;
	};
	const frame = (rows: readonly Line[]) => (
		<SheetContext value={sheet}>
			<PaintedFrame size={size} header={[line('Title')]} footer={[line('keys')]} rows={rows} />
		</SheetContext>
	);
	const app = render(frame([]), {
		stdout: stdout as unknown as NodeJS.WriteStream,
		interactive: true,
		incrementalRendering: true,
		maxFps: 1000,
		patchConsole: false,
	});
	onTestFinished(() => app.unmount());
	return {
		draw: async (rows: readonly Line[]) => {
			written.length = 0;
			app.rerender(frame(rows));
			await app.waitUntilRenderFlush();
			await new Promise<void>(resolve => terminal.write('', resolve));
			const { active } = terminal.buffer;
			return {
				bytes: written.join('').length,
				rows: Array.from(
					{ length: size.rows },
					(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
				),
			};
		},
	};
};

const body = size.rows - 5;

test('whatever changes from frame to frame, the screen shows the rows, more than there are signs for', async () => {
	const screen = openScreen();
	for (let first = 0; first < 1300; first += 7) {
		const texts = Array.from({ length: body }, (_, index) => `line ${first + index}${'.'.repeat(index)}`);
		const { rows } = await screen.draw(texts.map(text => line(text)));
		expect(rows.slice(0, -1)).toEqual([' Title', '', ...texts.map(text => ` ${text}`), '', ' keys']);
	}
});

test('a row that is the same is not written again, and stands under its sign as long as it is shown', async () => {
	const screen = openScreen();
	for (let frame = 0; frame < 1100; frame++) {
		const { rows, bytes } = await screen.draw([line('stays'), line(`frame ${frame}`), line('x'.repeat(50))]);
		expect(rows.slice(2, 5)).toEqual([' stays', ` frame ${frame}`, ` ${'x'.repeat(50)}`]);
		if (frame > 0) {
			expect(bytes).toBeLessThan(160);
		}
	}
});

test('a sign in a text of others is no row', async () => {
	const screen = openScreen();
	const { rows } = await screen.draw([line('one'), line('a \u{10F801}\u{10F802} b')]);
	expect(rows[2]).toBe(' one');
	expect(rows[3]).toBe(' a \u{10F801}\u{10F802} b');
});
