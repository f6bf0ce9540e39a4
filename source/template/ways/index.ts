import type { Way } from '../../catalog/bundles/schema.ts';
import { archive } from './archive.ts';
import { clone } from './clone.ts';
import { binary, module, service } from './gruntwork-install.ts';
import { script } from './script.ts';
import type { InstallWay } from './way.ts';

/** How bundles are installed: a new way is a new row. */
export const installWays: Readonly<Record<Way, InstallWay>> = {
	script,
	module,
	binary,
	service,
	clone,
	archive,
};
