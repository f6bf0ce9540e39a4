import type { Call } from './call.ts';
import { value } from './parameters.ts';
import { Refusal } from './protocol.ts';

/** The attribute that a Describe…Attribute call asks for, of all that it can. @throws Refusal for another one. */
export const askedAttribute = <Attribute>(
	call: Call,
	known: ReadonlyMap<string, Attribute>,
): { readonly name: string; readonly attribute: Attribute } => {
	const name = value(call.parameters, 'Attribute') ?? '';
	const attribute = known.get(name);
	if (attribute === undefined) {
		throw new Refusal('InvalidParameterValue', `Value (${name}) for parameter attribute is invalid.`);
	}

	return { name, attribute };
};
