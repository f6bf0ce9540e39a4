import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { parsedJson } from '../../base/json.ts';
import { artifactsOf } from '../journal/artifacts.ts';
import type { Artifact } from '../journal/journal.ts';

/** The name of the file in which Packer itself lists what it made, in the private copy. */
export const manifestName = 'packer-wizard-manifest.json';

const manifestSchema = z.object({ builds: z.array(z.object({ artifact_id: z.string() })) });

/** The images in the manifest of a build, none if Packer did not come to write it. */
export const manifestArtifacts = (copy: string): readonly Artifact[] => {
	try {
		const manifest = manifestSchema.parse(parsedJson(readFileSync(path.join(copy, manifestName), 'utf8')));
		return manifest.builds.flatMap(build => artifactsOf(['', 'id', build.artifact_id]));
	} catch {
		return [];
	}
};
