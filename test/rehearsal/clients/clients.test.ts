import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { needs } from '../../helpers/needs.ts';
import { makePerson } from '../../helpers/program.ts';
import { ansibleCollections, clientsPython } from '../../setup/places.ts';
import { everything, rehearse } from '../helpers.ts';

/** A client that nobody here wrote: its script in this folder, and how many steps that has. */
const clients = [
	{ script: 'boto3_life.py', steps: 24 },
	{ script: 'cli_life.py', steps: 13 },
	{ script: 'libcloud_life.py', steps: 11 },
	{ script: 'ansible_tasks.py', steps: 17, arguments: [ansibleCollections] },
] as const;

const client = { client: z.string(), version: z.string() };
const step = z.strictObject({ ...client, step: z.string(), error: z.string().nullable() });
const summary = z.strictObject({
	...client,
	calls: z.number(),
	operations: z.array(z.string()),
	/** What of the answers is not as the client's own model of the API has it. */
	wrong: z.array(z.string()),
});

/** Runs a client against a rehearsal of its own; gives what it did. */
const live = async ({ script, ...rest }: (typeof clients)[number]) => {
	const person = await makePerson();
	const rehearsal = await rehearse(person, { speed: 100 });
	const { accessKeyId, secretAccessKey } = rehearsal.credentials;
	const child = spawn(
		clientsPython,
		['-B', path.join(import.meta.dirname, script), ...('arguments' in rest ? rest.arguments : [])],
		{
			env: {
				...person.environment,
				AWS_ENDPOINT_URL: rehearsal.endpoint,
				AWS_ACCESS_KEY_ID: accessKeyId,
				AWS_SECRET_ACCESS_KEY: secretAccessKey,
				AWS_DEFAULT_REGION: 'eu-west-1',
				AWS_EC2_METADATA_DISABLED: 'true',
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
	const lines: unknown[] = output
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
	const told = summary.safeParse(lines.at(-1));
	if (!told.success) {
		throw new Error(`${script} ended early: ${complaint}`);
	}

	return {
		...told.data,
		steps: lines.slice(0, -1).map(line => step.parse(line)),
		left: everything(rehearsal),
	};
};

const title = 'clients that nobody here wrote make, copy and remove an image, and understand every answer';

test(title, { timeout: 240_000 }, async context => {
	needs(context, 'clients');
	const results = await Promise.all(clients.map(live));
	const failed = results.flatMap(({ client: name, steps }) =>
		steps.filter(({ error }) => error !== null).map(({ step: what, error }) => `${name}, ${what}: ${error}`),
	);
	console.log(
		[
			'Clients of the rehearsal’s EC2:',
			...results.map(({ client: name, version, steps, calls, operations, wrong }) => {
				const passed = steps.filter(({ error }) => error === null).length;
				return (
					`  ${name} ${version}: ${passed} of ${steps.length} steps, ${calls} calls of ` +
					`${operations.length} actions, ${wrong.length} kinds of answers not as its model has them`
				);
			}),
		].join('\n'),
	);
	expect(failed).toEqual([]);
	expect(results.map(({ steps }) => steps.length)).toEqual(clients.map(({ steps }) => steps));
	expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
	expect(results.flatMap(({ left }) => left)).toEqual([]);
});
