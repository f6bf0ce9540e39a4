/**
 * What a build is: a real one in an AWS account, a rehearsal of that on this machine, or a real one that needs no account,
 * since it makes a container image here.
 */
export const buildModes = ['aws', 'rehearsal', 'docker'] as const;
export type BuildMode = (typeof buildModes)[number];

/**
 * How the scripts of a rehearsal are run: `auto` in a container if there is one, else they are only checked; `container`
 * insists on one; `trace` checks them only.
 */
export const sandboxKinds = ['auto', 'container', 'trace'] as const;
export type SandboxKind = (typeof sandboxKinds)[number];

/** Minutes after which a build in an account is cancelled and its machine ends itself, if nobody says otherwise. */
export const usualMinutes = 120;
