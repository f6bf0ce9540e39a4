import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Ways in which what stands in the place of a file can be odd: each makes it there. */
export const oddFiles: Readonly<Record<string, (file: string) => Promise<void>>> = {
	'a folder': async file => {
		await mkdir(file);
	},
	'a pipe': async file => {
		execFileSync('mkfifo', [file]);
	},
	'a loop of links': file => symlink(path.basename(file), file),
	'a device': file => symlink('/dev/zero', file),
	'an empty file': file => writeFile(file, ''),
	nulls: file => writeFile(file, 'null\nnull\n[null]\n'),
	'a list': file => writeFile(file, '[1, "two", {"kind": "header"}]\n'),
	'torn JSON': file => writeFile(file, '{"kind":"header","version":1,"id":"dead","reci'),
	'no text': file => writeFile(file, Buffer.from([0xff, 0xfe, 0, 1, 0x0a, 0x9b, 0x1b, 0x5d, 0x0a])),
	'a later version': file => writeFile(file, '{"kind":"header","version":99,"name":"web"}\n'),
	'wrong types': file =>
		writeFile(
			file,
			'{"kind":"header","version":1,"id":7,"time":"now","recipe":null,"steps":{},"process":1}\n',
		),
	'a sparse giant': async file => {
		await writeFile(file, '');
		await truncate(file, 3 * 1024 ** 3);
	},
};
