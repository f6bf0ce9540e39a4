import { type Sdk, sdkFeatures } from './sdk.ts';

/** Who signs what Packer asks of AWS. */
export type Signer =
	| { readonly source: 'environment'; readonly keyId: string }
	/** The keys that stand in a profile. */
	| { readonly source: 'keys'; readonly profile: string; readonly keyId: string }
	| { readonly source: 'process'; readonly profile: string }
	/** `session` is the name of the `sso-session`, if it is by one. */
	| {
			readonly source: 'sso';
			readonly profile: string;
			readonly account: string;
			readonly role: string;
			readonly session?: string;
			/** When the sign-in ends, milliseconds since 1970; missing if it is renewed by itself. */
			readonly until?: number;
	  }
	/** What `aws login` left; `session` is the ARN of who signed in. */
	| { readonly source: 'login'; readonly profile: string; readonly session: string }
	| { readonly source: 'web-identity'; readonly role: string; readonly profile?: string }
	| { readonly source: 'container' }
	/** What a template says itself, in settings that only Packer can follow. */
	| { readonly source: 'template'; readonly file: string; readonly setting: string }
	| { readonly source: 'instance'; readonly role: string }
	/** A role that is taken with the credentials of another signer; `mfa` is the device whose code it asks for. */
	| {
			readonly source: 'role';
			readonly role: string;
			readonly profile: string;
			readonly by: Signer;
			readonly mfa?: string;
	  };

/** A profile that an SDK can make nothing of, with where it stands; and the way out. */
export type Hindrance = {
	readonly kind: 'cannot';
	readonly reason: string;
	readonly next: readonly string[];
};

/** The name of a role by its ARN: `arn:aws:iam::111122223333:role/team/builder` is `builder`. */
const roleName = (arn: string): string => arn.replace(/^.*[:/]/, '');

const accountOfArn = (arn: string): string | undefined => /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];

/** A signer in a few words: `profile dev, role builder`. */
export const signerLabel = (signer: Signer): string => {
	switch (signer.source) {
		case 'environment':
			return 'keys in the environment';
		case 'keys':
		case 'process':
		case 'login':
			return `profile ${signer.profile}`;
		case 'sso':
		case 'role':
			return `profile ${signer.profile}, role ${roleName(signer.role)}`;
		case 'web-identity':
			return `${signer.profile === undefined ? 'a web identity' : `profile ${signer.profile}`}, role ${roleName(signer.role)}`;
		case 'container':
			return 'the role of this container';
		case 'template':
			return `${signer.setting} of ${signer.file}`;
		case 'instance':
			return `role ${signer.role} of this machine`;
	}
};

/** The number of the account in which a signer builds, if that is known without asking AWS. */
export const signerAccount = (
	signer: Signer,
	/** What `aws_account_id` of a profile says. */
	accountOfKeys: (profile: string) => string | undefined,
): string | undefined => {
	switch (signer.source) {
		case 'role':
		case 'web-identity':
			return accountOfArn(signer.role);
		case 'login':
			return accountOfArn(signer.session);
		case 'sso':
			return signer.account;
		case 'keys':
		case 'process':
			return accountOfKeys(signer.profile);
		default:
			return undefined;
	}
};

/** The name of an MFA device by its ARN, or the number of one of hardware. */
const deviceName = (serial: string): string => serial.replace(/^.*[:/]/, '');

/** The device whose code a signer asks for; undefined if none does. */
export const mfaDevice = (signer: Signer): string | undefined =>
	signer.source === 'role' ? (signer.mfa ?? mfaDevice(signer.by)) : undefined;

/** Whether the SDK of a Packer cannot get these keys by itself, so that temporary ones are got for it. */
export const isHandedOver = (signer: Signer, sdk: Sdk): boolean => {
	const { ssoSessions, keysFirst } = sdkFeatures[sdk];
	switch (signer.source) {
		case 'login':
			return true;
		case 'sso':
			return signer.session !== undefined && !ssoSessions;
		case 'role':
			return (
				signer.mfa !== undefined ||
				// Version 1 would sign with the keys of the environment themselves, without the role.
				(signer.by.source === 'environment' && keysFirst) ||
				isHandedOver(signer.by, sdk)
			);
		default:
			return false;
	}
};

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The number of the account that an access key is of, which newer ids hold: half of it in eight digits of base 32 behind the
 * prefix, from `QAAAAAAA` on, and whether it is odd in the next (as moto 5.2 makes them). Undefined for other ids.
 */
const accountInKey = (keyId: string): string | undefined => {
	if (!/^A(?:KIA|SIA)[Q-Z2-7][A-Z2-7]{15}$/.test(keyId)) {
		return undefined;
	}

	const digits = [...keyId.slice(4)].map(character => base32.indexOf(character));
	const half = digits.slice(0, 8).reduce((sum, digit) => sum * 32 + digit, 0) - 2 ** 39;
	const account = String(half * 2 + ((digits[8] ?? 0) < 16 ? 0 : 1));
	return account.length > 12 ? undefined : account.padStart(12, '0');
};

/** The number of the account of a signer's own keys, if they tell. */
export const accountOfOwnKeys = (signer: Signer): string | undefined =>
	signer.source === 'environment' || signer.source === 'keys' ? accountInKey(signer.keyId) : undefined;

/** What has still to be asked before the signer is sure, undefined if nothing. */
export const yetToAsk = (signer: Signer): string | undefined => {
	switch (signer.source) {
		case 'role':
			return signer.mfa === undefined
				? (yetToAsk(signer.by) ?? 'AWS decides who may take the role')
				: `it asks for a code of ${deviceName(signer.mfa)}`;
		case 'web-identity':
			return 'AWS decides who may take the role';
		case 'sso':
			return 'the sign-in by SSO decides';
		case 'login':
			return 'the sign-in by aws login decides';
		case 'process':
			return 'its credential_process has to be run';
		case 'container':
			return "the container's service has to be asked";
		case 'template':
			return 'only Packer can follow it';
		default:
			return undefined;
	}
};

/** How somebody signs in again as this signer, a line each. */
export const signInAgain = (signer: Signer): readonly string[] => {
	switch (signer.source) {
		case 'sso':
			return [`aws sso login --profile ${signer.profile}`];
		case 'login':
			return [`aws login --profile ${signer.profile}`];
		case 'keys':
			return [`aws configure --profile ${signer.profile}, with new keys`];
		case 'role':
			return signInAgain(signer.by);
		case 'process':
			return [`Sign in where the credential_process of profile ${signer.profile} gets its keys.`];
		case 'environment':
			return ['Set new keys in the environment, and start packer-wizard there.'];
		default:
			return [];
	}
};

/** Whether a program of the person's gives the keys: it may ask them for something each time. */
export const asksPerson = (signer: Signer): boolean =>
	signer.source === 'process' || (signer.source === 'role' && asksPerson(signer.by));

/** When a sign-in ends, milliseconds since 1970; undefined if it does not, or nobody knows. */
export const signInEnd = (signer: Signer): number | undefined =>
	signer.source === 'sso' ? signer.until : signer.source === 'role' ? signInEnd(signer.by) : undefined;

/** A signer by what stays when somebody signs in anew, as text. */
export const signerName = (signer: Signer): string =>
	JSON.stringify(signer, (key, value) => (key === 'until' ? undefined : value));
