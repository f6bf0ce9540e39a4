import { of } from './cases.ts';
import { faultRow, nothingLeft, type Row } from './row.ts';

/** A fault with its remedy: the build goes well. */
const cured = (fault: string, ...flags: readonly string[]): Row =>
	faultRow(fault, ['done'], { flags, code: 0 });

/** All went well. */
const done = { id: 'done', ...nothingLeft };

/** What asks EC2 by another way in a template of Gruntwork's style. */
const inGruntworkStyle = {
	'name-taken': ['image.name-taken', 'name'],
	'no-capacity': ['launch.no-capacity', 'instance-type'],
	'no-default-vpc': ['network.no-default', 'subnet'],
} as const;

/** Every fault of the rehearsal, and those that an answer cures, with that answer. */
export const faultRows: readonly Row[] = [
	faultRow('no-default-vpc', ['network.no-default', 'subnet']),
	faultRow('no-capacity', ['launch.no-capacity', 'instance-type']),
	faultRow('quota', ['launch.quota', 'instance-type']),
	faultRow('name-taken', ['image.name-taken', 'name']),
	...(['name-taken', 'no-capacity', 'no-default-vpc'] as const).map(fault =>
		faultRow(fault, inGruntworkStyle[fault], { flags: ['--style', 'gruntwork'] }),
	),
	faultRow('auth-failure', ['sign-in.refused', 'sign-in'], { code: 4 }),
	faultRow('copy-region-disabled', ['account.region-off', 'copy-to'], { flags: ['--copy-to', 'us-east-1'] }),
	faultRow('throttling', ['account.throttled', 'again']),
	faultRow('throttled-once', ['done'], { code: 0 }),
	...of(
		20,
		faultRow('free-tier', ['launch.free-plan', 'instance-type'], { flags: ['--instance-type', 'm5.large'] }),
	),
	cured('free-tier'),
	...of(16, faultRow('tags-demanded', ['account.tags-demanded', 'tags'])),
	...of(16, cured('tags-demanded', '--tag', 'CostCenter=1234')),
	// Packer before 1.7 gives a spot machine its tags only when it runs.
	...of(
		16,
		faultRow('tags-demanded', ['account.tags-demanded', 'on-demand'], {
			flags: ['--spot', 'yes', '--tag', 'CostCenter=1234'],
			newer: done,
		}),
	),
	...of(19, faultRow('imdsv1-refused', ['launch.metadata-version', 'packer'], { newer: done })),
	...of(2, faultRow('image-not-shared', ['base.not-shared', 'base-image'])),
	faultRow('other-processor', ['launch.architecture', 'architecture'], {
		recipe: {
			...{ version: 1, name: 'shop', region: 'eu-west-1', instanceType: 't3.micro' },
			base: { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'admin' },
		},
	}),
	...of(2, faultRow('spot-role-missing', ['launch.spot-role', 'on-demand'], { flags: ['--spot', 'yes'] })),
	faultRow('no-capacity', ['launch.no-capacity', 'on-demand'], { flags: ['--spot', 'yes'] }),
	...of(
		2,
		faultRow('region-disabled', ['account.region-off', 'region'], { flags: ['--region', 'me-south-1'] }),
	),
	cured('region-disabled:me-south-1'),
	...of(18, faultRow('launch-dies', ['launch.kms-key', 'kms-key'])),
	faultRow('ssh-timeout', ['connection.timeout', 'ssh-from']),
	faultRow('private-unreachable', ['connection.timeout', 'address'], { flags: ['--address', 'private'] }),
	faultRow('noexec', ['script.noexec', 'script-folder']),
	...of(21, faultRow('port-revoked', ['connection.timeout', 'ssh-from'])),
	...of(21, cured('port-revoked', '--ssh-from', '203.0.113.7/32')),
	faultRow('script-fails', ['script.exit', 'step']),
	...of(25, faultRow('boot-never-ends', ['script.cloud-init', 'again'])),
	faultRow('disk-full', ['script.disk-full', 'disk']),
	cured('disk-full:8', '--disk', '20'),
	faultRow('ssh-breaks', ['connection.broke', 'again']),
	faultRow('machine-restarts', ['connection.broke', 'again']),
	faultRow('container-dies', ['ours.container-died', 'again'], { inContainer: true }),
	// The scripts are checked instead, and the reason is told.
	...of(26, faultRow('engine-broken', ['done'], { inContainer: true, code: 0 })),
	faultRow('credentials-expire', ['sign-in.expired', 'sign-in'], {
		code: 4,
		left: 'instance, key-pair, security-group, volume',
	}),
	faultRow('endpoint-vanishes', ['aws.unreachable', 'again'], {
		left: 'instance, key-pair, security-group, volume',
	}),
	// Packer 1.6.6 leaves the image that EC2 gave up; there it costs nothing.
	faultRow('ami-fails', ['image.failed', 'kms-key'], { left: 'image, snapshot' }),
	...of(17, faultRow('copy-fails', ['copy.failed', 'copy-to'], { flags: ['--copy-to', 'us-east-1'] })),
];
