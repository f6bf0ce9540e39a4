import { Refusal } from './protocol.ts';

/** The parameters of one call in AWS's query form: `Filter.1.Name` → `name`. Lists count from 1. */
export type Parameters = ReadonlyMap<string, string>;

export const parseParameters = (body: string): Parameters => new Map(new URLSearchParams(body));

/** A value; the SDKs send empty ones for what is not set, so those count as missing. */
export const value = (parameters: Parameters, name: string): string | undefined =>
	parameters.get(name) || undefined;

export const flag = (parameters: Parameters, name: string): boolean => parameters.get(name) === 'true';

/** @throws Refusal for a text that is no whole number. */
export const number = (parameters: Parameters, name: string): number | undefined => {
	const text = value(parameters, name);
	if (text !== undefined && !/^-?\d{1,9}$/.test(text)) {
		throw new Refusal('InvalidParameterValue', `Invalid value '${text}' for ${name}. It must be an integer.`);
	}

	return text === undefined ? undefined : Number(text);
};

/**
 * What a parameter says, which may be one of some words; undefined if it says nothing.
 * @param shown what EC2 calls it where it refuses.
 * @throws Refusal for another word.
 */
export const word = <Word extends string>(
	parameters: Parameters,
	name: string,
	words: readonly Word[],
	shown = name,
): Word | undefined => {
	const text = value(parameters, name);
	const found = words.find(candidate => candidate === text);
	if (text !== undefined && found === undefined) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${text}) for parameter ${shown} is invalid. Valid values: ${words.join(', ')}`,
		);
	}

	return found;
};

/** What stands below a name: `structure(p, 'Placement')` gives `AvailabilityZone` … */
export const structure = (parameters: Parameters, name: string): Parameters => {
	const prefix = `${name}.`;
	return new Map(
		[...parameters]
			.filter(([key]) => key.startsWith(prefix))
			.map(([key, text]) => [key.slice(prefix.length), text]),
	);
};

const indexes = (parameters: Parameters): number[] => {
	const found = [...parameters.keys()].map(key => Number(/^\d+/.exec(key)?.[0]));
	return [...new Set(found.filter(index => index > 0))].sort((a, b) => a - b);
};

/** A list of values: `values(p, 'InstanceId')`. */
export const values = (parameters: Parameters, name: string): readonly string[] => {
	const list = structure(parameters, name);
	return indexes(list)
		.map(index => list.get(String(index)))
		.filter(text => text !== undefined);
};

/** A list of structures: `structures(p, 'Filter')`. */
export const structures = (parameters: Parameters, name: string): readonly Parameters[] => {
	const list = structure(parameters, name);
	return indexes(list).map(index => structure(list, String(index)));
};

/** Values by key: a map, so that no property of an object is taken for a key. */
export type Tags = ReadonlyMap<string, string>;

export const noTags: Tags = new Map();

/** The most tags of a resource, and how long they may be, in characters, as EC2's user guide has it. */
export const mostTags = 50;
const longestKey = 128;
const longestValue = 256;

const invalidTag = (message: string): Refusal => new Refusal('InvalidParameterValue', message);

const checkTag = (key: string, text: string): void => {
	if (key === '') {
		throw invalidTag('Tag key cannot be empty.');
	}

	if (key.toLowerCase().startsWith('aws:')) {
		throw invalidTag(`Tag keys starting with 'aws:' are reserved for internal use: ${key}`);
	}

	if ([...key].length > longestKey) {
		throw invalidTag(`Tag key exceeds the maximum length of ${longestKey} characters`);
	}

	if ([...text].length > longestValue) {
		throw invalidTag(`Tag value exceeds the maximum length of ${longestValue} characters`);
	}
};

/** The tags in a list of `Key` and `Value`. @throws Refusal for what EC2 takes as no tag. */
export const tagList = (parameters: Parameters, name = 'Tag'): Tags => {
	const list = structures(parameters, name).map(
		tag => [tag.get('Key') ?? '', tag.get('Value') ?? ''] as const,
	);
	for (const [key, text] of list) {
		checkTag(key, text);
	}

	const tags = new Map(list);
	if (tags.size < list.length) {
		throw invalidTag('Duplicate tag keys are specified.');
	}

	if (tags.size > mostTags) {
		throw new Refusal('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
	}

	return tags;
};

/**
 * The tags that a call gives to a kind of resource that it makes (`instance`, `volume` …).
 * @throws Refusal for what EC2 takes as no tag.
 */
export const tagsFor = (parameters: Parameters, resourceType: string): Tags =>
	new Map(
		structures(parameters, 'TagSpecification')
			.filter(specification => specification.get('ResourceType') === resourceType)
			.flatMap(specification => [...tagList(specification)]),
	);
