import { asSentence } from '../../../../builds/report/known-failure.ts';
import type { Ask } from '../../../../flow/ask.ts';
import type { CopyNews } from '../../builds/image-copies/make.ts';
import { copyCommand } from '../../builds/report/copies.ts';

/** What became of a copy, one sentence. */
export const copyText = ({ region, state, ami, said = '' }: CopyNews): string => {
	switch (state) {
		case 'planned':
			return `A copy goes to ${region}.`;
		case 'began':
			return `AWS makes the copy in ${region}: ${ami}. That takes minutes.`;
		case 'done':
			return `The copy is in ${region}: ${ami}.${said === '' ? '' : ` ${asSentence(said)}`}`;
		case 'failed':
			return `The copy in ${region} failed: ${asSentence(said)}${ami === undefined ? '' : ` ${ami} may come all the same.`}`;
	}
};

/** What came of copies in a few words, by the regions that still have none. */
export const copiesText = (missing: readonly string[]): string =>
	missing.length === 0 ? 'copied' : `not copied to ${missing.join(', ')}`;

/**
 * What becomes of copies that nobody waits for any more, and what looks at them again.
 * @param told what was told of them until then.
 */
export const brokenOffCopiesText = (
	id: string,
	regions: readonly string[],
	told: readonly CopyNews[],
): string => {
	const lastOf = (region: string): CopyNews | undefined => told.findLast(news => news.region === region);
	const rest = regions.filter(region => lastOf(region)?.state !== 'done');
	const begun = rest.flatMap(region => {
		const { ami } = lastOf(region) ?? {};
		return ami === undefined ? [] : [`${ami} in ${region}`];
	});
	const others = rest.filter(region => lastOf(region)?.ami === undefined);
	return [
		'Broken off: nobody waits for the copies any more.',
		...(begun.length > 0 ? [`AWS goes on with ${begun.join(', ')}.`] : []),
		...(others.length > 0 ? [`No copy is known in ${others.join(', ')}.`] : []),
		...(rest.length > 0 ? [`To look at them, and to make the rest: ${copyCommand(id, rest)}`] : []),
	].join(' ');
};

/** Asked before copies are made: they cost. */
export const askForCopies = (id: string, regions: readonly string[]): Ask => ({
	text: `Copy the image of build ${id} to ${regions.join(', ')}? A copy costs as an image of its own does.`,
	safe: 'Do not copy',
	go: 'Copy it',
	isSafeBack: true,
});
