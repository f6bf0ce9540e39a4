import type { Check } from '../../../../flow/checks.ts';
import type { Remedy } from '../../../../flow/remedies.ts';
import type { BuildRequest } from '../../../../flow/request.ts';
import type { PackerSearch } from '../../../../packer/find.ts';
import { packerProfile, profileFeatures } from '../../../../template/profile.ts';
import { share } from '../../questions/share.ts';
import { sharingTrouble } from '../../recipe/share.ts';

const nobody: Remedy = {
	id: 'share-nobody',
	label: 'Do not share it',
	details: ['others can be given it later'],
};

const remedies: Readonly<Record<'image' | 'copies', readonly Remedy[]>> = {
	image: [
		{
			id: 'kms-key',
			label: 'Name a key',
			details: ['a KMS key of yours, whose policy lets the others use it'],
		},
		{ id: 'no-encryption', label: 'Do not encrypt', details: ['whoever gets the image can read its disk'] },
		nobody,
	],
	copies: [
		{ id: 'region-keys', label: 'Name the keys', details: ['region=key, several with blanks between them'] },
		nobody,
	],
};

/** Whether the image can be shared with whom it shall be: AWS says so only at the end. Undefined if with nobody. */
export const checkSharing = (
	{ decisions: { recipe } }: BuildRequest,
	search: PackerSearch,
): Check | undefined => {
	const trouble = sharingTrouble(recipe.aws);
	if (trouble) {
		return {
			id: 'sharing',
			status: 'missing',
			title: share.title,
			detail: trouble.message,
			remedies: remedies[trouble.of],
		};
	}

	const isOld =
		search.kind === 'found' && !profileFeatures(packerProfile(search.program.version)).organizations;
	return recipe.aws.share.organizations.length > 0 && isOld
		? {
				id: 'sharing',
				status: 'missing',
				title: share.title,
				detail: `Packer ${search.program.versionText} may share with accounts only, 1.8.4 and newer with organisations`,
				remedies: [nobody],
			}
		: undefined;
};
