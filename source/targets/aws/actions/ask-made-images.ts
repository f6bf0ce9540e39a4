import * as z from 'zod';
import type { BuildImages } from '../../../actions/images.ts';
import { askIdentity } from '../../../aws/client/live/identity.ts';
import { askNewest } from '../../../aws/client/live/launch.ts';
import { askOwnImages } from '../../../aws/client/live/own-images.ts';
import { type LiveSession, openLive } from '../../../aws/client/live/session.ts';
import { AwsRefusal } from '../../../aws/client/refused.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import { Problem } from '../../../base/problem.ts';
import { findBaseImage, imageSearch } from '../../../catalog/base-images.ts';
import type { ImageSeen, OwnImage } from '../../../flow/images.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { keepAccountFacts, readAccountFacts } from '../../../store/account-facts.ts';
import { callerOfBuild, foreignImagesText, type TitledCaller } from '../builds/remains/callers.ts';
import { refusalText } from '../builds/remains/refusals.ts';

const text = z.string();

/** What AWS said last of images, by region and id. */
const keptSchema = z.object({
	version: z.literal(1),
	seen: z.record(
		text,
		z.object({
			at: z.number(),
			state: text,
			deprecated: z.exactOptional(text),
			isPublic: z.exactOptional(z.literal(true)),
			newerBase: z.exactOptional(z.object({ ami: text, name: text, created: text })),
		}),
	),
});

/** Under which name it is kept what AWS said of images. */
const keptName = 'images';

const keyOf = ({ region, id }: Pick<OwnImage, 'region' | 'id'>): string => `${region} ${id}`;

type Seen = Readonly<Record<string, ImageSeen>>;

const readSeen = async ({ environment }: Whereabouts): Promise<Seen> => {
	const read = keptSchema.safeParse(await readAccountFacts(keptName, environment));
	return read.success ? read.data.seen : {};
};

/** Images with what AWS said last of them. */
const withSeen = (images: readonly OwnImage[], seen: Seen): readonly OwnImage[] =>
	images.map(image => {
		const last = seen[keyOf(image)];
		return last ? { ...image, seen: last } : image;
	});

/** Builds that the same person signs for. */
type Group = TitledCaller & { readonly builds: BuildImages[] };

const sentence = (error: unknown, recipe: Recipe, signal: AbortSignal): string => {
	signal.throwIfAborted();
	if (error instanceof AwsRefusal) {
		return refusalText(error, recipe);
	}

	if (error instanceof Problem) {
		return [error.message, error.reason].filter(Boolean).join(' ');
	}

	throw error;
};

/** Builds by who signs for them: each is asked for once. Those of nobody are told with why. */
const grouped = async (
	all: readonly BuildImages[],
	whereabouts: Whereabouts,
	signal: AbortSignal,
	unseen: (images: readonly OwnImage[], why: string) => void,
): Promise<readonly Group[]> => {
	const groups = new Map<string, Group>();
	for (const each of all) {
		try {
			const titled = await callerOfBuild(each.build.header, whereabouts);
			const { signer, endpoint, sdk } = titled.caller;
			const key = JSON.stringify([signer, endpoint, sdk]);
			const group = groups.get(key) ?? { ...titled, builds: [] };
			group.builds.push(each);
			groups.set(key, group);
		} catch (error) {
			unseen(each.images, sentence(error, each.build.header.recipe, signal));
		}
	}

	return [...groups.values()];
};

const inRegion = (session: LiveSession, region: string): LiveSession => ({
	...session,
	region,
	ec2: () => session.ec2(region),
});

/** The base image that a build of the catalogue would take now, where that is another one than the build took. */
const askNewerBase = async (
	session: LiveSession,
	{ base, aws: { region } }: Recipe,
	from: string | undefined,
): Promise<ImageSeen['newerBase']> => {
	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	const { owner, filters } = image ? imageSearch(image, base.architecture, region) : {};
	if (from === undefined || owner === undefined || filters === undefined) {
		return undefined;
	}

	const newest = await askNewest(inRegion(session, region), { owner, filters });
	return newest && newest.ami !== from
		? { ami: newest.ami, name: newest.name, created: newest.created }
		: undefined;
};

/**
 * Tells what AWS says of the images that builds made: at once what it said last, and again when each account was asked, in
 * whose name alone its own builds are looked at. What cannot be asked stays as it was said last, with why.
 * @throws the reason of the signal.
 */
export const askMadeImages = async (
	all: readonly BuildImages[],
	told: (images: readonly OwnImage[]) => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	let seen = await readSeen(whereabouts);
	const why: Record<string, string> = {};
	const tell = (): void =>
		told(
			all.flatMap(({ images }) =>
				withSeen(images, seen).map(image => {
					const unseen = why[keyOf(image)];
					return unseen === undefined ? image : { ...image, unseen };
				}),
			),
		);
	tell();
	const unseen = (images: readonly OwnImage[], reason: string): void => {
		for (const image of images) {
			why[keyOf(image)] = reason;
		}
	};
	const real = all
		.map(({ build, images }) => ({ build, images: images.filter(({ region }) => region !== '') }))
		.filter(({ images }) => images.length > 0);

	const askRegion = async (session: LiveSession, region: string, builds: readonly BuildImages[]) => {
		const some = builds.flatMap(({ build, images }) =>
			images.filter(image => image.region === region).map(image => ({ image, recipe: build.header.recipe })),
		);
		const recipe = some[0]?.recipe;
		try {
			const found = await askOwnImages(
				inRegion(session, region),
				some.map(({ image }) => image.id),
			);
			// Of many builds of one base image it is asked once.
			const newer = new Map<string, ReturnType<typeof askNewerBase>>();
			for (const { image, recipe: own } of some) {
				const there = found.find(({ ami }) => ami === image.id);
				const key = JSON.stringify([own.base, own.aws.region, image.from]);
				const asked = there && (newer.get(key) ?? askNewerBase(session, own, image.from));
				if (asked) {
					newer.set(key, asked);
				}

				const newerBase = await asked;
				const { ami: _, ...state } = there ?? { ami: '', state: 'gone' };
				seen = { ...seen, [keyOf(image)]: { at: Date.now(), ...state, ...(newerBase && { newerBase }) } };
			}
		} catch (error) {
			if (recipe) {
				unseen(
					some.map(({ image }) => image),
					`${region}: ${sentence(error, recipe, signal)}`,
				);
			}
		}
	};

	const askGroup = async ({ caller, signedBy, builds }: Group): Promise<void> => {
		const [first] = builds;
		if (!first) {
			return;
		}

		const session = openLive(caller, first.build.header.recipe.aws.region, signal);
		try {
			const now = await askIdentity(session);
			const others = builds.flatMap(({ build: { header }, images }) => {
				const other = foreignImagesText(header, { signedBy }, now.account);
				return other === undefined ? [] : [{ images, other }];
			});
			for (const { images, other } of others) {
				unseen(images, other);
			}

			const own = builds.filter(({ images }) => !others.some(other => other.images === images));
			const regions = new Set(own.flatMap(({ images }) => images.map(({ region }) => region)));
			await Promise.all([...regions].map(region => askRegion(session, region, own)));
		} catch (error) {
			unseen(
				builds.flatMap(({ images }) => images),
				sentence(error, first.build.header.recipe, signal),
			);
		} finally {
			session.close();
		}

		signal.throwIfAborted();
		tell();
	};

	const groups = await grouped(real, whereabouts, signal, unseen);
	await Promise.all(groups.map(askGroup));
	tell();
	const known = new Set(all.flatMap(({ images }) => images.map(keyOf)));
	const kept = Object.fromEntries(Object.entries(seen).filter(([key]) => known.has(key)));
	await keepAccountFacts(keptName, { version: 1, seen: kept }, whereabouts.environment, Date.now());
};
