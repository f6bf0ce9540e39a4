import type { FlagGroup, Usage } from '../../flags/help.ts';
import type { Flag } from '../../flags/parse.ts';
import type { CommandName } from '../table.ts';

type Table<Entry> = Readonly<Record<CommandName, Entry>>;

/** How all commands are used, as JSON: most share their flags, and each of those stands there once. */
type Usages = {
	readonly flags: readonly Flag[];
	/** The flags by their places. */
	readonly commands: Table<
		Omit<Usage, 'groups'> & {
			readonly groups: readonly (Omit<FlagGroup, 'flags'> & { readonly flags: readonly number[] })[];
		}
	>;
};

/** How these commands are used, for `usageIn`: without the flags that no help shows. */
export const usagesText = (commands: readonly (readonly [CommandName, Usage])[]): string => {
	const places = new Map<string, number>();
	const placeOf = (flag: Flag): number => {
		const text = JSON.stringify(flag);
		const place = places.get(text) ?? places.size;
		places.set(text, place);
		return place;
	};
	const entries = commands.map(([name, usage]) => [
		name,
		{
			...usage,
			groups: usage.groups.map(group => ({
				...group,
				flags: group.flags.filter(({ help }) => help !== 'none').map(placeOf),
			})),
		},
	]);
	const table = JSON.stringify(Object.fromEntries(entries));
	return `{"flags":[${[...places.keys()].join(',')}],"commands":${table}}`;
};

/** How a command is used, from that text. */
export const usageIn = (text: string, name: CommandName): Usage => {
	const { flags, commands }: Usages = JSON.parse(text);
	const usage = commands[name];
	return {
		...usage,
		groups: usage.groups.map(group => ({
			...group,
			flags: group.flags.flatMap(place => flags[place] ?? []),
		})),
	};
};
