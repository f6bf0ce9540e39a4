import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import { ask, elements, everything, leftovers, rehearse } from './helpers.ts';
import { build } from './packer-build.ts';

beforeEach(context => needs(context, 'packer'));

const imageId = (artifact: string | undefined): string => artifact?.split(':')[1] ?? '';

const volume = (...more: string[]): readonly string[] => [
	'launch_block_device_mappings {',
	'  device_name           = "/dev/sda1"',
	'  volume_size           = 12',
	'  volume_type           = "gp3"',
	'  throughput            = 125',
	'  iops                  = 3000',
	'  delete_on_termination = true',
	...more.map(line => `  ${line}`),
	'}',
];

describe('a rehearsal without a container', () => {
	test('builds from the newest image of the system to an image, and leaves nothing else', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const { xml } = await ask(rehearsal, {
			Action: 'DescribeImages',
			'Filter.1.Name': 'name',
			'Filter.1.Value.1': 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*',
			'Owner.1': '099720109477',
		});
		expect(elements(xml, 'imageId')).toHaveLength(2);
		const newest = elements(xml, 'imageId')[
			elements(xml, 'name').findIndex(name => name.endsWith('20260427'))
		];
		const built = await build(person, rehearsal, {
			scripts: { '01-hello.sh': '#!/usr/bin/env bash\necho "hello, $USER"\n', '02-more.sh': 'true\n' },
			shell: ['execute_command = "{{ .Vars }} sudo -E bash \'{{ .Path }}\'"'],
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.said).toContain(`Found Image ID: ${newest}`);
		expect(built.said).toContain('Checked, not run. A trace was asked for.');
		expect(built.said).toContain('  echo "hello, $USER"');
		expect(built.said).toContain('Provisioning with shell script: ./scripts/02-more.sh');
		expect(built.images).toEqual([expect.stringMatching(/^eu-west-1:ami-[0-9a-f]{17}$/)]);
		expect(leftovers(rehearsal)).toEqual([]);
		expect(everything(rehearsal)).toContain(`eu-west-1 images ${imageId(built.images[0])}`);
	});

	test('copies to other regions, with the tags in each', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, { copyTo: ['us-east-1', 'eu-central-1'] });
		const built = await build(person, rehearsal, {
			source: ['ami_regions = ["us-east-1", "eu-central-1"]', 'tags = { Team = "a <b> & \\"c\\" é" }'],
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.images.map(image => image.split(':')[0])).toEqual([
			'eu-central-1',
			'eu-west-1',
			'us-east-1',
		]);
		for (const image of built.images) {
			const [region = '', id = ''] = image.split(':');
			const { xml } = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': id }, { region });
			expect(xml).toContain('<key>Team</key><value>a &lt;b&gt; &amp; &quot;c&quot; é</value>');
			const snapshots = await ask(rehearsal, { Action: 'DescribeSnapshots' }, { region });
			expect(snapshots.xml).toContain('<key>Team</key>');
		}

		expect(leftovers(rehearsal)).toEqual([]);
	});

	test('builds on a spot instance', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, {
			source: ['spot_price = "auto"', 'spot_tags = { Team = "web" }', ...volume()],
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.said).toContain('Launching a spot AWS instance...');
		expect(built.images).toHaveLength(1);
		expect(leftovers(rehearsal)).toEqual([]);
	});

	test('encrypts the volume at launch', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { source: volume('encrypted = true') });
		expect(built).toMatchObject({ code: 0, errors: [] });
		const { xml } = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': imageId(built.images[0]) });
		expect(elements(xml, 'encrypted')).toEqual(['true']);
		expect(elements(xml, 'volumeSize')).toEqual(['12']);
	});

	test('encrypts by a copy, and the image in between goes', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { source: ['encrypt_boot = true'] });
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(everything(rehearsal)).toEqual([
			`eu-west-1 images ${imageId(built.images[0])}`,
			expect.stringMatching(/^eu-west-1 snapshots snap-/),
		]);
		const { xml } = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': imageId(built.images[0]) });
		expect(elements(xml, 'encrypted')).toEqual(['true']);
		expect(elements(xml, 'name')).toEqual(['web-1']);
	});

	test('takes in files and folders', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, {
			provisioners: `
  provisioner "file" {
    source      = "\${path.root}/image.pkr.hcl"
    destination = "/tmp/with space.hcl"
  }
  provisioner "file" {
    source      = "\${path.root}/scripts"
    destination = "/tmp"
  }
  provisioner "shell" {
    inline = ["bash '/tmp/scripts/01-hello.sh'", "sudo systemctl enable web"]
  }
`,
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.said).toContain("  bash '/tmp/scripts/01-hello.sh'");
		expect(built.said).toContain('  sudo systemctl enable web');
	});

	test('a script with a syntax error fails as it would when run', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, {
			scripts: { '01-broken.sh': '#!/bin/bash\nif true; then\n  echo never\n', '02-after.sh': 'true\n' },
		});
		expect(built.code).toBe(1);
		expect(built.errors[0]).toMatch(/^Script exited with non-zero exit status: 2\./);
		expect(built.said.join('\n')).toMatch(/\/tmp\/script_\d+\.sh: line \d: syntax error/);
		expect(built.said.join('\n')).not.toContain('02-after');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('time passes as fast as asked, and no poll comes too early', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, { speed: 67, copyTo: ['us-east-1'] });
		const progress: string[] = [];
		const watch = setInterval(async () => {
			const { xml } = await ask(rehearsal, { Action: 'DescribeSnapshots' }).catch(() => ({ xml: '' }));
			progress.push(...elements(xml, 'progress'));
		}, 100);
		const built = await build(person, rehearsal, { source: ['ami_regions = ["us-east-1"]'] });
		clearInterval(watch);
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.images).toHaveLength(2);
		expect(progress.some(percent => percent !== '0%' && percent !== '100%')).toBe(true);
		expect(leftovers(rehearsal)).toEqual([]);
	});

	test('a cancelled build leaves nothing', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, { speed: 10 });
		const built = await build(
			person,
			rehearsal,
			{},
			{
				onOutput: (output, cancel) => {
					if (output.includes('Waiting for SSH')) {
						cancel();
					}
				},
			},
		);
		expect(built.code).toBe(1);
		expect(built.said.join('\n')).toContain('Cleanly cancelled builds after being interrupted.');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('two builds at once do not meet', async () => {
		const people = await Promise.all([makePerson(), makePerson()]);
		const built = await Promise.all(
			people.map(async person => {
				const rehearsal = await rehearse(person);
				return { ...(await build(person, rehearsal)), left: leftovers(rehearsal) };
			}),
		);
		expect(built.map(({ code, left }) => ({ code, left }))).toEqual([
			{ code: 0, left: [] },
			{ code: 0, left: [] },
		]);
	});
});

describe('what EC2 would refuse', () => {
	test('a name that is taken', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const first = await build(person, rehearsal);
		const second = await build(person, rehearsal);
		expect(second.code).toBe(1);
		expect(second.errors.join('\n')).toContain(imageId(first.images[0]));
		expect(leftovers(rehearsal)).toEqual([]);
		const forced = await ask(rehearsal, {
			Action: 'CopyImage',
			Name: 'web-1',
			SourceRegion: 'eu-west-1',
			SourceImageId: imageId(first.images[0]),
		});
		expect(elements(forced.xml, 'Code')).toEqual(['InvalidAMIName.Duplicate']);
	});

	test('a subnet that does not exist', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { source: ['subnet_id = "subnet-0123456789abcdef0"'] });
		expect(built.code).toBe(1);
		expect(built.errors.join('\n')).toContain('InvalidSubnetID.NotFound');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('but not a subnet and a profile that the Recipe names', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, {
			subnets: ['subnet-0123456789abcdef0'],
			instanceProfiles: ['builder'],
		});
		const built = await build(person, rehearsal, {
			source: [
				'subnet_id                   = "subnet-0123456789abcdef0"',
				'associate_public_ip_address = true',
				'iam_instance_profile        = "builder"',
			],
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(leftovers(rehearsal)).toEqual([]);
	});

	test('a public address without a subnet finds the default network', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { source: ['associate_public_ip_address = true'] });
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(leftovers(rehearsal)).toEqual([]);
	});

	test('an instance profile that does not exist', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { source: ['iam_instance_profile = "nobody"'] });
		expect(built.code).toBe(1);
		expect(built.errors.join('\n')).toContain('NoSuchEntity');
	});

	test('an instance type for another architecture', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, { instanceType: 't4g.micro' });
		expect(built.code).toBe(1);
		expect(built.errors.join('\n')).toContain(
			"architecture 'arm64' of the specified instance type does not match",
		);
		expect(everything(rehearsal)).toEqual([]);
	});

	test('an instance type that the region does not offer', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, { region: 'ap-south-2' });
		const built = await build(person, rehearsal, { region: 'ap-south-2', instanceType: 'c5a.large' });
		expect(built.errors.join('\n')).toContain('Unsupported');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('a volume smaller than the image', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person);
		const built = await build(person, rehearsal, {
			source: volume().map(line => line.replace(/= 12$/, '= 4')),
		});
		expect(built.errors.join('\n')).toContain('InvalidBlockDeviceMapping');
		expect(everything(rehearsal)).toEqual([]);
	});
});
