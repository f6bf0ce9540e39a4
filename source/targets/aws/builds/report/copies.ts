import type { Diagnosis } from '../../../../builds/report/diagnosis.ts';
import { asSentence, flatText, knownFailure } from '../../../../builds/report/known-failure.ts';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';

/** The regions that were to get a copy and have none for certain, of a build that is over and whose image is there. */
export const missingCopies = ({
	header,
	uncopied,
}: Pick<Timeline, 'header' | 'uncopied'>): readonly string[] => (header.mode === 'rehearsal' ? [] : uncopied);

/** Whether packer-wizard makes copies just now: Packer is through with everything then. */
export const makesCopies = ({ phases }: Pick<Timeline, 'phases'>): boolean =>
	phases.some(({ id, status }) => id === 'copy' && status === 'running') &&
	phases.some(({ id, status }) => id === 'cleanup' && status === 'done');

/** The command that makes copies of the image of a build. */
export const copyCommand = (id: string, regions: readonly string[]): string =>
	`packer-wizard builds copy ${id} --to ${regions.join(',')}`;

type Told = Omit<Diagnosis, 'lastLines'>;

/** What to do about the copies that are missing; in a rehearsal what would be done. */
export const toCopy = ({ header, uncopied }: Timeline): Pick<Told, 'next' | 'remedy'> => {
	const command = copyCommand(header.id, uncopied);
	return header.mode === 'rehearsal'
		? {
				next: `In AWS the image would stay where it is, and this would copy it without another build: ${command}`,
				remedy: 'copy-to',
			}
		: {
				next: `The image stays where it is. To copy it without another build: ${command}`,
				remedy: 'copy',
			};
};

/** Why copies failed that packer-wizard made itself: the image is there all the same. Undefined if none did. */
export const explainCopies = (timeline: Timeline): Told | undefined => {
	const { header, artifacts, copies, uncopied } = timeline;
	const failed = copies.filter(({ region, said }) => said !== undefined && uncopied.includes(region));
	const [first] = failed;
	if (first?.said === undefined) {
		return undefined;
	}

	const told = failed.map(({ region, said = '' }) =>
		// The table knows what Packer says of its own copies.
		knownFailure(flatText(`Error Copying AMI (${artifacts[0]?.ami}) to region (${region}): ${said}`), header),
	);
	return {
		id: told[0]?.id ?? 'copy.failed',
		what: told.map(each => each?.what ?? '').join(' '),
		why: asSentence(first.said),
		...toCopy(timeline),
	};
};

/** Of a build that was broken off while its image was copied: that, and what makes the rest. Undefined of any other. */
export const explainLeftCopies = (timeline: Timeline): Told | undefined =>
	timeline.result === 'cancelled' && missingCopies(timeline).length > 0
		? { id: 'copy.cancelled', what: 'It was cancelled while its image was copied.', ...toCopy(timeline) }
		: undefined;
