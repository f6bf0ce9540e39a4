import type { Row } from './row.ts';

/** What people met in the field, by the numbers that the table of the bad days has for them. */
export const fieldCases: readonly string[] = [
	'a sign-in that failed, inside a wrapper',
	'an AuthFailure that is not about the keys',
	'a profile that is not whole',
	'a profile that this Packer cannot use',
	'commands without sudo',
	'a failure in the midst of a script',
	'a setting of the shell that stops a script',
	'a restart',
	'a sudo that hands on no environment',
	'a folder from which nothing may be run',
	'a token that may not read',
	'files beside the template',
	'files that a build writes',
	'a root disk of another name',
	'a key that stays in the image',
	'a policy that demands tags',
	'a copy that fails',
	'a machine that dies as it starts',
	'an account that insists on tokens of the metadata service',
	'a free plan',
	'a port that is closed again',
	'too many tags',
	'several kernels under one name',
	'a CI job that is cancelled',
	'a machine that never sets itself up',
	'an engine that cannot run containers',
	'keys of the environment beside a profile',
	'a line that is too long to arrive',
	"another owner of Amazon's images",
	'types of older families',
	'another sudo',
	'a byte-order mark',
	'a log-in user that is turned away',
	'log-in files that print, or end',
	'something in the background',
	'a secret of several lines',
	'a machine that speaks post-quantum only',
	'other words of a sign-in',
	'a log-in user without bash',
];

/** Rows of a case, by its number from 1. */
export const of = (field: number, ...rows: readonly Row[]): readonly Row[] =>
	rows.map(row => ({ ...row, field }));
