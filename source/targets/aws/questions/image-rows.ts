import { printable } from '../../../base/printable.ts';
import { remembered } from '../../../base/remembered.ts';
import { architectures, makerOf } from '../../../catalog/base-images.ts';
import type { Choice, Facts } from '../../../questions/question.ts';
import type { AwsImage } from './facts.ts';
import { imageIndex, ownerName, searchedOf, searchImageIndex } from './image-index.ts';

/** So many images of each kind stand in the list: who looks for others types more. */
const most = 200;

/** Why nobody can build on an image, one sentence; undefined if it can be tried. */
export const obstacle = ({
	architecture,
	state,
	isWindows,
	isInstanceStore,
}: Pick<AwsImage, 'architecture' | 'state' | 'isWindows' | 'isInstanceStore'>): string | undefined => {
	if (isWindows) {
		return 'Windows is reached by WinRM, which packer-wizard does not do.';
	}

	return isInstanceStore
		? 'It starts from no volume of EBS, as Packer needs one.'
		: architecture !== undefined && !architectures.some(one => one === architecture)
			? `It is made for ${architecture}: we build for ${architectures.join(' and ')}.`
			: state === undefined
				? undefined
				: `It is ${state}, not available.`;
};

/** Whose an image is, seen from an account. */
const groupOf = ({ owner, alias, isPublic }: AwsImage, account: string | undefined): string => {
	if (owner === account) {
		return 'Yours';
	}

	return !isPublic
		? 'Shared with you'
		: alias === 'aws-marketplace'
			? 'Marketplace'
			: alias === undefined && makerOf(owner) === undefined
				? 'Community'
				: 'Amazon and makers that our list knows';
};

const groups = [
	'Yours',
	'Shared with you',
	'Amazon and makers that our list knows',
	'Marketplace',
	'Community',
];

const rowOf = remembered((image: AwsImage, account: string | undefined): Choice => {
	const { id, name, created, architecture, rootDevice, sizeGib, bootMode, owner, description } = image;
	const group = groupOf(image, account);
	const isStranger = group === 'Community';
	const disabled = obstacle(image);
	const caution = image.deprecated ? 'deprecated' : image.isSold ? 'costs extra' : isStranger && 'community';
	const size = sizeGib === undefined ? '' : `${sizeGib} GB`;
	const whose = ownerName(image);
	return {
		value: id,
		label: printable(name) || id,
		// What has no room is cut at the end: the disk is told below, and whose one's own are by the heading.
		hint: [caution, created.slice(0, 10), architecture, group === 'Yours' ? '' : whose, id, size, rootDevice]
			.filter(Boolean)
			.join(' '),
		group,
		...(disabled !== undefined && { disabled }),
		keywords: searchedOf(image),
		details: [
			`${id}, of ${whose === owner ? `account ${owner}` : `${whose} (${owner})`}, made on ${created.slice(0, 10)}.`,
			...(isStranger
				? [
						'Anybody can publish an image of any name: our list does not know this account. Be sure whose it is.',
					]
				: []),
			...(image.deprecated ? [`Its owner deprecated it on ${image.deprecated.slice(0, 10)}.`] : []),
			...(image.isSold ? ['It is sold: who starts it has to have subscribed to it.'] : []),
			`${[`Disk ${rootDevice ?? 'unknown'}`, size, architecture, bootMode, image.hasNoEna && 'no ENA: new types refuse it'].filter(Boolean).join(', ')}.`,
			...(description ? [printable(description)] : []),
		],
	};
});

const indexOf = remembered(imageIndex);
const none: readonly AwsImage[] = [];

/** What is known of images in a region: those of the account, and those that were sought. */
const knownIn = (facts: Facts | undefined, region: string) => ({
	account: facts?.aws?.identity?.value.account,
	own: (facts?.aws?.region === region && facts.aws.amis?.value) || none,
	sought: (facts?.sought?.region === region && facts.sought.images) || none,
});

/** An image by its id, if AWS told of it in a region. */
export const findTold = (facts: Facts | undefined, region: string, id: string): AwsImage | undefined => {
	const { own, sought } = knownIn(facts, region);
	const image = [...sought, ...own].find(each => each.id === id);
	return image && obstacle(image) === undefined ? image : undefined;
};

/** A row that says something and cannot be chosen. */
const sayingRow = (label: string, disabled: string, query: string): Choice => ({
	value: `:${disabled}`,
	label,
	disabled,
	keywords: query,
	// Who searches finds it behind all that can be chosen.
	...(query !== '' && { isFoundOnly: true, group: label }),
});

/** The images that fit what was typed, as rows: one's own first, of all the newest. */
export const amiRows = (facts: Facts | undefined, region: string, query: string): readonly Choice[] => {
	const { account, own, sought } = knownIn(facts, region);
	const owned = searchImageIndex(indexOf(own), query, most);
	const others = searchImageIndex(indexOf(sought), query, most + owned.found.length);
	const ids = new Set(owned.found.map(({ id }) => id));
	const found = [...owned.found, ...others.found.filter(({ id }) => !ids.has(id)).slice(0, most)];
	const rows = found.map(image => rowOf(image, account));
	const isMore = owned.count > most || others.count > others.found.length;
	const isCut = query !== '' && facts?.sought?.isCut === true;
	const gone = facts?.sought?.region === region ? facts.sought.gone : undefined;
	const refused = [facts?.sought?.refused, facts?.aws?.refused.amis].filter(text => text !== undefined);
	return [
		...groups.flatMap(group => rows.filter(row => row.group === group)),
		...(isMore || isCut
			? [sayingRow('and more', 'These are the newest: type more of the name for others.', query)]
			: []),
		...refused.map(text => ({
			...sayingRow('AWS', text, query),
			// In place of a row by which it could be chosen.
			...(gone !== undefined && text === facts?.sought?.refused && { value: gone, label: gone }),
		})),
	];
};

/** What stands in the list while there is nothing to choose. */
export const nothingRow = (facts: Facts | undefined): Choice =>
	facts?.aws === undefined
		? sayingRow('no images', 'Nobody is signed in to AWS: an id can be typed, ami-….', '')
		: facts.aws.amis === undefined
			? sayingRow('no images yet', 'AWS is asked for those of the account. Type to search all others.', '')
			: sayingRow(
					'no images of yours',
					'Type part of a name, an owner, an id or /aws/service/… to search all others.',
					'',
				);
