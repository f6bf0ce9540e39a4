import { z } from 'zod';
import { isObject, parsedJson } from '../base/json.ts';
import { awsSchema, recipeSchema } from './schema.ts';

const isFirst = (data: unknown): data is Readonly<Record<string, unknown>> =>
	isObject(data) && data['version'] === 1;

/** Version 1 knew AMIs only: what they alone take stood beside the rest. */
const fromFirst = ({ target, ...data }: Readonly<Record<string, unknown>>): Record<string, unknown> => {
	const isOfAws = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(awsSchema.shape, key);
	const entries = Object.entries(data);
	return {
		...Object.fromEntries(entries.filter(entry => !isOfAws(entry))),
		...(target !== undefined && target !== 'aws' && { target }),
		version: 2,
		aws: { ...(isObject(data['aws']) && data['aws']), ...Object.fromEntries(entries.filter(isOfAws)) },
	};
};

/** What was written in an earlier form, in the one of today; anything else as it is. Nothing is lost. */
const inTodaysForm = (data: unknown): unknown => (isFirst(data) ? fromFirst(data) : data);

/** Whether a text is a Recipe in an earlier form as packer-wizard wrote it, and not as somebody else would. */
export const isEarlierWriting = (text: string): boolean => {
	const data = parsedJson(text);
	return isFirst(data) && text === `${JSON.stringify(data, null, '\t')}\n`;
};

/** Where something stands in what was written, in whatever form, that stands at this path today. */
export const pathAsWritten = (data: unknown, path: string): string =>
	isFirst(data) ? path.replace(/^aws\./, '') : path;

/** Where something stands today that stood at this path in an earlier form, or as people shorten it. */
export const todaysPath = (path: readonly string[]): readonly string[] =>
	Object.hasOwn(awsSchema.shape, path[0] ?? '') ? ['aws', ...path] : path;

/** A Recipe in any form that was ever written. */
export const anyRecipe = z.preprocess(inTodaysForm, recipeSchema);
