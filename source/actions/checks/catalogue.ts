import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { warningsOf } from '../../questions/warnings.ts';

/** What is doubtful about the answers by our lists, which may be older than what AWS offers: no reason not to build. */
export const checkCatalogue = ({ decisions }: BuildRequest): readonly Check[] =>
	warningsOf(decisions).map(({ question, message }) => ({
		id: 'catalogue',
		status: 'warning',
		title: question.title,
		detail: message,
		remedies: [],
	}));
