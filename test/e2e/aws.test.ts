import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { filesWith } from '../build/helpers.ts';
import { sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { instances, leftBehind, nothing, ownImages, runInSandbox, snapshotTags } from './sandbox-builds.ts';

const stateOf = (person: Person): string => path.join(person.home, '.local/state/packer-wizard');

describe('against an EC2 that is not ours', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('the nodejs preset becomes an AMI, with the tags and copies asked for', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
			const flags = ['--copy-to', 'eu-west-1,ap-southeast-2', '--tag', 'Team=web', '--tag', 'Cost=a, "b" é'];
			const { code, stdout, stderr } = await runInSandbox(person, sandbox, [
				'run',
				'nodejs',
				'--yes',
				'--quiet',
				...flags,
			]);
			expect(code, stderr).toBe(0);
			const printed = new Map(stdout.split('\n').map(line => line.split('\t') as [string, string]));
			expect([...printed.keys()].sort()).toEqual(['', ...regions].sort());
			for (const region of regions) {
				const [image, ...others] = ownImages(sandbox, region);
				expect(others, region).toEqual([]);
				expect(image, region).toMatchObject({
					ImageId: printed.get(region),
					Name: expect.stringMatching(/^nodejs-\d{14}$/),
				});
				const tags = [
					{ Key: 'Team', Value: 'web' },
					{ Key: 'Cost', Value: 'a, "b" é' },
				];
				expect(image?.Tags, region).toEqual(expect.arrayContaining(tags));
				for (const snapshot of image ? snapshotTags(sandbox, image, region) : []) {
					expect(snapshot, region).toEqual(expect.arrayContaining(tags));
				}

				expect(leftBehind(sandbox, region), region).toEqual(nothing);
			}

			expect(ownImages(sandbox, 'us-west-2')).toEqual([]);
			const newest = sandboxAmi('ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260427');
			expect(instances(sandbox)).toMatchObject([{ ImageId: newest, InstanceType: 't3.micro' }]);
			// Where it went to is nowhere in what the person owns.
			const files = path.join(stateOf(person), 'files', 'nodejs');
			expect(await readFile(path.join(files, 'image.pkr.hcl'), 'utf8')).toContain('amazon-ebs');
			for (const text of ['127.0.0.1', 'endpoint']) {
				expect(await filesWith(files, text), text).toEqual([]);
			}
		});
	});
});
