import type { Caller } from '../../../aws/client/clients.ts';
import { askImages } from '../../../aws/client/live/images.ts';
import { askPrices } from '../../../aws/client/live/prices.ts';
import { askRegions } from '../../../aws/client/live/regions.ts';
import { askAmis } from '../../../aws/client/live/search.ts';
import { type LiveSession, openLive } from '../../../aws/client/live/session.ts';
import { askSubnets } from '../../../aws/client/live/subnets.ts';
import { askTypes } from '../../../aws/client/live/types.ts';
import { ownCalls } from '../../../aws/client/own-calls.ts';
import { AwsRefusal } from '../../../aws/client/refused.ts';
import { type Signer, signInEnd } from '../../../aws/signer.ts';
import type { Whereabouts } from '../../../base/paths.ts';
import { Problem } from '../../../base/problem.ts';
import { rateName } from '../../../catalog/rates.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { refusalText } from '../builds/remains/refusals.ts';
import type { AwsQuestion } from '../flow/account-choices.ts';
import { type AwsFacts, type AwsTopic, type DatedTopics, freshRates, isFresh } from '../questions/facts.ts';
import { neededPrices } from '../recipe/estimate.ts';
import { factsName, isAnotherAccount, keepTopics, readTopics } from './kept-facts.ts';

/** Whether a signer is always of one account: others get keys of whatever account they are handed. */
const hasOneAccount = ({ source }: Signer): boolean => !['process', 'container', 'instance'].includes(source);

type Answer = { readonly topics: DatedTopics; readonly refusal?: AwsRefusal | undefined };

/** What asks for each topic. STS has a client of its own, which is loaded when it is asked. */
const askers: Readonly<
	Record<AwsTopic, (session: LiveSession, recipe: Recipe, kept: DatedTopics) => Promise<Answer>>
> = {
	identity: async session => {
		const { askIdentity } = await import('../../../aws/client/live/identity.ts');
		return { topics: { identity: { value: await askIdentity(session), at: Date.now() } } };
	},
	alias: async session => {
		const { askAlias } = await import('../../../aws/client/live/alias.ts');
		return { topics: { alias: { value: await askAlias(session), at: Date.now() } } };
	},
	regions: async session => {
		return { topics: { regions: { value: await askRegions(session), at: Date.now() } } };
	},
	images: async session => {
		return { topics: { images: { value: await askImages(session), at: Date.now() } } };
	},
	amis: async session => {
		return { topics: { amis: { value: await askAmis(session), at: Date.now() } } };
	},
	types: async session => {
		return { topics: { types: { value: await askTypes(session), at: Date.now() } } };
	},
	prices: async (session, recipe, kept) => {
		const fresh = freshRates(kept, Date.now());
		const { rates, refusal } = await askPrices(
			session,
			neededPrices(recipe).filter(priced => !fresh.some(({ name }) => name === rateName(priced))),
		);
		const at = Date.now();
		const value = [...fresh, ...rates.map(rate => ({ ...rate, at }))];
		return { topics: { prices: { value, at } }, refusal };
	},
	profiles: async session => {
		const { askProfiles } = await import('../../../aws/client/live/profiles.ts');
		return { topics: { profiles: { value: await askProfiles(session), at: Date.now() } } };
	},
	keys: async session => {
		const { askKeys } = await import('../../../aws/client/live/kms.ts');
		const { keys, refusal } = await askKeys(session);
		return { topics: { keys: { value: keys, at: Date.now() } }, refusal };
	},
	subnets: async session => {
		const { subnets, refusal } = await askSubnets(session);
		return { topics: { subnets: { value: subnets, at: Date.now() } }, refusal };
	},
};

/** Whether what is kept of prices lacks one that the answers need. */
const lacksPrices = (kept: DatedTopics, recipe: Recipe, now: number): boolean => {
	const fresh = freshRates(kept, now);
	return neededPrices(recipe).some(priced => !fresh.some(({ name }) => name === rateName(priced)));
};

/** Why something was not told, and what that means, in two sentences: the first one alone says enough. */
export const untoldText = (error: AwsRefusal | Problem, recipe: Recipe): string => {
	if (error instanceof Problem) {
		return [error.message, error.reason].filter(Boolean).join(' ');
	}

	const said = refusalText(error, recipe);
	const without = ownCalls[error.call ?? ''];
	return without === undefined ? said : `${said} ${without.charAt(0).toUpperCase()}${without.slice(1)}.`;
};

/**
 * Tells what is known of the account and the region that answers mean: at once what was kept, with its age, and again
 * behind each topic that is asked anew, since what is kept of it is old.
 * @param caller who would sign for a build of the answers.
 * @throws the reason of the signal; what was told before is kept.
 */
export const askAws = async (
	caller: Caller,
	{ decisions: { recipe }, topics, isAnew = false }: AwsQuestion,
	told: (facts: AwsFacts) => void,
	{ environment }: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	const { region } = recipe.aws;
	const name = factsName(caller, region);
	let kept = await readTopics(name, environment);
	const until = signInEnd(caller.signer);
	let asked: DatedTopics = {};
	let refused: AwsFacts['refused'] = {};
	const tell = (): void => {
		signal.throwIfAborted();
		told({ ...kept, ...asked, region, refused, ...(until !== undefined && { until }) });
	};
	tell();
	const now = Date.now();
	const due = topics.filter(
		topic => isAnew || !isFresh(kept, topic, now) || (topic === 'prices' && lacksPrices(kept, recipe, now)),
	);
	const isSure = hasOneAccount(caller.signer) || Object.keys(kept).length === 0 || due.includes('identity');
	const first: readonly AwsTopic[] = isSure ? due : ['identity', ...due];
	if (first.length === 0) {
		return;
	}

	const session = openLive(caller, region, signal);
	const ask = async (topic: AwsTopic): Promise<void> => {
		try {
			const { topics: news, refusal } = await askers[topic](session, recipe, isAnew ? {} : kept);
			asked = { ...asked, ...news };
			refused = { ...refused, ...(refusal && { [topic]: untoldText(refusal, recipe) }) };
			if (isAnotherAccount(kept, asked)) {
				kept = {};
			}
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof AwsRefusal || error instanceof Problem)) {
				throw error;
			}

			refused = { ...refused, [topic]: untoldText(error, recipe) };
		}

		tell();
	};
	try {
		await Promise.all(first.map(ask));
		// What was kept was of another account.
		await Promise.all(topics.filter(topic => !first.includes(topic) && !kept[topic]).map(ask));
	} finally {
		session.close();
		if (Object.keys(asked).length > 0) {
			await keepTopics(name, asked, environment, Date.now());
		}
	}
};
