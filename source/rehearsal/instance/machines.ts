import { steadyNow } from '../../base/clock.ts';
import { instanceState } from '../endpoint/progress.ts';
import type { Instance, World } from '../endpoint/state.ts';
import type { Sandbox } from './sandbox.ts';

/** The insides of the instances: one sandbox each, from launch to termination. */
export type Machines = {
	/** Ends what is gone from the world, and starts what is new. @throws Error with the reason if one does not start. */
	readonly update: (world: World) => Promise<void>;
	/** @throws Error if there is no such machine (any more). */
	readonly sandboxOf: (instance: string) => Promise<Sandbox>;
	/** Ends all. */
	readonly stop: () => Promise<void>;
};

export const newMachines = (start: (instance: Instance, world: World) => Promise<Sandbox>): Machines => {
	const sandboxes = new Map<string, Promise<Sandbox>>();
	const endings = new Set<Promise<void>>();

	// A sandbox that did not start has nothing to end.
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
		update: async world => {
			const now = steadyNow();
			const instances = [...world.regions.values()].flatMap(region => [...region.instances.values()]);
			const isGone = (instance: Instance): boolean =>
				instance.failure !== undefined ||
				['shutting-down', 'terminated'].includes(instanceState(instance, now));
			for (const instance of instances.filter(isGone)) {
				end(instance.id);
			}

			const added = instances.filter(instance => !isGone(instance) && !sandboxes.has(instance.id));
			await Promise.all(
				added.map(instance => {
					const sandbox = start(instance, world);
					sandboxes.set(instance.id, sandbox);
					return sandbox;
				}),
			);
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
