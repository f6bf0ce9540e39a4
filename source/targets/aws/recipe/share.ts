import type { AwsTarget } from '../../../recipe/schema.ts';

/** Whether others than the account that builds may start servers from the image. */
export const isShared = ({ share }: Pick<AwsTarget, 'share'>): boolean =>
	share.accounts.length + share.organizations.length > 0;

/** The ARNs of whole organisations, and of parts of them: EC2 is told them apart. */
export const organizationsOf = ({
	organizations,
}: AwsTarget['share']): { readonly organizations: readonly string[]; readonly units: readonly string[] } => ({
	organizations: organizations.filter(arn => !arn.includes(':ou/')),
	units: organizations.filter(arn => arn.includes(':ou/')),
});

/** Why an image cannot be shared as it is wanted: what has to change, and one sentence. */
export type SharingTrouble = {
	/** `image`: its own key. `copies`: the keys of copies in other regions. */
	readonly of: 'image' | 'copies';
	readonly message: string;
};

/**
 * Why the image or a copy cannot be shared; undefined if nothing is in the way. The key that AWS makes for an account is
 * for that account alone, and AWS says so only when the image is made.
 */
export const sharingTrouble = (
	aws: Pick<AwsTarget, 'volume' | 'copyTo' | 'share'>,
): SharingTrouble | undefined => {
	const { volume, copyTo } = aws;
	if (!isShared(aws) || !volume.encrypted) {
		return undefined;
	}

	if (volume.kmsKey === undefined) {
		return {
			of: 'image',
			message:
				'What is encrypted with the AWS key cannot be shared: take a KMS key of yours, or no encryption.',
		};
	}

	const without = copyTo.filter(region => !Object.hasOwn(volume.kmsKeys, region));
	return without.length === 0
		? undefined
		: {
				of: 'copies',
				message: `What is encrypted with the AWS key cannot be shared: the copy needs a KMS key of yours in ${without.join(' and in ')}.`,
			};
};

/** What is wrong with the key of a copy; undefined if nothing. */
export const regionKeyComplaint = (
	{ copyTo }: Pick<AwsTarget, 'copyTo'>,
	region: string,
	key: string,
): string | undefined => {
	if (!copyTo.includes(region)) {
		return `${region} gets no copy, so there is nothing to encrypt.`;
	}

	const [, other] = /^arn:aws[\w-]*:kms:([\w-]+):/.exec(key) ?? [];
	return other === undefined || other === region
		? undefined
		: `The key of ${region} is in ${other}: a key is in one region only.`;
};
