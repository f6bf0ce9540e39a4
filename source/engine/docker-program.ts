import type { Engine } from './engine.ts';

/**
 * A program that Packer takes for Docker, to lie first on its PATH: undefined where `docker` is Docker's own. Podman needs
 * one where it has no such name; and where it has, Packer (1.6.6, docker plugin 1.1) takes its version 4 or 5 for one of
 * Docker's before 17.07, which had to be given passwords as arguments, where everybody sees them. The settings that the
 * plugin names are empty ones of its own, and Docker's: Podman has its log-ins elsewhere.
 */
export const dockerProgram = ({ maker }: Pick<Engine, 'maker'>): string | undefined =>
	maker === 'Docker'
		? undefined
		: `${[
				'#!/bin/sh',
				'# Packer asks for docker, and Podman answers.',
				'[ "$*" != -v ] || exec echo \'Docker version 20.10.0, build podman\'',
				'[ "$1" != --config ] || shift 2',
				'exec podman "$@"',
			].join('\n')}\n`;
