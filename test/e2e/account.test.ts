import path from 'node:path';
import { expect, test } from 'vitest';
import { architectures, baseImages } from '../../source/catalog/base-images.ts';
import type { AwsFacts } from '../../source/targets/aws/questions/facts.ts';
import { type AwsSandbox, sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, root, runProgram } from '../helpers/program.ts';

/** What the wizard is told in a region of the sandbox. */
const askIn = async (region: string, person: Person, sandbox: AwsSandbox, again = 4): Promise<AwsFacts> => {
	const { enter, environment } = sandbox;
	const { stdout, stderr } = await runProgram(person, [path.join(root, 'test/targets/aws/ask.ts'), region], {
		command: [...enter, process.execPath],
		env: environment,
	});
	expect(stderr).toBe('');
	const facts: AwsFacts = JSON.parse(stdout);
	// On a busy machine moto takes its time for lists that are long: what was told is kept, the rest is asked again.
	const isLate = Object.values(facts.refused).some(sentence => sentence.includes('did not answer within'));
	return isLate && again > 0 ? askIn(region, person, sandbox, again - 1) : facts;
};

const idIn = (answer: unknown, ...keys: readonly string[]): string =>
	String(keys.reduce<unknown>((value, key) => Reflect.get(Object(value), key), answer));

/** Ways out of a network that is not the default one: a subnet for each. */
const makeNetwork = (
	{ call }: AwsSandbox,
	region: string,
): Readonly<Record<'open' | 'behind' | 'closed', string>> => {
	const ask = (operation: string, parameters: unknown) => call('ec2', operation, parameters, region);
	const vpc = idIn(ask('create_vpc', { CidrBlock: '10.9.0.0/16' }), 'Vpc', 'VpcId');
	const subnet = (cidr: string, tags: readonly { Key: string; Value: string }[] = []): string =>
		idIn(
			ask('create_subnet', {
				VpcId: vpc,
				CidrBlock: cidr,
				...(tags.length > 0 && { TagSpecifications: [{ ResourceType: 'subnet', Tags: tags }] }),
			}),
			'Subnet',
			'SubnetId',
		);
	const open = subnet('10.9.1.0/24', [{ Key: 'Name', Value: 'open' }]);
	const behind = subnet('10.9.2.0/24');
	const closed = subnet('10.9.3.0/24');
	const gateway = idIn(ask('create_internet_gateway', {}), 'InternetGateway', 'InternetGatewayId');
	ask('attach_internet_gateway', { InternetGatewayId: gateway, VpcId: vpc });
	const address = idIn(ask('allocate_address', { Domain: 'vpc' }), 'AllocationId');
	const nat = idIn(
		ask('create_nat_gateway', { SubnetId: open, AllocationId: address }),
		'NatGateway',
		'NatGatewayId',
	);
	const tableOf = (id: string, target: unknown): void => {
		const table = idIn(ask('create_route_table', { VpcId: vpc }), 'RouteTable', 'RouteTableId');
		ask('create_route', { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', ...Object(target) });
		ask('associate_route_table', { RouteTableId: table, SubnetId: id });
	};
	tableOf(open, { GatewayId: gateway });
	tableOf(behind, { NatGatewayId: nat });
	return { open, behind, closed };
};

/** Takes the default network away, all subnets but those. */
const leaveOnly = ({ call, callAll }: AwsSandbox, region: string, left: readonly string[]): void => {
	const { Subnets } = call('ec2', 'describe_subnets', {}, region);
	const ids = (Array.isArray(Subnets) ? Subnets : []).map(({ SubnetId }) => String(SubnetId));
	const others = ids.filter(id => !left.includes(id));
	expect(others.length).toBeGreaterThan(1);
	callAll(
		others.map(id => ['delete_subnet', { SubnetId: id }]),
		region,
	);
};

test('all that an account has is told as moto has it', async context => {
	needs(context, 'packer', 'containers', 'moto', 'namespaces');
	const person = await makePerson();
	await withAwsSandbox(async sandbox => {
		// A thousand images of one's own, newer than all others and called like one of them: whose they are counts.
		for (let hundred = 10; hundred < 20; hundred++) {
			sandbox.callAll(
				Array.from({ length: 100 }, (_, index) => [
					'register_image',
					{
						Name: `debian-12-amd64-30000101-${hundred * 100 + index}`,
						Architecture: 'x86_64',
						RootDeviceName: '/dev/xvda',
						VirtualizationType: 'hvm',
					},
				]),
			);
		}

		const { call } = sandbox;
		const key = idIn(call('kms', 'create_key', {}, 'us-east-1'), 'KeyMetadata', 'KeyId');
		call('kms', 'create_alias', { AliasName: 'alias/images', TargetKeyId: key }, 'us-east-1');
		const bare = idIn(call('kms', 'create_key', {}, 'us-east-1'), 'KeyMetadata', 'KeyId');
		call('iam', 'create_role', { RoleName: 'builds', AssumeRolePolicyDocument: '{}' }, 'us-east-1');
		call('iam', 'create_instance_profile', { InstanceProfileName: 'builder' }, 'us-east-1');
		call(
			'iam',
			'add_role_to_instance_profile',
			{ InstanceProfileName: 'builder', RoleName: 'builds' },
			'us-east-1',
		);
		const facts = await askIn('us-east-1', person, sandbox);
		expect(facts.keys?.value).toEqual(
			expect.arrayContaining([
				{ alias: 'alias/images', id: key },
				{ id: bare },
				expect.objectContaining({ alias: 'alias/aws/ebs', isOfAws: true }),
			]),
		);
		expect(facts.profiles?.value).toContainEqual({ name: 'builder', role: 'builds' });
		expect(facts).toMatchObject({
			region: 'us-east-1',
			refused: {},
			identity: { value: { account: '123456789012' } },
		});
		const images = facts.images?.value ?? [];
		expect(images.map(({ newest }) => newest?.ami)).toEqual(
			images.map(({ base, architecture }) => {
				const example = baseImages.find(({ id }) => id === base)?.exampleName[architecture] ?? '';
				return sandboxAmi(example.replaceAll(/20\d{6}/g, '20260427'));
			}),
		);
		expect(images).toHaveLength(baseImages.length * architectures.length);

		const all = facts.regions?.value ?? [];
		expect(all).toContainEqual({ id: 'us-east-1', isEnabled: true });
		expect(all).toContainEqual({ id: 'me-south-1', isEnabled: false });

		const types = facts.types?.value ?? [];
		expect(types.length).toBeGreaterThan(500);
		expect(types.find(({ id }) => id === 't4g.micro')).toMatchObject({
			vcpu: 2,
			memoryMib: 1024,
			architectures: ['arm64'],
			zones: expect.arrayContaining(['us-east-1a', 'us-east-1b']),
		});
		const subnets = facts.subnets?.value ?? [];
		expect(subnets.length).toBeGreaterThan(2);
		expect(subnets.filter(({ isDefault, givesPublicAddress }) => isDefault && givesPublicAddress)).toEqual(
			subnets,
		);

		const { open, behind, closed } = makeNetwork(sandbox, 'eu-west-1');
		leaveOnly(sandbox, 'eu-west-1', [open, behind, closed]);
		const other = await askIn('eu-west-1', person, sandbox);
		expect(other.refused).toEqual({});
		const told = (other.subnets?.value ?? []).map(({ id, internet, isDefault, name }) => ({
			id,
			internet,
			isDefault,
			name,
		}));
		expect(told).toHaveLength(3);
		expect(told).toEqual(
			expect.arrayContaining([
				{ id: open, internet: 'gateway', isDefault: false, name: 'open' },
				{ id: behind, internet: 'nat', isDefault: false, name: undefined },
				{ id: closed, internet: 'none', isDefault: false, name: undefined },
			]),
		);

		// The whole program tells whose account it is.
		const run = (...args: readonly string[]) =>
			runProgram(person, args, {
				command: [...sandbox.enter, process.execPath, builtProgram],
				env: sandbox.environment,
			});
		const doctor = await run('doctor');
		expect(doctor.stdout).toMatch(/^ {2}ok +AWS sign-in +.* of account 123456789012$/m);
		expect(doctor.stdout).toMatch(/^ {2}ok +AWS regions +\d+ of \d+ enabled$/m);
		const json: unknown = JSON.parse((await run('doctor', '--json')).stdout);
		expect(json).toContainEqual(
			expect.objectContaining({ id: 'credentials', status: 'ok', account: '123456789012' }),
		);
	});
});
