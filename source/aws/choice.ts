import { type Environment, typedPath, type Whereabouts } from '../base/paths.ts';
import { environmentSigner } from './credential-sources.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';

/** With what a person wants to sign in, as the AWS command line would understand them. */
export type SignInChoice =
	| { readonly kind: 'environment' | 'web-identity' }
	/** `named` if the Recipe says it, not the environment. */
	| { readonly kind: 'profile'; readonly name: string; readonly named: boolean };

/** The profile that the environment chooses. */
const environmentProfile = (environment: Environment): string | undefined =>
	environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE'] || undefined;

/**
 * Keys in the environment, then a web identity, then a profile: unless the Recipe names one.
 * @param profile the profile that the Recipe names.
 */
export const chosenSignIn = (environment: Environment, profile: string | undefined): SignInChoice => {
	if (profile !== undefined) {
		return { kind: 'profile', name: profile, named: true };
	}

	if (environmentSigner(environment)) {
		return { kind: 'environment' };
	}

	return environment['AWS_WEB_IDENTITY_TOKEN_FILE'] && environment['AWS_ROLE_ARN']
		? { kind: 'web-identity' }
		: { kind: 'profile', name: environmentProfile(environment) ?? 'default', named: false };
};

const keyVariables = [
	'AWS_ACCESS_KEY_ID',
	'AWS_SECRET_ACCESS_KEY',
	'AWS_SESSION_TOKEN',
	'AWS_ACCESS_KEY',
	'AWS_SECRET_KEY',
];
const webIdentityVariables = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'];
/** The SDKs for Go take `~` for a folder of that name, and Packer runs in another folder than the person. */
const fileVariables = [
	'AWS_CONFIG_FILE',
	'AWS_SHARED_CREDENTIALS_FILE',
	'AWS_WEB_IDENTITY_TOKEN_FILE',
	'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
	'AWS_CA_BUNDLE',
	'AWS_SDK_GO_CLIENT_TLS_CERT',
	'AWS_SDK_GO_CLIENT_TLS_KEY',
];

/** Variables to set, and those to take out as undefined. */
export type Changes = Readonly<Record<string, string | undefined>>;

const takenOut = (names: readonly string[]): Changes =>
	Object.fromEntries(names.map(name => [name, undefined]));

export type SigningOptions = {
	readonly sdk: Sdk;
	/** Whether the profile that the environment chooses exists. */
	readonly profileExists: boolean;
	/** Whether the chosen profile takes its role with the keys of the environment. */
	readonly needsKeys: boolean;
};

const profileChanges = (
	{ name, named }: { readonly name: string; readonly named: boolean },
	{ needsKeys }: SigningOptions,
): Changes => ({
	// Version 1 signs with the keys of the environment whatever profile is named.
	...(needsKeys ? {} : takenOut(keyVariables)),
	...takenOut(webIdentityVariables),
	AWS_DEFAULT_PROFILE: undefined,
	AWS_PROFILE: name === 'default' && !named ? undefined : name,
});

/**
 * What has to be changed in the person's environment so that every SDK signs with what was chosen. Pure.
 */
export const signingChanges = (
	whereabouts: Whereabouts,
	choice: SignInChoice,
	options: SigningOptions,
): Changes => {
	const { environment } = whereabouts;
	const files = Object.fromEntries(
		fileVariables.flatMap(name => {
			const value = environment[name];
			return value ? [[name, typedPath(value, whereabouts)]] : [];
		}),
	);
	if (choice.kind === 'profile') {
		return { ...files, ...profileChanges(choice, options) };
	}

	const profile = options.profileExists ? environmentProfile(environment) : undefined;
	return {
		...files,
		AWS_DEFAULT_PROFILE: undefined,
		AWS_PROFILE: profile,
		// Version 1 would sign with keys in the credentials file before it takes the web identity.
		...(choice.kind === 'web-identity' && sdkFeatures[options.sdk].keysFirst
			? { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' }
			: {}),
	};
};

/** What says nothing of who signs: it counts for keys that are handed over as well. */
const withoutSigner =
	/^AWS_(CA_BUNDLE|MAX_ATTEMPTS|RETRY_MODE|POLL_DELAY_SECONDS|TIMEOUT_SECONDS|EC2_METADATA_DISABLED|(IGNORE_CONFIGURED_)?ENDPOINT_URL.*|USE_(FIPS|DUALSTACK)_ENDPOINT)$/;

/** What has to be changed in an environment so that every SDK signs with keys that are handed over in it. Pure. */
export const handedChanges = (environment: Environment): Changes => ({
	...takenOut(Object.keys(environment).filter(name => /^AWS_/.test(name) && !withoutSigner.test(name))),
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});
