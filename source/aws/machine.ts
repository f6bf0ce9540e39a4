import type { Environment } from '../base/paths.ts';
import { instanceRole } from './instance-role.ts';
import { cannot } from './linked-profile.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';
import type { Hindrance, Signer } from './signer.ts';

const fullUri = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const relativeUri = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';

/** The addresses of ECS and of EKS, where a service without TLS is trusted. */
const containerHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];

const isTrusted = (address: string, sdk: Sdk): boolean => {
	if (!URL.canParse(address)) {
		return false;
	}

	const { protocol, hostname } = new URL(address);
	return (
		/^(?:127\.[\d.]+|localhost|\[::1\])$/.test(hostname) ||
		(sdkFeatures[sdk].knowsContainerHosts && (protocol === 'https:' || containerHosts.includes(hostname)))
	);
};

const ofContainer = (environment: Environment, sdk: Sdk): Signer | Hindrance | undefined => {
	const address = environment[fullUri];
	if (!address || (environment[relativeUri] && sdk === 'go-2')) {
		return environment[relativeUri] ? { source: 'container' } : undefined;
	}

	return isTrusted(address, sdk)
		? { source: 'container' }
		: cannot(`${fullUri} names ${address}, to which ${sdkFeatures[sdk].title} sends nothing.`);
};

const isSwitchedOff = (environment: Environment, sdk: Sdk): boolean =>
	sdkFeatures[sdk].heedsMetadataSwitch && environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true';

/** What serves a machine that has no files: the role of a container, or of the EC2 instance. */
export const machineSigner = async (
	environment: Environment,
	sdk: Sdk,
	only?: 'container' | 'instance',
): Promise<Signer | Hindrance | undefined> => {
	const container = only === 'instance' ? undefined : ofContainer(environment, sdk);
	if (container || only === 'container' || isSwitchedOff(environment, sdk)) {
		return container;
	}

	const role = await instanceRole(environment);
	return role === undefined ? undefined : { source: 'instance', role };
};
