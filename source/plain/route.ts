import type { ExitCode } from '../base/problem.ts';
import type { Route } from '../flow/route.ts';

/** Where one can be here. */
export type PlainRoute = Route | { readonly at: 'end'; readonly exitCode: ExitCode };
