/** What a build is: a real one in an AWS account, or a rehearsal on this machine. */
export const buildModes = ['aws', 'rehearsal'] as const;
export type BuildMode = (typeof buildModes)[number];

/** Minutes after which a build in an account is cancelled and its machine ends itself, if nobody says otherwise. */
export const usualMinutes = 120;
