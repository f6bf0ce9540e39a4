import type { Environment, Whereabouts } from '../base/paths.ts';
import { type Changes, chosenSignIn, type SignInChoice, signingChanges } from './choice.ts';
import { type AwsFiles, hasKeys, readAwsFiles } from './config-files.ts';
import { environmentSigner, profileKeys, webIdentity } from './credential-sources.ts';
import { configuredEndpoint } from './endpoint.ts';
import { unquoted } from './ini.ts';
import { cannot, isHindrance, linkProfile, sourceLine } from './linked-profile.ts';
import { machineSigner } from './machine.ts';
import { emptyProfile, type UnknownProfile, unknownProfile } from './no-profile.ts';
import { needsEnvironmentKeys, resolveProfile } from './profiles.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';
import { type Hindrance, isHandedOver, type Signer, signerAccount, signerLabel, yetToAsk } from './signer.ts';

/** Who will sign what Packer asks of AWS, as far as that can be told without asking AWS. */
export type SignIn =
	| {
			/** `to-be-seen` if somebody has to be asked first: SSO, AWS for a role, a program for keys. */
			readonly kind: 'found' | 'to-be-seen';
			readonly signer: Signer;
			/** `profile dev, role builder`. */
			readonly label: string;
			/** The number of the account, if it is known without asking AWS. */
			readonly account?: string;
			/** What is still to be asked, for a sentence; empty if nothing. */
			readonly asks: string;
	  }
	| Hindrance
	| UnknownProfile
	/** `isMeant` if something speaks of a sign-in all the same: a profile is named, or there is half a pair of keys. */
	| { readonly kind: 'none'; readonly reason: string; readonly isMeant: boolean };

/** A sign-in that is known and of no use: why, a sentence, and what helps, a line each. */
export type SignInTrouble = { readonly reason: string; readonly next: readonly string[] };

/** Where one signs in if there is nothing yet. */
export const signInAnywhere = 'aws configure, or aws sso login, in another window';

/** Why a sign-in cannot be used; undefined if it can, or if nothing speaks of one. */
export const signInTrouble = (signIn: SignIn): SignInTrouble | undefined => {
	switch (signIn.kind) {
		case 'found':
		case 'to-be-seen':
			return undefined;
		case 'none':
			return signIn.isMeant ? { reason: signIn.reason, next: [signInAnywhere] } : undefined;
		default:
			return { reason: signIn.reason, next: signIn.next };
	}
};

/** Who signs, and what makes Packer sign so. */
export type Signing = {
	readonly signIn: SignIn;
	/** What must be changed in the environment that Packer gets, or that its keys are got in if they are handed over. */
	readonly changes: Changes;
	/** Whether Packer cannot get the keys by itself, so that temporary ones are handed to it. */
	readonly isHanded: boolean;
	/** The EC2 endpoint that the environment or the AWS configuration names, undefined if it is Amazon's. */
	readonly endpoint?: string;
};

/** A signer with what is known of it. */
export const signInBy = (
	signer: Signer,
	accountOfKeys: (profile: string) => string | undefined = () => undefined,
): SignIn => {
	const account = signerAccount(signer, accountOfKeys);
	const asks = yetToAsk(signer);
	return {
		kind: asks === undefined ? 'found' : 'to-be-seen',
		signer,
		label: signerLabel(signer),
		...(account !== undefined && { account }),
		asks: asks ?? '',
	};
};

/** The names of all profiles in the AWS configuration and credentials files, `default` first. */
export const listProfiles = async (whereabouts: Whereabouts): Promise<readonly string[]> => {
	const { profiles } = await readAwsFiles(whereabouts, 'go-2');
	return [...new Set([...profiles.keys()].map(unquoted))].sort(
		(a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b),
	);
};

/** What the SDK finds in the environment that Packer gets. */
const sdkSigner = async (
	choice: SignInChoice,
	whereabouts: Whereabouts,
	sdk: Sdk,
	files: AwsFiles,
): Promise<Signer | Hindrance | undefined> => {
	const { environment } = whereabouts;
	if (files.defect) {
		const { defect } = files;
		const lost = choice.kind === 'profile' ? `, not profile ${choice.name} either` : '';
		return cannot(
			`${sourceLine(defect)}: ${defect.what}, and ${sdkFeatures[sdk].title} reads nothing of the file${lost}.`,
			'Mend the line. The AWS command line overlooks what this Packer does not.',
		);
	}

	const name = choice.kind === 'profile' ? choice.name : (environment['AWS_PROFILE'] ?? 'default');
	const profile = linkProfile(name, files, sdk);
	if (isHindrance(profile)) {
		return profile;
	}

	if (choice.kind === 'environment') {
		return environmentSigner(environment);
	}

	if (choice.kind === 'web-identity') {
		return webIdentity(
			environment['AWS_ROLE_ARN'] ?? '',
			environment['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '',
			undefined,
		);
	}

	const ownKeys = files.credentials.get(name);
	if (sdkFeatures[sdk].keysFirst && ownKeys && hasKeys(ownKeys)) {
		return profileKeys(name, ownKeys.settings);
	}

	return resolveProfile(profile, {
		whereabouts,
		sdk,
		files,
		machine: only => machineSigner(environment, sdk, only),
	});
};

const applied = (environment: Environment, changes: Changes): Environment => ({ ...environment, ...changes });

/**
 * Who signs for a Packer with this SDK, and how its environment has to be for that: what was chosen is looked up where
 * the SDK looks, in its order. Whether AWS accepts it is left to Packer's first call. Throws nothing.
 * @param profile the profile that the Recipe names; without it what the environment names, as the AWS command line would.
 */
export const findSigning = async ({
	whereabouts,
	profile,
	sdk,
}: {
	readonly whereabouts: Whereabouts;
	readonly profile?: string | undefined;
	readonly sdk: Sdk;
}): Promise<Signing> => {
	const { environment } = whereabouts;
	const choice = chosenSignIn(environment, profile);
	const named = environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE'];
	const files = await readAwsFiles(whereabouts, sdk);
	const changes = signingChanges(whereabouts, choice, {
		sdk,
		profileExists: named !== undefined && files.profiles.has(named),
		needsKeys: choice.kind === 'profile' && needsEnvironmentKeys(choice.name, files, sdk),
	});
	const packers = { ...whereabouts, environment: applied(environment, changes) };
	const name = choice.kind === 'profile' ? choice.name : (packers.environment['AWS_PROFILE'] ?? 'default');
	const endpoint = await configuredEndpoint(packers, name);
	const signIn = await signInOf(choice, environment, packers, sdk);
	return {
		signIn,
		changes,
		isHanded: 'signer' in signIn && isHandedOver(signIn.signer, sdk),
		...(endpoint !== undefined && { endpoint }),
	};
};

const signInOf = async (
	choice: SignInChoice,
	environment: Environment,
	packers: Whereabouts,
	sdk: Sdk,
): Promise<SignIn> => {
	const files = await readAwsFiles(packers, sdk);
	const isNamed = choice.kind === 'profile' && (choice.named || choice.name !== 'default');
	if (!files.defect && isNamed && !files.profiles.has(choice.name)) {
		return unknownProfile(choice.name, files, sdk);
	}

	const signer = await sdkSigner(choice, packers, sdk, files);
	if (!signer) {
		const { reason, isHalf } = emptyProfile(
			choice.kind === 'profile' ? choice.name : 'default',
			environment,
			files,
			sdk,
		);
		return { kind: 'none', reason, isMeant: isNamed || isHalf };
	}

	if (isHindrance(signer)) {
		return signer;
	}

	return signInBy(signer, profile => files.profiles.get(profile)?.settings.get('aws_account_id')?.value);
};
