import { count } from '../base/count.ts';
import type { AwsTarget, Recipe } from './schema.ts';

/** The tag with the build's id, on all that a build starts and makes. */
export const buildTag = 'packer-wizard:build';

/** The tags that an image gets beside the person's, unless those have another value for one. */
export const imageTags = { name: 'Name', sourceAmi: 'source_ami' } as const;

/** EC2's limit for a resource. Tags that AWS sets itself (`aws:…`) do not count. */
export const tagLimit = 50;

/** What it gets in Gruntwork's style. */
export const gruntworkTags = { service: 'service', version: 'version' } as const;

/** What is wrong with the number of tags; undefined if nothing. EC2 would refuse them when the image is made already. */
export const tagsComplaint = ({
	tags,
	style,
}: Pick<Recipe, 'tags'> & Pick<AwsTarget, 'style'>): string | undefined => {
	const added = style === 'gruntwork' ? gruntworkTags : imageTags;
	const ours = [...Object.values(added), buildTag].filter(key => !Object.hasOwn(tags, key));
	const own = Object.keys(tags).length;
	return own + ours.length > tagLimit
		? `EC2 takes ${tagLimit} tags: these are ${count(own, 'tag')}, and packer-wizard adds ${ours.join(', ')}.`
		: undefined;
};
