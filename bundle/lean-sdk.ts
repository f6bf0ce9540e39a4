import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/** A schema of the AWS SDK, as it stands in its files: `export var X$ = [ … ];` */
const schema = /^((?:export )?var ([\w$]+) = )(\[[^;]*\]);$/gm;

/** Where a class of errors is entered. What has none has its code as its name as well, by which it is told. */
const entered = /^n0_registry\.registerError\(.*\);$/gm;

/** Of what EC2 tells, or is told, of these, the members that are read or said; whatever else of it comes is passed over. */
const membersRead: Readonly<Record<string, readonly string[]>> = {
	InstanceTypeInfo$: [
		'InstanceType',
		'VCpuInfo',
		'MemoryInfo',
		'ProcessorInfo',
		'SupportedBootModes',
		'NetworkInfo',
	],
	NetworkInfo$: ['NetworkPerformance'],
	Subnet$: [
		'SubnetId',
		'VpcId',
		'AvailabilityZone',
		'CidrBlock',
		'State',
		'DefaultForAz',
		'MapPublicIpOnLaunch',
		'AvailableIpAddressCount',
		'Tags',
	],
	RouteTable$: ['VpcId', 'Routes', 'Associations'],
	RouteTableAssociation$: ['SubnetId', 'Main'],
	Route$: ['DestinationCidrBlock', 'State', 'NatGatewayId', 'GatewayId'],
	Instance$: [
		'InstanceId',
		'InstanceType',
		'KeyName',
		'LaunchTime',
		'State',
		'Tags',
		'SpotInstanceRequestId',
		'InstanceLifecycle',
		'IamInstanceProfile',
		'CpuOptions',
		'PublicIpAddress',
		'PrivateIpAddress',
	],
	SpotInstanceRequest$: ['SpotInstanceRequestId', 'State', 'Tags', 'CreateTime', 'InstanceId'],
	ResponseLaunchTemplateData$: ['KeyName', 'TagSpecifications'],
	VCpuInfo$: ['DefaultVCpus'],
	ProcessorInfo$: ['SupportedArchitectures'],
	Image$: [
		'ImageId',
		'Name',
		'Description',
		'State',
		'StateReason',
		'Tags',
		'CreationDate',
		'Architecture',
		'BootMode',
		'BlockDeviceMappings',
		'SourceImageId',
		'RootDeviceType',
		'VirtualizationType',
		'OwnerId',
		'ImageOwnerAlias',
		'Public',
		'RootDeviceName',
		'Platform',
		'ProductCodes',
		'EnaSupport',
		'DeprecationTime',
	],
	RunInstancesRequest$: [
		'MaxCount',
		'MinCount',
		'BlockDeviceMappings',
		'ImageId',
		'InstanceType',
		'Placement',
		'TagSpecifications',
		'MetadataOptions',
		'DryRun',
		'NetworkInterfaces',
		'IamInstanceProfile',
		'KeyName',
		'SecurityGroupIds',
		'UserData',
		'InstanceInitiatedShutdownBehavior',
	],
	InstanceNetworkInterfaceSpecification$: ['AssociatePublicIpAddress', 'DeviceIndex', 'Groups', 'SubnetId'],
	Placement$: ['AvailabilityZone'],
};

/** The parts of a list in the text of its literal, between the commas that stand in no other brackets. */
const partsOf = (list: string): readonly string[] => {
	const parts = [''];
	let depth = 0;
	for (const character of list.trim().slice(1, -1)) {
		depth += '[{('.includes(character) ? 1 : ']})'.includes(character) ? -1 : 0;
		if (character === ',' && depth === 0) {
			parts.push('');
		} else {
			parts[parts.length - 1] += character;
		}
	}

	return parts;
};

const listOf = (texts: readonly string[]): string => `[${texts.join()}]`;

/** A schema of which only some members are kept: `[3, n0, _X, 0, [names], [types]]`; names are constants of the file. */
const withMembers = (literal: string, isKept: (constant: string) => boolean): string => {
	const [kind = '', space = '', name = '', traits = '', names = '', types = '', ...rest] = partsOf(literal);
	const typesOf = partsOf(types);
	const members = partsOf(names)
		.map((constant, index) => ({ constant: constant.trim(), type: typesOf[index] ?? '' }))
		.filter(({ constant }) => isKept(constant));
	const lists = [members.map(({ constant }) => constant), members.map(({ type }) => type)].map(listOf);
	return listOf([kind, space, name, traits, ...lists, ...rest]);
};

/**
 * The AWS SDK has the schemas of all operations of a service in one file, as literals with keys of `[name]: …`. esbuild
 * takes those for code that does something, and keeps them all, unless it is told that they do nothing.
 */
export const leanSchemas: Plugin = {
	name: 'lean-schemas',
	setup({ onLoad }) {
		onLoad({ filter: /\/dist-es\/(.*\/)?schemas\/schemas_\d+\.js$/ }, async ({ path: file }) => {
			const text = await readFile(file, 'utf8');
			const constants = new Map(
				[...text.matchAll(/^const (_\w+) = "(\w+)";$/gm)].map(([, key, value]) => [key, value]),
			);
			const isOfEc2 = file.includes('/client-ec2/');
			const lean = (name: string, literal: string): string => {
				const read = isOfEc2 ? membersRead[name] : undefined;
				return read
					? withMembers(literal, constant => read.includes(constants.get(constant) ?? ''))
					: literal;
			};
			return {
				contents: text
					.replaceAll(
						schema,
						(_, begin: string, name: string, literal: string) =>
							`${begin}/* @__PURE__ */ (() => ${lean(name, literal)})();`,
					)
					.replaceAll(entered, ''),
			};
		});
	},
};

/** What is asked of a part of the SDK that is loaded when it is needed, and which of two of a kind it is taken from. */
const loadedLater: Readonly<Record<string, { readonly from: string; readonly names: string }>> = {
	sts: { from: '@aws-sdk/client-sts', names: 'getDefaultRoleAssumerWithWebIdentity' },
	'sso-oidc': { from: '@aws-sdk/nested-clients/sso-oidc', names: 'CreateTokenCommand, SSOOIDCClient' },
};

/**
 * Of the AWS SDK what is asked of it: of its own package.json the version, of its two clients of STS the one with all calls,
 * of what is loaded later the names that are looked for there.
 */
export const leanSdk: Plugin = {
	name: 'lean-sdk',
	setup({ onLoad, onResolve, resolve }) {
		onLoad({ filter: /\/@aws-sdk\/[\w-]+\/package\.json$/ }, async ({ path: file }) => {
			const { name, version } = JSON.parse(await readFile(file, 'utf8'));
			return { loader: 'json', contents: JSON.stringify({ name, version }) };
		});
		onResolve(
			{ filter: /^@aws-sdk\/nested-clients\/(sts|sso-oidc)$/ },
			({ path: wanted, kind, resolveDir }) => {
				const part = path.basename(wanted);
				if (kind === 'dynamic-import') {
					return { path: part, namespace: 'loaded-later', pluginData: resolveDir };
				}

				return part === 'sts' ? resolve('@aws-sdk/client-sts', { kind, resolveDir }) : undefined;
			},
		);
		onLoad({ filter: /.*/, namespace: 'loaded-later' }, ({ path: part, pluginData: resolveDir }) => ({
			contents: `export { ${loadedLater[part]?.names} } from '${loadedLater[part]?.from}';`,
			resolveDir,
		}));
	},
};
