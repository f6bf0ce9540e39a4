import { type Instance, instanceState, type World } from '../endpoint/state.ts';
import type { Sandbox } from './sandbox.ts';

/** The insides of the instances: one sandbox each, from launch to termination. */
export type Machines = {
	/** Starts what is new in the world and ends what is gone. */
	readonly update: (world: World) => void;
	/** @throws Error if there is no such machine (any more). */
	readonly sandboxOf: (instance: string) => Promise<Sandbox>;
	/** Ends all. */
	readonly stop: () => Promise<void>;
};

export const newMachines = (start: (instance: Instance) => Promise<Sandbox>): Machines => {
	const sandboxes = new Map<string, Promise<Sandbox>>();
	const endings = new Set<Promise<void>>();

	// A sandbox that did not start has nothing to end; whoever uses it hears why.
	const end = (id: string): void => {
		const sandbox = sandboxes.get(id);
		if (!sandbox) {
			return;
		}

		sandboxes.delete(id);
		const ending = (async () => {
			const started = await sandbox.catch(() => undefined);
			await started?.end();
		})();
		endings.add(ending);
		void ending.finally(() => endings.delete(ending));
	};

	return {
		update: world => {
			const now = Date.now();
			for (const instance of Object.values(world.regions).flatMap(region =>
				Object.values(region.instances),
			)) {
				const state = instanceState(instance, now);
				const isGone = state === 'shutting-down' || state === 'terminated';
				if (isGone) {
					end(instance.id);
				} else if (!sandboxes.has(instance.id)) {
					const sandbox = start(instance);
					sandbox.catch(() => {});
					sandboxes.set(instance.id, sandbox);
				}
			}
		},
		sandboxOf: async id => {
			const sandbox = sandboxes.get(id);
			if (!sandbox) {
				throw new Error(`the instance ${id} is gone`);
			}

			return sandbox;
		},
		stop: async () => {
			[...sandboxes.keys()].forEach(end);
			await Promise.all(endings);
		},
	};
};
