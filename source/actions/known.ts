import { isObject } from '../base/json.ts';
import type { BuildRow, LastBuild, LeftAnswers, PresetRow } from '../flow/rows.ts';

/** What home tells of a build. One of a preset says what it came to, and which answers it had. */
export type KnownBuild = {
	readonly row: BuildRow;
	readonly last?: LastBuild;
	readonly recipe?: string;
};

/** What home tells of a preset, and which answers it has. */
export type KnownPreset = Pick<PresetRow, 'description' | 'needsToken' | 'target' | 'broken'> & {
	readonly recipe?: string;
};

// What was kept is ours, but anything may stand in a file, and what reads it properly is just what is not to be loaded.

type Test = (value: unknown) => boolean;

const isText: Test = value => typeof value === 'string';
const isNumber: Test = value => typeof value === 'number';
const isTruth: Test = value => typeof value === 'boolean';
const isMissing: Test = value => value === undefined;
const listOf =
	(test: Test): Test =>
	value =>
		Array.isArray(value) && value.every(test);
const maybe =
	(test: Test): Test =>
	value =>
		value === undefined || test(value);
const shaped =
	(tests: Readonly<Record<string, Test>>): Test =>
	value =>
		isObject(value) && Object.entries(tests).every(([key, test]) => test(value[key]));

const isArtifacts = listOf(shaped({ region: isText, ami: isText }));

const build = shaped({
	row: shaped({
		id: isText,
		name: isText,
		preset: maybe(isText),
		isChanged: maybe(isTruth),
		presetFrom: maybe(shaped({ origin: isText, file: maybe(isText) })),
		mode: isText,
		began: isNumber,
		took: isNumber,
		result: isText,
		artifacts: isArtifacts,
		notRun: maybe(listOf(isText)),
		regions: listOf(isText),
		cause: maybe(isText),
		diagnosis: maybe(isObject),
		detail: isText,
		broken: isMissing,
	}),
	last: maybe(
		shaped({
			time: isNumber,
			took: isNumber,
			mode: isText,
			result: isText,
			artifacts: isArtifacts,
			notRun: maybe(listOf(isText)),
		}),
	),
	recipe: maybe(isText),
});

const preset = shaped({
	description: isText,
	needsToken: isTruth,
	target: maybe(isText),
	broken: isMissing,
	recipe: isText,
});

const left = shaped({ name: isText, place: isText, savedAt: maybe(isNumber) });

export const isKnownBuild = (value: unknown): value is KnownBuild => build(value);
export const isKnownPreset = (value: unknown): value is KnownPreset => preset(value);
export const isLeftAnswers = (value: unknown): value is LeftAnswers => left(value);
