import { createHash } from 'node:crypto';
import { type Call, here } from './call.ts';
import { flag, type Parameters, value } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId, type Failure, type World } from './state.ts';

/** The alias of the key that EBS makes for itself in each region. */
const ebsKey = 'alias/aws/ebs';

const arnOf = (region: string, name: string): string => {
	const digits = createHash('sha256').update(`${region} ${name}`).digest('hex');
	const id = /^[0-9a-f-]{36}$|^mrk-/.test(name)
		? name
		: digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
	return `arn:aws:kms:${region}:${accountId}:key/${id}`;
};

/** A key's name without what every ARN of this region begins with: `alias/images`, or an id. */
const bare = (region: string, key: string): string =>
	key.replace(new RegExp(`^arn:aws[\\w-]*:kms:${region}:\\d{12}:(?:key/)?`), '');

/** What something is encrypted with: the ARN of its key, and why nothing can be with that one. */
type Encryption = {
	readonly key: string;
	readonly failure: Failure | undefined;
};

/** The key that a call or a disk names. @throws Refusal if nothing is encrypted there. */
export const namedKey = (parameters: Parameters): string | undefined => {
	const key = value(parameters, 'KmsKeyId');
	if (key !== undefined && !flag(parameters, 'Encrypted')) {
		throw new Refusal(
			'InvalidParameterDependency',
			'The parameter KmsKeyId requires the parameter Encrypted to be set.',
		);
	}

	return key;
};

/**
 * The key that is meant by a name, EBS's own if there is no name. One that does not exist is no refusal: EC2 looks for it only
 * after it has answered, says so in the reference of RunInstances and CopyImage, and what it began comes to nothing.
 */
export const encryptionWith = (world: World, call: Call, key: string | undefined): Encryption => {
	const name = bare(call.region, key ?? ebsKey);
	const isKnown = name === ebsKey || here(world, call).keys.some(known => bare(call.region, known) === name);
	const code = 'Client.InvalidKMSKey.InvalidState';
	return {
		key: arnOf(call.region, name),
		failure: isKnown
			? undefined
			: { code, message: `${code}: The KMS key provided is in an incorrect state` },
	};
};

/** Whether the key of an ARN is EBS's own in a region. */
export const isEbsKey = (region: string, arn: string | undefined): boolean => arn === arnOf(region, ebsKey);
