import type { ScriptFailure } from '../failure.ts';
import { awsFailures } from './aws.ts';
import { checkFailures } from './checks.ts';
import { fetchFailures } from './fetch.ts';
import { gruntworkFailures } from './gruntwork.ts';
import { machineFailures } from './machine.ts';
import { packageFailures } from './packages.ts';
import { rightsFailures } from './rights.ts';
import { shellFailures } from './shell.ts';

/** The failures of a script that its own output tells. The first that a line matches is what that line says. */
export const scriptFailures: readonly ScriptFailure[] = [
	...checkFailures,
	...gruntworkFailures,
	...awsFailures,
	...machineFailures,
	...rightsFailures,
	...packageFailures,
	...fetchFailures,
	...shellFailures,
];
