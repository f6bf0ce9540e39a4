import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { steadyNow } from '../../base/clock.ts';
import { longestTimer } from '../../base/timers.ts';
import { findAction } from './actions.ts';
import { authenticate } from './authentication.ts';
import type { ActionResult, Call, EndpointTools } from './call.ts';
import { newCallFaults } from './call-faults.ts';
import { settled } from './own-end.ts';
import { flag, parseParameters, value } from './parameters.ts';
import { isService, printRefusal, printReply, Refusal, type Service } from './protocol.ts';
import { type Seed, withRegionSeeded } from './seed.ts';
import { type Credentials, type Head, readSignature } from './signature.ts';
import type { Instance, World } from './state.ts';
import { checkTagTargets } from './tag-targets.ts';
import { newInstances, put, withoutInstances, withRegion } from './world.ts';

/** The longest that an answer is held back, in milliseconds. */
const longestHold = 20_000;
const largestBody = 4 * 1024 * 1024;

export type EndpointOptions = {
	readonly seed: Seed;
	readonly tools: EndpointTools;
	readonly world: World;
	/** The only key that it serves. */
	readonly credentials: Credentials;
	/** Called after each change. Rejects with the reason if machines that were launched cannot start. */
	readonly onChange: (world: World) => Promise<void>;
};

export type Endpoint = {
	readonly url: string;
	readonly world: () => World;
	/** Changes a machine as the machine itself does: it restarts, or turns itself off. */
	readonly change: (instance: string, change: (machine: Instance) => Instance) => void;
	readonly stop: () => Promise<void>;
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request) {
		const bytes = Buffer.from(part);
		size += bytes.length;
		if (size > largestBody) {
			throw new Refusal('RequestEntityTooLarge', 'The request is too large.', 413);
		}

		parts.push(bytes);
	}

	return Buffer.concat(parts);
};

/** A request without its body. */
const readHead = ({ method = '', url = '', headersDistinct }: IncomingMessage): Head => {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	const headers = new Map(Object.entries(headersDistinct).map(([name, values = []]) => [name, values]));
	return { method, path, query, headers };
};

/** Waits for milliseconds, or until the caller hangs up. */
const hold = (milliseconds: number, response: ServerResponse): Promise<void> =>
	new Promise(resolve => {
		const finish = (): void => {
			clearTimeout(timer);
			response.off('close', finish);
			resolve();
		};

		const timer = setTimeout(finish, Math.min(milliseconds, longestTimer));
		response.on('close', finish);
	});

const sendXml = (response: ServerResponse, status: number, xml: string): void => {
	response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' }).end(xml);
};

// The services that speak JSON: of these a build knows Session Manager only.
const refuseJson = (response: ServerResponse): void => {
	const error = { __type: 'UnsupportedOperation', message: 'Session Manager cannot be rehearsed.' };
	response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(error));
};

/** An error that is not Packer's. AWS says so with status 500, upon which the SDK would try for two minutes. */
const internalError = (error: unknown): Refusal =>
	new Refusal('InternalError', error instanceof Error ? error.message : String(error));

/** An EC2 (with as much of STS and IAM as a build needs) on the loopback, on a port of its own. */
export const startEndpoint = async (options: EndpointOptions): Promise<Endpoint> => {
	const { seed, tools, credentials, onChange } = options;
	let { world } = options;
	const faults = newCallFaults(tools.faults);

	const act = async (call: Call): Promise<ActionResult> => {
		const before = world;
		checkTagTargets(call);
		const reply = findAction(call.service, call.action)(before, call);
		if (call.service === 'ec2' && flag(call.parameters, 'DryRun')) {
			// Whatever would be refused was refused by now, and nothing has happened: actions are pure.
			throw new Refusal('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
		}

		if (reply.world === undefined || reply.world === before) {
			return reply;
		}

		const launched = newInstances(before, reply.world);
		world = reply.world;
		try {
			await onChange(world);
			return reply;
		} catch (error) {
			world = withoutInstances(world, launched);
			throw internalError(error);
		}
	};

	// A poll that comes too early is held until there is something new: the SDK would wait much longer before the
	// next one (15 s and more).
	const answer = async (request: Omit<Call, 'now'>, response: ServerResponse): Promise<ActionResult> => {
		const deadline = steadyNow() + longestHold;
		for (;;) {
			const now = steadyNow();
			const next = settled(world, tools.delays, now);
			if (next !== world) {
				world = next;
				await onChange(world);
			}

			const reply = await act({ ...request, now });
			if (reply.due === undefined || now >= deadline || response.destroyed) {
				return reply;
			}

			await hold(Math.max(1, Math.min(reply.due, deadline) - now), response);
		}
	};

	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const head = readHead(request);
		const signature = readSignature(head);
		const { region, service: name } = signature ?? { region: '', service: 'ec2' };
		const service: Service = isService(name) ? name : 'ec2';
		const requestId = randomUUID();
		response.setHeader('x-amzn-requestid', requestId);
		try {
			const body = await readBody(request);
			if (request.headers['x-amz-target'] !== undefined) {
				refuseJson(response);
				return;
			}

			authenticate({ ...head, body }, signature, credentials, Date.now());
			const parameters = parseParameters(`${head.query}&${body}`);
			const action = value(parameters, 'Action');
			if (action === undefined || !isService(name)) {
				throw new Refusal('UnsupportedOperation', `A rehearsal has no ${name}.`);
			}

			const call = { service, action, region, parameters, tools };
			if (faults.isGone(call)) {
				leave();
				return;
			}

			faults.refuse(call);
			world = withRegionSeeded(world, region, seed);
			const reply = await answer(call, response);
			sendXml(response, 200, printReply(service, action, reply.body, requestId));
		} catch (error) {
			const refusal = error instanceof Refusal ? error : internalError(error);
			sendXml(response, refusal.status, printRefusal(service, refusal, requestId));
		}
	};

	const server = createServer((request, response) => {
		void serve(request, response);
	});
	// Go's client does not repeat a POST whose connection was closed while it was idle.
	server.keepAliveTimeout = 0;
	const leave = (): void => {
		server.close();
		server.closeAllConnections();
	};

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		world: () => {
			world = settled(world, tools.delays, steadyNow());
			return world;
		},
		change: (id, change) => {
			for (const [region, { instances }] of world.regions) {
				const instance = instances.get(id);
				if (instance) {
					world = withRegion(world, region, { instances: put(instances, change(instance)) });
				}
			}
		},
		stop: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
};
