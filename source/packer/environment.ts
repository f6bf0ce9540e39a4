import path from 'node:path';
import type { Environment } from '../base/paths.ts';
import { withoutSecrets } from '../base/secrets.ts';
import { atLeast, type Version } from '../base/versions.ts';

// PACKER_LOG floods standard error, and its file holds more than people should keep (secrets among it).
const dropped = ['PACKER_LOG', 'PACKER_LOG_PATH'];

/** What Packer gets whatever it does: no call to HashiCorp about newer versions, no colour, no log. */
const common = (environment: Environment): Record<string, string> => {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(environment)) {
		if (value !== undefined && !dropped.includes(name)) {
			result[name] = value;
		}
	}

	return { ...result, CHECKPOINT_DISABLE: '1', PACKER_NO_COLOR: '1' };
};

/** Up to 1.7.4 Packer makes a folder `packer_cache` wherever it is started, unless it is told another. */
const cacheVariable = (
	environment: Environment,
	version: Version | undefined,
	folder: string,
): Record<string, string> =>
	environment['PACKER_CACHE_DIR'] || version === undefined || atLeast(version, '1.7.5')
		? {}
		: { PACKER_CACHE_DIR: path.join(folder, 'packer_cache') };

/**
 * The environment for a build in AWS: the person's own, as the SDK that Packer brings shall find it.
 * @param folder a folder that is private to this run: temporary files go there.
 */
export const packerEnvironment = (
	environment: Environment,
	{ version, folder }: { readonly version: Version; readonly folder: string },
): Record<string, string> => ({
	...common(environment),
	...cacheVariable(environment, version, folder),
	TMPDIR: folder,
});

/** The environment for commands that build nothing (`version`, `init`, `plugins`). */
export const toolEnvironment = (environment: Environment): Record<string, string> =>
	common(withoutSecrets(environment));

const allowed = [
	'PATH',
	'HOME',
	'USER',
	'LOGNAME',
	'SHELL',
	'LANG',
	'LANGUAGE',
	'TZ',
	'TERM',
	'XDG_CACHE_HOME',
	'XDG_CONFIG_HOME',
	'XDG_DATA_HOME',
	'XDG_RUNTIME_DIR',
	'PACKER_CACHE_DIR',
	'PACKER_CONFIG',
	'PACKER_CONFIG_DIR',
	'PACKER_PLUGIN_PATH',
	'PACKER_PLUGIN_MIN_PORT',
	'PACKER_PLUGIN_MAX_PORT',
	// Where an engine answers that makes container images beside the rehearsal.
	'DOCKER_HOST',
	'DOCKER_CONTEXT',
	'DOCKER_CERT_PATH',
	'DOCKER_TLS_VERIFY',
	'CONTAINER_HOST',
];
const allowedPrefixes = ['LC_', 'PKR_VAR_'];

/**
 * The environment for a rehearsal, built from a list of what may pass: no variable of the person's AWS set-up, no
 * proxy, and an SDK that sees invented keys, empty files and no other endpoint than ours. Secrets that the template
 * reads by name are added by the caller.
 * @param endpoint the address of the rehearsal's EC2: `http://127.0.0.1:<port>`.
 * @param credentials the invented key that this EC2 serves.
 * @param folder a folder that is private to this run: temporary files go there.
 */
export const rehearsalEnvironment = (
	environment: Environment,
	{
		endpoint,
		credentials,
		region,
		folder,
		version,
	}: {
		readonly endpoint: string;
		readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
		readonly region: string;
		readonly folder: string;
		readonly version?: Version;
	},
): Record<string, string> => {
	const passed = Object.fromEntries(
		Object.entries(environment).filter(
			([name]) => allowed.includes(name) || allowedPrefixes.some(prefix => name.startsWith(prefix)),
		),
	);
	return {
		...common(passed),
		...cacheVariable(passed, version, folder),
		TMPDIR: folder,
		AWS_ENDPOINT_URL: endpoint,
		AWS_REGION: region,
		AWS_DEFAULT_REGION: region,
		AWS_ACCESS_KEY_ID: credentials.accessKeyId,
		AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
		// Always there, always empty, and nobody can put a profile into it.
		AWS_CONFIG_FILE: '/dev/null',
		AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
		AWS_EC2_METADATA_DISABLED: 'true',
	};
};
