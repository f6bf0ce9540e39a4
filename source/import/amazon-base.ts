import { architectureOf } from '../catalog/instance-types.ts';
import type { TemplateItem } from '../reader/document.ts';
import { packageManagerOf } from '../recipe/base.ts';
import {
	type AmiSearch,
	foundBase,
	foundBaseText,
	likeliestBase,
	packageManagerIn,
	searchedTags,
	searchWords,
} from './base-image.ts';
import type { Scope } from './plain.ts';
import type { Declared } from './scope.ts';
import { type Answers, Taking } from './taking.ts';

/** The search for the AMI, by the source itself or by a data source that it names. */
const searchIn = (
	taking: Taking,
	scope: Scope,
	{ data }: Declared,
): { readonly search: AmiSearch; readonly item: TemplateItem } | undefined => {
	const [block] = taking.blocks('source_ami_filter');
	const source = taking.attribute('source_ami');
	const value = source?.expression.value;
	const [root, type, name, key] = value?.kind === 'reference' ? value.path : [];
	const named =
		root === 'data' && type === 'amazon-ami' && key === 'id' ? data.get(`${type}.${name}`) : undefined;
	const asking = block ?? named;
	const item = block ?? source;
	const inside = asking && new Taking(asking.items, scope);
	const filters = inside?.map('filters');
	return item && filters
		? {
				item,
				search: {
					filters,
					owners: inside?.texts('owners') ?? [],
					isNewest: inside?.flag('most_recent') ?? false,
				},
			}
		: undefined;
};

const architectureIn = (taking: Taking, search: AmiSearch | undefined): 'x86_64' | 'arm64' => {
	const { architecture } = search?.filters ?? {};
	const type = taking.text('instance_type');
	return architecture === 'arm64' ||
		(architecture === undefined && type !== undefined && architectureOf(type) === 'arm64')
		? 'arm64'
		: 'x86_64';
};

/** What an image begins with. */
export type TakenBase = {
	readonly answers: Answers;
	/** Whether it is a system of the catalogue, whose disk is known. */
	readonly isFound: boolean;
	/** Whether the template says nothing of it. */
	readonly isOpen: boolean;
};

/** What is known of an AMI that is not of the catalogue; a user that is not known yet is taken for the usual one. */
const unlisted = (taking: Taking, scope: Scope, search: AmiSearch | undefined): Answers => {
	const username = taking.text('ssh_username') ?? '';
	const isUser = /^[a-z_][a-z0-9_-]{0,31}$/.test(username);
	if (isUser) {
		taking.took('ssh_username', username);
	}

	const [device] = taking
		.blocks('launch_block_device_mappings')
		.map(block => new Taking(block.items, scope).text('device_name'));
	return {
		architecture: architectureIn(taking, search),
		username: isUser ? username : (likeliestBase('')?.username ?? ''),
		...(device !== undefined && /^\/dev\/[a-z0-9]+$/.test(device) && { rootDevice: device }),
	};
};

/** A text of HCL as a part of a sentence. */
const inWords = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The AMI that the template looks for itself, as far as anything is known of it. */
const foundByTemplate = (taking: Taking, search: AmiSearch | undefined): Answers => {
	const source = taking.attribute('source_ami');
	const { name, 'block-device-mapping.volume-type': disk } = search?.filters ?? {};
	const tags = search ? searchedTags(search) : {};
	const manager = packageManagerIn(name ?? '');
	return {
		found: {
			as: search
				? searchWords(search)
				: source
					? `AMI ${inWords(source.expression.text)}`
					: 'AMI that source_ami_filter finds',
			...(name !== undefined && { name }),
			...(search?.owners[0] !== undefined && { owner: search.owners[0] }),
			...(disk !== undefined && { disk }),
			...(Object.keys(tags).length > 0 && { tags }),
		},
		...(manager && { packageManager: manager }),
	};
};

/** The system or the AMI that an image begins with; a search of its own stays, and is all that is said of it. */
export const takeBase = (taking: Taking, scope: Scope, declared: Declared, region: string): TakenBase => {
	const found = searchIn(taking, scope, declared);
	const fits = found && foundBase(found.search, region);
	if (found && fits) {
		taking.tell(found.item, 'taken', foundBaseText(found.search, fits));
		if (fits.image.username === taking.text('ssh_username')) {
			taking.took('ssh_username', `the user of ${fits.image.family}`);
		}

		const answers = { image: fits.image.id, architecture: fits.architecture };
		return { answers, isFound: true, isOpen: false };
	}

	const isOpen = !taking.attribute('source_ami') && taking.blocks('source_ami_filter').length === 0;
	if (isOpen) {
		const username = taking.text('ssh_username') ?? '';
		const like = likeliestBase(username);
		if (like?.username === username) {
			taking.took('ssh_username', `the user of ${like.family}`);
		}

		return {
			answers: { image: like?.id, architecture: architectureIn(taking, undefined) },
			isFound: false,
			isOpen,
		};
	}

	const ami = taking.text('source_ami');
	const answers = unlisted(taking, scope, found?.search);
	if (ami !== undefined && /^ami-[0-9a-f]{8,17}$/.test(ami)) {
		taking.took('source_ami', ami);
		const packageManager = packageManagerOf(String(answers['username']));
		return { answers: { ami, ...answers, packageManager }, isFound: false, isOpen };
	}

	return { answers: { ...foundByTemplate(taking, found?.search), ...answers }, isFound: false, isOpen };
};
