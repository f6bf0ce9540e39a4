import { isoText } from '../base/durations.ts';

/** What AWS says of an image. */
export type ImageSeen = {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** In EC2's words, `available`; `gone` if there is none of that id any more. */
	readonly state: string;
	/** From when on it is deprecated, as EC2 says it: `2027-01-01T00:00:00.000Z`. */
	readonly deprecated?: string;
	/** Whether everybody may start servers from it. */
	readonly isPublic?: true;
	/** The base image that a build would take now, if that is another one than it was. */
	readonly newerBase?: { readonly ami: string; readonly name: string; readonly created: string };
};

/** An image that was made here and is not known to be deleted by us. */
export type OwnImage = {
	/** The id of its build. */
	readonly build: string;
	/** The name that a person knows the build by. */
	readonly name: string;
	/** The name of the preset that was run, if it was run by name. */
	readonly preset?: string;
	/** Empty for a container image. */
	readonly region: string;
	/** `ami-0f3a91c2d4e5f6a7b`; of a container image all its names. */
	readonly id: string;
	/** When its build ended, milliseconds since 1970. */
	readonly made: number;
	/** `Ubuntu 24.04 LTS`. */
	readonly base: string;
	/** The AMI that its machine was started from. */
	readonly from?: string;
	/** `docker` or `podman`, of a container image. */
	readonly engine?: string;
	/** Accounts and organisations that may start servers from it, as far as it is known here. */
	readonly sharedWith: readonly string[];
	/** What AWS said last; missing if it was never asked. */
	readonly seen?: ImageSeen;
	/** Why AWS was not asked, or did not tell: one sentence. */
	readonly unseen?: string;
};

/** The same for machines: times as ISO 8601. */
export const imageData = ({ made, seen, ...image }: OwnImage) => ({
	...image,
	made: isoText(made),
	...(seen && { seen: { ...seen, at: isoText(seen.at) } }),
});
