/** The name of a container image, taken apart: `ghcr.io/ann/web:1.0@sha256:…`. */
export type ImageReference = {
	/** `ghcr.io`, `localhost:5000`; undefined for Docker Hub. */
	readonly registry: string | undefined;
	/** `ann/web`. */
	readonly path: string;
	readonly tag: string | undefined;
	readonly digest: string | undefined;
};

const registryPattern = /^(?:localhost|[A-Za-z0-9-]+(?=:)|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d{1,5})?$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;

/** A tag of a container image: `1.0`, `latest`. */
export const tagPattern = /^\w[\w.-]{0,127}$/;
export const tagRule = 'A tag looks like 1.0: letters, digits and . _ - only, 128 at most.';

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** How long registry and path may be together. */
const longest = 255;

/**
 * Takes the name of a container image apart, by the rules of Docker (the module `distribution/reference`); undefined if it is none.
 */
export const readReference = (text: string): ImageReference | undefined => {
	const [named = '', digest, ...more] = text.split('@');
	const slash = named.indexOf('/');
	const first = named.slice(0, Math.max(slash, 0));
	const registry = registryPattern.test(first) ? first : undefined;
	const rest = registry === undefined ? named : named.slice(slash + 1);
	const colon = rest.indexOf(':');
	const path = colon === -1 ? rest : rest.slice(0, colon);
	const tag = colon === -1 ? undefined : rest.slice(colon + 1);
	const isGood =
		more.length === 0 &&
		pathPattern.test(path) &&
		`${registry ?? ''}/${path}`.length <= longest &&
		(tag === undefined || tagPattern.test(tag)) &&
		(digest === undefined || digestPattern.test(digest));
	return isGood ? { registry, path, tag, digest } : undefined;
};

/** Why a text is no name of a container image, one sentence; undefined if it is one. */
export const referenceComplaint = (text: string): string | undefined => {
	if (readReference(text)) {
		return undefined;
	}

	const small = text.trim().toLowerCase();
	return small !== text && readReference(small)
		? `A container image has a name of small letters: ${small}.`
		: 'A container image has a name like debian:12 or ghcr.io/ann/web:1.0.';
};

/** Why a text is no repository, a name without tag and digest, one sentence; undefined if it is one. */
export const repositoryComplaint = (text: string): string | undefined => {
	const reference = readReference(text);
	return reference && (reference.tag !== undefined || reference.digest !== undefined)
		? `The tags are a question of their own: leave ${text.slice(text.search(/[:@][^/]*$/))} out.`
		: referenceComplaint(text);
};

/** A registry of ECR in one account and region. */
const ecrPattern = /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/** The registry of a repository if it is one of ECR, which has a log-in of its own; undefined if not. */
export const ecrRegistry = (repository: string): string | undefined => {
	const registry = readReference(repository)?.registry;
	return registry !== undefined && ecrPattern.test(registry) ? registry : undefined;
};
