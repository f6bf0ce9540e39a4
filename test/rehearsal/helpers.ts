import path from 'node:path';
import { onTestFinished } from 'vitest';
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

/** What a call of the API answers: status and XML. Nobody checks the signature, only whom and what it names. */
export const ask = async (
	rehearsal: Rehearsal,
	parameters: Readonly<Record<string, string>>,
	{ region = 'eu-west-1', service = 'ec2', accessKeyId = rehearsal.credentials.accessKeyId } = {},
): Promise<{ readonly status: number; readonly xml: string }> => {
	const scope = `${accessKeyId}/20261122/${region}/${service}/aws4_request`;
	const response = await fetch(rehearsal.endpoint, {
		method: 'POST',
		headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x` },
		body: new URLSearchParams(parameters),
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
