import { accountFailures } from './account.ts';
import { baseFailures } from './base.ts';
import { connectionFailures, uploadFailures } from './connection.ts';
import { dockerFailures } from './docker.ts';
import type { PackerFailure } from './failure.ts';
import { copyFailures, imageFailures, refusedImage } from './image.ts';
import { launchFailures } from './launch.ts';
import { networkFailures } from './network.ts';
import { ownStepFailures } from './own-steps.ts';
import { otherFailures, packerFailures, wayFailures } from './packer.ts';
import { pluginFailures } from './plugin.ts';
import { signInFailures, unclearSignIn } from './sign-in.ts';
import { templateFailures } from './template.ts';

/**
 * The failures of a build as Packer 1.6.6 to 1.16 says them. The first match wins: what may hold any words of others
 * comes first, and what stands in front of other reasons last.
 */
export const failures: readonly PackerFailure[] = [
	...ownStepFailures,
	...uploadFailures,
	...dockerFailures,
	...otherFailures,
	...copyFailures,
	...signInFailures,
	...wayFailures,
	...accountFailures,
	...imageFailures,
	...networkFailures,
	...baseFailures,
	...launchFailures,
	...connectionFailures,
	...pluginFailures,
	...templateFailures,
	...packerFailures,
	...refusedImage,
	...unclearSignIn,
];
