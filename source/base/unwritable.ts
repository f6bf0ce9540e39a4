import { exitCodes, messageOf, noFile, Problem, systemErrorCode, tooLarge } from './problem.ts';

const reasons: Readonly<Record<string, string>> = {
	EACCES: 'You may not write there.',
	EPERM: 'You may not write there.',
	EROFS: 'That file system can only be read.',
	ENOSPC: 'The disk is full.',
	EDQUOT: 'Your share of the disk is used up.',
	ENOENT: 'No folder can be made there.',
	ENOTDIR: 'A file is in the way where a folder is needed.',
	EEXIST: 'A file is in the way where a folder is needed.',
	EISDIR: 'A folder is in the way where a file is needed.',
	ENAMETOOLONG: 'The name is too long.',
	ELOOP: 'Links that lead in a circle are in the way.',
	ENXIO: 'Something that is no file is in the way.',
	[noFile]: 'Something that is no file is in the way.',
	[tooLarge]: 'A file that is larger than 16 MB is in the way.',
};

/** Why a file could not be written, one sentence. */
export const whyUnwritable = (error: unknown): string =>
	reasons[systemErrorCode(error) ?? ''] ?? messageOf(error);

/** A Problem (exit 3) that says why a path cannot be written, and what to do. */
export const unwritable = (file: string, error: unknown, next = 'Choose another folder.'): Problem =>
	new Problem(`${file} cannot be written.`, {
		reason: whyUnwritable(error),
		next: [next],
		exitCode: exitCodes.missing,
		cause: error,
	});
