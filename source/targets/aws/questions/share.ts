import { count } from '../../../base/count.ts';
import { several, withAws } from '../../../questions/answers.ts';
import type { Answer, Decisions, LinesQuestion } from '../../../questions/question.ts';
import { complaintText, schemaComplaints } from '../../../recipe/issues.ts';
import {
	type AwsTarget,
	accountPattern,
	awsSchema,
	organizationPattern,
	type Recipe,
	shareRule,
} from '../../../recipe/schema.ts';
import { regionKeyComplaint, sharingTrouble } from '../recipe/share.ts';

/** Why what is wanted cannot be shared: told with each answer that has a part in it. */
export const sharingWarnings = ({ recipe }: Decisions): readonly string[] =>
	[sharingTrouble(recipe.aws)?.message].filter(message => message !== undefined);

/** What is named in a text, each once. */
export const sharedWords = (text: string): readonly string[] => [
	...new Set(text.split(/[\s,]+/).filter(word => word !== '')),
];

const named = (answer: Answer): readonly string[] => sharedWords(several(answer).join(' '));

const isAccount = (text: string): boolean => accountPattern.test(text);

const shareText = ({ aws: { share } }: Recipe): string => {
	const parts = [
		...(share.accounts.length > 0 ? [count(share.accounts.length, 'account')] : []),
		...(share.organizations.length > 0 ? [count(share.organizations.length, 'organisation')] : []),
	];
	return parts.length === 0 ? 'nobody' : parts.join(' and ');
};

/** What is wrong with whom an image is to be shared with; undefined if nothing. */
export const shareComplaint = (all: readonly string[]): string | undefined => {
	const wrong = all.find(text => !isAccount(text) && !organizationPattern.test(text));
	return wrong === undefined ? undefined : `${wrong} cannot be shared with. ${shareRule}`;
};

/** Who may start servers from the image and its copies. */
export const share: LinesQuestion = {
	kind: 'lines',
	id: 'share',
	section: 'more',
	asked: 'settings',
	title: 'Share with',
	text: 'Who else may start servers from the image: accounts, organisations or OUs, one a line.',
	flag: { name: 'share', value: '<account|arn>' },
	read: ({ recipe }) => [...recipe.aws.share.accounts, ...recipe.aws.share.organizations],
	write: (decisions, answer) => {
		const all = named(answer);
		return withAws(decisions, {
			share: { accounts: all.filter(isAccount), organizations: all.filter(text => !isAccount(text)) },
		});
	},
	check: answer => shareComplaint(named(answer)),
	warn: sharingWarnings,
	summary: ({ recipe }) => shareText(recipe),
	details: () => [
		'For example 111122223333. They pay for their own servers only.',
		'An encrypted image needs a KMS key of yours that they may use.',
	],
};

const keysIn = (answer: Answer): readonly (readonly [string, string])[] =>
	several(answer)
		.map(line => line.trim())
		.filter(line => line !== '')
		.map(line => {
			const at = line.indexOf('=');
			return at < 0 ? [line, ''] : [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
		});

const kmsKeysSchema = awsSchema.shape.volume.unwrap().shape.kmsKeys;

const withKeys = (decisions: Decisions, kmsKeys: AwsTarget['volume']['kmsKeys']): Decisions =>
	withAws(decisions, { volume: { ...decisions.recipe.aws.volume, kmsKeys } });

/** The keys that copies are encrypted with. */
export const regionKeys: LinesQuestion = {
	kind: 'lines',
	id: 'region-keys',
	section: 'more',
	asked: 'settings',
	title: 'Keys of copies',
	text: 'The KMS key of each region that gets a copy: region=key, one a line.',
	flag: { name: 'region-key', value: '<region=key>' },
	when: ({ recipe }) => recipe.aws.volume.kmsKey !== undefined && recipe.aws.copyTo.length > 0,
	needs: 'a KMS key of yours and regions that get a copy',
	read: ({ recipe }) => Object.entries(recipe.aws.volume.kmsKeys).map(([region, key]) => `${region}=${key}`),
	write: (decisions, answer) => withKeys(decisions, Object.fromEntries(keysIn(answer))),
	check: (answer, { recipe }) => {
		const keys = keysIn(answer);
		const bare = keys.find(([, key]) => key === '');
		if (bare !== undefined) {
			return `A line is region=key; "${bare[0]}" is not.`;
		}

		const complaint = keys
			.map(([region, key]) => regionKeyComplaint(recipe.aws, region, key))
			.find(text => text !== undefined);
		const { error } = kmsKeysSchema.safeParse(Object.fromEntries(keys));
		return complaint ?? (error && schemaComplaints(error).map(complaintText)[0]);
	},
	repair: decisions => {
		const {
			aws: { copyTo, volume },
		} = decisions.recipe;
		const kept = Object.entries(volume.kmsKeys).filter(
			([region, key]) => regionKeyComplaint({ copyTo }, region, key) === undefined,
		);
		return {
			decisions: withKeys(decisions, Object.fromEntries(kept)),
			note: 'without those of regions that get no copy',
		};
	},
	warn: sharingWarnings,
	summary: ({ recipe }) => Object.keys(recipe.aws.volume.kmsKeys).join(', ') || 'the AWS key of each region',
	details: ({ recipe }) => [
		`For example ${recipe.aws.copyTo[0] ?? 'eu-west-1'}=alias/ami-encryption. A key is in one region only.`,
		'Where none is named the copy has the AWS key.',
	],
};
