import type { CopyNews } from '../../builds/image-copies/make.ts';
import { asSentence } from '../../builds/report/known-failure.ts';
import type { Ask } from '../ask.ts';

/** What became of a copy, one sentence. */
export const copyText = ({ region, state, ami, said = '' }: CopyNews): string => {
	switch (state) {
		case 'planned':
			return `A copy goes to ${region}.`;
		case 'began':
			return `AWS makes the copy in ${region}: ${ami}. That takes minutes.`;
		case 'done':
			return `The copy is in ${region}: ${ami}.`;
		case 'failed':
			return `The copy in ${region} failed: ${asSentence(said)}${ami === undefined ? '' : ` ${ami} may come all the same.`}`;
	}
};

/** What came of copies in a few words, by the regions that still have none. */
export const copiesText = (missing: readonly string[]): string =>
	missing.length === 0 ? 'copied' : `not copied to ${missing.join(', ')}`;

/** Asked before copies are made: they cost. */
export const askForCopies = (id: string, regions: readonly string[]): Ask => ({
	text: `Copy the image of build ${id} to ${regions.join(', ')}? A copy costs as an image of its own does.`,
	safe: 'Do not copy',
	go: 'Copy it',
	isSafeBack: true,
});
