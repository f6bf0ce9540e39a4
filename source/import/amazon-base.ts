import { findBaseImage } from '../catalog/base-images.ts';
import { architectureOf } from '../catalog/instance-types.ts';
import type { TemplateItem } from '../reader/document.ts';
import { type AmiSearch, foundBase, foundTitle, likeliestBase, packageManagerOf } from './base-image.ts';
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

const architectureIn = (taking: Taking): 'x86_64' | 'arm64' => {
	const type = taking.text('instance_type');
	return type !== undefined && architectureOf(type) === 'arm64' ? 'arm64' : 'x86_64';
};

/** What an image begins with. */
export type TakenBase = {
	readonly answers: Answers;
	/** Whether it is a system of the catalogue, whose disk is known. */
	readonly isFound: boolean;
	/** Whether the template says nothing of it. */
	readonly isOpen: boolean;
};

/** The system or the AMI that an image begins with; a search of its own stays, and is treated as the likeliest system. */
export const takeBase = (taking: Taking, scope: Scope, declared: Declared, region: string): TakenBase => {
	const username = taking.text('ssh_username') ?? '';
	const found = searchIn(taking, scope, declared);
	const fits = found && foundBase(found.search, region);
	if (found && fits) {
		taking.tell(found.item, 'taken', foundTitle(fits));
		if (fits.image.username === username) {
			taking.took('ssh_username', `the user of ${fits.image.family}`);
		}

		const answers = { image: fits.image.id, architecture: fits.architecture };
		return { answers, isFound: true, isOpen: false };
	}

	const ami = taking.text('source_ami');
	const architecture = architectureIn(taking);
	if (ami !== undefined && /^ami-[0-9a-f]{8,17}$/.test(ami) && /^[a-z_][a-z0-9_-]{0,31}$/.test(username)) {
		taking.took('source_ami', ami);
		taking.took('ssh_username', username);
		const [device] = taking
			.blocks('launch_block_device_mappings')
			.map(block => new Taking(block.items, scope).text('device_name'));
		const answers = {
			ami,
			architecture,
			username,
			packageManager: packageManagerOf(username),
			...(device !== undefined && /^\/dev\/[a-z0-9]+$/.test(device) && { rootDevice: device }),
		};
		return { answers, isFound: false, isOpen: false };
	}

	const like = likeliestBase(username, found?.search.filters['name'] ?? '') ?? findBaseImage('ubuntu-24.04');
	if (like?.username === username) {
		taking.took('ssh_username', `the user of ${like.family}`);
	}

	const isOpen = !taking.attribute('source_ami') && taking.blocks('source_ami_filter').length === 0;
	return { answers: { image: like?.id, architecture }, isFound: false, isOpen };
};
