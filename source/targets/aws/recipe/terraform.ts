import { chosenBundles } from '../../../recipe/bundles.ts';
import { serverTags } from '../../../recipe/needs.ts';
import type { Recipe, TerraformShape } from '../../../recipe/schema.ts';

/** What Terraform starts from an image, and by whose means. */
export type Shape = {
	readonly kind: 'server' | 'server-group' | 'asg' | 'elk';
	/** Whether by modules of Gruntwork's, or by resources of AWS alone. */
	readonly modules: boolean;
	/** Whether there are several servers, in several subnets. */
	readonly isGroup: boolean;
};

/** A shape by its name. */
export const shapeOf = (name: TerraformShape): Shape => {
	switch (name) {
		case 'server':
		case 'gruntwork-server':
			return { kind: 'server', modules: name !== 'server', isGroup: false };
		case 'server-group':
		case 'gruntwork-server-group':
			return { kind: 'server-group', modules: name !== 'server-group', isGroup: true };
		case 'asg':
		case 'gruntwork-asg':
			return { kind: 'asg', modules: name !== 'asg', isGroup: true };
		case 'gruntwork-elk':
			return { kind: 'elk', modules: true, isGroup: true };
	}
};

/** The clusters for which Gruntwork has modules of their own. */
const elkClusters = ['elasticsearch', 'logstash', 'kibana'] as const;
export type ElkCluster = (typeof elkClusters)[number];

/** The cluster that servers of the image make up; the first if the image has several, undefined if it has none. */
export const elkCluster = (recipe: Recipe): ElkCluster | undefined => {
	const ids = new Set(chosenBundles(recipe).map(({ bundle }) => bundle.id));
	return elkClusters.find(name => ids.has(`elk-install-${name}`) || ids.has(`elk-run-${name}`));
};

/** Why a shape cannot be had from the image, one sentence; undefined if it can. */
export const shapeComplaint = (recipe: Recipe, name: TerraformShape): string | undefined =>
	shapeOf(name).kind === 'elk' && elkCluster(recipe) === undefined
		? 'An ELK cluster needs Elasticsearch, Logstash or Kibana in the image.'
		: undefined;

/** A tag of which each server has another value, and the variable of Terraform that holds it. */
export type PerServerTag = { readonly key: string; readonly standsFor: string; readonly variable: string };

/** The tags of which each server has another value: by one it finds its own disk or network interface. */
export const perServerTags = (recipe: Recipe): readonly PerServerTag[] =>
	serverTags(recipe).flatMap(({ key, standsFor }) =>
		standsFor === undefined ? [] : [{ key, standsFor, variable: `tag_${key.replaceAll(/\W/g, '_')}` }],
	);

/** What Gruntwork's server group makes for each server, with the same tag as the server: how such a tag begins. */
type MadeForEach = 'ebs-volume' | 'eni';

/** Which of them a tag is about, counted from 0; undefined if about another thing. */
const madeNumber = (key: string, what: MadeForEach): number | undefined => {
	const number = new RegExp(`^${what}-(\\d)$`).exec(key)?.[1];
	return number === undefined ? undefined : Number(number);
};

/** How many disks or network interfaces Gruntwork's server group has to make for each server. */
export const madeForEach = (recipe: Recipe, what: MadeForEach): number =>
	Math.max(0, ...perServerTags(recipe).map(({ key }) => (madeNumber(key, what) ?? -1) + 1));

/** The tags that a shape cannot set, since it makes servers that are all alike. */
export const unsetTags = (recipe: Recipe, { kind, modules }: Shape): readonly PerServerTag[] => {
	if (kind === 'server' || (kind === 'server-group' && !modules)) {
		return [];
	}

	return perServerTags(recipe).filter(
		({ key }) =>
			kind !== 'server-group' ||
			(madeNumber(key, 'ebs-volume') === undefined && madeNumber(key, 'eni') === undefined),
	);
};
