import path from 'node:path';
import { type Environment, stateFolder } from '../base/paths.ts';
import type { JournalHeader } from './journal/journal.ts';

/** Where all builds are. */
export const buildsFolder = (environment: Environment): string =>
	path.join(stateFolder(environment), 'builds');

/** Where one build is: its journal, and as long as it runs what belongs to it. */
export const buildFolder = (id: string, environment: Environment): string =>
	path.join(buildsFolder(environment), id);

export const journalName = 'journal.ndjson';

/** The journal of a build; it stays when the build is over. */
export const journalFile = (id: string, environment: Environment): string =>
	path.join(buildFolder(id, environment), journalName);

/** Where the records of the layers are that rehearsals keep behind steps. */
export const layersFolder = (environment: Environment): string =>
	path.join(stateFolder(environment), 'layers');

/** In a build's folder: the private key of a machine that was kept. */
export const keyName = 'key.pem';

/** In a build's folder: the private key of a test machine, and whom one meets there. */
export const testKeyName = 'test-key.pem';
export const testHostsName = 'test-hosts';

/** In a build's folder: what its machines listed of their images, a file each. */
export const contentsFolder = (build: string): string => path.join(build, 'contents');

/** In a build's folder: its template as it was rendered for it, if it was. */
export const filesName = 'files';

/** Where the template of a build is: the person's folder, else what was rendered for it; absolute. */
export const templateFolder = (
	{ id, folder }: Pick<JournalHeader, 'id' | 'folder'>,
	environment: Environment,
): string => folder ?? path.join(buildFolder(id, environment), filesName);

/** In a build's folder: what Packer finds first on its PATH. */
export const programsName = 'programs';

/** In a build's folder: what it wrote beside its template and could not be brought back. */
export const leftFolder = (build: string): string => path.join(build, 'left');
