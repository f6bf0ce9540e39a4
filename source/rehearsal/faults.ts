import { type FaultName, readFault } from '../base/faults.ts';

/** What is asked to go wrong. */
export type Faults = {
	/** Whether a fault is asked for, whatever it hits. */
	readonly has: (name: FaultName) => boolean;
	/** Whether a fault is asked for that hits this. */
	readonly hits: (name: FaultName, value: string) => boolean;
};

/** The faults of a list. @throws Problem (exit 2) for one that there is not. */
export const readFaults = (texts: readonly string[]): Faults => {
	const faults = texts.map(readFault);
	return {
		has: name => faults.some(fault => fault.name === name),
		hits: (name, value) => faults.some(fault => fault.name === name && (fault.value ?? value) === value),
	};
};
