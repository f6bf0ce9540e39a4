import type { Environment } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { searchUsedPacker } from '../used-packer.ts';
import { checkCatalogue } from './catalogue.ts';
import { checkCredentials } from './credentials.ts';
import { checkFiles } from './files.ts';
import { checkForeign } from './foreign.ts';
import { checkEngine, checkFreeSpace } from './machine.ts';
import { checkPacker, checkPlugin } from './packer.ts';
import { checkToken } from './token.ts';

/** Everything that a build needs before it can start, each with its remedies. */
export const runChecks = async (
	request: BuildRequest,
	environment: Environment,
	cwd: string,
	signal?: AbortSignal,
): Promise<readonly Check[]> => {
	const place = { environment, cwd };
	const search = await searchUsedPacker(environment, signal);
	const rehearsal = request.mode === 'rehearsal';
	const found = await Promise.all([
		checkFiles(request, search, place),
		checkForeign(request, place),
		checkPacker(search, place, signal),
		search.kind === 'found' ? checkPlugin(search.program, place, signal) : undefined,
		rehearsal ? undefined : checkCredentials(request, search, place, signal),
		checkToken(request, place),
		rehearsal ? checkEngine(place, signal) : undefined,
		checkFreeSpace(place),
	]);
	signal?.throwIfAborted();
	return [...checkCatalogue(request), ...found.filter(check => check !== undefined)];
};
