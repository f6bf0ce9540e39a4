import type { Whereabouts } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import type { Foreign } from '../flow/files.ts';
import { isTrusted } from '../store/trust.ts';

/** `extra.pkr.hcl runs commands on this computer, reads files of this computer`. */
export const foreignText = ({ path: name, does }: Foreign['files'][number]): string =>
	printable(`${name} ${does.join(', ')}`);

/** What nobody said yes to. */
export const untrusted = async (
	all: readonly Foreign[],
	{ environment }: Whereabouts,
): Promise<readonly Foreign[]> => {
	const trusted = await Promise.all(all.map(({ sum }) => isTrusted(sum, environment)));
	return all.filter((_, index) => !trusted[index]);
};

/** @throws Problem (exit 3) that names what nobody said yes to; nothing if there is nothing of that kind. */
export const refuseUntrusted = async (
	message: string,
	foreign: readonly Foreign[],
	whereabouts: Whereabouts,
): Promise<void> => {
	const open = await untrusted(foreign, whereabouts);
	if (open.length > 0) {
		throw new Problem(message, {
			reason: [
				...open.flatMap(({ files }) => files.map(file => `${foreignText(file)}.`)),
				'Nobody said yes to that.',
			].join('\n'),
			next: ['Look at it, and if it is right: --trust'],
			exitCode: exitCodes.missing,
		});
	}
};
