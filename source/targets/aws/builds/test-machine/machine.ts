import { rm, writeFile } from 'node:fs/promises';
import type { Caller } from '../../../../aws/client/clients.ts';
import type { TestCalls } from '../../../../aws/client/images/test-machine.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { type RemainKind, remainKinds } from '../../../../aws/client/remains/remain.ts';
import { steadyNow } from '../../../../base/clock.ts';
import { Problem } from '../../../../base/problem.ts';
import type { AwsThing, TestEntry } from '../../../../builds/journal/journal.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { buildTag } from '../../../../recipe/tags.ts';
import { refusalText } from '../remains/refusals.ts';
import { resourceText } from '../report/resources.ts';
import type { TestFront, TestNews } from './news.ts';
import type { TestPlan } from './plan.ts';
import type { SshAccess } from './ssh.ts';

/** A test machine that is being made, with what is noted of it. */
export type Open = {
	readonly plan: TestPlan;
	readonly recipe: Recipe;
	readonly caller: Caller;
	readonly id: string;
	/** The name of its key and of its firewall, which is in no other. */
	readonly name: string;
	readonly access: SshAccess;
	readonly note: (state: TestEntry['state'], more?: Pick<TestEntry, 'user' | 'address'>) => void;
	/** What is there, or may be: a firewall has its name for its id, and a machine none, until AWS said it. */
	things: readonly AwsThing[];
	machine: string | undefined;
	started: number | undefined;
};

export const testNewsOf = ({ plan, id, machine, started }: Open): Omit<TestNews, 'stage'> => ({
	build: id,
	region: plan.region,
	type: plan.type,
	machine,
	ran: started === undefined ? 0 : steadyNow() - started,
});

/** Milliseconds that AWS has for its answer to what makes something, when the program is told to end meanwhile. */
const grace = 60_000;

/** What makes something comes to its end when the program is told to end: what nobody heard of nobody could delete. */
const outlasting = (signal: AbortSignal): AbortSignal => {
	const controller = new AbortController();
	const end = () => controller.abort(new AwsRefusal('AWS did not answer in time.', '', undefined));
	signal.addEventListener('abort', () => setTimeout(end, grace).unref(), { once: true });
	return controller.signal;
};

/** What AWS said no to is not there; of what it did not answer, or failed at, nobody knows. */
const isRefused = (error: unknown): boolean =>
	error instanceof AwsRefusal && error.code !== '' && !error.message.includes('StatusCode: 5');

const making = async <Made>(
	open: Open,
	thing: Pick<AwsThing, 'kind' | 'id'>,
	signal: AbortSignal,
	call: () => Promise<Made>,
): Promise<Made> => {
	signal.throwIfAborted();
	const before = open.things;
	open.things = [{ region: open.plan.region, ...thing }, ...before];
	try {
		return await call();
	} catch (error) {
		open.things = isRefused(error) ? before : open.things;
		throw error;
	}
};

/** Says what a thing is called in AWS. */
const call = (open: Open, kind: RemainKind, id: string): void => {
	open.things = open.things.map(each => (each.kind === kind ? { ...each, id } : each));
};

const callsOf = async ({ id, caller, plan, name }: Open, signal: AbortSignal): Promise<TestCalls> => {
	const { createEc2 } = await import('../../../../aws/client/clients.ts');
	const tags = { Name: `packer-wizard test of build ${id}`, [buildTag]: id };
	return { ec2: await createEc2(caller, plan.region), signal, tags, name };
};

/** Makes key, firewall and machine, each noted before the next; gives what looks at the machine. */
export const make = async (open: Open, told: TestFront['told'], signal: AbortSignal) => {
	const { plan, access, note } = open;
	const aws = await import('../../../../aws/client/images/test-machine.ts');
	const calls = await callsOf(open, signal);
	const lasting = { ...calls, signal: outlasting(signal) };
	told({ ...testNewsOf(open), stage: 'making', said: plan.doubts });
	open.things = [];
	const key = await making(open, { kind: 'key-pair', id: open.name }, signal, () => aws.makeKey(lasting));
	await writeFile(access.key, key, { mode: 0o600 });
	const group = await making(open, { kind: 'security-group', id: open.name }, signal, () =>
		aws.makeFirewall(lasting, plan.subnet),
	);
	call(open, 'security-group', group);
	note('changed');
	await aws.openFirewall(calls, group, plan.sshFrom);
	open.started = steadyNow();
	const machine = await making(open, { kind: 'instance', id: '' }, signal, () =>
		aws.startTestMachine(lasting, { ...plan, group }),
	);
	call(open, 'instance', machine);
	open.machine = machine;
	note('changed');
	signal.throwIfAborted();
	return () => aws.lookAtMachine(calls, machine);
};

/** Asks AWS for what is there of which it did not say how it is called. */
const find = async (open: Open, signal: AbortSignal): Promise<void> => {
	const has = (kind: RemainKind, id: string) =>
		open.things.some(each => each.kind === kind && each.id === id);
	const aws = await import('../../../../aws/client/images/test-machine.ts');
	const calls = await callsOf(open, signal);
	if (has('instance', '')) {
		open.machine = await aws.machineByKey(calls);
		call(open, 'instance', open.machine ?? '');
	}

	if (has('security-group', open.name)) {
		const group = await aws.firewallByName(calls);
		call(open, 'security-group', group ?? '');
		open.things = open.things.filter(({ kind, id }) => kind !== 'security-group' || id !== '');
	}
};

const isKind = (kind: string): kind is RemainKind => remainKinds.some(each => each === kind);

/** Deletes what there is, and gives what it could not, a sentence each. @throws AwsRefusal, or Problem if nobody can sign in. */
const remove = async (open: Open): Promise<readonly string[]> => {
	const { plan, caller, id: build, recipe } = open;
	const { signal } = new AbortController();
	const said: string[] = [];
	await find(open, signal);
	if (open.things.some(({ id }) => id === '')) {
		// What it would use stays as well: without its key nobody would find it.
		return ['AWS did not answer whether it started a machine, and shows none yet.'];
	}

	const { removeInRegion } = await import('../../../../aws/client/remains/remove.ts');
	const remains = open.things.flatMap(({ kind, id }) =>
		isKind(kind) ? [{ kind, id, region: plan.region, build, detail: '' }] : [],
	);
	await removeInRegion(
		caller,
		plan.region,
		remains,
		(remain, refusal) => {
			if (refusal) {
				said.push(`There still is ${resourceText(remain)}. ${refusalText(refusal, recipe)}`);
			} else {
				open.things = open.things.filter(each => each.kind !== remain.kind || each.id !== remain.id);
			}
		},
		signal,
	);
	return said;
};

/** Deletes all that there is of it, whoever was told to end; what stays is noted, and `cleanup` finds it. */
export const end = async (open: Open, told: TestFront['told']): Promise<void> => {
	const { access, note, recipe } = open;
	told({ ...testNewsOf(open), stage: 'ending' });
	const said = await remove(open).catch((error: unknown) => {
		if (error instanceof AwsRefusal) {
			return [refusalText(error, recipe)];
		}

		if (error instanceof Problem) {
			return [error.message, ...(error.reason === undefined ? [] : [error.reason])];
		}

		throw error;
	});
	const isGone = open.things.length === 0;
	note(isGone ? 'ended' : 'changed');
	if (isGone) {
		await rm(access.key, { force: true });
	}

	await rm(access.hosts, { force: true });
	const mayRun = open.things.some(({ kind }) => kind === 'instance');
	told({ ...testNewsOf(open), stage: isGone ? 'ended' : 'left', said, ...(!isGone && { mayRun }) });
};
