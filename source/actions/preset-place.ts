import type { PresetFrom } from '../builds/journal/journal.ts';
import type { PresetFile } from '../store/preset-files.ts';

type Kept = Pick<PresetFile, 'origin' | 'file'>;

/** Where a preset is kept: one that came along has no file of its own. */
export const placeOf = ({ origin, file }: Kept): PresetFrom => ({
	origin,
	...(origin !== 'shipped' && { file }),
});

/** Whether two name the same preset; of a build from before that was told it cannot be known. */
export const isFrom = (one: PresetFrom | undefined, other: PresetFrom): boolean =>
	one === undefined || (one.origin === other.origin && one.file === other.file);
