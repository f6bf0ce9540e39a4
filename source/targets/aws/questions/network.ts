import { count } from '../../../base/count.ts';
import { printable } from '../../../base/printable.ts';
import { compact, inSmallLetters, single, withAws } from '../../../questions/answers.ts';
import type { Choice, ChoiceQuestion, Decisions, TextQuestion } from '../../../questions/question.ts';
import { type AwsTarget, anyAddress, awsSchema, ownAddress, type Recipe } from '../../../recipe/schema.ts';
import type { AwsSubnet } from './facts.ts';

const networkSchema = awsSchema.shape.network.unwrap();

/** What is wrong with the addresses that may reach port 22; undefined if nothing. */
export const sshFromComplaint = (text: string): string | undefined =>
	networkSchema.shape.sshFrom.safeParse(text).success
		? undefined
		: 'Addresses are given as a network, 203.0.113.7/32 is one, 0.0.0.0/0 is any; or own.';

const withNetwork = (
	decisions: Decisions,
	change: { [Key in keyof AwsTarget['network']]?: AwsTarget['network'][Key] | undefined },
): Decisions =>
	withAws(decisions, {
		network: compact<AwsTarget['network']>({ ...decisions.recipe.aws.network, ...change }),
	});

const looksLikeSubnet = (text: string): boolean => networkSchema.shape.subnet.safeParse(text).success;

/** The region of an account, as far as answers say which account. */
export const networkPlace = ({ aws }: Recipe): string => `${aws.region} ${aws.profile ?? ''}`;

/** Whether an account told that machines start nowhere in its region unless a subnet is named. */
export const needsSubnet = ({ recipe, noNetwork }: Decisions): boolean => noNetwork === networkPlace(recipe);

const noNetworkText = ({ aws: { region } }: Recipe): string =>
	`This account has no default network in ${region}: name a subnet.`;

/** The subnet that is named, or the network that AWS takes. */
const defaultNetwork: Choice = {
	value: '',
	label: 'default network',
	hint: 'any subnet',
	details: [
		'Accounts without a default network (VPC) need a subnet.',
		'The machine must reach the internet from there to install anything.',
	],
};

/** How a machine reaches the internet from a subnet, and what there is to mind. */
const internetWords: Readonly<
	Record<AwsSubnet['internet'], { readonly mark?: string; readonly text: string }>
> = {
	gateway: { text: 'Reaches the internet by a public address.' },
	nat: { text: 'Reaches the internet by a NAT gateway; nobody reaches the machine from outside.' },
	none: {
		mark: 'no internet',
		text: 'Nothing leads to the internet from there: only what is in the network can be installed.',
	},
	unknown: { text: 'Whether it reaches the internet could not be seen.' },
};

const subnetRow = ({ id, zone, cidr, vpc, name, internet, freeAddresses, isDefault }: AwsSubnet): Choice => {
	const { mark, text } = internetWords[internet];
	return {
		value: id,
		label: id,
		hint: [zone, cidr, printable(name ?? '')].filter(Boolean).join(', '),
		...(mark !== undefined && { mark }),
		keywords: `${vpc} ${isDefault ? 'default' : ''}`,
		details: [
			`In ${zone} of network ${vpc}, ${count(freeAddresses, 'free address', 'free addresses')}.`,
			text,
		],
	};
};

/** The row of a subnet that was typed; undefined if it is none. */
const otherSubnet = (typed: string): Choice | undefined => {
	const id = typed.trim();
	return looksLikeSubnet(id) ? { value: id, label: id, hint: 'this subnet' } : undefined;
};

/** The subnet of the machine that builds. */
export const subnet: ChoiceQuestion = {
	kind: 'choice',
	id: 'subnet',
	section: 'more',
	asked: 'settings',
	isNeeded: needsSubnet,
	title: 'Network',
	text: 'The subnet in which the machine starts. Type the id of another one.',
	topics: ['subnets'],
	flag: { name: 'subnet', value: '<id>' },
	read: ({ recipe }) => recipe.aws.network.subnet ?? '',
	write: (decisions, answer) => withNetwork(decisions, { subnet: single(answer).trim() || undefined }),
	check: answer =>
		single(answer).trim() === '' || looksLikeSubnet(single(answer).trim())
			? undefined
			: 'A subnet looks like subnet-0f3a91c2d4e5f6a7b.',
	warn: decisions =>
		needsSubnet(decisions) && decisions.recipe.aws.network.subnet === undefined
			? [noNetworkText(decisions.recipe)]
			: [],
	summary: ({ recipe }) => recipe.aws.network.subnet ?? 'default network, any subnet',
	choices: ({ recipe }, facts) => {
		const {
			aws: {
				region,
				network: { subnet: named },
			},
		} = recipe;
		const told = facts?.aws?.region === region ? facts.aws.subnets?.value : undefined;
		const held = told?.some(({ id }) => id === named) ? undefined : otherSubnet(named ?? '');
		return [
			told === undefined || told.some(({ isDefault }) => isDefault)
				? defaultNetwork
				: {
						...defaultNetwork,
						mark: 'none here',
						// Who has no network at all may still want the files.
						...(told.length > 0
							? { disabled: noNetworkText(recipe) }
							: { details: [`This account has no subnet in ${region}: no machine starts there.`] }),
					},
			...(held ? [held] : []),
			...(told ?? []).map(subnetRow),
		];
	},
	other: otherSubnet,
};

/** The availability zone of the machine that builds, where no subnet says it. */
export const zone: TextQuestion = {
	kind: 'text',
	id: 'zone',
	section: 'more',
	asked: 'settings',
	title: 'Zone',
	text: 'The availability zone in which the machine starts. Empty: the one that AWS takes.',
	flag: { name: 'zone', value: '<name>' },
	when: ({ recipe }) => recipe.aws.network.subnet === undefined,
	needs: 'the default network: a subnet has a zone of its own',
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.network.zone ?? '',
	write: (decisions, answer) => withNetwork(decisions, { zone: single(answer).trim() || undefined }),
	check: (
		answer,
		{
			recipe: {
				aws: { region },
			},
		},
	) => {
		const typed = single(answer).trim();
		const isZone = typed.startsWith(region) && networkSchema.shape.zone.safeParse(typed).success;
		return typed === '' || isZone ? undefined : `A zone of ${region} looks like ${region}b.`;
	},
	repair: decisions => ({
		decisions: withNetwork(decisions, { zone: undefined }),
		note: `was ${decisions.recipe.aws.network.zone}: the region is another one`,
	}),
	summary: ({ recipe }) => recipe.aws.network.zone ?? 'any zone',
	details: ({ recipe }) => [
		`For example ${recipe.aws.region}b. What one zone has no machine for, another may have.`,
	],
};

/** Whether Packer reaches the machine by its public or its private address. */
export const address: ChoiceQuestion = {
	kind: 'choice',
	id: 'address',
	section: 'more',
	asked: 'settings',
	title: 'Address',
	text: 'How Packer reaches the machine while it builds.',
	flag: { name: 'address', value: 'public|private' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.network.address,
	write: (decisions, answer) =>
		withNetwork(decisions, { address: single(answer) === 'private' ? 'private' : 'public' }),
	check: answer =>
		['public', 'private'].includes(single(answer)) ? undefined : 'The address is public or private.',
	summary: ({ recipe }) => `${recipe.aws.network.address} address`,
	choices: () => [
		{ value: 'public', label: 'public address', details: ['From anywhere, the usual.'] },
		{
			value: 'private',
			label: 'private address',
			details: ['From inside the network: a VPN, or a machine in the same network.'],
		},
	],
};

/** The row for addresses of the person's; undefined if they are none. */
const addressesRow = (typed: string): Choice | undefined => {
	const cidr = typed.trim();
	return cidr !== ownAddress && cidr !== anyAddress && sshFromComplaint(cidr) === undefined
		? { value: cidr, label: cidr, hint: 'these addresses', details: ['Nobody else reaches the machine.'] }
		: undefined;
};

/** Who may reach port 22 of the machine while it builds. */
export const sshFrom: ChoiceQuestion = {
	kind: 'choice',
	id: 'ssh-from',
	section: 'more',
	asked: 'settings',
	isTold: true,
	title: 'SSH from',
	text: 'Who may reach port 22 of the machine while it builds. Type addresses for others.',
	flag: { name: 'ssh-from', value: 'own|<cidr>' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.aws.network.sshFrom,
	write: (decisions, answer) => withNetwork(decisions, { sshFrom: single(answer) }),
	check: answer => sshFromComplaint(single(answer)),
	warn: ({
		recipe: {
			aws: { network },
		},
	}) =>
		network.sshFrom === ownAddress && network.address === 'private'
			? ['Your own address is the public one: a machine at a private address sees you come from another.']
			: [],
	summary: ({
		recipe: {
			aws: { network },
		},
	}) =>
		network.sshFrom === anyAddress
			? 'anywhere while it builds'
			: network.sshFrom === ownAddress
				? 'your own address'
				: network.sshFrom,
	choices: ({ recipe }) => {
		const named = addressesRow(recipe.aws.network.sshFrom);
		return [
			{
				value: anyAddress,
				label: 'anywhere',
				hint: 'the usual',
				details: [
					'Works from wherever you are; nobody has the key, which is gone afterwards.',
					'Some organisations close a port that is open to all, and the build then waits in vain.',
				],
			},
			{
				value: ownAddress,
				label: 'your own address',
				hint: 'from Packer 1.8.4 on',
				details: [
					'Packer asks checkip.amazonaws.com for the address that you come from.',
					'Not where a proxy, or a VPN for AWS alone, makes it another.',
				],
			},
			...(named ? [named] : []),
		];
	},
	other: addressesRow,
};
