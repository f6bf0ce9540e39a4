import { installMissing } from '../../../base/missing-programs.ts';
import type { DockerRecipe } from '../recipe/image.ts';

const script = (why: string, lines: readonly string[]): string =>
	`${['#!/bin/sh', `# ${why}`, 'set -eu', '', ...lines].join('\n')}\n`;

/** The first step: what every server has and a container image lacks. */
export const prepareScript: string = script(
	'A container image lacks what every server has, and steps are written for servers.',
	[installMissing(['bash', 'sudo', 'curl', 'tar', 'gzip', 'useradd'])],
);

const userLines = (user: string | undefined): readonly string[] => {
	const name = /^[a-z_][\w-]*/.exec(user ?? '')?.[0];
	return name === undefined
		? []
		: [
				'',
				'# Who runs the image has to be there.',
				`id ${name} >/dev/null 2>&1 || useradd --system --create-home ${name}`,
			];
};

/** The last step: what the package manager can fetch anew is not carried along, and the user of the image is there. */
export const tidyScript = ({ docker: { user } }: DockerRecipe): string =>
	script('What the package manager fetches anew when it is needed is not carried along in the image.', [
		'if command -v apt-get >/dev/null 2>&1; then',
		'	apt-get clean',
		'	rm -rf /var/lib/apt/lists/*',
		'else',
		'	for manager in microdnf dnf yum; do',
		'		! command -v "$manager" >/dev/null 2>&1 || { "$manager" clean all >/dev/null; break; }',
		'	done',
		'fi',
		...userLines(user),
	]);
