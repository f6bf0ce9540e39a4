import path from 'node:path';
import { type Environment, stateFolder } from '../base/paths.ts';

/** Where the one draft is that is kept between two starts. */
export const draftFile = (environment: Environment): string =>
	path.join(stateFolder(environment), 'drafts', 'current.json');
