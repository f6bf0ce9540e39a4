import type { Caller } from '../../../aws/client/clients.ts';
import { askParameter } from '../../../aws/client/live/parameter.ts';
import { type ImagesWanted, searchImages } from '../../../aws/client/live/search.ts';
import { type LiveSession, openLive } from '../../../aws/client/live/session.ts';
import { AwsRefusal } from '../../../aws/client/refused.ts';
import { Problem } from '../../../base/problem.ts';
import { amiPattern } from '../../../recipe/schema.ts';
import type { ImagesQuestion } from '../flow/account-choices.ts';
import type { AwsImage, SoughtImages } from '../questions/facts.ts';
import { type ImageQuery, readImageQuery } from '../questions/image-query.ts';
import { untoldText } from './ask-aws.ts';

/** So many images are taken of what fits: who looks for others types more. */
const most = 5000;

const wantedImage = (parameter: string, value: string): ImagesWanted | string =>
	amiPattern.test(value) ? { ids: [value] } : `The parameter ${parameter} names no image.`;

/** What is asked of EC2; a sentence if nothing can be. */
const wantedBy = async (session: LiveSession, query: ImageQuery): Promise<ImagesWanted | string> => {
	if (!('parameter' in query)) {
		return query;
	}

	const { parameter } = query;
	try {
		return wantedImage(parameter, await askParameter(session, parameter));
	} catch (error) {
		if (error instanceof AwsRefusal && /^Parameter(Version)?NotFound$/.test(error.code)) {
			return `${session.region} has no parameter ${parameter}.`;
		}

		throw error;
	}
};

/**
 * Tells images of anybody's that fit what was typed, as they come.
 * @throws the reason of the signal.
 */
export const seekAmis = async (
	caller: Caller,
	{ decisions: { recipe }, query }: ImagesQuestion,
	told: (sought: SoughtImages) => void,
	signal: AbortSignal,
): Promise<void> => {
	const { region } = recipe.aws;
	let images: readonly AwsImage[] = [];
	const tell = (more: Partial<SoughtImages>): void => {
		signal.throwIfAborted();
		told({ region, query, images, isAsking: false, isCut: false, ...more });
	};
	const asked = readImageQuery(query, region);
	if (!asked) {
		tell({});
		return;
	}

	tell({ isAsking: true });
	const session = openLive(caller, region, signal);
	try {
		const wanted = await wantedBy(session, asked);
		if (typeof wanted === 'string') {
			tell({ refused: wanted });
			return;
		}

		const named = 'parameter' in asked ? { foundBy: query.trim() } : {};
		for await (const page of searchImages(session, wanted)) {
			images = [...images, ...page.map(image => ({ ...image, ...named }))];
			if (images.length >= most) {
				tell({ isCut: true });
				return;
			}

			tell({ isAsking: true });
		}

		const [id] = 'ids' in wanted && images.length === 0 ? wanted.ids : [];
		tell(
			id === undefined
				? {}
				: { gone: id, refused: `${region} has no ${id}, or nobody lets this account see it.` },
		);
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof AwsRefusal || error instanceof Problem)) {
			throw error;
		}

		tell({ refused: untoldText(error, recipe) });
	} finally {
		session.close();
	}
};
