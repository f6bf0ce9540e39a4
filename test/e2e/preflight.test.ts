import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, runProgram } from '../helpers/program.ts';

/** A text deep in an answer. */
const named = (answer: unknown, ...keys: readonly string[]): string =>
	String(keys.reduce<unknown>((value, key) => Reflect.get(Object(value), key), answer));

test('a preflight tells what moto has, and nothing comes of it', async context => {
	needs(context, 'packer', 'containers', 'moto', 'namespaces');
	const person = await makePerson();
	await withAwsSandbox(async ({ call, enter, environment }) => {
		/** The checks of a recipe in a folder, by their ids. */
		const preflight = async (name: string, aws: Partial<Recipe['aws']>) => {
			const folder = path.join(person.folder, name);
			const recipe = defaultRecipe();
			await mkdir(folder);
			await writeFile(
				path.join(folder, 'recipe.json'),
				JSON.stringify({ ...recipe, name, aws: { ...recipe.aws, ...aws } }),
			);
			const before = await readdir(folder);
			const { stdout, code } = await runProgram(person, ['run', `./${name}`, '--preflight', '--json'], {
				command: [...enter, process.execPath, builtProgram],
				env: environment,
			});
			expect(await readdir(folder)).toEqual(before);
			const checks: readonly { id: string; status: string; detail: string; next: readonly string[] }[] =
				JSON.parse(stdout);
			return { code, of: Object.fromEntries(checks.map(check => [check.id, check])) };
		};
		// The default network of moto has no way out.
		const gateway = named(call('ec2', 'create_internet_gateway'), 'InternetGateway', 'InternetGatewayId');
		const { Vpcs } = call('ec2', 'describe_vpcs');
		const { RouteTables } = call('ec2', 'describe_route_tables');
		call('ec2', 'attach_internet_gateway', { InternetGatewayId: gateway, VpcId: named(Vpcs, '0', 'VpcId') });
		call('ec2', 'create_route', {
			RouteTableId: named(RouteTables, '0', 'RouteTableId'),
			DestinationCidrBlock: '0.0.0.0/0',
			GatewayId: gateway,
		});
		const whole = await preflight('whole', {});
		expect(whole.code).toBe(0);
		expect(whole.of).toMatchObject({
			credentials: { status: 'ok', account: '123456789012' },
			regions: { status: 'ok' },
			'base-image': { status: 'ok', detail: expect.stringMatching(/^ami-\w+, .* of 2026-04-27, x86_64$/) },
			type: { status: 'ok' },
			'ami-name': { status: 'ok' },
			network: { status: 'ok', detail: expect.stringMatching(/reaches the internet$/) },
			launch: { status: 'ok', detail: expect.stringContaining('EC2 would launch it') },
		});
		expect(call('ec2', 'describe_instances')['Reservations']).toEqual([]);

		call('ec2', 'register_image', { Name: 'web', Architecture: 'x86_64', RootDeviceName: '/dev/xvda' });
		const lacking = await preflight('lacking', {
			instanceType: 'm7a.huge',
			network: { subnet: 'subnet-0123456789abcdef0', address: 'public', sshFrom: '0.0.0.0/0' },
			instanceProfile: 'nobody',
			keptLines: ['ami_name = "web"'],
		});
		expect(lacking.code).toBe(3);
		expect(lacking.of).toMatchObject({
			type: { status: 'missing', detail: 'us-east-1 does not offer m7a.huge' },
			'ami-name': { status: 'missing', detail: expect.stringMatching(/^web is taken by ami-/) },
			network: {
				status: 'missing',
				detail: 'us-east-1 has no subnet subnet-0123456789abcdef0 that can be used',
			},
			'instance-profile': { status: 'missing', detail: 'nobody is not there' },
			launch: { status: 'missing' },
		});
		expect(call('ec2', 'describe_instances')['Reservations']).toEqual([]);
	});
});
