import { faultRow, type Row } from './row.ts';

/** A fault with its remedy: the build goes well. */
const cured = (fault: string, ...flags: readonly string[]): Row =>
	faultRow(fault, ['done'], { flags, code: 0 });

/** Every fault of the rehearsal, and those that an answer cures, with that answer. */
export const faultRows: readonly Row[] = [
	faultRow('no-default-vpc', ['network.no-default', 'subnet']),
	cured('no-default-vpc', '--subnet', 'subnet-0f3a91c2d4e5f6a7b'),
	faultRow('no-capacity', ['launch.no-capacity', 'instance-type']),
	cured('no-capacity:t3.micro', '--instance-type', 't3.small'),
	faultRow('quota', ['launch.quota', 'instance-type']),
	cured('quota:eu-west-1', '--instance-type', 't2.micro'),
	faultRow('name-taken', ['image.name-taken', 'name']),
	cured('name-taken:shop', '--name', 'store'),
	faultRow('auth-failure', ['sign-in.refused', 'sign-in'], { code: 4 }),
	faultRow('copy-region-disabled', ['account.region-off', 'copy-to'], { flags: ['--copy-to', 'us-east-1'] }),
	faultRow('throttling', ['account.throttled', 'again']),
	faultRow('throttled-once', ['done'], { code: 0 }),
	faultRow('free-tier', ['launch.free-plan', 'instance-type'], { flags: ['--instance-type', 'm5.large'] }),
	cured('free-tier'),
	faultRow('tags-demanded', ['account.tags-demanded', 'tags']),
	cured('tags-demanded', '--tag', 'CostCenter=1234'),
	faultRow('imdsv1-refused', ['launch.metadata-version', 'packer']),
	faultRow('image-not-shared', ['base.not-shared', 'base-image']),
	faultRow('spot-role-missing', ['launch.spot-role', 'on-demand'], { flags: ['--spot', 'yes'] }),
	faultRow('no-capacity', ['launch.no-capacity', 'on-demand'], { flags: ['--spot', 'yes'] }),
	faultRow('region-disabled', ['account.region-off', 'region'], { flags: ['--region', 'me-south-1'] }),
	cured('region-disabled:me-south-1'),
	faultRow('launch-dies', ['launch.kms-key', 'kms-key']),
	faultRow('ssh-timeout', ['connection.timeout', 'ssh-from']),
	faultRow('port-revoked', ['connection.timeout', 'ssh-from']),
	cured('port-revoked', '--ssh-from', '203.0.113.7/32'),
	faultRow('script-fails', ['script.exit', 'step']),
	faultRow('boot-never-ends', ['script.cloud-init', 'again']),
	faultRow('disk-full', ['script.disk-full', 'disk']),
	cured('disk-full:8', '--disk', '20'),
	faultRow('ssh-breaks', ['connection.broke', 'again']),
	faultRow('machine-restarts', ['connection.broke', 'again']),
	faultRow('container-dies', ['ours.container-died', 'again'], { inContainer: true }),
	// The scripts are checked instead, and the reason is told.
	faultRow('engine-broken', ['done'], { inContainer: true, code: 0 }),
	faultRow('credentials-expire', ['sign-in.expired', 'sign-in'], {
		code: 4,
		left: 'instance, key-pair, security-group, volume',
	}),
	faultRow('endpoint-vanishes', ['aws.unreachable', 'again'], {
		left: 'instance, key-pair, security-group, volume',
	}),
	// Packer 1.6.6 leaves the image that EC2 gave up; there it costs nothing.
	faultRow('ami-fails', ['image.failed', 'kms-key'], { left: 'image, snapshot' }),
	faultRow('copy-fails', ['copy.failed', 'copy-to'], { flags: ['--copy-to', 'us-east-1'] }),
	cured('copy-fails:us-east-1', '--copy-to', 'us-east-2'),
];
