import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Credentials, type Signature, signatureOf } from '../../source/rehearsal/endpoint/signature.ts';
import { type Rehearsal, type RehearsalOptions, startRehearsal } from '../../source/rehearsal/rehearsal.ts';
import type { Person } from '../helpers/program.ts';
import { ubuntu } from './packer-build.ts';

/** A rehearsal that takes no time; it ends with the test. */
export const rehearse = async (
	person: Person,
	options: Partial<RehearsalOptions> = {},
): Promise<Rehearsal> => {
	const rehearsal = await startRehearsal({
		region: 'eu-west-1',
		copyTo: [],
		architecture: 'x86_64',
		baseImage: ubuntu,
		sandbox: 'trace',
		environment: person.environment,
		speed: Infinity,
		faults: [],
		buildId: path.basename(person.home),
		traceReason: () => undefined,
		temporaryFolder: person.folder,
		...options,
	});
	onTestFinished(rehearsal.stop);
	return rehearsal;
};

const timeNow = (): string => new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** What a call of the API answers, signed with the rehearsal's key or another: status and XML. */
export const ask = async (
	rehearsal: Rehearsal,
	parameters: Readonly<Record<string, string>>,
	{
		region = 'eu-west-1',
		service = 'ec2',
		credentials = rehearsal.credentials,
		time = timeNow(),
	}: Partial<Pick<Signature, 'region' | 'service' | 'time'>> & { readonly credentials?: Credentials } = {},
): Promise<{ readonly status: number; readonly xml: string }> => {
	const { host } = new URL(rehearsal.endpoint);
	const request = {
		method: 'POST',
		path: '/',
		query: '',
		headers: new Map([['host', [host]]]),
		body: String(new URLSearchParams(parameters)),
	};
	const { accessKeyId } = credentials;
	const date = time.slice(0, 8);
	const claim = { accessKeyId, date, region, service, time, signedHeaders: ['host'], lifetime: undefined };
	const signature = signatureOf(request, claim, credentials);
	const scope = `${accessKeyId}/${date}/${region}/${service}/aws4_request`;
	const response = await fetch(rehearsal.endpoint, {
		method: request.method,
		headers: {
			authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${signature}`,
			'x-amz-date': time,
			'content-type': 'application/x-www-form-urlencoded',
		},
		body: request.body,
	});
	return { status: response.status, xml: await response.text() };
};

/** The code with which a call is refused; empty if it is not. */
export const refusal = async (
	rehearsal: Rehearsal,
	parameters: Readonly<Record<string, string>>,
	where: Parameters<typeof ask>[2] = {},
): Promise<string> => {
	const { xml } = await ask(rehearsal, parameters, where);
	return elements(xml, 'Code')[0] ?? '';
};

/** The texts of an element, in order. */
export const elements = (xml: string, name: string): readonly string[] =>
	[...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(found => found[1] ?? '');

/** Everything that is there and belongs to the account: `region kind id`. */
export const everything = (rehearsal: Rehearsal): readonly string[] =>
	Object.entries(rehearsal.resources()).flatMap(([region, resources]) =>
		Object.entries(resources).flatMap(([kind, ids]) => ids.map(id => `${region} ${kind} ${id}`)),
	);

/** The same without what a finished build is for. */
export const leftovers = (rehearsal: Rehearsal): readonly string[] =>
	everything(rehearsal).filter(line => !/ (images|snapshots) /.test(line));
