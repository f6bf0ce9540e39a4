import { printable } from '../../../base/printable.ts';
import type { Choice, Facts } from '../../../questions/question.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { isShared } from '../recipe/share.ts';

/** Whether a text names a KMS key: by its id, ARN or alias. */
export const isKey = (text: string): boolean =>
	/^(alias\/[\w/-]+|arn:aws[\w-]*:kms:.+|[0-9a-f-]{36}|mrk-[0-9a-f]{32})$/.test(text);

/** The row of a key that the account did not tell of; undefined if it cannot be one. */
export const otherKey = (typed: string): Choice | undefined => {
	const key = typed.trim();
	return isKey(key) ? { value: key, label: key, hint: 'this key' } : undefined;
};

/** The keys of the region, those with a name of the person's first; `named` is there in any case. */
export const keyRows = ({ aws }: Recipe, facts: Facts | undefined, named = ''): readonly Choice[] => {
	const told = facts?.aws?.region === aws.region ? facts.aws.keys?.value : undefined;
	const rows = (told ?? []).map(({ id, alias, isOfAws }): Choice => {
		const value = alias ?? id;
		const why = 'The key that AWS makes for disks: what is encrypted with it cannot be shared.';
		return {
			value,
			// The whole id would leave no room for a mark.
			label: printable(alias ?? `${id.slice(0, 18)}…`),
			keywords: id,
			...(isOfAws
				? { mark: 'not shareable', details: [why], ...(isShared(aws) && { disabled: why }) }
				: { details: [`Images can be shared with those who may use it. Its id: ${id}.`] }),
		};
	});
	const held = rows.some(({ value }) => value === named) ? undefined : otherKey(named);
	const isUnseen = told !== undefined && named.startsWith('alias/');
	return [
		...(held && isUnseen
			? [{ value: named, label: named, mark: 'not there', details: [`${aws.region} has no such alias.`] }]
			: []),
		...(held && !isUnseen ? [held] : []),
		...rows,
	];
};
