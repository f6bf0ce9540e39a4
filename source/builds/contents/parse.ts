import type { ChangedFile, Contents, InstalledPackage } from './contents.ts';
import type { Listing } from './sieve.ts';

type Fields = readonly string[];

const second = 1000;

/** Seconds as a machine says them, in milliseconds; undefined for what are none. */
const milliseconds = (text: string | undefined): number | undefined => {
	const value = text === undefined || text === '' ? Number.NaN : Number(text);
	return Number.isFinite(value) ? value * second : undefined;
};

/** What a field says; undefined if it says nothing. */
const said = (field: string | undefined): string | undefined =>
	field === undefined || field === '' || field === '(none)' ? undefined : field;

/** When something happened, by the clock of this computer, and of which layer it is. */
type Moment = { readonly time: number; readonly layer?: string };

/** A time of the machine as one of this computer. `slack`: by how much it may be rounded down. */
type Clock = (time: number | undefined, slack?: number) => Moment | undefined;

/** When a package was installed. */
const installedAt = (moment: Moment | undefined): Pick<InstalledPackage, 'installed' | 'layer'> =>
	moment ? { installed: moment.time, ...(moment.layer !== undefined && { layer: moment.layer }) } : {};

/** Of which architecture a package is, and from which sources, as far as that is said. */
const originOf = (
	architecture: string | undefined,
	source: string | undefined,
): Pick<InstalledPackage, 'architecture' | 'source'> => {
	const [one, other] = [said(architecture), said(source)];
	return {
		...(one !== undefined && { architecture: one }),
		...(other !== undefined && { source: other }),
	};
};

// Removed packages, whose settings are still there, are listed as well.
const debOf = ([
	state = '',
	name = '',
	version = '',
	architecture,
	source,
]: Fields): readonly InstalledPackage[] =>
	state[1] === 'i' ? [{ format: 'deb', name, version, ...originOf(architecture, source) }] : [];

const sourceRpm = /-[^-]+-[^-]+\.(?:no)?src\.rpm$/;

const rpmOf = (
	[name = '', version = '', architecture, installed, source]: Fields,
	since: number | undefined,
	clock: Clock,
): InstalledPackage => {
	const time = milliseconds(installed);
	const at =
		time !== undefined && since !== undefined && time >= since - second ? clock(time, second - 1) : undefined;
	return {
		format: 'rpm',
		name,
		version: version.replace(/^(?:\(none\)|0):/, ''),
		...originOf(architecture, source?.replace(sourceRpm, '')),
		...installedAt(at),
	};
};

const fileOf = (
	[changed, , type = '', mode = '', owner = '', size, leadsTo, path = '']: Fields,
	sums: ReadonlyMap<string, string>,
	clock: Clock,
): readonly ChangedFile[] => {
	const moment = clock(milliseconds(changed));
	const sum = sums.get(path);
	return moment === undefined || path === ''
		? []
		: [
				{
					path,
					type,
					mode,
					owner,
					size: Number(size) || 0,
					...(sum !== undefined && { sum }),
					...(leadsTo !== undefined && leadsTo !== '' && { leadsTo }),
					changed: moment.time,
					...(moment.layer !== undefined && { layer: moment.layer }),
				},
			];
};

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2').replaceAll(/\\(.)/g, '$1');

const byName = (one: InstalledPackage, other: InstalledPackage): number =>
	one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

/**
 * What is in an image from what its machine printed. Lines that say nothing that is known count for nothing. Times are
 * those of this computer, by the time at which the machine told its own.
 */
export const parseContents = ({ target, seen, lines }: Listing): Contents => {
	const rows = lines.map(line => line.replace(/\r$/, '').split('\t'));
	const of = (kind: string): readonly Fields[] =>
		rows.filter(([first]) => first === kind).map(([, ...fields]) => fields);
	const one = (kind: string): Fields => of(kind)[0] ?? [];
	// A date that knows no parts of a second prints what it was asked for.
	const now = milliseconds(one('clock')[0]?.replace(/\.\D.*$/, ''));
	const [begin, from] = one('since');
	const since = milliseconds(from ?? begin);
	const spans = of('span').map(([first, last, at, layer = '']) => ({
		first: milliseconds(first) ?? Number.NaN,
		last: milliseconds(last) ?? Number.NaN,
		at: milliseconds(at),
		...(layer !== '' && { layer }),
	}));
	/**
	 * The time as which another one counts; undefined for what is of no step: what changed as the machine was started, whose
	 * span leads to no time, and what is older than the build.
	 */
	const counted = (time: number, slack: number): Moment | undefined => {
		const span = spans.find(({ first, last }) => first <= time + slack && time <= last);
		if (span) {
			const { at, layer } = span;
			return at === undefined ? undefined : { time: at, ...(layer !== undefined && { layer }) };
		}

		return from !== undefined && time + slack < (milliseconds(begin) ?? 0) ? undefined : { time };
	};
	const clock: Clock = (time, slack = 0) => {
		const moment = time === undefined ? undefined : counted(time, slack);
		return moment === undefined || now === undefined
			? undefined
			: { ...moment, time: Math.round(moment.time - now + seen) };
	};
	const settings = new Map(
		of('system').map(([text = '']) => {
			const at = text.indexOf('=');
			return [text.slice(0, at), unquoted(text.slice(at + 1))] as const;
		}),
	);
	const times = new Map(
		of('deb-time').map(
			([file = '', time]) => [file.replace(/\.list$/, ''), clock(milliseconds(time))] as const,
		),
	);
	const debs = of('deb')
		.flatMap(debOf)
		.map(found => ({
			...found,
			...installedAt(times.get(`${found.name}:${found.architecture}`) ?? times.get(found.name)),
		}));
	const apks = of('apk').map(
		([name = '', version = '', architecture, source]): InstalledPackage => ({
			format: 'apk',
			name,
			version,
			...originOf(architecture, source),
		}),
	);
	const pacmans = of('pacman').map(
		([name = '', version = '']): InstalledPackage => ({ format: 'pacman', name, version }),
	);
	const sums = new Map(of('sum').map(([sum = '', path = '']) => [path, sum] as const));
	const [id, version, name] = ['ID', 'VERSION_ID', 'PRETTY_NAME'].map(key => said(settings.get(key)));
	const [machine] = one('machine');
	const [looked, user] = one('looked');
	const [more] = one('more');
	return {
		target,
		system: {
			...(id !== undefined && { id }),
			...(version !== undefined && { version }),
			...(name !== undefined && { name }),
		},
		...(machine !== undefined && { machine }),
		packages: [...debs, ...of('rpm').map(row => rpmOf(row, since, clock)), ...apks, ...pacmans]
			.filter(({ name: named, version: of }) => named !== '' && of !== '')
			.sort(byName),
		// Without a clock nobody knows when they changed.
		...(looked !== undefined &&
			now !== undefined && { files: of('file').flatMap(row => fileOf(row, sums, clock)) }),
		...(more !== undefined && { moreFiles: Number(more) || 0 }),
		// A file that goes while it is looked at is 1.
		isWhole: (looked === '0' || looked === '1') && user === '0',
	};
};
