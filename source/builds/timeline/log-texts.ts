import { saidText } from '../../packer/ui-text.ts';
import type { JournalLine } from '../journal/journal.ts';

/** Whether the log has the texts of an entry as they stand there, so that they can be read again from it alone. */
export const hasTexts = ({ kind }: JournalLine): boolean => kind === 'record' || kind === 'notice';

/** The texts of an entry that lines of the log are made of, in order. */
export const textsIn = (line: JournalLine): readonly string[] => {
	if (line.kind === 'notice') {
		return [line.message];
	}

	if (line.kind !== 'record') {
		return [];
	}

	const [first = '', text = ''] = line.data;
	return line.type === 'ui' ? saidText(text).lines : [first];
};
