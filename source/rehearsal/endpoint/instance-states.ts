import { type ActionTable, type Call, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { stateXml } from './instance-xml.ts';
import { shutsDownAt, withoutVolumesOf } from './own-end.ts';
import { values } from './parameters.ts';
import { type InstanceState, instanceState } from './progress.ts';
import { Refusal } from './protocol.ts';
import type { Instance, World } from './state.ts';
import { put, withRegion } from './world.ts';

type Change = (instance: Instance, state: InstanceState) => Instance;

const changeState = (world: World, call: Call, change: Change) => {
	const { instances } = here(world, call);
	const ids = [...new Set(values(call.parameters, 'InstanceId'))];
	if (ids.length === 0) {
		throw new Refusal('MissingParameter', 'The request must contain the parameter InstanceId');
	}

	const asked = ids.map(id => find(kinds.instance, instances, id));
	const changed = asked.map(instance => change(instance, instanceState(instance, call.now)));
	return {
		changed,
		world: withRegion(world, call.region, { instances: put(instances, ...changed) }),
		body: {
			instancesSet: changed.map((instance, index) => ({
				instanceId: instance.id,
				previousState: stateXml(instanceState(asked[index] ?? instance, call.now)),
				currentState: stateXml(instanceState(instance, call.now)),
			})),
		},
	};
};

const releaseVolumes = (world: World, call: Call, ended: readonly Instance[]): World =>
	withRegion(world, call.region, { volumes: withoutVolumesOf(here(world, call).volumes, ended) });

const wrongState = (instance: Instance, what: string): Refusal =>
	new Refusal(
		'IncorrectInstanceState',
		`The instance '${instance.id}' is not in a state from which it can be ${what}.`,
	);

/** How machines are started, stopped and ended. */
export const stateActions: ActionTable = {
	StartInstances: (world, call) =>
		changeState(world, call, (instance, state) => {
			if (state === 'running' || state === 'pending') {
				return instance;
			}

			if (state !== 'stopped') {
				throw wrongState(instance, 'started');
			}

			const { stopped: _, ...rest } = instance;
			const running = call.now + call.tools.delays.run;
			const booted = running + call.tools.delays.boot;
			return { ...rest, running, booted, ownEnd: shutsDownAt(booted, rest.userData, call.tools.delays) };
		}),

	StopInstances: (world, call) =>
		changeState(world, call, (instance, state) => {
			if (instance.spotRequest !== undefined) {
				throw new Refusal(
					'UnsupportedOperation',
					`You can't stop the Spot Instance '${instance.id}' because it is associated with a one-time Spot ` +
						'Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.',
				);
			}

			if (state === 'shutting-down' || state === 'terminated' || state === 'pending') {
				throw wrongState(instance, 'stopped');
			}

			return state === 'running' ? { ...instance, stopped: call.now + call.tools.delays.stop } : instance;
		}),

	TerminateInstances: (world, call) => {
		const {
			changed,
			world: next,
			body,
		} = changeState(world, call, instance => {
			if (instance.isProtected) {
				throw new Refusal(
					'OperationNotPermitted',
					`The instance '${instance.id}' may not be terminated. Modify its 'disableApiTermination' instance ` +
						'attribute and try again.',
				);
			}

			return instance.terminated === undefined
				? { ...instance, terminated: call.now + call.tools.delays.terminate }
				: instance;
		});
		return { world: releaseVolumes(next, call, changed), body };
	},
};
