import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readAwsFiles } from '../../source/aws/config-files.ts';
import { oddFiles } from '../helpers/odd-files.ts';
import { privatePlace } from '../store/place.ts';

test.each(Object.entries(oddFiles))(
	'%s in the place of the AWS settings is not waited for',
	async (_kind, make) => {
		const { home, ...whereabouts } = await privatePlace();
		await mkdir(path.join(home, '.aws'));
		await make(path.join(home, '.aws', 'config'));
		await writeFile(path.join(home, '.aws', 'credentials'), '[dev]\naws_access_key_id = AKIA\n');
		for (const sdk of ['go-1', 'go-2'] as const) {
			expect([...(await readAwsFiles(whereabouts, sdk)).profiles.keys()]).toContain('dev');
		}
	},
);

test('no settings by the name of the null device are no problem', async () => {
	const { environment, cwd } = await privatePlace();
	const files = await readAwsFiles(
		{
			environment: { ...environment, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
			cwd,
		},
		'go-1',
	);
	expect(files.profiles.size).toBe(0);
});
