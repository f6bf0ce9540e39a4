import { compareVersions, parseVersion, type Version } from '../base/versions.ts';

/** Where a plugin of HashiCorp's comes from, as templates name it. */
export const hashicorpSource = (name: string): string => `github.com/hashicorp/${name}`;

const operators: Readonly<Record<string, (order: number) => boolean>> = {
	'=': order => order === 0,
	'!=': order => order !== 0,
	'>': order => order > 0,
	'>=': order => order >= 0,
	'<': order => order < 0,
	'<=': order => order <= 0,
};

/** `~> 1.2` lets the last number grow that is given, and none before it. */
const isNear = (version: Version, text: string): boolean => {
	const least = parseVersion(text);
	const given = text.trim().split('.').length;
	return (
		least !== undefined &&
		compareVersions(version, least) >= 0 &&
		version.slice(0, given - 1).every((part, index) => part === least[index])
	);
};

/** Whether a version is within a constraint as templates write it: `>= 1.3.9, < 2.0.0`. */
export const satisfies = (version: Version, constraint: string): boolean =>
	constraint.split(',').every(part => {
		const [, operator = '=', text = ''] = /^\s*(~>|!=|>=|<=|=|>|<)?\s*v?(.+)$/.exec(part) ?? [];
		if (operator === '~>') {
			return isNear(version, text);
		}

		const bound = parseVersion(text);
		return bound !== undefined && operators[operator]?.(compareVersions(version, bound)) === true;
	});
