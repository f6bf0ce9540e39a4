import { compact, inSmallLetters, single, withAws, withRecipe } from '../../../questions/answers.ts';
import type { ChoiceQuestion, Decisions, TextQuestion } from '../../../questions/question.ts';
import { resolveBase, rootDeviceWarning, volumeSize } from '../../../recipe/base.ts';
import type { AwsTarget } from '../../../recipe/schema.ts';
import { isKey, keyRows, otherKey } from './keys.ts';
import { sharingWarnings } from './share.ts';

const withVolume = (
	decisions: Decisions,
	change: { [Key in keyof AwsTarget['volume']]?: AwsTarget['volume'][Key] | undefined },
): Decisions =>
	withAws(decisions, {
		volume: compact<AwsTarget['volume']>({ ...decisions.recipe.aws.volume, ...change }),
	});

/** The size of the root volume in GiB. */
export const diskSize: TextQuestion = {
	kind: 'text',
	id: 'disk',
	section: 'more',
	asked: 'settings',
	title: 'Disk',
	text: 'The size of the disk in GB. Servers from the image get at least this much.',
	flag: { name: 'disk', value: '<gb>' },
	read: ({ recipe }) => String(volumeSize(recipe)),
	write: (decisions, answer) => {
		const size = Number(single(answer).trim());
		return withVolume(decisions, {
			size: size === resolveBase(decisions.recipe).volumeGib ? undefined : size,
		});
	},
	check: (answer, { recipe }) => {
		const text = single(answer).trim();
		const { title, volumeGib } = resolveBase(recipe);
		if (!/^\d{1,5}$/.test(text) || Number(text) > 16_384) {
			return 'The size is a whole number of GB, 16384 at most.';
		}

		return Number(text) < volumeGib ? `${title} needs a disk of ${volumeGib} GB or more.` : undefined;
	},
	repair: decisions => ({
		decisions: withVolume(decisions, { size: undefined }),
		note: `was ${volumeSize(decisions.recipe)} GB: this base image needs more`,
	}),
	summary: ({ recipe }) => `${volumeSize(recipe)} GB ${recipe.aws.volume.type}`,
};

/** The disk that an AMI by id starts from. */
export const rootDevice: TextQuestion = {
	kind: 'text',
	id: 'root-device',
	section: 'more',
	asked: 'settings',
	title: 'Root device',
	text: 'The disk from which the AMI starts.',
	flag: { name: 'root-device', value: '<device>' },
	when: ({ recipe }) => !('image' in recipe.base),
	needs: 'an AMI of your own as the base image',
	read: ({ recipe }) => resolveBase(recipe).rootDevice,
	write: (decisions, answer) => {
		const { base } = decisions.recipe;
		return 'image' in base
			? decisions
			: withRecipe(decisions, { base: { ...base, rootDevice: single(answer).trim() } });
	},
	// What a Recipe cannot keep is refused in any case.
	check: () => undefined,
	warn: ({ recipe }) => [rootDeviceWarning(recipe)].filter(warning => warning !== undefined),
	summary: ({ recipe }) => resolveBase(recipe).rootDevice,
	details: () => [
		'Its RootDeviceName: aws ec2 describe-images --image-ids <id> shows it.',
		'Amazon Linux and Debian have /dev/xvda, Ubuntu, RHEL and Rocky Linux /dev/sda1.',
	],
};

/** Whether the disk, and so the image, is encrypted. */
export const encryption: ChoiceQuestion = {
	kind: 'choice',
	id: 'encryption',
	section: 'more',
	asked: 'settings',
	title: 'Encryption',
	text: 'Whether the disk and the image are encrypted: with the AWS key, a key of yours, or not.',
	flag: { name: 'encryption', value: 'aws|own|none' },
	meant: inSmallLetters,
	read: ({ recipe }) =>
		!recipe.aws.volume.encrypted ? 'none' : recipe.aws.volume.kmsKey === undefined ? 'aws' : 'own',
	write: (decisions, answer) => {
		const kind = single(answer);
		return withVolume(decisions, {
			encrypted: kind !== 'none',
			kmsKey: kind === 'own' ? (decisions.recipe.aws.volume.kmsKey ?? 'alias/ami-encryption') : undefined,
			kmsKeys: kind === 'own' ? decisions.recipe.aws.volume.kmsKeys : {},
		});
	},
	check: answer =>
		['aws', 'own', 'none'].includes(single(answer)) ? undefined : 'Encryption is aws, own or none.',
	warn: sharingWarnings,
	summary: ({ recipe }) =>
		recipe.aws.volume.encrypted
			? recipe.aws.volume.kmsKey === undefined
				? 'with the AWS key'
				: `with ${recipe.aws.volume.kmsKey}`
			: 'none',
	choices: () => [
		{
			value: 'aws',
			label: 'with the AWS key',
			details: ['Costs nothing and needs nothing. Such an image cannot be shared.'],
		},
		{
			value: 'own',
			label: 'with a key of yours',
			details: ['A KMS key in the region; images can be shared with those who may use it.'],
		},
		{ value: 'none', label: 'none', details: ['The disk and the image can be read by whoever gets them.'] },
	],
};

/** The person's own KMS key. */
export const kmsKey: ChoiceQuestion = {
	kind: 'choice',
	id: 'kms-key',
	section: 'more',
	asked: 'settings',
	title: 'KMS key',
	text: 'The key in the region of the build. Type the id, ARN or alias of another one.',
	topics: ['keys'],
	flag: { name: 'kms-key', value: '<key>' },
	ticks: { question: 'encryption', value: 'own' },
	when: ({ recipe }) => recipe.aws.volume.kmsKey !== undefined,
	read: ({ recipe }) => recipe.aws.volume.kmsKey ?? '',
	write: (decisions, answer) => withVolume(decisions, { encrypted: true, kmsKey: single(answer).trim() }),
	check: answer =>
		isKey(single(answer).trim()) ? undefined : 'A key looks like alias/ami-encryption or arn:aws:kms:….',
	summary: ({ recipe }) => recipe.aws.volume.kmsKey ?? 'none',
	choices: ({ recipe }, facts) => keyRows(recipe, facts, recipe.aws.volume.kmsKey),
	other: otherKey,
};
