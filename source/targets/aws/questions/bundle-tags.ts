import { bundles } from '../../../catalog/bundles/index.ts';
import type { Bundle } from '../../../catalog/bundles/schema.ts';
import { single, withRecipe } from '../../../questions/answers.ts';
import type { Decisions, TextQuestion } from '../../../questions/question.ts';
import { tagComplaint } from '../../../recipe/bundle-complaints.ts';
import { versionTag } from '../../../recipe/bundles.ts';
import type { RecipeBundle } from '../../../recipe/schema.ts';

const entryOf = ({ recipe }: Decisions, { id }: Bundle): RecipeBundle | undefined =>
	recipe.bundles.find(entry => entry.id === id);

/** The newest tag that we know is not kept, so that a newer catalogue brings a newer one. */
const withTag = (bundle: Bundle, { version: _old, ...entry }: RecipeBundle, tag: string): RecipeBundle =>
	tag === bundle.version ? entry : { ...entry, version: tag };

const tagQuestion = (bundle: Bundle): TextQuestion => ({
	kind: 'text',
	id: `${bundle.id}.tag`,
	section: 'install',
	asked: 'form',
	title: 'Version',
	text: `The tag of its repository; ${bundle.version} is the newest that we know.`,
	flag: { name: `${bundle.id}-tag`, value: '<tag>' },
	parameter: { bundle: bundle.id, name: 'tag', isRare: true },
	ticks: { question: 'install', value: bundle.id },
	meant: answer => versionTag(bundle, single(answer).trim()),
	when: decisions => entryOf(decisions, bundle) !== undefined,
	read: decisions => entryOf(decisions, bundle)?.version ?? bundle.version,
	write: (decisions, answer) =>
		withRecipe(decisions, {
			bundles: decisions.recipe.bundles.map(entry =>
				entry.id === bundle.id ? withTag(bundle, entry, single(answer).trim()) : entry,
			),
		}),
	check: answer => tagComplaint(bundle, single(answer).trim()),
	summary: decisions => entryOf(decisions, bundle)?.version ?? bundle.version,
	details: () => [`A tag of ${bundle.repository}.`],
});

/** The version of every bundle that has one; each is asked only if its bundle is chosen. */
export const bundleTags: readonly TextQuestion[] = bundles
	.filter(({ version, obstacle }) => version !== '' && obstacle === undefined)
	.map(tagQuestion);
