import { saidText } from '../../packer/ui-text.ts';
import { type TargetId, targetIds } from '../../recipe/schema.ts';
import { makes, makesSeveral, onlyFor } from '../../recipe/targets.ts';
import type { Artifact, EndEntry, JournalHeader, JournalLine, RecordEntry } from '../journal/journal.ts';
import type { OpenTimeline } from './open-timeline.ts';

/*
 * A build of several targets is one run of Packer with a build of its own for each, side by side: what they print comes
 * mixed. Each has a Timeline of its own, as if it were the only one, and together they are that of the build.
 */

/** What is made, by the last two words of what Packer calls the build: the type and the name of its source. */
const builders: Readonly<Record<TargetId, RegExp>> = {
	aws: /(?:^|\.)amazon-[\w-]+\.[^.]+$/,
	docker: /(?:^|\.)docker\.[^.]+$/,
};

/** What Packer's build of this name makes: `amazon-ebs.image` an AMI; undefined of other ones. */
export const builtTarget = (build: string): TargetId | undefined =>
	targetIds.find(id => builders[id].test(build));

/** The header as that of a build that makes one thing, for each that is made. */
export const partHeaders = (header: JournalHeader): readonly JournalHeader[] =>
	makesSeveral(header.recipe)
		? targetIds
				.filter(target => makes(header.recipe, target))
				.map(target => ({
					...header,
					recipe: onlyFor(header.recipe, target),
					steps: header.steps.filter(step => step.target === target),
				}))
		: [header];

/** What Packer calls the build that a record tells of; undefined if it tells of all. */
const buildOf = ({ type, target, data }: RecordEntry): string | undefined => {
	if (type !== 'ui') {
		return target || undefined;
	}

	const [, text = ''] = data;
	return saidText(text).build ?? /^Build '(.+?)' (?:finished|errored) after /.exec(text)?.[1];
};

/** What a line tells of, where several things are made; undefined if it tells of all. */
export const toldTarget = (line: JournalLine): TargetId | undefined => {
	switch (line.kind) {
		case 'record': {
			const build = buildOf(line);
			return build === undefined ? undefined : builtTarget(build);
		}
		case 'container-image':
			return 'docker';
		case 'contents':
			return builtTarget(line.target);
		case 'own-end':
		case 'rehearsal':
		case 'not-run':
		case 'layer':
		case 'copy':
		case 'image':
		case 'test':
			return 'aws';
		case 'cleanup':
			return line.engine === undefined ? 'aws' : 'docker';
		default:
			return undefined;
	}
};

/** An AMI is in a region, a container image in none. */
const isOf = ({ header }: OpenTimeline, { region }: Artifact): boolean =>
	makes(header.recipe, region === '' ? 'docker' : 'aws');

/** Whether a part of a build that is not whole was made all the same. */
const isMade = (open: OpenTimeline, { artifacts, uncopied = [] }: EndEntry): boolean =>
	artifacts.some(artifact => isOf(open, artifact)) &&
	!open.phases.some(({ status }) => status === 'failed') &&
	(uncopied.length === 0 || !makes(open.header.recipe, 'aws'));

/** The end of a build for one of its parts: another one may have failed. */
export const partEnd = (open: OpenTimeline, parts: readonly OpenTimeline[], end: EndEntry): EndEntry => {
	const own = { ...end, artifacts: end.artifacts.filter(artifact => isOf(open, artifact)) };
	return end.result !== 'done' && isMade(open, end) && !parts.every(part => isMade(part, end))
		? { ...own, result: 'done', cause: undefined, diagnosis: undefined, message: undefined }
		: own;
};
