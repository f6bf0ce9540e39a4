import { type BuildMode, type SandboxKind, sandboxKinds } from '../base/build-mode.ts';
import { wordFor } from '../base/count.ts';
import { readFault } from '../base/faults.ts';
import { Problem } from '../base/problem.ts';
import { type Decisions, filesFolder } from '../questions/question.ts';
import { keepFlag, overwriteFlag } from './common.ts';
import { lastValue, type Parsed } from './parse.ts';

const positive = (parsed: Parsed, name: string): number | undefined => {
	const text = lastValue(parsed, name);
	const value = Number(text);
	if (text !== undefined && !(value > 0 && Number.isFinite(value))) {
		throw new Problem(`--${name} takes a number above 0, not ${JSON.stringify(text)}.`);
	}

	return text === undefined ? undefined : value;
};

const faultsIn = ({ values }: Parsed): readonly string[] => {
	const faults = values.get('fault') ?? [];
	faults.forEach(readFault);
	return faults;
};

/** @throws Problem (exit 2) for a way to run scripts that there is not. */
const sandboxIn = (parsed: Parsed): SandboxKind | undefined => {
	const text = lastValue(parsed, 'sandbox');
	const kind = sandboxKinds.find(name => name === text);
	if (text !== undefined && kind === undefined) {
		throw new Problem(`--sandbox takes ${sandboxKinds.join(', ')}, not ${JSON.stringify(text)}.`);
	}

	return kind;
};

/**
 * What the flags say of files that exist and differ; undefined if nothing.
 * @throws Problem (exit 2) if they say both.
 */
export const differencesIn = ({ switches }: Parsed): 'keep' | 'overwrite' | undefined => {
	if (switches.has('keep') && switches.has('overwrite')) {
		throw new Problem('--keep and --overwrite say the opposite of each other.', { next: ['Leave one out.'] });
	}

	return switches.has('keep') ? 'keep' : switches.has('overwrite') ? 'overwrite' : undefined;
};

/** Flags that count for nothing in the build of this; a sentence each. */
export const unusedFlags = ({ switches }: Parsed, decisions: Decisions): readonly string[] =>
	filesFolder(decisions) === undefined
		? [keepFlag, overwriteFlag]
				.filter(({ name }) => switches.has(name))
				.map(
					({ name }) =>
						`--${name} is not used: it counts only with a path or --out, since files of a preset by name are made for each build.`,
				)
		: [];

/** Flags of a build that count for nothing where none is started at once, or none at all. */
const countForNothing = {
	now: [],
	later: ['detach'],
	never: ['detach', 'timeout', 'fault', 'fresh', 'sandbox', 'speed'],
};

/** @throws Problem (exit 2) for flags that would count for nothing. */
const refuseUnused = ({ switches, values }: Parsed, starts: keyof typeof countForNothing): void => {
	const given = countForNothing[starts]
		.filter(name => switches.has(name) || values.has(name))
		.map(name => `--${name}`);
	if (given.length > 0) {
		const are = wordFor(given.length, 'is', 'are');
		throw new Problem(`${given.join(' and ')} ${are} for a build, and these flags start none.`, {
			next: ['Give every answer by a flag, and --rehearse or --yes.'],
		});
	}
};

/**
 * How the flags say that a build is run: the speed as a factor.
 * @param starts when it is: `later` comes after questions, `never` is where files are only written.
 * @throws Problem (exit 2) if that cannot be meant.
 */
export const buildOptionsIn = (
	parsed: Parsed,
	mode: BuildMode,
	starts: keyof typeof countForNothing = 'now',
) => {
	const faults = faultsIn(parsed);
	const speed = positive(parsed, 'speed');
	const sandbox = sandboxIn(parsed);
	const isFresh = parsed.switches.has('fresh');
	if (mode === 'aws' && (faults.length > 0 || speed !== undefined || sandbox !== undefined || isFresh)) {
		throw new Problem('--fault, --fresh, --sandbox and --speed are for rehearsals.', {
			next: ['Add --rehearse.'],
		});
	}

	refuseUnused(parsed, starts);
	const differences = differencesIn(parsed);
	return {
		...(speed !== undefined && { speed }),
		...(faults.length > 0 && { faults }),
		...(sandbox !== undefined && { sandbox }),
		...(isFresh && { isFresh }),
		...(differences !== undefined && { differences }),
		...(parsed.switches.has('trust') && { trust: true }),
	};
};
