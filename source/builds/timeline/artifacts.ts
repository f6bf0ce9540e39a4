import type { Artifact, BuildResult } from '../journal/journal.ts';

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
 * What a build came to. Only exit 0 with an image is a success: Packer 1.6.6 exits 0 when it built nothing, and a line
 * of kind `error` is no failure.
 * @param exitCode null if it is not known, because another process started Packer.
 */
export const resultOf = ({
	exitCode,
	artifacts,
	cancelled,
	failed,
}: {
	readonly exitCode: number | null;
	readonly artifacts: readonly Artifact[];
	/** Whether Packer was told to stop. */
	readonly cancelled: boolean;
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
}): BuildResult => {
	if (exitCode === null ? !failed && artifacts.length > 0 : exitCode === 0 && artifacts.length > 0) {
		return 'done';
	}

	if (cancelled) {
		return 'cancelled';
	}

	return exitCode === null && !failed ? 'unknown' : 'failed';
};
