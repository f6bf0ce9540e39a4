import type { CommandStep } from '../instance/shell.ts';

/** Something that Packer does to a machine: it opens an upload, sends folders and files, ends it, or runs a command. */
export type Act =
	| { readonly kind: 'open'; readonly command: string }
	| { readonly kind: 'folder'; readonly path: string; readonly mode: string }
	| {
			readonly kind: 'file';
			readonly path: string;
			readonly mode: string;
			/** Bytes. */
			readonly size: number;
			/** SHA-256 of the content. */
			readonly sum: string;
	  }
	| { readonly kind: 'close' }
	| { readonly kind: 'run'; readonly command: string };

/** Names that Packer makes up anew each time: of scripts, of files with their environment, of Ansible's folder. */
const madeUp =
	/\b(?:script|varfile)_\d{1,5}\.sh\b|\bpacker-provisioner-ansible-local\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g;

const steadyName = (name: string): string =>
	name.startsWith('packer-') ? 'ansible' : (name.split('_')[0] ?? '');

/** A text without what Packer makes up: the same for the same at each time. */
const steady = (text: string): string => text.replaceAll(madeUp, name => `<${steadyName(name)}>`);

/** The names in a text that Packer made up. */
export const madeUpNames = (text: string): readonly string[] => text.match(madeUp) ?? [];

/** An act as one text, the same for the same at each time. */
export const actText = (act: Act): string => {
	switch (act.kind) {
		case 'open':
		case 'run':
			return JSON.stringify([act.kind, steady(act.command)]);
		case 'folder':
			return JSON.stringify([act.kind, steady(act.path), act.mode]);
		case 'file':
			return JSON.stringify([act.kind, steady(act.path), act.mode, act.size, act.sum]);
		case 'close':
			return JSON.stringify([act.kind]);
	}
};

/** By this Packer's `ansible-local` runs a playbook. */
const playbookRun = /^\s*cd \/tmp\/packer-provisioner-ansible-local\//;

/**
 * What a command is among those of a step: its script, what tidies up behind that (`rm`), what prepares it (`chmod`), or
 * something of which nobody knows what it is: a client that is no Packer, or a provisioner that drives the machine itself.
 */
export const roleOf = (
	command: string,
	parts: readonly CommandStep[],
): 'script' | 'tidying' | 'preparing' | 'unknown' => {
	if (parts.some(({ kind }) => kind === 'script') || playbookRun.test(command)) {
		return 'script';
	}

	return parts.every(({ kind }) => kind === 'remove')
		? 'tidying'
		: parts.some(({ kind }) => kind === 'other')
			? 'unknown'
			: 'preparing';
};

/** Behind a script that went well: a code of its own, by which a shell that never came to the script is told. */
const ownCode = /&&\s*exit\s+(\d+)\b/;

/** Whether a command did what it was to do: with 0, or with the code that it gives itself when its script ran to the end. */
export const isSuccess = (code: number, command: string): boolean =>
	code === 0 || ownCode.exec(command)?.[1] === String(code);
