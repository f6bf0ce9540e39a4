import { number, type Parameters, word } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import type { Image, Metadata } from './state.ts';

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

	const option = <Word extends string>(name: string, words: readonly Word[]): Word | undefined =>
		word(options, name, words, `MetadataOptions.${name}`);
	return {
		tokens: option('HttpTokens', ['optional', 'required']) ?? (isV2 ? 'required' : 'optional'),
		hops,
		isOn: option('HttpEndpoint', ['enabled', 'disabled']) !== 'disabled',
		hasTags: option('InstanceMetadataTags', ['enabled', 'disabled']) === 'enabled',
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
