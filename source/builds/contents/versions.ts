import type { PackageFormat } from './contents.ts';

/** Less than 0 if the first is earlier, more than 0 if it is later, 0 if they are the same to the package manager. */
export type VersionOrder = (one: string, other: string) => number;

const number = (text: string): string => text.replace(/^0+(?=\d)/, '');

const byNumber = (one: string, other: string): number => {
	const [first, second] = [number(one), number(other)];
	return first.length - second.length || (first < second ? -1 : first > second ? 1 : 0);
};

/** Where dpkg sorts a character that is no digit: `~` before the end, letters before everything else. */
const rank = (character: string | undefined): number =>
	character === undefined
		? 0
		: character === '~'
			? -1
			: /[a-z]/i.test(character)
				? character.charCodeAt(0)
				: character.charCodeAt(0) + 256;

const byRank = (one: string, other: string): number => {
	for (let at = 0; at < Math.max(one.length, other.length); at++) {
		const order = rank(one[at]) - rank(other[at]);
		if (order !== 0) {
			return order;
		}
	}

	return 0;
};

/** As dpkg compares a part of a version: no digits and digits in turn (deb-version(7)). */
const byDpkg: VersionOrder = (one, other) => {
	const parts = (text: string) => [...text.matchAll(/(\D*)(\d*)/g)];
	const [first, second] = [parts(one), parts(other)];
	for (let at = 0; at < Math.max(first.length, second.length); at++) {
		const [, text = '', digits = ''] = first[at] ?? [];
		const [, otherText = '', otherDigits = ''] = second[at] ?? [];
		const order = byRank(text, otherText) || byNumber(digits || '0', otherDigits || '0');
		if (order !== 0) {
			return order;
		}
	}

	return 0;
};

/** As rpm compares a part of a version: letters and digits, whatever separates them; `~` is before, `^` behind the end. */
const byRpm: VersionOrder = (one, other) => {
	const parts = (text: string) => text.match(/\d+|[a-z]+|[~^]/gi) ?? [];
	const [first, second] = [parts(one), parts(other)];
	for (let at = 0; ; at++) {
		const [part, otherPart] = [first[at], second[at]];
		if (part === otherPart) {
			if (part === undefined) {
				return 0;
			}

			continue;
		}

		for (const [sign, order] of [['~', -1] as const, ['^', 1] as const]) {
			if (part === sign || otherPart === sign) {
				const isEnd = part === undefined || otherPart === undefined;
				return (part === sign ? order : -order) * (sign === '^' && !isEnd ? -1 : 1);
			}
		}

		if (part === undefined || otherPart === undefined) {
			return part === undefined ? -1 : 1;
		}

		const isNumber = /^\d/.test(part);
		if (isNumber !== /^\d/.test(otherPart)) {
			return isNumber ? 1 : -1;
		}

		const order = isNumber ? byNumber(part, otherPart) : part < otherPart ? -1 : 1;
		if (order !== 0) {
			return order;
		}
	}
};

/** Epoch, version and release: `1:2.36-9`. */
const takenApart = (text: string): readonly [epoch: string, version: string, release: string] => {
	const [, epoch = '0', rest = text] = /^(\d+):(.*)$/.exec(text) ?? [];
	const at = rest.lastIndexOf('-');
	return at === -1 ? [epoch, rest, ''] : [epoch, rest.slice(0, at), rest.slice(at + 1)];
};

const byParts =
	(order: VersionOrder): VersionOrder =>
	(one, other) => {
		const [epoch, version, release] = takenApart(one);
		const [otherEpoch, otherVersion, otherRelease] = takenApart(other);
		return (
			byNumber(epoch, otherEpoch) ||
			order(version, otherVersion) ||
			(release === '' || otherRelease === '' ? 0 : order(release, otherRelease))
		);
	};

const orders: Readonly<Partial<Record<PackageFormat, VersionOrder>>> = {
	deb: (one, other) => {
		const [epoch, version, release] = takenApart(one);
		const [otherEpoch, otherVersion, otherRelease] = takenApart(other);
		return (
			byNumber(epoch, otherEpoch) ||
			byDpkg(version, otherVersion) ||
			byDpkg(release || '0', otherRelease || '0')
		);
	},
	rpm: byParts(byRpm),
	pacman: byParts(byRpm),
};

/** How the package manager of a format orders versions; undefined where we do not know it. */
export const versionOrder = (format: PackageFormat): VersionOrder | undefined => orders[format];
