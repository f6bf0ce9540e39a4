import * as z from 'zod';
import { isObject, parsedJson } from '../base/json.ts';
import type { Complaint } from './complaint.ts';
import { awsSchema, recipeSchema } from './schema.ts';

const isFirst = (data: unknown): data is Readonly<Record<string, unknown>> =>
	isObject(data) && data['version'] === 1;

/** Version 1 knew AMIs only: what they alone take stood beside the rest. */
const fromFirst = ({ target: _aws, ...data }: Readonly<Record<string, unknown>>): Record<string, unknown> => {
	const isOfAws = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(awsSchema.shape, key);
	const entries = Object.entries(data);
	return {
		...Object.fromEntries(entries.filter(entry => !isOfAws(entry))),
		version: 2,
		aws: Object.fromEntries(entries.filter(isOfAws)),
	};
};

/** What version 1 did not have, so that nothing of it is dropped without a word. */
const firstComplaint = ({ target, aws }: Readonly<Record<string, unknown>>): Complaint | undefined => {
	if (aws !== undefined) {
		return {
			path: 'aws',
			message: 'Version 1 has no such part: what stands in it stands beside the rest, or "version" is 2.',
		};
	}

	return target === undefined || target === 'aws'
		? undefined
		: { path: 'target', message: 'aws is needed: version 1 knows nothing else.' };
};

/** What was written in an earlier form, in the one of today; anything else as it is. Nothing is lost. */
const inTodaysForm = (data: unknown, { addIssue }: z.RefinementCtx): unknown => {
	if (!isFirst(data)) {
		return data;
	}

	const complaint = firstComplaint(data);
	if (complaint !== undefined) {
		addIssue({ code: 'custom', path: [complaint.path], message: complaint.message });
	}

	return fromFirst(data);
};

/** Whether a text is a Recipe in an earlier form as packer-wizard wrote it, and not as somebody else would. */
export const isEarlierWriting = (text: string): boolean => {
	const data = parsedJson(text);
	return isFirst(data) && text === `${JSON.stringify(data, null, '\t')}\n`;
};

/** A complaint about what was written, in whatever form, by the places that it has there and not by those of today. */
export const complaintAsWritten = (data: unknown, { path, message }: Complaint): Complaint =>
	isFirst(data)
		? {
				path: path.replace(/^aws\./, ''),
				message: message.replaceAll(' Did you mean aws.', ' Did you mean '),
			}
		: { path, message };

/** Where something stands today that stood at this path in an earlier form, or as people shorten it. */
export const todaysPath = (path: readonly string[]): readonly string[] =>
	Object.hasOwn(awsSchema.shape, path[0] ?? '') ? ['aws', ...path] : path;

/** A Recipe in any form that was ever written. */
export const anyRecipe = z.preprocess(inTodaysForm, recipeSchema);
