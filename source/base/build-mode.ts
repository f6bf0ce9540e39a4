/** What a build is: a real one in an AWS account, or a rehearsal on this machine. */
export const buildModes = ['aws', 'rehearsal'] as const;
export type BuildMode = (typeof buildModes)[number];
