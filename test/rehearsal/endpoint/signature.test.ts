import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { authenticate } from '../../../source/rehearsal/endpoint/authentication.ts';
import { Refusal } from '../../../source/rehearsal/endpoint/protocol.ts';
import { type Received, readSignature } from '../../../source/rehearsal/endpoint/signature.ts';
import { needs } from '../../helpers/needs.ts';
import { motoPython } from '../../setup/places.ts';

/** The key of AWS's own examples. */
const credentials = {
	accessKeyId: 'AKIDEXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const time = '20150830T123600Z';
const now = Date.UTC(2015, 7, 30, 12, 36);

const withSignature = (
	request: Omit<Received, 'headers'> & { readonly headers: readonly (readonly [string, string])[] },
	service: string,
	value: string,
): Received => {
	const headers = [...request.headers, ['x-amz-date', time] as const];
	const names = headers
		.map(([name]) => name)
		.sort()
		.join(';');
	const scope = `AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request`;
	const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names}, Signature=${value}`;
	const all = [...headers, ['authorization', authorization] as const];
	return { ...request, headers: new Map(all.map(([name, text]) => [name, [text]])) };
};

const example = {
	method: 'GET',
	path: '/',
	query: '',
	headers: [['host', 'example.amazonaws.com']],
	body: '',
} as const;
const form = 'application/x-www-form-urlencoded';

/** From AWS's documentation (the first) and from the test suite that it published with version 4. */
const published = [
	withSignature(
		{
			...example,
			query: 'Action=ListUsers&Version=2010-05-08',
			headers: [
				['content-type', `${form}; charset=utf-8`],
				['host', 'iam.amazonaws.com'],
			],
		},
		'iam',
		'5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
	),
	withSignature(example, 'service', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'),
	withSignature(
		{ ...example, query: 'Param2=value2&Param1=value1' },
		'service',
		'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
	),
	withSignature(
		{
			...example,
			method: 'POST',
			headers: [['content-type', form], ...example.headers],
			body: 'Param1=value1',
		},
		'service',
		'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
	),
] as const;

/** With which code a request is refused; undefined if it is not. */
const refusal = (request: Received, at = now, keys = credentials): string | undefined => {
	try {
		authenticate(request, readSignature(request), keys, at);
		return undefined;
	} catch (error) {
		return error instanceof Refusal ? `${error.code} ${error.status}` : String(error);
	}
};

test.for(published.map((request, index) => [index, request] as const))(
	'signature %i that AWS published is the one that is expected',
	([, request]) => {
		expect(refusal(request)).toBeUndefined();
	},
);

test('what boto3 signs is taken, each request, and not with a letter changed', context => {
	needs(context, 'moto');
	const { stdout, stderr } = spawnSync(
		motoPython,
		[path.join(import.meta.dirname, 'sign.py'), credentials.accessKeyId, credentials.secretAccessKey],
		{ encoding: 'utf8' },
	);
	expect(stderr).toBe('');
	const signed: readonly (Omit<Received, 'headers' | 'body'> & {
		readonly headers: Readonly<Record<string, string>>;
		readonly body: string;
	})[] = JSON.parse(stdout);
	const requests = signed.map(request => ({
		...request,
		headers: new Map(Object.entries(request.headers).map(([name, value]) => [name, [value]])),
		body: Buffer.from(request.body, 'base64'),
	}));
	expect(requests.length).toBeGreaterThan(50);
	for (const request of requests) {
		expect(refusal(request, Date.now())).toBeUndefined();
		expect(refusal({ ...request, body: `${request.body}x` }, Date.now())).toBe('SignatureDoesNotMatch 403');
		expect(refusal({ ...request, query: `${request.query}&x=` }, Date.now())).toBe(
			'SignatureDoesNotMatch 403',
		);
	}
});

const [listUsers] = published;
const withHeader = (name: string, value: string): Received => ({
	...listUsers,
	headers: new Map([...listUsers.headers, [name, [value]]]),
});
const authorization = listUsers.headers.get('authorization')?.[0] ?? '';
const minute = 60_000;

test.for([
	['another method', { ...listUsers, method: 'POST' }],
	['another path', { ...listUsers, path: '/x' }],
	['another query', { ...listUsers, query: 'Action=ListRoles&Version=2010-05-08' }],
	['a body', { ...listUsers, body: 'Action=ListRoles' }],
	['another host', withHeader('host', 'iam.amazonaws.com:80')],
	['another time', withHeader('x-amz-date', '20150830T123601Z')],
	['half a signature', withHeader('authorization', authorization.slice(0, -32))],
	['no signed host', withHeader('authorization', authorization.replace(';host', ''))],
	['no signed header at all', withHeader('authorization', authorization.replace(/SignedHeaders=\S+ /, ''))],
	[
		'a header that every object has',
		withHeader('authorization', authorization.replace(';host', ';host;valueOf')),
	],
	['the scope of another service', withHeader('authorization', authorization.replace('/iam/', '/sts/'))],
	[
		'the scope of another day',
		withHeader('authorization', authorization.replace('/20150830/', '/20150829/')),
	],
] as const)('a signature does not fit %s', ([, request]) => {
	expect(refusal(request)).toBe('SignatureDoesNotMatch 403');
});

test('a signature is of use for a quarter of an hour', () => {
	const ec2 = withHeader('authorization', authorization.replace('/iam/', '/ec2/'));
	for (const off of [-15, 15]) {
		expect(refusal(listUsers, now + off * minute)).toBeUndefined();
	}

	for (const off of [-15.1, 15.1]) {
		expect(refusal(listUsers, now + off * minute)).toBe('SignatureDoesNotMatch 403');
		expect(refusal(ec2, now + off * minute)).toBe('RequestExpired 400');
	}
});

test('without a whole signature nobody is known', () => {
	expect(refusal({ ...listUsers, headers: new Map() })).toBe('MissingParameter 400');
	expect(refusal(withHeader('authorization', 'Basic YTpi'))).toBe('MissingParameter 400');
	expect(refusal(withHeader('x-amz-date', 'yesterday'))).toBe('MissingParameter 400');
	expect(refusal(withHeader('authorization', authorization.replace('aws4_request', 'aws4')))).toBe(
		'MissingParameter 400',
	);
});

test('half a key is no key', () => {
	const { accessKeyId, secretAccessKey } = credentials;
	expect(refusal(listUsers, now, { accessKeyId: `${accessKeyId}2`, secretAccessKey })).toBe(
		'InvalidClientTokenId 403',
	);
	expect(refusal(listUsers, now, { accessKeyId, secretAccessKey: `${secretAccessKey}2` })).toBe(
		'SignatureDoesNotMatch 403',
	);
});
