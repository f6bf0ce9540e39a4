import { Refusal } from './protocol.ts';
import type { Image } from './state.ts';

/** The image of an id. @throws Refusal if the id is malformed or there is none. */
export const findImage = (images: Readonly<Record<string, Image>>, id: string | undefined): Image => {
	if (id === undefined || !/^ami-[0-9a-f]{8,17}$/.test(id)) {
		throw new Refusal('InvalidAMIID.Malformed', `Invalid id: "${id ?? ''}"`);
	}

	const image = images[id];
	if (!image) {
		throw new Refusal('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
	}

	return image;
};
