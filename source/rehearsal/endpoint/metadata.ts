import { number, type Parameters, value } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import type { Image, Metadata } from './state.ts';

const oneOf = (parameters: Parameters, name: string, first: string, second: string): string | undefined => {
	const text = value(parameters, name);
	if (text !== undefined && text !== first && text !== second) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${text}) for parameter MetadataOptions.${name} is invalid. Valid values: ${first}, ${second}`,
		);
	}

	return text;
};

/** How a machine may ask the metadata service: as the launch says, else as its image. @throws Refusal if not at all. */
export const readMetadata = (options: Parameters, image: Image): Metadata => {
	const isV2 = image.imds === 'v2.0';
	const hops = number(options, 'HttpPutResponseHopLimit') ?? (isV2 ? 2 : 1);
	if (hops < 1 || hops > 64) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${hops}) for parameter MetadataOptions.HttpPutResponseHopLimit is invalid. It must be 1 to 64.`,
		);
	}

	const tokens = oneOf(options, 'HttpTokens', 'optional', 'required');
	return {
		tokens: (tokens ?? (isV2 ? 'required' : 'optional')) === 'required' ? 'required' : 'optional',
		hops,
		isOn: oneOf(options, 'HttpEndpoint', 'enabled', 'disabled') !== 'disabled',
		hasTags: oneOf(options, 'InstanceMetadataTags', 'enabled', 'disabled') === 'enabled',
	};
};

const onOff = (isOn: boolean): string => (isOn ? 'enabled' : 'disabled');

export const metadataXml = ({ tokens, hops, isOn, hasTags }: Metadata): Xml => ({
	state: 'applied',
	httpTokens: tokens,
	httpPutResponseHopLimit: hops,
	httpEndpoint: onOff(isOn),
	httpProtocolIpv6: 'disabled',
	instanceMetadataTags: onOff(hasTags),
});
