import { environment } from './set-ups/environment.ts';
import { files } from './set-ups/files.ts';
import { endpoints, machines } from './set-ups/machines.ts';
import type { SetUp } from './set-ups/parts.ts';
import { roles } from './set-ups/roles.ts';
import { signOns } from './set-ups/sign-ons.ts';
import { unused } from './set-ups/unused.ts';

/** Every kind of set-up that we know, alone and two together. */
export const setUps: readonly SetUp[] = [
	...environment,
	...unused,
	...files,
	...roles,
	...signOns,
	...machines,
	...endpoints,
];
