import path from 'node:path';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';
import { policyName, terraformFolder } from '../../../../template/files.ts';
import { runInstances, serverNeeds } from '../../template/servers.ts';

/** How a server is started from the image of a build. */
export type ServerStart = {
	/** The words of a command of the AWS CLI. */
	readonly command: readonly string[];
	/** The instance profile that has to be there before, and the file with its policy; missing if it needs none. */
	readonly instanceProfile?: string;
	readonly policy?: string;
	/** The folder with which Terraform starts servers; missing if none was asked for. */
	readonly terraform?: string;
};

/**
 * How a server is started from the image that a build made; undefined if it made none.
 * @param folder of its template.
 */
export const serverStart = (
	{ header, artifacts, result }: Timeline,
	folder: string,
): ServerStart | undefined => {
	const { recipe, mode } = header;
	const image = artifacts.find(({ region }) => region === recipe.aws.region) ?? artifacts[0];
	if (image === undefined || mode !== 'aws' || result !== 'done') {
		return undefined;
	}

	const { instanceProfile } = serverNeeds(recipe);
	return {
		command: runInstances(recipe, image, folder).flat(),
		...(instanceProfile !== undefined && { instanceProfile, policy: path.join(folder, policyName) }),
		...(recipe.aws.terraform !== undefined && { terraform: path.join(folder, terraformFolder) }),
	};
};
