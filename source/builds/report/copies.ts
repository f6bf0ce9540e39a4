import type { Timeline } from '../timeline/timeline.ts';
import type { Diagnosis } from './diagnosis.ts';
import { asSentence, flatText, knownFailure } from './known-failure.ts';

/** The regions that were to get a copy and have none, of a build that is over and whose image is there. */
export const missingCopies = ({
	header,
	result,
	artifacts,
	copies,
}: Pick<Timeline, 'header' | 'result' | 'artifacts' | 'copies'>): readonly string[] =>
	result === undefined || header.mode === 'rehearsal' || artifacts.length === 0
		? []
		: copies
				.map(({ region }) => region)
				.filter(region => !artifacts.some(artifact => artifact.region === region));

/** The command that makes copies of the image of a build. */
const copyCommand = (id: string, regions: readonly string[]): string =>
	`packer-wizard builds copy ${id} --to ${regions.join(',')}`;

/** Why copies failed that packer-wizard made itself: the image is there all the same. Undefined if none did. */
export const explainCopies = (timeline: Timeline): Omit<Diagnosis, 'lastLines'> | undefined => {
	const { header, artifacts, copies } = timeline;
	const failed = copies.filter(({ said }) => said !== undefined);
	const [first] = failed;
	if (first?.said === undefined) {
		return undefined;
	}

	const told = failed.map(({ region, said = '' }) =>
		// The table knows what Packer says of its own copies.
		knownFailure(flatText(`Error Copying AMI (${artifacts[0]?.ami}) to region (${region}): ${said}`), header),
	);
	const regions = failed.map(({ region }) => region);
	const command = copyCommand(header.id, regions);
	const isPlayed = header.mode === 'rehearsal';
	return {
		id: told[0]?.id ?? 'copy.failed',
		what: told.map(each => each?.what ?? '').join(' '),
		why: asSentence(first.said),
		next: isPlayed
			? `In AWS the image would stay where it is, and this would copy it without another build: ${command}`
			: `The image stays where it is. To copy it without another build: ${command}`,
		remedy: isPlayed ? 'copy-to' : 'copy',
	};
};
