import { beforeEach, describe, expect, test } from 'vitest';
import { listBuilds } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import { leftBehind, nothing, ownImages, runInSandbox, snapshotTags } from './sandbox-builds.ts';

const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
const [home, good, refused] = regions;

describe('copies against an EC2 that is not ours', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('one that fails keeps the image, and is made later without another build', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (...args: readonly string[]) => runInSandbox(person, sandbox, args);
			sandbox.call('ec2', 'create_key_pair', { KeyName: 'no-copies' }, refused);
			const built = await run(
				...['new', '--region', home, '--base', 'debian-12', '--name', 'shop', '--tag', 'Team=web'],
				...['--copy-to', `${good},${refused}`, '--command', 'true', '--yes'],
			);
			expect(built.code, built.stdout + built.stderr).toBe(1);
			const { id = '', end } = (await listBuilds(person.environment))[0] ?? {};
			const command = `packer-wizard builds copy ${id} --to ${refused}`;
			expect(built.stdout).toContain(`AWS makes no more copies at once in ${refused}`);
			expect(built.stdout).toContain(command);
			expect(built.stdout).toContain('Images were made all the same');
			expect(end).toMatchObject({ result: 'failed', diagnosis: { id: 'copy.limit', remedy: 'copy' } });
			expect(end?.artifacts.map(({ region }) => region)).toEqual([home, good]);

			// What is there is no leftover.
			const cleaned = await run('cleanup', id, '--yes');
			expect(cleaned.code, cleaned.stdout + cleaned.stderr).toBe(0);
			expect(regions.map(region => ownImages(sandbox, region).length)).toEqual([1, 1, 0]);

			const again = await run('builds', 'copy', id, '--yes');
			expect(again.code, again.stdout + again.stderr).toBe(1);
			expect(again.stderr).toContain(`The copy in ${refused} failed`);
			sandbox.call('ec2', 'delete_key_pair', { KeyName: 'no-copies' }, refused);
			const wanted = `${good},${refused},us-west-2`;
			const copied = await run('builds', 'copy', id, '--to', wanted, '--yes', '--json');
			expect(copied.code, copied.stdout + copied.stderr).toBe(0);
			const { copies } = JSON.parse(copied.stdout);
			expect(copies).toHaveLength(3);

			for (const region of [...regions, 'us-west-2']) {
				const [image, ...others] = ownImages(sandbox, region);
				expect(others, region).toEqual([]);
				expect(image?.Name, region).toMatch(/^shop-\d{14}$/);
				expect(image?.Tags, region).toContainEqual({ Key: 'Team', Value: 'web' });
				for (const tags of image ? snapshotTags(sandbox, image, region) : []) {
					expect(tags, region).toContainEqual({ Key: 'Team', Value: 'web' });
				}

				expect(leftBehind(sandbox, region), region).toEqual(nothing);
			}

			const [build] = await listBuilds(person.environment);
			expect(build?.end?.artifacts).toHaveLength(4);
			const shown = await run('builds', 'show', id);
			expect(shown.stdout).toContain('They were copied since.');
			expect(shown.stdout).not.toContain(command);
			expect((await run('cleanup', id, '--yes')).code).toBe(0);
			expect(ownImages(sandbox, 'us-west-2')).toHaveLength(1);
		});
	});
});
