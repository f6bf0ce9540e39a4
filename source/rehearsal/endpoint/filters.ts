import type { Call } from './call.ts';
import { type Parameters, structures, type Tags, values } from './parameters.ts';
import { Refusal } from './protocol.ts';

/** Whether a text fits a pattern with EC2's wildcards `*` and `?`. */
export const matches = (pattern: string, text: string): boolean => {
	const expression = pattern
		.split(/(\*|\?)/)
		.map(part => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
		.join('');
	return new RegExp(`^${expression}$`, 's').test(text);
};

/**
 * The owners that a call asks for: accounts, or words that stand for some.
 * @throws Refusal for what is neither.
 */
export const ownersOf = (call: Call, words: readonly string[]): readonly string[] => {
	const owners = values(call.parameters, 'Owner');
	const wrong = owners.find(owner => !words.includes(owner) && !/^\d{12}$/.test(owner));
	if (wrong !== undefined) {
		throw new Refusal('InvalidUserID.Malformed', `Invalid user id: "${wrong}"`);
	}

	return owners;
};

/** How to read the attribute that a filter names. */
export type Attributes<Item> = Readonly<
	Record<string, (item: Item) => string | readonly string[] | undefined>
>;

/**
 * The items that pass all filters of a call, as EC2 does it: any of a filter's values is enough, `tag:KEY` and
 * `tag-key` look at the tags.
 * @throws Refusal for a filter that is not known.
 */
export const filtered = <Item extends { readonly tags: Tags }>(
	items: readonly Item[],
	parameters: Parameters,
	attributes: Attributes<Item>,
): readonly Item[] => {
	const filters = structures(parameters, 'Filter').map(filter => {
		const name = filter.get('Name') ?? '';
		const read = name.startsWith('tag:')
			? (item: Item) => item.tags.get(name.slice('tag:'.length))
			: name === 'tag-key'
				? (item: Item) => [...item.tags.keys()]
				: Object.hasOwn(attributes, name)
					? attributes[name]
					: undefined;
		if (!read) {
			throw new Refusal('InvalidParameterValue', `The filter '${name}' is invalid`);
		}

		return { read, wanted: values(filter, 'Value') };
	});
	return items.filter(item =>
		filters.every(({ read, wanted }) => {
			const found = read(item);
			const all = found === undefined ? [] : typeof found === 'string' ? [found] : found;
			return wanted.some(pattern => all.some(text => matches(pattern, text)));
		}),
	);
};
