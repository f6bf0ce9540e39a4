import { singleQuoted } from '../../base/shell.ts';
import type { Container } from '../instance/container.ts';
import type { Sandbox } from '../instance/sandbox.ts';
import { type CommandStep, interpret } from '../instance/shell.ts';
import type { Uploads } from '../instance/uploads.ts';
import type { CountedTime } from './record.ts';

/** The script that lists what is in an image: how it is known. */
export type ListingSigns = {
	/** Whether a script is that one. It is always run, and changes nothing. */
	readonly isListing: (script: string) => boolean;
	/** Whether the upload that a command opens may be that of such a script. */
	readonly mayList: (command: string) => boolean;
};

/** How the variable is called by which that script is told which times of files count as which. */
const spansVariable = 'PACKER_WIZARD_SPANS';

const millisecond = 0.001;

/** A span goes to the end of its last millisecond: files have finer times. */
const spanLine = ({ from, to, at, layer = '' }: CountedTime): string =>
	['span', from.toFixed(3), (to + millisecond).toFixed(3), at?.toFixed(3) ?? 'start', layer].join('\t');

/** The command of such a script, with the times that it is told. */
export const listingCommand = (command: string, spans: readonly CountedTime[]): string =>
	`export ${spansVariable}=${singleQuoted(spans.map(spanLine).join('\n'))}; ${command}`;

/** The scripts among the parts of a command. */
export const scriptsOf = (parts: readonly CommandStep[]): readonly string[] =>
	parts.flatMap(part => (part.kind === 'script' ? [part.upload.content?.toString('utf8') ?? ''] : []));

/**
 * A container of which nothing is kept. What changed in it while it was started belongs to no step: Packer does not
 * wait for that before it begins with the first one.
 */
export const plainMachine = (
	container: Container,
	started: CountedTime,
	{ isListing }: ListingSigns,
): Sandbox & { readonly uploads: Uploads } => {
	const uploads: Uploads = new Map();
	return {
		...container,
		uploads,
		execute: (command, streams, signal) =>
			container.execute(
				scriptsOf(interpret(command, container.home, uploads)).some(isListing)
					? listingCommand(command, [started])
					: command,
				streams,
				signal,
			),
	};
};
