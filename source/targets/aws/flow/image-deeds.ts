import type { Timeline } from '../../../builds/timeline/timeline.ts';
import type { Ask } from '../../../flow/ask.ts';
import type { Deed } from '../../../flow/deed.ts';
import type { ImageNews, ImageWish } from '../builds/image-changes/change.ts';
import { shareComplaint, sharedWords } from '../questions/share.ts';
import { regionComplaint } from '../recipe/place.ts';
import { askForTest } from './test-machine.ts';
import { askForCopies } from './words/copies.ts';

/** What can be done with an image; a copy is made by what makes copies. */
export type ImageDo =
	| ImageWish
	| { readonly do: 'copy'; readonly to: readonly string[] }
	/** Starts a machine from it, which has a front end of its own. */
	| { readonly do: 'test' };

/** Something that can be done with an image, and what has to be typed for it. */
export type ImageDeed = Deed<ImageDo['do']> & { readonly asks?: string };

/** Whether a build made an image that something can be done with: a rehearsal's is not real. */
export const hasOwnImage = ({ header, artifacts }: Timeline): boolean =>
	header.mode === 'aws' && artifacts.some(({ region }) => region !== '');

/** The day from which on an image is deprecated, as far as it is known here. */
const deprecatedOn = ({ changes }: Timeline): string | undefined =>
	changes.findLast(({ did }) => did !== 'shared')?.on;

/** What can be done with the image of a build. */
export const imageDeeds = (timeline: Timeline): readonly ImageDeed[] => {
	const on = deprecatedOn(timeline);
	return [
		{ id: 'test', label: 'Test it', hint: 'start a machine, log in, end it', isGrave: true },
		{
			id: 'share',
			label: 'Share it',
			hint: 'with other accounts',
			asks: 'Accounts (12 digits) or ARNs of organisations',
		},
		{ id: 'copy', label: 'Copy it', hint: 'to more regions', asks: 'Regions, such as eu-west-1, us-west-2' },
		{
			id: 'deprecate',
			label: 'Deprecate it',
			hint: on === undefined ? 'from a day on' : `is, from ${on} on`,
			asks: 'From which day on, such as 2027-01-31',
		},
		...(on === undefined
			? []
			: [{ id: 'renew' as const, label: 'Keep it current', hint: 'deprecated no more' }]),
	];
};

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** What is meant by a deed and what was typed for it; a text says what is wrong with that. Times in milliseconds since 1970. */
export const imageWish = (id: ImageDo['do'], typed: string, now: number): ImageDo | string => {
	switch (id) {
		case 'share': {
			const all = sharedWords(typed);
			return all.length === 0
				? 'Name an account of 12 digits, or the ARN of an organisation.'
				: (shareComplaint(all) ?? { do: id, with: all });
		}
		case 'copy': {
			const to = [...new Set(typed.toLowerCase().split(/[\s,]+/))].filter(Boolean);
			return to.length === 0
				? 'Name a region, such as eu-west-1.'
				: (to.map(regionComplaint).find(text => text !== undefined) ?? { do: id, to });
		}
		case 'deprecate': {
			const on = typed.trim();
			const time = dayPattern.test(on) ? Date.parse(`${on}T00:00:00Z`) : Number.NaN;
			return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== on
				? 'A day looks like 2027-01-31.'
				: time <= now
					? 'The day has to be in the future: AWS takes no other.'
					: { do: id, on };
		}
		case 'renew':
		case 'test':
			return { do: id };
	}
};

/** Asked before something is done with an image, with what it costs. */
export const askForImageDeed = (timeline: Timeline, wish: ImageDo): Ask => {
	const { id } = timeline.header;
	switch (wish.do) {
		case 'test':
			return askForTest(timeline);
		case 'share':
			return {
				text: `Share the image of build ${id} with ${wish.with.join(', ')}? They start servers from it and pay for those; it costs you nothing.`,
				safe: 'Do not share',
				go: 'Share it',
				isSafeBack: true,
			};
		case 'copy':
			return askForCopies(id, wish.to);
		case 'deprecate':
			return {
				text: `Deprecate the image of build ${id} from ${wish.on} on? It costs nothing: others find it no more from then on, who has its id can still use it, and it goes on to cost what it costs.`,
				safe: 'Do not deprecate',
				go: 'Deprecate it',
				isSafeBack: true,
			};
		case 'renew':
			return {
				text: `Take back that the image of build ${id} is deprecated? It costs nothing.`,
				safe: 'Leave it so',
				go: 'Take it back',
				isSafeBack: true,
			};
	}
};

const doneText = (wish: ImageWish): string => {
	switch (wish.do) {
		case 'share':
			return `is shared with ${wish.with.join(', ')}`;
		case 'deprecate':
			return `is deprecated from ${wish.on} on`;
		case 'renew':
			return 'is deprecated no more';
	}
};

/** What became of it in one region, a sentence. */
export const imageNewsText = (wish: ImageWish, { region, ami, why }: ImageNews): string =>
	why === undefined ? `${ami} in ${region} ${doneText(wish)}.` : `Not done with ${ami} in ${region}: ${why}`;

/** What was done with the images of a build, for who looks at it: label and text. */
export const changeTexts = (timeline: Timeline): readonly (readonly [label: string, text: string])[] => {
	const shared = timeline.changes.filter(({ did }) => did === 'shared');
	const on = deprecatedOn(timeline);
	const all = [...new Set(shared.flatMap(change => change.with ?? []))];
	return [
		...(all.length > 0 ? [['Shared since', all.join(', ')] as const] : []),
		...(on === undefined ? [] : [['Deprecated', `from ${on} on`] as const]),
	];
};
