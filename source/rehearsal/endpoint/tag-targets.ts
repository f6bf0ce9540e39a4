import type { Call } from './call.ts';
import { structures, value } from './parameters.ts';
import { Refusal } from './protocol.ts';

/** What a call can give tags to, by its action, as botocore's model of EC2 documents it (1.44.8). */
const targets: ReadonlyMap<string, readonly string[]> = new Map([
	['CreateKeyPair', ['key-pair']],
	['CreateSecurityGroup', ['security-group']],
	['AuthorizeSecurityGroupIngress', ['security-group-rule']],
	['AuthorizeSecurityGroupEgress', ['security-group-rule']],
	['RunInstances', ['instance', 'volume', 'network-interface', 'spot-instances-request', 'elastic-gpu']],
	['CreateLaunchTemplate', ['launch-template']],
	['CreateFleet', ['fleet', 'instance', 'volume', 'network-interface', 'spot-instances-request']],
	['CreateImage', ['image', 'snapshot']],
	['CopyImage', ['image', 'snapshot']],
	['CreateSnapshot', ['snapshot']],
]);

/** @throws Refusal if a call gives tags to what it does not make: nobody would miss them until much later. */
export const checkTagTargets = ({ action, parameters }: Call): void => {
	const allowed = targets.get(action);
	for (const specification of structures(parameters, 'TagSpecification')) {
		const type = value(specification, 'ResourceType') ?? '';
		if (allowed && !allowed.includes(type)) {
			throw new Refusal(
				'InvalidParameterValue',
				`'${type}' is not a valid taggable resource type for this operation.`,
			);
		}
	}
};
