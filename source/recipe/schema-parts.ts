import * as z from 'zod';
import { nearest } from '../base/nearest.ts';
import { controlCharacter } from '../base/printable.ts';

/**
 * An object with these keys and no others; of another one it is said which was meant.
 * @param parts the keys of its parts, by the part's own key: what stands in one may be looked for beside it.
 */
export const object = <Shape extends z.core.$ZodShape>(
	shape: Shape,
	parts: Readonly<Record<string, z.core.$ZodShape>> = {},
) => {
	const places = new Map([
		...Object.entries(parts).flatMap(([part, inner]) =>
			Object.keys(inner).map(key => [key, `${part}.${key}`] as const),
		),
		...Object.keys(shape).map(key => [key, key] as const),
	]);
	const meant = (key: string): string => {
		const known = nearest(key, [...places.keys()]);
		return known === undefined ? '' : ` Did you mean ${places.get(known)}?`;
	};
	const unknown = (keys: readonly string[]): readonly string[] =>
		keys.map(key => `There is no key ${JSON.stringify(key)} here.${meant(key)}`);
	/** Many that stand a step too high are one mistake, so they are one sentence. */
	const misplaced = (part: string, keys: readonly string[]): readonly string[] =>
		keys.length < 3 ? unknown(keys) : [`These belong in ${part}: ${keys.join(', ')}.`];
	return z.strictObject(shape, {
		error: issue => {
			if (issue.code !== 'unrecognized_keys') {
				return undefined;
			}

			const partOf = (key: string): string | undefined =>
				Object.keys(parts).find(part => places.get(key) === `${part}.${key}`);
			return [
				...unknown(issue.keys.filter(key => partOf(key) === undefined)),
				...Object.keys(parts).flatMap(part =>
					misplaced(
						part,
						issue.keys.filter(key => partOf(key) === part),
					),
				),
			].join(' ');
		},
	});
};

export const textValue = z.string().refine(value => controlCharacter(value) === undefined, {
	message: 'holds a control character',
});
/** Text of one line. */
export const lineValue = textValue.refine(value => !/[\n\r]/.test(value), {
	message: 'must be a single line',
});

export const namePattern = /^[a-z0-9][a-z0-9-]{0,47}$/;
export const nameRule = 'A name is up to 48 small letters, digits and hyphens, a hyphen not first.';
/** A name of an image, or of a step. */
export const nameValue = z.string().regex(namePattern, { message: nameRule });
