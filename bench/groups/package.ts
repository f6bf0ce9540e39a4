import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Bench } from '../bench.ts';
import { root } from '../measure/place.ts';
import { limitRow, type Row } from '../report/row.ts';

const packed = z.array(z.object({ size: z.number(), unpackedSize: z.number() })).length(1);

/** How large the package is that would be published of what was just built, in bytes. */
export const measurePackage = async ({ place: { signal } }: Bench): Promise<readonly Row[]> => {
	const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		signal,
	});
	const sizes = packed.parse(JSON.parse(stdout)).map(({ size, unpackedSize }) => ({ size, unpackedSize }));
	const bytes = (values: readonly number[]) => ({ name: 'npm pack', unit: 'bytes', values }) as const;
	return [
		limitRow({
			what: 'package, unpacked',
			ours: bytes(sizes.map(({ unpackedSize }) => unpackedSize)),
			most: 2_500_000,
		}),
		limitRow({ what: 'package, packed', ours: bytes(sizes.map(({ size }) => size)), most: 700_000 }),
	];
};
