import { isoText, sentenceDuration } from '../../base/durations.ts';
import { type ExitCode, exitCodes } from '../../base/problem.ts';
import { makes } from '../../recipe/targets.ts';
import { leftIn, resourceText } from '../../targets/aws/builds/report/resources.ts';
import { engineLeftText } from '../../targets/docker/builds/left.ts';
import { imageTexts } from '../journal/artifacts.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type { Artifact, BuildResult } from '../journal/journal.ts';
import { partFor, partsOf, type Timeline } from '../timeline/timeline.ts';
import { isSignIn } from './diagnosis.ts';
import { explain } from './explain.ts';
import { buildDuration, partName, phaseName } from './phase-names.ts';

/** What clean-ups deleted of a build, and when the last one did; undefined if there was none. */
export const cleanedText = ({ cleaned }: Timeline): string | undefined => {
	if (cleaned === undefined) {
		return undefined;
	}

	const { time, removed, left, isWhole } = cleaned;
	const nothing =
		isWhole && left.length === 0 ? (removed.length === 0 ? 'found nothing' : 'left nothing') : undefined;
	const deleted = removed.length === 0 ? undefined : `deleted ${removed.map(resourceText).join(', ')}`;
	const did = [deleted, nothing].filter(text => text !== undefined);
	return did.length === 0 ? undefined : `A clean-up (${isoText(time)}) ${did.join(', and ')}.`;
};

/** What is there, or may be, of a test machine of its image, and what ends it. */
const leftOfTest = ({ header, test }: Timeline, program: string): string | undefined => {
	if (!test || test.things.length === 0) {
		return undefined;
	}

	const what = test.state === 'kept' ? 'Its test machine is kept' : 'Its test machine may still be there';
	return `${what}: ${test.things.map(resourceText).join(', ')}. To end it: ${program} cleanup ${header.id}`;
};

/** The same of what Packer made. */
const leftOfBuild = (timeline: Timeline, program: string): string | undefined => {
	if (timeline.kept) {
		return undefined;
	}

	const { header, result, cleaned } = timeline;
	const left = leftIn(timeline);
	const command = `${program} cleanup ${header.id}`;
	if (left.length > 0) {
		const things = left.map(resourceText).join(', ');
		if (cleaned?.isWhole) {
			return `Still there after a clean-up: ${things}. To see why, and to delete what can be: ${command}`;
		}

		return `Packer did not say that it deleted ${things}. To look for it, and delete it after a yes: ${command}`;
	}

	return result === 'unknown' && header.mode === 'aws' && !cleaned?.isWhole
		? `What is left in AWS is not known. To look for it: ${command}`
		: undefined;
};

/**
 * What a build, or a test machine of its image, may have left in AWS, by name, and the command that looks for it; undefined if
 * Packer or a clean-up said that nothing is, or a person wanted the machine of the build kept.
 * @param program how this program is started again.
 */
export const leftText = (timeline: Timeline, program = 'packer-wizard'): string | undefined => {
	const texts = [leftOfBuild(timeline, program), leftOfTest(timeline, program)];
	return texts.filter(text => text !== undefined).join('. ') || undefined;
};

/** Whether something of a build that is over may still be in AWS: its machine was kept, or Packer did not say that all is gone. */
export const mayBeLeft = (timeline: Timeline): boolean =>
	timeline.header.mode === 'aws' && (timeline.kept !== undefined || leftText(timeline) !== undefined);

const hasBegun = ({ phases }: Timeline, id: 'access' | 'cleanup'): boolean =>
	phases.some(phase => phase.id === id && phase.began !== undefined);

const known = (...texts: readonly (string | undefined)[]): readonly string[] =>
	texts.filter(text => text !== undefined);

/** What is known of the machine, key and firewall; nothing where none was made. */
const machineTexts = (timeline: Timeline, program?: string): readonly string[] => {
	if (timeline.header.mode !== 'aws') {
		return [];
	}

	if (timeline.kept) {
		return ['Machine, key and firewall are kept, as you asked.'];
	}

	const part = partFor(timeline, 'aws');
	const told = known(cleanedText(part), leftText(timeline, program));
	const isDeleted = hasBegun(part, 'access') && hasBegun(part, 'cleanup');
	return told.length > 0 || !isDeleted ? told : ['Packer deleted its machine, key and firewall.'];
};

/** What is known of the container; nothing where none was started. */
const containerTexts = (timeline: Timeline, program?: string): readonly string[] => {
	if (!makes(timeline.header.recipe, 'docker')) {
		return [];
	}

	const part = partFor(timeline, 'docker');
	const told = known(cleanedText(part), engineLeftText(timeline, program));
	return told.length > 0 || !hasBegun(part, 'cleanup') ? told : ['Packer removed its container.'];
};

/**
 * What is known of the machine, key and firewall, and of the container, after a build that did not end well.
 * @param program how this program is started again.
 */
export const cleanupText = (timeline: Timeline, program?: string): string => {
	// A command stands at the end.
	const told = [...machineTexts(timeline, program), ...containerTexts(timeline, program)].toSorted(
		(one, other) => Number(other.endsWith('.')) - Number(one.endsWith('.')),
	);
	if (timeline.header.mode === 'rehearsal') {
		return told.length === 0
			? 'Nothing of it was real: nothing is left.'
			: `The machine was not real. ${told.join(' ')}`;
	}

	return told.length === 0 ? 'Nothing had been made yet.' : told.join(' ');
};

/** Why a build made no image, one sentence; undefined if no more is known than its result. */
export const causeOf = (timeline: Timeline): string | undefined => explain(timeline)?.what;

/** Why a build made no image, as data. */
export type Reason = {
	readonly cause?: string;
	readonly diagnosis?: RecordedDiagnosis;
};

/** What is told of the cause wherever it is told: by lists, by JSON, by the end of the journal. */
export const reasonOf = (timeline: Timeline): Reason => {
	const diagnosis = explain(timeline);
	if (diagnosis === undefined) {
		return {};
	}

	const { id, what, why, next, remedy } = diagnosis;
	const more = {
		...(why !== undefined && { why }),
		...(next !== undefined && { next }),
		...(remedy !== undefined && { remedy }),
	};
	return { cause: what, diagnosis: { id, ...more } };
};

/**
 * `An image was made all the same: ami-0f3a91c2d4e5f6a7b us-east-1.` Of a build that did not end well, since it costs; copies
 * that nobody waited for are told apart.
 */
export const madeText = ({
	header,
	result,
	artifacts,
	uncopied,
}: Pick<Timeline, 'header' | 'result' | 'artifacts' | 'uncopied'>): string | undefined => {
	if (
		result === undefined ||
		result === 'done' ||
		header.mode !== 'aws' ||
		!artifacts.some(({ region }) => region !== '')
	) {
		return undefined;
	}

	const isComing = ({ region }: Artifact): boolean => uncopied.includes(region);
	// A container image beside them is told of in rows of its own.
	const made = artifacts.filter(artifact => artifact.region !== '' && !isComing(artifact));
	const coming = artifacts.filter(isComing);
	return [
		`${made.length === 1 ? 'An image was' : 'Images were'} made all the same: ${imageTexts(made).join(', ')}.`,
		...(coming.length > 0 ? [`AWS goes on with ${imageTexts(coming).join(', ')}.`] : []),
	].join(' ');
};

/** `Install, ssh-grunt`; undefined if it failed before anything began. Of several things that are made each that failed. */
const failedPlace = (timeline: Timeline): string | undefined => {
	const places = partsOf(timeline).flatMap(part => {
		const phase = part.phases.find(({ status }) => status === 'failed');
		const step = part.steps.find(({ status }) => status === 'failed');
		const name = timeline.parts ? `${partName(part)}: ` : '';
		return phase
			? [[name + phaseName(phase, part.header.recipe), ...(step ? [step.name] : [])].join(', ')]
			: [];
	});
	return places.length === 0 ? undefined : places.join('; ');
};

const endings: Readonly<Record<Exclude<BuildResult, 'done'>, string>> = {
	failed: 'failed',
	cancelled: 'was cancelled',
	interrupted: 'was interrupted',
	unknown: 'ended, nobody saw how,',
};

/** `web failed after 42 s at Install, ssh-grunt`: how a build without an image ended, in one line. */
export const endingText = (timeline: Timeline, result: Exclude<BuildResult, 'done'>): string => {
	const took = sentenceDuration(buildDuration(timeline, timeline.time));
	const place = result === 'failed' ? failedPlace(timeline) : undefined;
	return `${timeline.header.recipe.name} ${endings[result]} after ${took}${place === undefined ? '' : ` at ${place}`}`;
};

const isFailedSignIn = (timeline: Timeline): boolean => {
	const diagnosis = explain(timeline);
	return diagnosis !== undefined && isSignIn(diagnosis);
};

/** The exit code that tells how a build ended; of one that still runs, that it was left. */
export const endingExitCode = (timeline: Timeline): ExitCode => {
	switch (timeline.result) {
		case undefined:
			return exitCodes.left;
		case 'done':
			return exitCodes.done;
		case 'cancelled':
			return exitCodes.cancelled;
		case 'failed':
			return isFailedSignIn(timeline) ? exitCodes.credentials : exitCodes.buildFailed;
		default:
			return exitCodes.buildFailed;
	}
};
