import type { Whereabouts } from '../base/paths.ts';
import type { HandedKeys } from '../builds/start-request.ts';
import type { KnownEngine } from '../engine/engine.ts';
import type { BuildRequest } from '../flow/request.ts';
import type { PackerProgram } from '../packer/find.ts';

/** What answered when all was looked at that a request needs; undefined what did not, or was not asked. */
export type Looked = {
	readonly packer?: PackerProgram | undefined;
	readonly engine?: KnownEngine | undefined;
	readonly keys?: HandedKeys | undefined;
};

const looked = new WeakMap<Whereabouts, { readonly request: BuildRequest; readonly found: Looked }>();

/** Notes what answered, for the start of the very request: that follows at once, and asks none of them again. */
export const noteLooked = (request: BuildRequest, found: Looked, whereabouts: Whereabouts): void => {
	looked.set(whereabouts, { request, found });
};

/** What answered, if this request was the last that was looked at. */
export const lookedFor = (request: BuildRequest, whereabouts: Whereabouts): Looked => {
	const last = looked.get(whereabouts);
	return last?.request === request ? last.found : {};
};
