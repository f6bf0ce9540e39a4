import { shellCommand, shellTemplate } from '../shell.ts';
import { flagGroups } from './arguments.ts';
import type { InstallWay } from './way.ts';

/** A zip file for the machine's architecture (`{machine}`), with a program in it that installs the rest. */
export const archive: InstallWay = {
	packages: ['unzip'],
	lines: chosen => {
		const { bundle } = chosen;
		return [
			'folder=$(mktemp -d)',
			`trap 'rm -rf "$folder"' EXIT`,
			'machine=$(uname -m)',
			...shellCommand([
				['curl -fsSL --retry 5 -o "$folder/archive.zip"'],
				[shellTemplate(bundle.repository, { machine: 'machine' })],
			]),
			'unzip -q "$folder/archive.zip" -d "$folder"',
			...shellCommand([[`sudo "$folder"/${bundle.name}`], ...flagGroups(chosen)]),
		];
	},
};
