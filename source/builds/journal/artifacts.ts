import type { Artifact, CopyEntry, EndEntry } from './journal.ts';

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

/** Images as people name them: an AMI with its region; a container image by its names, where it has some. */
export const imageTexts = (artifacts: readonly Artifact[]): readonly string[] => {
	const named = artifacts.filter(({ region, ami }) => region !== '' || !/^(?:sha256:)?[0-9a-f]+$/.test(ami));
	return (named.length > 0 ? named : artifacts).map(({ region, ami }) =>
		[ami, region].filter(Boolean).join(' '),
	);
};

/** Both lists without repetitions: a manifest makes Packer name every AMI twice. */
export const withArtifacts = (known: readonly Artifact[], more: readonly Artifact[]): readonly Artifact[] => {
	const added = more.filter(
		({ region, ami }) => !known.some(artifact => artifact.region === region && artifact.ami === ami),
	);
	return added.length === 0 ? known : [...known, ...added];
};

/** What became of a copy, as far as it tells of an image. */
type Copied = Pick<CopyEntry, 'region' | 'state' | 'ami'>;

/**
 * The images after what became of a copy, which is the only one of ours in its region. One counts as soon as it has an id:
 * what has begun is ended by nobody but AWS. One that failed with nothing left has none.
 */
export const withCopy = (known: readonly Artifact[], { region, state, ami }: Copied): readonly Artifact[] => {
	if (ami === undefined) {
		return state === 'failed' ? known.filter(artifact => artifact.region !== region) : known;
	}

	return known.some(artifact => artifact.region === region)
		? known.map(artifact => (artifact.region === region ? { region, ami } : artifact))
		: [...known, { region, ami }];
};

/** How a build ended, as far as later copies change it. */
type CopiedEnd = Pick<EndEntry, 'artifacts' | 'uncopied' | 'cause' | 'diagnosis'> & {
	readonly result?: EndEntry['result'] | undefined;
};

/**
 * How a build ended, after what became of a copy that was made later: with the last one that was missing all is there that
 * the build was for.
 */
export const withLaterCopy = <End extends CopiedEnd>(end: End, copy: Copied): End => {
	const artifacts = withCopy(end.artifacts, copy);
	const uncopied = end.uncopied?.filter(region => copy.state !== 'done' || region !== copy.region);
	return uncopied?.length === 0
		? { ...end, artifacts, uncopied: undefined, result: 'done', cause: undefined, diagnosis: undefined }
		: { ...end, artifacts, uncopied };
};
