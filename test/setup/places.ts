import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const hashOf = (...files: string[]): string => {
	const hash = createHash('sha256');
	for (const file of files) {
		hash.update(readFileSync(path.join(import.meta.dirname, file)));
	}

	return hash.digest('hex').slice(0, 12);
};

/** Where the setup keeps what it makes, outside the repository, so that the next checkout finds it. */
export const setupFolder = path.join(
	process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'),
	'packer-wizard-test',
);

/** Settings for Podman: a file of ours, named by CONTAINERS_CONF, so that nothing under `/etc` changes. */
export const containersConf = path.join(setupFolder, 'containers.conf');

/** The base image for containers. What makes it is part of the name, so a change there makes another. */
export const containerImage = `localhost/packer-wizard-test:${hashOf('container-image.ts')}`;

/** What V8 compiled of the program. */
export const compiledFolder = path.join(setupFolder, 'compiled');

/** The Python environment with moto. */
export const motoFolder = path.join(setupFolder, `moto-${hashOf('requirements.txt')}`);
export const motoPython = path.join(motoFolder, 'bin', 'python');

/** Written last, so that a setup which was interrupted begins anew. */
export const motoMarker = path.join(motoFolder, 'complete');

/** The Python environment with Terraform's core. */
export const terraformFolder = path.join(setupFolder, `terraform-${hashOf('terraform.txt')}`);
export const terraformPython = path.join(terraformFolder, 'bin', 'python');
export const terraformMarker = path.join(terraformFolder, 'complete');

/** The release of Ansible whose collection `amazon.aws` is taken out of its package: that of 54 MB holds some hundred. */
export const ansibleRelease = '12.3.0';

/** The Python environment with clients of EC2, and Ansible's collection for EC2 in it. */
export const clientsFolder = path.join(setupFolder, `clients-${hashOf('clients.txt')}-${ansibleRelease}`);
export const clientsPython = path.join(clientsFolder, 'bin', 'python');
export const ansibleCollections = path.join(clientsFolder, 'collections');
export const clientsMarker = path.join(clientsFolder, 'complete');

/** What the tests and everything that they start need in their environment. */
export const testEnvironment = (): Record<string, string> => ({
	CHECKPOINT_DISABLE: '1',
	CONTAINERS_CONF: containersConf,
	PACKER_WIZARD_REHEARSAL_IMAGE: containerImage,
	// It takes each rehearsal a second or two; what tests that says `on`.
	PACKER_WIZARD_CONTENTS: 'off',
	// Layers would stay in the engine when their person is gone; what tests them names a limit, and removes them.
	PACKER_WIZARD_LAYERS: 'off',
	// Nobody answers there: made-up tokens are shown to no GitHub but one of a test.
	PACKER_WIZARD_GITHUB_API_URL: 'http://127.0.0.1:1',
});
