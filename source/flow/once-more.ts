import type { BuildMode, JournalHeader } from '../builds/journal/journal.ts';
import type { Decisions } from '../questions/question.ts';
import type { BuildRequest } from './request.ts';

/** What a build was made of. */
export const decisionsIn = ({ recipe, folder, preset, timeout, onError }: JournalHeader): Decisions => ({
	recipe,
	folder: folder ?? null,
	...(preset !== undefined && { preset }),
	...(folder !== undefined && { before: recipe }),
	...(timeout !== undefined && { timeout: timeout === 'off' ? timeout : timeout / 60_000 }),
	...(onError !== undefined && { onError }),
});

/** The same build once more, as far as it was said how. */
export const onceMore = (header: JournalHeader, mode: BuildMode = header.mode): BuildRequest => {
	const { speed, faults, sandbox } = (mode === 'rehearsal' && header.rehearsal) || {};
	const decisions = decisionsIn(header);
	return {
		decisions,
		mode,
		secrets: {},
		...(speed !== undefined && { speed }),
		...(faults && { faults }),
		...(sandbox && { sandbox }),
		earlier: { id: header.id, decisions },
	};
};
