import type { CancelReason } from './journal.ts';

/** Why a build is cancelled, a sentence; the person knows it. */
export const cancelCauses = {
	person: undefined,
	disk: 'The disk is nearly full. Packer hangs when its output cannot be written, so the build is cancelled while it can still clean up.',
	timeout: 'The build takes longer than it may (--timeout), so it is cancelled.',
	signal: 'Another program told Packer to end, so the build is cancelled.',
	container: 'The container in which the scripts ran is gone.',
	job: 'The CI job that waited for this build is gone, and nobody will look at it again, so it is cancelled.',
} as const satisfies Readonly<Record<CancelReason, string | undefined>>;

/** What became of a build whose supervisor was killed, a sentence. */
export const killedCauses = {
	interrupted: 'The process that ran this build was killed, and what it had begun ended with it.',
	alive: 'The process that watched this build was killed. Another one watches it from here on.',
	ended: 'The process that watched this build was killed, and Packer ended before anybody looked.',
	unread:
		'The process that watched this build was killed. What Packer prints from here on cannot be shown, since secrets could not be removed from it.',
	packer: 'Packer was killed before it could clean up.',
	unseen: 'The process that started this build was killed, so that nobody saw how Packer ended.',
} as const;
