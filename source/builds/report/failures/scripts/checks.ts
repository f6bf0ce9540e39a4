import type { ScriptFailure } from '../failure.ts';

/** What checks of the person's say that do not hold, as `template/own-scripts.ts` has them say it. */
export const checkFailures: readonly ScriptFailure[] = [
	{
		id: 'step.check',
		patterns: [/^The check (\S+) does not hold: exit code (\d+), and (\d+) is needed\.$/],
		what: (_, [, name, code, needed]) =>
			`The check ${name} does not hold: its command ended with exit code ${code}, and ${needed} is needed.`,
		because: 'it does not hold',
		why: (_, [, , code]) =>
			code === '127' ? 'The machine does not know that command.' : 'So there is no image.',
		next: 'Mend what it looks at, or change the check.',
		remedy: 'step',
	},
];
