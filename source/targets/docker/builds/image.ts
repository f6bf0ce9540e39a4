import { isObject, parsedJson } from '../../../base/json.ts';
import type { ContainerImage, ImageLayer } from '../../../builds/journal/journal.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Docker says sizes as texts where it prints JSON line by line, Podman as numbers. */
const bytesOf = (value: unknown): number => {
	const bytes = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	return Number.isFinite(bytes) ? bytes : 0;
};

const textsOf = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];

/** A value of one of two names: Docker and Podman write some with a capital, some without. */
const either = (data: Record<string, unknown>, one: string, other: string): unknown =>
	data[one] ?? data[other];

/** What was asked for as JSON: Podman prints a list, Docker an object in each line. */
const rowsOf = (printed: string): readonly Record<string, unknown>[] => {
	const whole = parsedJson(printed);
	const rows = Array.isArray(whole) ? whole : printed.split('\n').map(parsedJson);
	return rows.filter(isObject);
};

/** What a shell of a Dockerfile and its comments put around the command that a person wrote. */
const wrapping = /^(?:RUN )?(?:\/bin\/sh -c )?(?:#\(nop\) )?|\s*# buildkit$/g;

const madeBy = (row: Record<string, unknown>): string =>
	(textOf(row['CreatedBy']).replaceAll(wrapping, '') || textOf(either(row, 'Comment', 'comment'))).trim();

/**
 * A container image from what `image inspect` and `history --no-trunc --human=false` print as JSON (Docker 20.10 and 28,
 * Podman 4.3); undefined if that is not it.
 */
export const readImage = (inspected: string, history: string): ContainerImage | undefined => {
	const [data = {}] = rowsOf(inspected);
	const { Id: id, RootFS: root, Architecture: architecture } = data;
	if (typeof id !== 'string' || !isObject(root)) {
		return undefined;
	}

	const bare = (text: string): string => text.replace(/^sha256:/, '');
	const layers = rowsOf(history).flatMap((row): readonly ImageLayer[] => {
		const size = bytesOf(either(row, 'Size', 'size'));
		const isOurs = bare(textOf(either(row, 'ID', 'id'))) === bare(id);
		return size === 0 ? [] : [{ size, by: madeBy(row), ...(isOurs && { isOurs }) }];
	});
	return {
		id,
		tags: textsOf(data['RepoTags']),
		size: bytesOf(data['Size']),
		...(typeof architecture === 'string' && architecture !== '' && { architecture }),
		layerCount: textsOf(root['Layers']).length,
		layers,
	};
};
