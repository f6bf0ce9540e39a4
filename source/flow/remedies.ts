export type RemedyId =
	| 'get-packer'
	| 'packer-path'
	| 'try-packer'
	| 'package-manager'
	| 'get-plugin'
	| 'paste-token'
	| 'leave-out'
	| 'build-without'
	| 'rehearse'
	| 'confirm-account'
	| 'start-anyway'
	| 'try-sign-in'
	| 'profile'
	| 'mfa-code'
	| 'short-keys'
	| 'ssh-from'
	| 'kms-key'
	| 'region-keys'
	| 'no-encryption'
	| 'share-nobody'
	| 'show-difference'
	| 'keep-files'
	| 'overwrite-files'
	| 'another-folder'
	| 'show-foreign'
	| 'trust';

/** A way out of what is missing, as it is offered here and now. */
export type Remedy = {
	readonly id: RemedyId;
	readonly label: string;
	readonly details: readonly string[];
	/** What a yes is given to: the contents that are told of. */
	readonly contents?: readonly { readonly sum: string; readonly files: readonly string[] }[];
	/** The bundles that are left out. */
	readonly bundles?: readonly string[];
	/** What a yes is given to: who signs and pays, in the words of `accountText`. */
	readonly account?: string;
	/** The number of that account, if it is known. */
	readonly number?: string | undefined;
};

/** What a remedy does, and what it takes. */
export type RemedyRule = {
	/** What it asks for first. */
	readonly asks?: { readonly text: string; readonly secret: boolean };
	/** The files that it shows; it does nothing else then. */
	readonly shows?: 'differing' | 'foreign';
	/** Whether it loads, installs, overwrites or spends: an enter that was typed before it was drawn does nothing. */
	readonly isGrave?: true;
	/** Whether --yes is a yes to it. */
	readonly needsOnlyYes?: true;
	/** What a person does instead who cannot be asked, one sentence; undefined if there is nothing. */
	readonly instead?: (remedy: Remedy) => string;
};

const flag =
	(text: string) =>
	({ label }: Remedy): string =>
		`${label}: ${text}`;

const byYes = { isGrave: true, needsOnlyYes: true, instead: flag('--yes') } as const;

/** Each remedy's rule. */
export const remedyRules: Readonly<Record<RemedyId, RemedyRule>> = {
	'get-packer': byYes,
	'package-manager': byYes,
	'get-plugin': byYes,
	'packer-path': {
		asks: { text: 'Path of Packer', secret: false },
		instead: () => 'Use another Packer: PACKER_WIZARD_PACKER=<path>',
	},
	'try-packer': { isGrave: true },
	'paste-token': {
		asks: { text: 'GitHub token', secret: true },
		instead: () => 'Set GITHUB_OAUTH_TOKEN in the environment.',
	},
	'leave-out': {},
	'build-without': { isGrave: true },
	rehearse: { instead: flag('--rehearse') },
	'confirm-account': { isGrave: true },
	'start-anyway': { isGrave: true },
	'try-sign-in': { isGrave: true },
	profile: {
		asks: { text: 'Name of the profile', secret: false },
		instead: () => 'Use a profile of the AWS settings: --profile <name>',
	},
	'mfa-code': { asks: { text: 'Code of the MFA device', secret: true } },
	'short-keys': byYes,
	'ssh-from': {
		asks: { text: 'Addresses that may reach the machine, 203.0.113.7/32', secret: false },
		instead: () => 'Name the addresses that may reach the machine: --ssh-from <cidr>',
	},
	'kms-key': {
		asks: { text: 'Your KMS key: its id, ARN or alias', secret: false },
		instead: () => 'Name a KMS key of yours: --kms-key <key>',
	},
	'region-keys': {
		asks: { text: 'KMS keys of the copies, eu-west-1=alias/images', secret: false },
		instead: () => 'Name the KMS keys of the copies: --region-key <region=key>',
	},
	'no-encryption': { instead: flag('--encryption none') },
	'share-nobody': { instead: () => 'Share the image with nobody: leave out --share, or --share ""' },
	'show-difference': { shows: 'differing' },
	'keep-files': { instead: flag('--keep') },
	'overwrite-files': { isGrave: true, instead: flag('--overwrite') },
	'another-folder': {
		asks: { text: 'Folder for the files', secret: false },
		instead: flag('--out <folder>'),
	},
	'show-foreign': { shows: 'foreign' },
	trust: { isGrave: true, instead: flag('--trust') },
};
