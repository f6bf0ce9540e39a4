import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder that is gone after the test. */
export const temporaryFolder = (): string => {
	const folder = mkdtempSync(path.join(tmpdir(), 'packer-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};

/** Writes an executable shell script, and gives its path. */
export const script = (file: string, ...lines: readonly string[]): string => {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
	chmodSync(file, 0o755);
	return file;
};

/** Lines of a script that answers `packer version` as Packer does. */
export const answersVersion = (version: string): readonly string[] => [
	'if [ "$1" = version ]; then',
	`\techo "1795351384,,version,${version}"`,
	'\techo "1795351384,,version-prelease,"',
	`\techo "1795351384,,ui,say,Packer v${version}"`,
	'\texit 0',
	'fi',
];
