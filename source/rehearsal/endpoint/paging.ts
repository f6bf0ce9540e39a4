import type { Call } from './call.ts';
import { number, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';

/** How many results a page may have, and how many it has where the call does not say. */
type Limits = { readonly least: number; readonly most: number; readonly usual?: number };

const usualLimits: Limits = { least: 5, most: 1000 };

const sizeOf = (call: Call, limits: Limits): number => {
	const wanted = number(call.parameters, 'MaxResults');
	if (wanted === undefined) {
		return limits.usual ?? Infinity;
	}

	if (wanted < limits.least || wanted > limits.most) {
		const bound =
			wanted < limits.least ? `greater than or equal to ${limits.least}` : `less than ${limits.most}`;
		throw new Refusal(
			'InvalidParameterValue',
			`Value ( ${wanted} ) for parameter maxResults is invalid. Expecting a value ${bound}.`,
		);
	}

	return wanted;
};

// A token says which action goes on, and where: nobody but the endpoint reads it.
const tokenOf = (call: Call, from: number): string =>
	Buffer.from(`${call.action} ${from}`).toString('base64url');

const startOf = (call: Call): number => {
	const token = value(call.parameters, 'NextToken');
	const from = Number(
		Buffer.from(token ?? '', 'base64url')
			.toString()
			.split(' ')[1] ?? 0,
	);
	if (token !== undefined && token !== tokenOf(call, from)) {
		throw new Refusal('InvalidNextToken', `The token '${token}' is invalid`);
	}

	return from;
};

/**
 * The page of a Describe call: its results from NextToken on, MaxResults of them.
 * @param named the parameter that names results one by one, if it may not stand beside MaxResults.
 * @throws Refusal if that is so, if MaxResults is beyond the limits, or for a token that is none.
 */
export const paged = <Item>(
	call: Call,
	items: readonly Item[],
	{ limits = usualLimits, named }: { readonly limits?: Limits; readonly named?: string } = {},
): { readonly shown: readonly Item[]; readonly nextToken: string | undefined } => {
	if (named !== undefined && call.parameters.has('MaxResults') && values(call.parameters, named).length > 0) {
		throw new Refusal(
			'InvalidParameterCombination',
			`The parameter ${named} cannot be used with the parameter maxResults`,
		);
	}

	const from = startOf(call);
	const to = from + sizeOf(call, limits);
	return {
		shown: items.slice(from, to),
		nextToken: to < items.length ? tokenOf(call, to) : undefined,
	};
};
