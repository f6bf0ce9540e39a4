import { faultRow, type Row } from './row.ts';

/** A fault with its remedy: the build goes well. */
const cured = (fault: string, ...flags: readonly string[]): Row =>
	faultRow(fault, ['done'], { flags, code: 0 });

/** Every fault of the rehearsal, and those that an answer cures, with that answer. */
export const faultRows: readonly Row[] = [
	faultRow('no-default-vpc', ['network.no-default']),
	cured('no-default-vpc', '--subnet', 'subnet-0f3a91c2d4e5f6a7b'),
	faultRow('no-capacity', ['launch.no-capacity']),
	cured('no-capacity:t3.micro', '--instance-type', 't3.small'),
	faultRow('quota', ['launch.quota']),
	cured('quota:eu-west-1', '--instance-type', 't2.micro'),
	faultRow('name-taken', ['image.name-taken']),
	cured('name-taken:shop', '--name', 'store'),
	faultRow('auth-failure', ['sign-in.refused'], { code: 4 }),
	faultRow('copy-region-disabled', ['account.no-region'], { flags: ['--copy-to', 'us-east-1'] }),
	faultRow('throttling', ['account.throttled']),
	faultRow('throttled-once', ['done'], { code: 0 }),
	faultRow('free-tier', ['packer.other'], { flags: ['--instance-type', 'm5.large'] }),
	cured('free-tier'),
	faultRow('tags-demanded', ['account.not-allowed']),
	cured('tags-demanded', '--tag', 'CostCenter=1234'),
	faultRow('imdsv1-refused', ['packer.other']),
	faultRow('image-not-shared', ['sign-in.refused'], { code: 4 }),
	faultRow('spot-role-missing', ['packer.other'], { flags: ['--spot', 'yes'] }),
	faultRow('no-capacity', ['launch.no-capacity'], { flags: ['--spot', 'yes'] }),
	faultRow('region-disabled', ['sign-in.refused'], { flags: ['--region', 'me-south-1'], code: 4 }),
	cured('region-disabled:me-south-1'),
	faultRow('launch-dies', ['launch.died']),
	faultRow('ssh-timeout', ['connection.timeout']),
	faultRow('port-revoked', ['connection.timeout']),
	cured('port-revoked', '--ssh-from', '203.0.113.7/32'),
	faultRow('script-fails', ['script.exit']),
	faultRow('boot-never-ends', ['script.exit']),
	faultRow('disk-full', ['script.disk-full']),
	cured('disk-full:8', '--disk', '20'),
	faultRow('ssh-breaks', ['connection.broke']),
	faultRow('machine-restarts', ['connection.broke']),
	faultRow('container-dies', ['ours.container-died'], { inContainer: true }),
	// The scripts are checked instead, and the reason is told.
	faultRow('engine-broken', ['done'], { inContainer: true, code: 0 }),
	faultRow('credentials-expire', ['sign-in.expired'], {
		code: 4,
		left: 'instance, key-pair, security-group, volume',
	}),
	faultRow('endpoint-vanishes', ['aws.unreachable'], { left: 'instance, key-pair, security-group, volume' }),
	// Packer 1.6.6 leaves the image that EC2 gave up; there it costs nothing.
	faultRow('ami-fails', ['image.failed'], { left: 'image, snapshot' }),
	faultRow('copy-fails', ['image.failed'], { flags: ['--copy-to', 'us-east-1'], left: 'image, snapshot' }),
	cured('copy-fails:us-east-1', '--copy-to', 'us-east-2'),
];
