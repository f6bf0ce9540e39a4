import { count } from '../../base/count.ts';
import type { WrittenFile } from '../journal/journal.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** More are counted. */
const mostNamed = 6;

const listText = (names: readonly string[], more: number): string => {
	const named = names.slice(0, mostNamed);
	const unnamed = names.length - named.length + more;
	return [...named, ...(unnamed > 0 ? [`${unnamed} more`] : [])].join(', ');
};

const keptText = (
	{ how, at, why = '' }: WrittenFile,
	name: string,
	shown: (file: string) => string,
): string =>
	how === 'lost'
		? `${name} could not be kept. ${why}`
		: `${name} lies in ${at === undefined ? 'its folder' : shown(at)}. ${why}`;

/**
 * What a build wrote beside its template and what became of it, label and text: the files that came back, and those that
 * stay with the build.
 * @param shown a path as a person would type it.
 */
export const writtenTexts = (
	{ written, moreWritten = 0 }: Pick<Timeline, 'written' | 'moreWritten'>,
	shown: (file: string) => string,
): readonly (readonly [label: string, text: string])[] => {
	const isBack = ({ how }: WrittenFile): boolean => how === 'new' || how === 'replaced';
	const back = written.filter(isBack).map(({ path }) => shown(path));
	const kept = written.filter(file => !isBack(file));
	const texts = kept.slice(0, mostNamed).map(file => keptText(file, shown(file.path), shown));
	const unnamed = kept.length - texts.length;
	return [
		...(back.length > 0 ? [['Wrote', listText(back, moreWritten)] as const] : []),
		...texts.map((text, index) => [index === 0 ? 'Kept aside' : '', text] as const),
		...(unnamed > 0 ? [['', count(unnamed, 'file more', 'files more')] as const] : []),
	];
};
