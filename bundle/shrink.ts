import remapping from '@jridgewell/remapping';
import { minify } from '@swc/core';
import MagicString from 'magic-string';
import { parseSync, Visitor } from 'oxc-parser';

/** A file of the bundle with the map that leads from it to the sources, as JSON. */
type Mapped = { readonly code: string; readonly map: string };

/** A line ends before the first statement behind so many characters: what broke without our seeing it is shown with its line. */
const lineLength = 5000;

/** Where a new line may begin: at each statement, whatever it stands in. Ascending. */
const statementsOf = (code: string): readonly number[] => {
	const starts: number[] = [];
	const take = ({ body }: { readonly body: readonly { readonly start: number }[] }): void => {
		starts.push(...body.map(({ start }) => start));
	};
	new Visitor({ Program: take, BlockStatement: take }).visit(parseSync('bundled.js', code).program);
	return starts.sort((one, other) => one - other);
};

/**
 * A bundled file once more by a second minifier, whose names are the same ones again and again, so that it packs better
 * by two hundredths, and with lines of a length that a terminal bears.
 */
export const shrunk = async ({ code, map }: Mapped, module: boolean): Promise<Mapped> => {
	// A function that is put where it is called would stand nowhere in the stack of a defect.
	const smaller = await minify(code, {
		module,
		ecma: 2022,
		compress: { passes: 2, collapse_vars: false, inline: 0, reduce_vars: false },
		mangle: true,
		sourceMap: true,
	});
	const lines = new MagicString(smaller.code);
	let begun = 0;
	for (const start of statementsOf(smaller.code)) {
		if (start - begun > lineLength) {
			lines.appendLeft(start, '\n');
			begun = start;
		}
	}

	const broken = lines.generateMap({ hires: 'boundary' }).toString();
	const maps = [broken, smaller.map ?? '', map];
	return { code: lines.toString(), map: remapping(maps, () => null).toString() };
};
