import { nameFrom } from '../../../import/image-name.ts';
import type { Scope } from '../../../import/plain.ts';
import { type Answers, Taking } from '../../../import/taking.ts';
import { blocksOf, type TemplateBlock } from '../../../reader/document.ts';
import { readReference, repositoryComplaint, tagPattern } from '../recipe/reference.ts';
import { dockerSchema } from '../recipe/schema.ts';

/** What a post-processor says. */
type Said = {
	readonly repository?: string;
	readonly tags?: readonly string[];
	readonly push?: true;
	readonly export?: string;
};

/** What is so in any case. */
const usual = ['keep_input_artifact', 'force'];

const names = (block: Taking): readonly string[] =>
	block.items
		.map(item => (item.kind === 'attribute' ? item.name : item.type))
		.filter(name => !['only', 'except', ...usual].includes(name));

const isOnly = (block: Taking, ...known: readonly string[]): boolean =>
	names(block).every(name => known.includes(name));

const tagsOf = (block: Taking): readonly string[] | undefined => {
	const tags = [
		block.texts('tags') ?? block.texts('tag') ?? [block.text('tags') ?? block.text('tag') ?? []].flat(),
	].flat();
	const isSaid = names(block).some(name => name === 'tag' || name === 'tags');
	return (isSaid && tags.length === 0) || !tags.every(tag => tagPattern.test(tag))
		? undefined
		: tags.length === 0
			? ['latest']
			: tags;
};

const tagged = (block: Taking): Said | undefined => {
	const repository = block.text('repository');
	const tags = tagsOf(block);
	return repository !== undefined &&
		repositoryComplaint(repository) === undefined &&
		tags &&
		isOnly(block, 'repository', 'tag', 'tags')
		? { repository, tags }
		: undefined;
};

/** The file of an image in the folder of the template. */
const exportOf = (text: string | undefined): string | undefined => {
	const file = text?.replace(/^\.\//, '');
	return file !== undefined && dockerSchema.shape.export.safeParse(file).success ? file : undefined;
};

const says: Readonly<Record<string, (block: Taking) => Said | undefined>> = {
	'docker-tag': tagged,
	'docker-import': tagged,
	'docker-push': block =>
		names(block).length === 0 ||
		(isOnly(block, 'ecr_login', 'login_server') && block.flag('ecr_login') === true)
			? { push: true }
			: undefined,
	'docker-save': block => {
		const file = exportOf(block.text('path'));
		return file !== undefined && isOnly(block, 'path') ? { export: file } : undefined;
	},
};

const text = ({ repository, tags = [], push, export: file }: Said): string =>
	repository !== undefined
		? `it is called ${tags.map(tag => `${repository}:${tag}`).join(', ')}`
		: push
			? 'it is pushed when you say yes to that'
			: `a file of it, ${file}`;

/** What of the blocks behind the steps the questions of a container image know: each sequence as a whole or not at all. */
export const takePostProcessors = (
	taking: Taking,
	behind: readonly TemplateBlock[],
	scope: Scope,
): {
	readonly answers: Answers;
	/** A name for the recipe. */
	readonly name: string | undefined;
	/** What became of each that was taken. */
	readonly taken: ReadonlyMap<TemplateBlock, string>;
} => {
	const file = exportOf(taking.text('export_path'));
	taking.tell(
		taking.attribute('export_path'),
		file === undefined ? 'not' : 'taken',
		file === undefined
			? 'a file of the image lies in the folder of its template, and ends in .tar'
			: `a file of it, ${file}, for docker load where it was one for docker import`,
	);
	const taken = new Map<TemplateBlock, string>();
	let all: Said = file === undefined ? {} : { export: file };
	for (const block of behind) {
		const inner = block.type === 'post-processors' ? blocksOf(block.items, 'post-processor') : [block];
		const said = inner.map(one => says[one.labels[0] ?? '']?.(new Taking(one.items, scope)));
		const repositories = new Set([all, ...said].flatMap(one => one?.repository ?? []));
		const pushesNothing = repositories.size === 0 && said.some(one => one?.push);
		if (said.some(one => one === undefined) || repositories.size > 1 || pushesNothing) {
			continue;
		}

		said.forEach((one, index) => {
			const post = inner[index];
			if (one && post) {
				const tags = [...new Set([...(all.tags ?? []), ...(one.tags ?? [])])];
				all = { ...all, ...one, ...(tags.length > 0 && { tags }) };
				taken.set(post, text(one));
			}
		});
	}

	const { repository, ...others } = all;
	const name =
		repository === undefined
			? undefined
			: nameFrom(readReference(repository)?.path.replace(/^.*\//, '') ?? '');
	return {
		answers: { ...others, ...(repository !== undefined && repository !== name && { repository }) },
		name: name || undefined,
		taken,
	};
};
