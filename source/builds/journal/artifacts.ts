import type { Artifact, CopyEntry } from './journal.ts';

const amiPattern = /^([a-z0-9-]+):(ami-[0-9a-f]+)$/;

/**
 * The images that an `artifact` record names, from its data (`["0", "id", "eu-west-1:ami-1,us-east-1:ami-2"]`). What is
 * no AMI (an image of Docker) has an empty region.
 */
export const artifactsOf = (data: readonly string[]): readonly Artifact[] => {
	const [, property, id = ''] = data;
	if (property !== 'id' || id === '') {
		return [];
	}

	const parts = id.split(',').map(part => amiPattern.exec(part));
	return parts.every(part => part !== null)
		? parts.map(([, region = '', ami = '']) => ({ region, ami }))
		: [{ region: '', ami: id }];
};

/** Both lists without repetitions: a manifest makes Packer name every AMI twice. */
export const withArtifacts = (known: readonly Artifact[], more: readonly Artifact[]): readonly Artifact[] => {
	const added = more.filter(
		({ region, ami }) => !known.some(artifact => artifact.region === region && artifact.ami === ami),
	);
	return added.length === 0 ? known : [...known, ...added];
};

/**
 * The images after what became of a copy. One counts as soon as it has an id: what has begun is ended by nobody but AWS. One
 * that failed with nothing left has none.
 */
export const withCopy = (
	known: readonly Artifact[],
	{ region, state, ami }: Pick<CopyEntry, 'region' | 'state' | 'ami'>,
): readonly Artifact[] => {
	if (ami !== undefined) {
		return withArtifacts(known, [{ region, ami }]);
	}

	return state === 'failed' ? known.filter(artifact => artifact.region !== region) : known;
};
