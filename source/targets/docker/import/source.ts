import { baseImages } from '../../../catalog/base-images.ts';
import { containerImageOf } from '../../../catalog/container-images.ts';
import { nameFrom } from '../../../import/image-name.ts';
import type { Scope } from '../../../import/plain.ts';
import type { TakenSource } from '../../../import/taken-source.ts';
import { type Answers, Taking } from '../../../import/taking.ts';
import type { TemplateBlock, TemplateItem } from '../../../reader/document.ts';
import { referenceComplaint } from '../recipe/reference.ts';
import { takeChanges } from './changes.ts';
import { takePostProcessors } from './post-processors.ts';

/** What manages the packages of a container image, by words of its name; apt is guessed of others. */
const managers = [
	{ name: /amazonlinux:2(?![0-9])|centos:?7?$/, packageManager: 'yum' },
	{ name: /amazonlinux|rocky|alma|fedora|ubi\d|redhat|centos|oraclelinux/, packageManager: 'dnf' },
	{ name: /debian|ubuntu/, packageManager: 'apt' },
] as const;

/** Docker Hub's own name need not be said. */
const shortName = (reference: string): string => reference.replace(/^docker\.io\/(?:library\/)?/, '');

/** The system of the list that a container image is; else the image itself, of which only its name tells something. */
const baseOf = (image: string): { readonly base: Answers; readonly isListed: boolean } => {
	const listed = baseImages.find(({ id }) => shortName(containerImageOf(id) ?? '') === shortName(image));
	return listed
		? { base: { image: listed.id }, isListed: true }
		: {
				base: {
					found: { as: image },
					username: 'root',
					packageManager: managers.find(({ name }) => name.test(image))?.packageManager,
				},
				isListed: false,
			};
};

/** An image as a docker source has it in the end. */
const takeEnd = (taking: Taking): void => {
	if (taking.flag('commit') === true) {
		taking.took('commit', 'a container image is made');
	}

	taking.tell(taking.attribute('discard'), 'not', 'a container image is made in any case');
};

/** What a docker source says as answers, and what of it stays as it stands. */
export const takeDocker = (
	items: readonly TemplateItem[],
	behind: readonly TemplateBlock[],
	fallbackName: string,
	scope: Scope,
): TakenSource => {
	const taking = new Taking(items, scope);
	const typed = taking.text('image') ?? '';
	const isImage = typed !== '' && referenceComplaint(typed) === undefined;
	const { base, isListed } = baseOf(typed);
	if (isImage) {
		taking.took('image', typed);
	} else {
		const attribute = taking.attribute('image');
		const known = attribute && taking.evaluate(attribute);
		taking.tell(
			attribute,
			'not',
			`${known && 'why' in known ? known.why : 'it is no name of one'}, so the wizard asks`,
		);
	}

	takeEnd(taking);
	const changes = takeChanges(taking);
	const { answers, taken, name } = takePostProcessors(taking, behind, scope);
	taking.skipEmpty();
	return {
		target: 'docker',
		recipe: {
			name: name ?? (nameFrom(fallbackName) || 'image'),
			base: isImage ? base : { image: baseImages[0]?.id },
		},
		own: { ...(isImage && !isListed && { image: typed }), ...changes, ...answers },
		open: isImage ? [] : ['container-image'],
		told: taking.told,
		rest: taking.rest,
		more: [],
		roles: new Map(),
		taken,
	};
};
