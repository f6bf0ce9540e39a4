import { existsSync } from 'node:fs';
import type { Environment } from './paths.ts';

/** Words that say of a value that it is secret, wherever they stand in the name of a variable. */
const telling = /^(\w*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN)S?|JWT)$/;

/** Words that say so only at the end of a name. */
const tellingLast =
	/^((API|APP|ACCESS|ACCOUNT|AUTH|PRIV|PRIVATE|SECRET)?KEY|\w*(PASS|PWD)|PW|PAT|PSK|AUTH|DSN|BEARER|COOKIE|CREDS?|CREDENTIALS?|AUTHORIZATION|CONNECTIONSTRING)$/;

/** Pairs of words that say so wherever they stand. */
const tellingPair = /(^|_)((API|PRIVATE|SECRET|SIGNING|ENCRYPTION)_KEY|PASS_(PHRASE|WORD|CODE))(?!_ID$)(_|$)/;

/** Last words of names that speak of a secret and hold none: where it is, what it is called, how it is got. */
const about =
	/^(FILE|FILENAME|PATH|DIR|FOLDER|URL|URI|ENDPOINT|HOST|PORT|NAME|TYPE|KIND|ARN|LENGTH|SIZE|TTL|EXPIRY|EXPIRES|EXPIRATION|TIMEOUT|COMMAND|CMD|HELPER|METHOD|SOURCE|STORE|REGION|USER|USERNAME|ENABLED|DISABLED|ASKPASS|BYPASS)$/;

const openKey = /(^|_)(PUBLIC|PUB|KMS|CACHE|SORT|PARTITION|PRIMARY|FOREIGN|HOST|OBJECT)_KEY$/;
const connectionString = /(^|_)(CONNECTION|CONN)_(STRING|STR)$/;
const workingFolder = /^(OLD_?)?PWD$/;

/** `npm_config_authToken` is NPM_CONFIG_AUTH_TOKEN; numbers say nothing: DB_PASS_2 and DB_PASS2 are DB_PASS. */
const spelled = (name: string): string =>
	name
		.replace(/([a-z\d])([A-Z])/g, '$1_$2')
		.toUpperCase()
		.replace(/[^A-Z\d]+/g, '_')
		.replace(/_?\d+(?=_|$)/g, '');

const tells = (name: string): boolean => {
	const upper = spelled(name);
	const words = upper.split('_');
	const last = words.at(-1) ?? '';
	if (about.test(last) || openKey.test(upper) || workingFolder.test(upper)) {
		return false;
	}

	return (
		words.some(word => telling.test(word)) ||
		[tellingPair, connectionString].some(pattern => pattern.test(upper)) ||
		tellingLast.test(last)
	);
};

// Shorter values are more likely words than secrets.
const shortest = 8;

/** Paths, addresses, names of AWS and public keys. A secret may begin with a slash, but hardly with a folder that is there. */
const isOpen = (value: string): boolean =>
	/^(~|\.{1,2})\/|^(arn:|ssh-|ecdsa-)|^https?:\/\/[^@]*$/.test(value) ||
	existsSync(/^\/[^/]+/.exec(value)?.[0] ?? '');

/** Whether a variable of the environment calls itself a secret and holds one. */
export const holdsSecret = (name: string, value = ''): boolean =>
	value.length >= shortest && tells(name) && !isOpen(value);

const shortestPassword = 4;

const withPassword = [
	/\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/:@]*:([^\s/]+)@/gi,
	/^[^\s/:@]+:(\S+)@(?:tcp|unix)\(/g,
	/^(?:bearer|basic|token)\s+(\S{8,})$/gi,
	/"\w*(?:auth|password|secret|token|private_key)"\s*:\s*"((?:[^"\\]|\\.)+)"/gi,
	/(?:^|[;\s])(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*([^;\s]+)/gi,
];

const percentDecoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

/** The passwords in a value: of URLs (`https://user:password@…`), addresses of databases, connection strings, headers, JSON. */
export const passwordsIn = (value: string): readonly string[] =>
	withPassword
		.flatMap(pattern => [...value.matchAll(pattern)])
		.flatMap(([, password = '']) => [password, percentDecoded(password)])
		.filter(password => password.length >= shortestPassword && !isOpen(password));

/** With these, Packer and brew may ask GitHub for more: they are for programs of that kind. */
const forTools = /_GITHUB_API_TOKEN$/;

/** What a program gets that helps a build but has no part in it: everything but the secrets. */
export const withoutSecrets = (environment: Environment): Environment =>
	Object.fromEntries(
		Object.entries(environment).filter(([name, value]) => forTools.test(name) || !holdsSecret(name, value)),
	);
