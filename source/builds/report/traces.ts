import { type RemainKind, remainKinds, type Traces } from '../../aws/client/remains/remain.ts';
import { resourcesIn } from '../../targets/aws/builds/report/resources.ts';
import { partFor, type Timeline } from '../timeline/timeline.ts';
import { crash } from './failures/packer.ts';
import { lostPlugin } from './failures/plugin.ts';

/** How an image is called that is being made; Packer takes a name of its own for one that is only a stage. */
const imageName = /^Creating AMI (.+) from instance i-[0-9a-f]+$/;

/** Whether Packer was through with the image, and broken off behind it: it cleans up, and undoes nothing. */
const wasThrough = ({ phases, error, cancelReason, log }: Timeline): boolean =>
	(error === undefined || lostPlugin.test(error) || crash.test(error)) &&
	cancelReason === undefined &&
	phases.some(({ id, began }) => id === 'cleanup' && began !== undefined) &&
	!log.some(({ source, text }) => source === 'packer' && text.startsWith('Deregistering the AMI'));

const outcomeOf = (timeline: Timeline): Traces['outcome'] => {
	const { result, artifacts, error = '' } = timeline;
	if (result === 'done') {
		return 'image';
	}

	// Who failed behind the image has left it as it is.
	const isAfter = artifacts.length > 0 || /Post-processor failed/.test(error) || wasThrough(timeline);
	return (result === 'failed' || result === 'cancelled') && !isAfter ? 'no-image' : 'unsure';
};

/** When a build, or a test machine of its image, ran: by its own time, and by the clock that was set meanwhile, or went on while the computer slept. */
const ranOf = ({ header, time, clock = time, test }: Timeline): NonNullable<Traces['ran']> => ({
	from: Math.min(header.time, header.time + clock - time),
	to: Math.max(time, clock, test?.time ?? 0),
});

/** What is known of a build that is over, to find in AWS what it left. Pure. */
export const tracesOf = (whole: Timeline): Traces => {
	// Beside an AMI there may be a container image, which leaves nothing in AWS.
	const timeline = partFor(whole, 'aws');
	const { header, log } = timeline;
	const named: Partial<Record<RemainKind, string[]>> = {};
	for (const { kind, id } of resourcesIn(timeline)) {
		named[kind] = [...(named[kind] ?? []), ...(id === '' ? [] : [id])];
	}

	for (const { kind, id } of timeline.test?.things ?? []) {
		const known = remainKinds.find(each => each === kind);
		if (known) {
			named[known] = [...(named[known] ?? []), id];
		}
	}

	const names = log.flatMap(({ source, text }) =>
		source === 'packer' ? (imageName.exec(text)?.slice(1, 2) ?? []) : [],
	);
	return {
		build: header.id,
		home: header.recipe.aws.region,
		ran: ranOf(timeline),
		named,
		imageNames: names,
		outcome: outcomeOf(timeline),
		spot: header.recipe.aws.spot || named['launch-template'] !== undefined,
	};
};
