import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { type Ended, runToEnd, temporaryFolder } from './packer.ts';

const waitScript = (): string =>
	renderTemplate(defaultRecipe(), { profile: '1.14', scripts: {} }).find(({ path }) =>
		path.endsWith('wait-for-boot.sh'),
	)?.content ?? '';

/** Runs the first script with a cloud-init of its own, on a machine with systemd, and with a second for each 10 minutes. */
const waitFor = async (cloudInit: string): Promise<Ended> => {
	const folder = await temporaryFolder();
	const programs = {
		'cloud-init': cloudInit,
		sudo: 'exec "$@"',
		systemctl: 'true',
		'systemd-run': 'true',
	};
	await mkdir(path.join(folder, 'bin'));
	for (const [name, lines] of Object.entries(programs)) {
		await writeFile(path.join(folder, 'bin', name), `#!/bin/sh\n${lines}\n`);
		await chmod(path.join(folder, 'bin', name), 0o755);
	}

	const script = path.join(folder, 'wait.sh');
	await writeFile(script, waitScript().replace('/run/systemd/system', folder).replaceAll('10m', '1'));
	return runToEnd('bash', [script], { env: { PATH: `${folder}/bin:${process.env['PATH']}` } });
};

test('a machine that never comes to an end with its own start is given up, and what it says of itself is shown', async () => {
	const hangs = 'case "$*" in *--wait*) sleep 60 ;; *) echo "status: running, modules-final" ;; esac';
	expect(await waitFor(hangs)).toEqual({
		code: 1,
		output: 'cloud-init is not done after 10 minutes. It says:\nstatus: running, modules-final\n',
	});
});

test.each([
	[0, 0],
	[2, 0],
	[1, 1],
])('cloud-init that ends with %d ends the wait with %d', async (code, expected) => {
	expect((await waitFor(`exit ${code}`)).code).toBe(expected);
});
