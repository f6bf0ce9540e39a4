import { count } from '../base/count.ts';
import { complaintText, schemaComplaints } from '../recipe/issues.ts';
import { recipeSchema } from '../recipe/schema.ts';
import { namePattern, nameRule } from '../recipe/schema-parts.ts';
import { imageName } from '../recipe/style.ts';
import { tagsComplaint } from '../recipe/tags.ts';
import { makes } from '../recipe/targets.ts';
import { several, single, withRecipe } from './answers.ts';
import type { Answer, LinesQuestion, TextQuestion } from './question.ts';

/** The name of the image, of its files and of a preset made of it. */
export const name: TextQuestion = {
	kind: 'text',
	id: 'name',
	section: 'name',
	asked: 'walk',
	title: 'Name',
	text: 'The name of the image. The time is added, so that every build has its own.',
	flag: { name: 'name', value: '<name>' },
	read: ({ recipe }) => recipe.name,
	write: (decisions, answer) => withRecipe(decisions, { name: single(answer).trim() }),
	check: answer => (namePattern.test(single(answer).trim()) ? undefined : nameRule),
	summary: ({ recipe }) => {
		const number = Object.keys(recipe.tags).length;
		return `${makes(recipe, 'aws') ? imageName(recipe, '<time>') : recipe.name}${number > 0 ? `, ${count(number, 'tag')}` : ''}`;
	},
	details: ({ recipe }) => [
		makes(recipe, 'aws')
			? `For example ${imageName(recipe, recipe.aws.style === 'gruntwork' ? '20261122-1048' : '20261122104811')}.`
			: 'A container image gets no time: its tags tell it from others.',
	],
};

const entries = (answer: Answer): [string, string][] =>
	several(answer)
		.map(line => line.trim())
		.filter(line => line !== '')
		.map(line => {
			const at = line.indexOf('=');
			return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
		});

/** Tags of the image and its snapshots, and of what runs while it is made. */
export const tags: LinesQuestion = {
	kind: 'lines',
	id: 'tags',
	section: 'name',
	asked: 'walk',
	title: 'Tags',
	text: 'Labels in AWS, one Key=Value a line. None is fine.',
	flag: { name: 'tag', value: '<key=value>' },
	read: ({ recipe }) => Object.entries(recipe.tags).map(([key, value]) => `${key}=${value}`),
	write: (decisions, answer) => withRecipe(decisions, { tags: Object.fromEntries(entries(answer)) }),
	check: (
		answer,
		{
			recipe: {
				aws: { style },
			},
		},
	) => {
		const lines = several(answer).filter(line => line.trim() !== '');
		const bare = lines.find(line => !line.includes('=') || line.trim().startsWith('='));
		if (bare !== undefined) {
			return `A tag is Key=Value; "${bare.trim()}" is not.`;
		}

		const keys = entries(answer).map(([key]) => key);
		const twice = keys.find((key, index) => keys.indexOf(key) !== index);
		if (twice !== undefined) {
			return `The tag ${twice} is there twice.`;
		}

		const wanted = Object.fromEntries(entries(answer));
		const parsed = recipeSchema.shape.tags.safeParse(wanted);
		return parsed.success
			? tagsComplaint({ tags: wanted, style })
			: schemaComplaints(parsed.error).map(complaintText)[0];
	},
	summary: ({ recipe }) =>
		Object.entries(recipe.tags)
			.map(([key, value]) => `${key}=${value}`)
			.join(', ') || 'none',
	details: () => ['For example Team=web. Image, machine and disk get them, to be found and billed by.'],
};
