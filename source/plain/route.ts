import type { BuildRequest } from '../actions/actions.ts';
import type { ExitCode } from '../base/problem.ts';
import type { BuildMode } from '../build/journal.ts';
import type { Timeline } from '../build/timeline.ts';
import type { Draft } from '../questions/engine.ts';

/** Where one can be. */
export type PlainRoute =
	| { readonly at: 'home' }
	/** The questions. Review offers first what the mode says; `preset` is the name of the one that is changed. */
	| { readonly at: 'wizard'; readonly draft: Draft; readonly mode?: BuildMode; readonly preset?: string }
	/** The checklist; it starts the build by itself when nothing is missing. */
	| { readonly at: 'before'; readonly request: BuildRequest }
	| { readonly at: 'build'; readonly id: string }
	| { readonly at: 'end'; readonly exitCode: ExitCode; readonly timeline?: Timeline };
