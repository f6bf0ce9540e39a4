import { createHash, createHmac } from 'node:crypto';

/** An access key of AWS. */
export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** The first part of a request, as it came. */
export type Head = {
	readonly method: string;
	readonly path: string;
	/** What follows the question mark. */
	readonly query: string;
	/** By name in small letters. */
	readonly headers: ReadonlyMap<string, readonly string[]>;
};

/** All that a signature covers. */
export type Received = Head & { readonly body: string | Buffer };

/** What a signature says of itself. */
export type Signature = {
	readonly accessKeyId: string;
	/** YYYYMMDD. */
	readonly date: string;
	readonly region: string;
	readonly service: string;
	/** As in ISO 8601, without separators. */
	readonly time: string;
	/** In small letters. */
	readonly signedHeaders: readonly string[];
	/** Seconds for which an address that was signed beforehand is valid; undefined for a signature in the header. */
	readonly lifetime: number | undefined;
	/** Hexadecimal. */
	readonly value: string;
};

const algorithm = 'AWS4-HMAC-SHA256';
const queryPrefix = 'X-Amz-';

const inHeader = (header: string, headers: Head['headers']): Map<string, string> =>
	new Map([
		...[...header.matchAll(/(\w+)=([^,\s]+)/g)].map(([, name = '', value = '']) => [name, value] as const),
		['Date', headers.get('x-amz-date')?.[0] ?? ''],
	]);

const inQuery = (query: string): Map<string, string> =>
	new Map(
		[...new URLSearchParams(query)]
			.filter(([name]) => name.startsWith(queryPrefix))
			.map(([name, value]) => [name.slice(queryPrefix.length), value]),
	);

/** The signature of a request, in its header or in its address; undefined if there is none that is whole. */
export const readSignature = ({ headers, query }: Head): Signature | undefined => {
	const header = headers.get('authorization')?.[0];
	const fields = header === undefined ? inQuery(query) : inHeader(header, headers);
	const credential = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(
		fields.get('Credential') ?? '',
	);
	const [, accessKeyId, date, region, service] = credential ?? [];
	const value = fields.get('Signature');
	const time = fields.get('Date') ?? '';
	return accessKeyId && date && region && service && value && /^\d{8}T\d{6}Z$/.test(time)
		? {
				accessKeyId,
				date,
				region,
				service,
				time,
				signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
				lifetime: header === undefined ? Number(fields.get('Expires')) : undefined,
				value,
			}
		: undefined;
};

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const encode = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);

const canonicalQuery = (query: string): string =>
	[...new URLSearchParams(query)]
		.filter(([name]) => name !== `${queryPrefix}Signature`)
		// A name counts before any value does.
		.map(([name, value]) => `${encode(name)}\n${encode(value)}`)
		.sort()
		.map(pair => pair.replace('\n', '='))
		.join('&');

const canonicalHeader = (name: string, values: readonly string[] = []): string =>
	`${name}:${values.map(value => value.trim().replace(/ +/g, ' ')).join(',')}\n`;

/**
 * The signature that a request must have, hexadecimal: AWS's version 4, as its IAM User Guide describes it. Packages that
 * sign choose the headers themselves; to check what others signed, theirs must be taken.
 */
export const signatureOf = (
	{ method, path, query, headers, body }: Received,
	{ date, region, service, time, signedHeaders }: Omit<Signature, 'value'>,
	{ secretAccessKey }: Credentials,
): string => {
	const request = [
		method,
		path.split('/').map(encode).join('/'),
		canonicalQuery(query),
		signedHeaders.map(name => canonicalHeader(name, headers.get(name))).join(''),
		signedHeaders.join(';'),
		sha256(body),
	].join('\n');
	const scope = [date, region, service, 'aws4_request'];
	const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
	return hmac(key, [algorithm, time, scope.join('/'), sha256(request)].join('\n')).toString('hex');
};
