import type { ExitCode } from '../base/problem.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import type { BuildOptions, BuildRequest } from '../flow/request.ts';
import type { Draft } from '../questions/engine.ts';

/** Where one can be. */
export type PlainRoute =
	| { readonly at: 'home' }
	/** The questions, and the review; `options` are for the build that comes of it. */
	| { readonly at: 'wizard'; readonly draft: Draft; readonly options?: BuildOptions }
	/** The checklist; it starts the build by itself when nothing is missing. */
	| { readonly at: 'before'; readonly request: BuildRequest }
	| { readonly at: 'build'; readonly id: string }
	| { readonly at: 'end'; readonly exitCode: ExitCode; readonly timeline?: Timeline };
