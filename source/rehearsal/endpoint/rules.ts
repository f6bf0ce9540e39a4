import { isIP } from 'node:net';
import { type Call, tagSet } from './call.ts';
import { ruleDescription } from './descriptions.ts';
import { noTags, number, type Parameters, structures, tagsFor, value } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import { accountId, type Rule, type SecurityGroup } from './state.ts';

const invalid = (message: string): Refusal => new Refusal('InvalidParameterValue', message);

const protocols: ReadonlyMap<string, string> = new Map([
	['1', 'icmp'],
	['6', 'tcp'],
	['17', 'udp'],
	['58', 'icmpv6'],
	['all', '-1'],
]);

const readProtocol = (permission: Parameters): string => {
	const given = value(permission, 'IpProtocol')?.toLowerCase();
	if (given === undefined) {
		throw new Refusal('MissingParameter', 'The request must contain the parameter ipProtocol');
	}

	const name = protocols.get(given) ?? given;
	if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(name) || Number(name) > 255) {
		throw invalid(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
	}

	return name;
};

/** The ports of a permission, or the types of ICMP; none where a protocol has none. */
const readPorts = (permission: Parameters, protocol: string): Pick<Rule, 'from' | 'to'> => {
	const from = number(permission, 'FromPort');
	const to = number(permission, 'ToPort');
	if (protocol !== 'tcp' && protocol !== 'udp') {
		return protocol.startsWith('icmp')
			? { from: from ?? -1, to: to ?? -1 }
			: { from: undefined, to: undefined };
	}

	if (from === undefined || to === undefined) {
		throw invalid("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
	}

	if (from < 0 || to > 65_535 || from > to) {
		throw invalid(`Invalid ${protocol.toUpperCase()} port range (${from}:${to})`);
	}

	return { from, to };
};

/** A range of addresses as EC2 keeps it: without what lies behind the prefix (IPv4). @throws Refusal if it is none. */
const readRange = (text: string, version: 4 | 6): string => {
	const [address = '', prefix = ''] = text.split('/');
	const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
	if (isIP(address) !== version || !isPrefix) {
		throw invalid(`CIDR block ${text} is malformed`);
	}

	if (version === 6) {
		return `${address.toLowerCase()}/${prefix}`;
	}

	const free = 2 ** (32 - Number(prefix));
	const whole = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
	const kept = whole - (whole % free);
	return `${[24, 16, 8, 0].map(shift => Math.floor(kept / 2 ** shift) % 256).join('.')}/${Number(prefix)}`;
};

type Source = Rule['source'] & Pick<Rule, 'description'>;

const readSources = (permission: Parameters): readonly Source[] => {
	const read = (
		list: string,
		name: string,
		kind: Source['kind'],
		text: (given: string) => string,
	): Source[] =>
		structures(permission, list).map(entry => ({
			kind,
			text: text(entry.get(name) ?? ''),
			description: ruleDescription(value(entry, 'Description')),
		}));
	const single = value(permission, 'CidrIp');
	return [
		...(single === undefined
			? []
			: [{ kind: 'ipv4', text: readRange(single, 4), description: undefined } as const]),
		...read('IpRanges', 'CidrIp', 'ipv4', range => readRange(range, 4)),
		...read('Ipv6Ranges', 'CidrIpv6', 'ipv6', range => readRange(range, 6)),
		...read('Groups', 'GroupId', 'group', id => id),
	];
};

/**
 * The rules that a call gives or takes, one for each source, as EC2 keeps them.
 * @throws Refusal for what is no rule, and for one that is named twice.
 */
export const readRules = (call: Call, isEgress: boolean): readonly Rule[] => {
	const { parameters } = call;
	const permissions = value(parameters, 'IpProtocol')
		? [parameters]
		: structures(parameters, 'IpPermissions');
	const rules = permissions.flatMap(permission => {
		const protocol = readProtocol(permission);
		const ports = readPorts(permission, protocol);
		return readSources(permission).map(({ description, ...source }) => ({
			id: call.tools.newId('sgr'),
			isEgress,
			protocol,
			...ports,
			source,
			description,
			tags: tagsFor(parameters, 'security-group-rule'),
		}));
	});
	if (rules.length === 0) {
		throw new Refusal('MissingParameter', 'Source group or IP range must be specified.');
	}

	if (rules.some((rule, index) => rules.slice(0, index).some(other => isSameRule(rule, other)))) {
		throw invalid('The same permission must not appear multiple times');
	}

	return rules;
};

/** What every group of a VPC begins with: all may go out. */
export const allTraffic = (id: string): Rule => ({
	id,
	isEgress: true,
	protocol: '-1',
	from: undefined,
	to: undefined,
	source: { kind: 'ipv4', text: '0.0.0.0/0' },
	description: undefined,
	tags: noTags,
});

/** What the default group begins with besides: whoever is in it may reach the others. */
export const fromItself = (group: string, id: string): Rule => ({
	...allTraffic(id),
	isEgress: false,
	source: { kind: 'group', text: group },
});

/** The rules of a group in one direction. */
export const rulesOf = (group: SecurityGroup, isEgress: boolean): readonly Rule[] =>
	group.rules.filter(rule => rule.isEgress === isEgress);

/** Whether two rules allow the same, whatever their descriptions say. */
export const isSameRule = (a: Rule, b: Rule): boolean =>
	a.isEgress === b.isEgress &&
	a.protocol === b.protocol &&
	a.from === b.from &&
	a.to === b.to &&
	a.source.kind === b.source.kind &&
	a.source.text === b.source.text;

/** Whether a rule lets in the whole world. */
export const isOpenToAll = ({ source }: Rule): boolean =>
	source.text === '0.0.0.0/0' || source.text === '::/0';

/** A rule as EC2's texts name it: `peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW`. */
export const ruleText = ({ source, protocol, from, to }: Rule): string =>
	`"peer: ${source.text}, ${protocol === '-1' ? 'ALL' : protocol.toUpperCase()}, ` +
	`${from === undefined ? '' : `from port: ${from}, to port: ${to}, `}ALLOW"`;

/** The rules of one direction, as DescribeSecurityGroups puts them together: by protocol and ports. */
export const permissionsXml = (rules: readonly Rule[]): Xml => {
	const keyOf = ({ protocol, from, to }: Rule): string => [protocol, from, to].join(' ');
	return [...new Set(rules.map(keyOf))].map(key => {
		const same = rules.filter(rule => keyOf(rule) === key);
		const of = (kind: Source['kind'], entry: (text: string) => { readonly [name: string]: Xml }): Xml =>
			same
				.filter(({ source }) => source.kind === kind)
				.map(({ source, description }) => ({ ...entry(source.text), description }));
		return {
			ipProtocol: same[0]?.protocol,
			fromPort: same[0]?.from,
			toPort: same[0]?.to,
			groups: of('group', groupId => ({ groupId, userId: accountId })),
			ipRanges: of('ipv4', cidrIp => ({ cidrIp })),
			ipv6Ranges: of('ipv6', cidrIpv6 => ({ cidrIpv6 })),
			prefixListIds: [],
		};
	});
};

/** One rule of a group, as DescribeSecurityGroupRules has it. */
export const ruleXml = (
	group: string,
	{ id, isEgress, protocol, from, to, source, description, tags }: Rule,
) => ({
	securityGroupRuleId: id,
	groupId: group,
	groupOwnerId: accountId,
	isEgress,
	ipProtocol: protocol,
	fromPort: from ?? -1,
	toPort: to ?? -1,
	cidrIpv4: source.kind === 'ipv4' ? source.text : undefined,
	cidrIpv6: source.kind === 'ipv6' ? source.text : undefined,
	referencedGroupInfo: source.kind === 'group' ? { groupId: source.text, userId: accountId } : undefined,
	description,
	tagSet: tagSet(tags),
});
