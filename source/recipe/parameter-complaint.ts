import { didYouMean } from '../base/nearest.ts';
import type { BundleParameter } from '../catalog/bundles/schema.ts';

/** Bash Commons 0.2.4 replaces with sed: such a value fills nothing, fills something else, or ends the boot. */
const mangled = /[=&\\|]/;

const variableName = /^[A-Z_][A-Z0-9_]*$/;

/** The value that replaces a placeholder: of a list of `KEY=value` only what stands behind the key. */
const filledIn = ({ kind }: BundleParameter, value: string): string =>
	kind === 'list' ? value.slice(value.indexOf('=') + 1) : value;

const ofKind = (parameter: BundleParameter, value: string): string | undefined => {
	switch (parameter.kind) {
		case 'number':
			return /^[0-9]+$/.test(value)
				? undefined
				: /^-[0-9]+$/.test(value)
					? `${value} is less than 0.`
					: `${value || 'Nothing'} is no whole number.`;
		case 'yes-no':
			return value === 'yes' || value === 'no' ? undefined : `${value || 'Nothing'} is neither yes nor no.`;
		case 'choice': {
			const values = (parameter.choices ?? []).map(choice => choice.value);
			return values.includes(value)
				? undefined
				: `${value || 'Nothing'} is none of ${values.join(', ')}.${didYouMean(value, values)}`;
		}
		case 'secret':
			return variableName.test(value)
				? undefined
				: 'The name of the variable that holds the secret is needed, such as DB_PASSWORD, and not the secret itself.';
		default:
			return undefined;
	}
};

const singleComplaint = (parameter: BundleParameter, value: string): string | undefined => {
	const isOptional = !parameter.required && value === '';
	const wrong = isOptional && parameter.kind !== 'yes-no' ? undefined : ofKind(parameter, value);
	if (wrong !== undefined) {
		return wrong;
	}

	if (parameter.pattern !== undefined && !isOptional && !new RegExp(parameter.pattern).test(value)) {
		return parameter.complaint ?? `${value} is not a value it takes.`;
	}

	const sign = parameter.autoFill ? mangled.exec(filledIn(parameter, value))?.[0] : undefined;
	return sign === undefined
		? undefined
		: `${value} holds ${sign}, which Gruntwork's Bash Commons mangles when it fills it in: it takes no =, &, \\ or |.`;
};

/** What is wrong with the value of a bundle's parameter; undefined if nothing. */
export const parameterComplaint = (
	parameter: BundleParameter,
	value: string | readonly string[],
): string | undefined => {
	if ((parameter.kind === 'list') === (typeof value === 'string')) {
		return parameter.kind === 'list' ? 'A list is needed.' : 'A single value is needed.';
	}

	if (parameter.required && value.length === 0) {
		return `A value is needed. ${parameter.text}`;
	}

	for (const one of typeof value === 'string' ? [value] : value) {
		const complaint = singleComplaint(parameter, one);
		if (complaint !== undefined) {
			return complaint;
		}
	}

	return undefined;
};
