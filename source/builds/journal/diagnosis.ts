/** Ways out of a failure that the wizard can lead to: another answer, a sign-in, the same once more. */
export const failureRemedyIds = [
	// Another answer to a question, everything else kept.
	'profile',
	'region',
	'base-image',
	'architecture',
	'instance-type',
	'on-demand',
	'subnet',
	'address',
	'ssh-from',
	'disk',
	'kms-key',
	'instance-profile',
	'copy-to',
	'name',
	'tags',
	'step',
	'restarts',
	'script-folder',
	'zone',
	// Something to be done first.
	'sign-in',
	'token',
	'sudo',
	'timeout',
	'packer',
	'cleanup',
	'copy',
	// The same once more, at once or later.
	'again',
] as const;
export type FailureRemedyId = (typeof failureRemedyIds)[number];

/** What the end of a journal tells of a failure beside its cause. */
export type RecordedDiagnosis = {
	/** Which failure it is, `launch.no-capacity`: what comes before the dot is its group. */
	readonly id: string;
	/** Why it came to that, one sentence. */
	readonly why?: string | undefined;
	/** What to do about it, one sentence or two. */
	readonly next?: string | undefined;
	/** The way out that the wizard can lead to, if there is one. */
	readonly remedy?: FailureRemedyId | undefined;
};
