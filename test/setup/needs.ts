import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { clientsMarker, containerImage, motoMarker, terraformMarker, testEnvironment } from './places.ts';

/** What some tests need beyond npm. */
export const needs = [
	'packer',
	'containers',
	'registry',
	'moto',
	'clients',
	'terraform',
	'namespaces',
	'other-users',
	'ssh-keygen',
	'shellcheck',
	'openssl',
] as const;
export type Need = (typeof needs)[number];

/** The path of a program on PATH, undefined if there is none. */
export const findProgram = (name: string): string | undefined => {
	const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
	return folders
		.map(folder => path.join(folder, name))
		.find(file => {
			try {
				accessSync(file, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
};

/** Whether a command ends well. */
export const answers = (command: string, ...args: string[]): boolean => {
	const { status } = spawnSync(command, args, {
		stdio: 'ignore',
		env: { ...process.env, ...testEnvironment() },
	});
	return status === 0;
};

const absent = (...programs: string[]): string | undefined => {
	const program = programs.find(name => !findProgram(name));
	return program && `${program} is not installed`;
};

const isRoot = process.getuid?.() === 0;

/** What is missing for a need, in a few words; undefined if nothing. */
export const missing: Readonly<Record<Need, () => string | undefined>> = {
	packer: () => absent('packer'),
	containers: () =>
		absent('podman') ??
		(answers('podman', 'image', 'exists', containerImage) ? undefined : 'the base image is not made'),
	registry: () => absent('docker-registry'),
	moto: () => (existsSync(motoMarker) ? undefined : 'moto is not installed'),
	clients: () => (existsSync(clientsMarker) ? undefined : 'the clients of EC2 are not installed'),
	terraform: () => (existsSync(terraformMarker) ? undefined : "Terraform's core is not installed"),
	namespaces: () => (isRoot ? absent('ip', 'unshare', 'nsenter') : 'only root makes network namespaces'),
	'other-users': () => (isRoot ? absent('curl', 'ssh', 'ss') : 'only root becomes another user'),
	'ssh-keygen': () => absent('ssh-keygen'),
	shellcheck: () => absent('shellcheck'),
	openssl: () => absent('openssl'),
};
