/** A version as its numbers: `[1, 16, 0]`. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Reads `1.16.0`, `v1.6.6+ds2`, `1.8.3-dev`; undefined if there is no version in front. */
export const parseVersion = (text: string): Version | undefined => {
	const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
	return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
};

/** Negative if a is older than b, positive if newer, 0 if equal. */
export const compareVersions = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Whether the version is at least the one given as text; `atLeast([1, 16, 0], '1.7.0')`. */
export const atLeast = (version: Version, least: string): boolean => {
	const parsed = parseVersion(least);
	return parsed !== undefined && compareVersions(version, parsed) >= 0;
};
