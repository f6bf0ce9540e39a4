import { printable } from '../../base/printable.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import { adviceFor, type PackerFailure, type Saying, wordsFor } from './failures/failure.ts';
import { failures } from './failures/index.ts';

/** What is for a program and not for people: ids of requests, and filters, which newer plugins print as addresses. */
const noise =
	/,? ?status code: \d+, request id: [\w-]+|,? https response error StatusCode: \d+, RequestID: [\w-]*| Encoded authorization failure message: \S+|(?<=No AMI was found matching filters).*$/g;

/** Words of others on one line, safe to show. */
export const flatText = (text: string): string => printable(text.replaceAll(/\s+/g, ' ').trim());

/** Packer's error on one line, without what is for programs. */
export const cleanError = (text: string): string => text.replaceAll(noise, '').trim();

/** Words of others as a sentence. */
export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const matchOf = (
	{ patterns, when }: PackerFailure,
	said: string,
	saying: Saying,
): RegExpExecArray | undefined => {
	for (const pattern of patterns) {
		const match = pattern.exec(said);
		if (match && (!when || when(saying, match))) {
			return match;
		}
	}

	return undefined;
};

/**
 * What words of Packer, its plugins or the AWS SDK for Go mean; undefined if they are not known.
 * @param said on one line.
 */
export const knownFailure = (
	said: string,
	saying: Saying,
): (RecordedDiagnosis & { readonly what: string }) | undefined => {
	for (const failure of failures) {
		const match = matchOf(failure, said, saying);
		if (match) {
			return { ...adviceFor(failure, saying, match), what: wordsFor(failure.what, saying, match) };
		}
	}

	return undefined;
};
