import type { Environment } from './paths.ts';

/** Names that say of themselves that the value is secret. Paths and switches are told by the value. */
const tellingName = /(^|_)(TOKEN|SECRET|PASSWORD|PASSPHRASE|SECRET_ACCESS_KEY|API_KEY|PRIVATE_KEY)$/;

// Shorter values are more likely words than secrets.
const shortest = 8;

/** Whether a variable of the environment calls itself a secret and holds one. */
export const holdsSecret = (name: string, value = ''): boolean =>
	tellingName.test(name) && value.length >= shortest && !value.startsWith('/');

/** With these, Packer and brew may ask GitHub for more: they are for programs of that kind. */
const forTools = /_GITHUB_API_TOKEN$/;

/** What a program gets that helps a build but has no part in it: everything but the secrets. */
export const withoutSecrets = (environment: Environment): Environment =>
	Object.fromEntries(
		Object.entries(environment).filter(([name, value]) => forTools.test(name) || !holdsSecret(name, value)),
	);
