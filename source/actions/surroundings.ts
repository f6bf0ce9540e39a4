import { findSigning, type SignIn, signInTrouble } from '../aws/sign-in.ts';
import type { Whereabouts } from '../base/paths.ts';
import type { Surroundings } from '../flow/home.ts';
import { searchUsedPacker, usedSdk } from './used-packer.ts';

const signInText = (signIn: SignIn): string => {
	switch (signIn.kind) {
		case 'found':
			return `AWS: ${signIn.label}`;
		case 'to-be-seen':
			return `AWS: ${signIn.label}?`;
		default:
			return signInTrouble(signIn) ? 'AWS: cannot sign in' : 'AWS: no sign-in';
	}
};

/** Which Packer and which sign-in there are. */
export const lookAround = async (whereabouts: Whereabouts, signal?: AbortSignal): Promise<Surroundings> => {
	const packer = await searchUsedPacker(whereabouts, signal);
	const sdk = await usedSdk(packer, whereabouts, signal);
	const { signIn } = await findSigning({ whereabouts, sdk });
	const trouble = signInTrouble(signIn);
	return {
		...(trouble && { trouble }),
		packer: packer.kind === 'found' ? `Packer: ${packer.program.versionText}` : 'Packer: none yet',
		aws: signInText(signIn),
	};
};
