import type { EC2Client, Filter } from '@aws-sdk/client-ec2';
import { refusalOf } from '../refused.ts';
import type { Wanted } from './belongs.ts';

/** One region of an account, as it is asked. */
export type RegionCalls = Wanted & {
	readonly ec2: EC2Client;
	readonly signal: AbortSignal;
};

/**
 * One call. What AWS refuses is told by its code.
 * @throws AwsRefusal, or the reason of the signal.
 */
export const called = async <Answer>(
	service: string,
	operation: string,
	signal: AbortSignal,
	call: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> => {
	try {
		signal.throwIfAborted();
		return await call({ abortSignal: signal });
	} catch (error) {
		signal.throwIfAborted();
		throw refusalOf(error, service, operation);
	}
};

/** All items of a list that comes in pages, for each of the filters, each item once. */
export const listed = async <Item>(
	filters: readonly (Filter | undefined)[],
	page: (
		filter: Filter,
		token: string | undefined,
	) => Promise<{ items: readonly Item[]; next?: string | undefined }>,
	idOf: (item: Item) => string | undefined,
): Promise<readonly Item[]> => {
	const found = new Map<string | undefined, Item>();
	for (const filter of filters.filter(each => each !== undefined)) {
		let token: string | undefined;
		do {
			const { items, next } = await page(filter, token);
			for (const item of items) {
				found.set(idOf(item), item);
			}

			token = next || undefined;
		} while (token !== undefined);
	}

	return [...found.values()];
};

/** What has the tag of a build. */
export const byTag = ({ tag, traces, others }: Wanted): Filter =>
	others
		? { Name: 'tag-key', Values: [tag] }
		: { Name: `tag:${tag}`, Values: traces.map(({ build }) => build) };

/** What has one of these values, undefined if there is none. */
export const byValues = (name: string, values: readonly (string | undefined)[]): Filter | undefined => {
	const some = [...new Set(values.filter(value => value !== undefined && value !== ''))];
	return some.length === 0 ? undefined : { Name: name, Values: some.map(String) };
};

/** Milliseconds since 1970 of a time as AWS gives it. */
export const timeOf = (time: Date | string | undefined): number | undefined => {
	const value = time === undefined ? Number.NaN : new Date(time).getTime();
	return Number.isNaN(value) ? undefined : value;
};
