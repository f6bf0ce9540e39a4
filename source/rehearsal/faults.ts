import { offeredFaults } from '../base/build-mode.ts';
import { nearest } from '../base/nearest.ts';
import { exitCodes, Problem } from '../base/problem.ts';

/** What can be asked to go wrong: what people are offered (the first script fails), and what is a test rig so far. */
const faults = [
	...offeredFaults,
	/** EC2 has no machine of the type. */
	'no-capacity',
	/** The first launch and the first image are refused, because there were too many calls. */
	'throttle',
	/** SSH never answers. */
	'ssh-timeout',
	/** Copies to other regions end as failed. */
	'copy-fails',
	/** The account has no default network. */
	'no-default-vpc',
] as const;
export type Fault = (typeof faults)[number];

/** The faults of a list of names. @throws Problem (exit 2) that names the nearest fault. */
export const readFaults = (names: readonly string[]): ReadonlySet<Fault> =>
	new Set(
		names.map(name => {
			const fault = faults.find(candidate => candidate === name);
			if (fault === undefined) {
				const near = nearest(name, faults);
				throw new Problem(`A rehearsal has no fault ${name}.`, {
					next: [near === undefined ? `Faults: ${offeredFaults.join(', ')}` : `Did you mean ${near}?`],
					exitCode: exitCodes.usage,
				});
			}

			return fault;
		}),
	);
