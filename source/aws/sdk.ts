import { atLeast, type Version } from '../base/versions.ts';

/**
 * The AWS SDK for Go that signs for Packer. `go-1`: Packer up to 1.9, which brings the amazon plugin along, and plugins
 * before 1.2.7. `go-1-sessions`: plugins before 1.8, whose SDK 1.45 and newer knows `sso_session`. `go-2`: plugins from
 * 1.8 on.
 */
export type Sdk = 'go-1' | 'go-1-sessions' | 'go-2';

/** What tells the SDKs apart. */
export type SdkFeatures = {
	/** How they are called in a sentence. */
	readonly title: string;
	/** How the AWS files are read: version 1 minds the case of names, and gives a whole file up for one bad line. */
	readonly syntax: 'strict' | 'lenient';
	/** Whether keys in the environment, then those of the credentials file, sign before anything else is looked at. */
	readonly keysFirst: boolean;
	/** Whether `AWS_PROFILE` must name a profile that exists, and half a pair of keys in a file is an error. */
	readonly refusesDefects: boolean;
	readonly ssoSessions: boolean;
	/** Whether `AWS_EC2_METADATA_DISABLED` counts. Version 2 would heed it, but the plugin switches the service on. */
	readonly heedsMetadataSwitch: boolean;
	/**
	 * Whether a container's service may be at the addresses of ECS and EKS, not only on the loopback: aws-sdk-go from 1.47.11
	 * on, so that plugins 1.2.7 to 1.3.3, with 1.45.6, are said to know more than they do.
	 */
	readonly knowsContainerHosts: boolean;
	/** Whether endpoints are read from the environment and the AWS configuration. */
	readonly readsEndpoints: boolean;
};

const first: SdkFeatures = {
	title: 'this Packer',
	syntax: 'strict',
	keysFirst: true,
	refusesDefects: false,
	ssoSessions: false,
	heedsMetadataSwitch: true,
	knowsContainerHosts: false,
	readsEndpoints: false,
};

/** From the sources of aws-sdk-go 1.44.133 and 1.55.6, aws-sdk-go-v2/config 1.30.3 and the amazon plugin's history. */
export const sdkFeatures: Readonly<Record<Sdk, SdkFeatures>> = {
	'go-1': first,
	'go-1-sessions': { ...first, ssoSessions: true, knowsContainerHosts: true },
	'go-2': {
		title: 'Packer',
		syntax: 'lenient',
		keysFirst: false,
		refusesDefects: true,
		ssoSessions: true,
		heedsMetadataSwitch: false,
		knowsContainerHosts: true,
		readsEndpoints: true,
	},
};

/** The SDK of an amazon plugin; undefined stands for the plugin that Packer brings along. */
export const sdkOfPlugin = (plugin: Version | undefined): Sdk => {
	if (plugin === undefined || !atLeast(plugin, '1.2.7')) {
		return 'go-1';
	}

	return atLeast(plugin, '1.8.0') ? 'go-2' : 'go-1-sessions';
};
