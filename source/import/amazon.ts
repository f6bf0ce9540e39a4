import { findBaseImage } from '../catalog/base-images.ts';
import type { TemplateItem } from '../reader/document.ts';
import { instanceTypePattern, regionPattern } from '../recipe/schema.ts';
import { takeBase } from './amazon-base.ts';
import { takeDisk } from './amazon-disk.ts';
import { takeNetwork } from './amazon-network.ts';
import { takeShare, takeTags } from './amazon-share.ts';
import { imageNameOf, nameFrom } from './image-name.ts';
import { plainString, type Scope } from './plain.ts';
import type { Declared } from './scope.ts';
import type { TakenSource } from './taken-source.ts';
import { Taking } from './taking.ts';

/** Who signs in is found as AWS's own tools find it, and secrets are in no Recipe. */
const secrets = ['access_key', 'secret_key', 'token'];

/** What the machine is reached by; there is no other way. */
const usual: Readonly<Record<string, string>> = { communicator: 'ssh', ssh_port: '22' };

/** How large the disk of an AMI is only AWS knows, and one that is smaller is refused. */
const ownDisk = '# launch_block_device_mappings: none, so the disk is as large as that of the AMI.';

const asked = (why: string): string => `${why}, so the wizard asks`;

class AmazonSource {
	readonly taking: Taking;
	readonly #declared: Declared;
	readonly #scope: Scope;
	readonly open: string[] = [];
	readonly roles = new Map<string, string>();

	constructor(items: readonly TemplateItem[], scope: Scope, declared: Declared) {
		this.taking = new Taking(items, scope);
		this.#scope = scope;
		this.#declared = declared;
	}

	/** The variable that an attribute names and nothing else: ours, which holds the answer, stands for it from now on. */
	#role(name: string, ours: string): void {
		const value = this.taking.attribute(name)?.expression.value;
		const inner = value?.kind === 'text' && value.parts.length === 1 ? value.parts[0] : undefined;
		const reference = typeof inner === 'object' ? inner.value : value;
		const path = reference?.kind === 'reference' ? reference.path : [];
		if (path[0] === 'var' && path.length === 2) {
			this.roles.set(path[1] ?? '', ours);
		}
	}

	/** An answer that fits a pattern; else the wizard asks for it, and says why. */
	#answer(name: string, pattern: RegExp, question: string, ours: string): string | undefined {
		const { taking } = this;
		const attribute = taking.attribute(name);
		const text = taking.text(name);
		this.#role(name, ours);
		if (text !== undefined && pattern.test(text)) {
			taking.took(name, text);
			return text;
		}

		this.open.push(question);
		if (attribute) {
			const known = taking.evaluate(attribute);
			taking.tell(attribute, 'not', asked('why' in known ? known.why : `${String(known.value)} is none`));
		}

		return undefined;
	}

	name(fallback: string): string {
		const { taking } = this;
		const attribute = taking.attribute('ami_name');
		if (!attribute) {
			this.open.push('name');
			return nameFrom(fallback) || 'image';
		}

		const { name, isOurs } = imageNameOf(attribute.expression, this.#scope, this.#declared);
		if (isOurs) {
			taking.took('ami_name', `${name}, and the time of the build behind it`);
		}

		return name || nameFrom(fallback) || 'image';
	}

	region(): string | undefined {
		return this.#answer('region', regionPattern, 'region', 'aws_region');
	}

	instanceType(): string | undefined {
		const type = this.#answer('instance_type', instanceTypePattern, 'machine', 'instance_type');
		return type;
	}

	profile(): string | undefined {
		return this.taking.taken('profile', /./);
	}

	instanceProfile(): string | undefined {
		return this.taking.taken('iam_instance_profile', /^[\w+=,.@-]{1,128}$/);
	}

	description(): string | undefined {
		const text = this.taking.text('ami_description');
		if (text === undefined || !/^[ -~]{1,255}$/.test(text) || text.trim() !== text) {
			return undefined;
		}

		this.taking.took('ami_description', text);
		return text;
	}

	copyTo(region: string | undefined): readonly string[] {
		const regions = this.taking.texts('ami_regions');
		if (!regions?.every(one => regionPattern.test(one))) {
			return [];
		}

		this.taking.took('ami_regions', regions.join(', '));
		return [...new Set(regions)].filter(one => one !== region);
	}

	/** What is so in every template of ours. */
	usual(): void {
		const { taking } = this;
		const same: Readonly<Record<string, string>> = {
			...usual,
			ssh_clear_authorized_keys: 'true',
			imds_support: 'v2.0',
		};
		for (const [name, value] of Object.entries(same)) {
			if (taking.text(name) === value) {
				taking.took(name, value);
			}
		}

		const [metadata, ...others] = taking.blocks('metadata_options');
		const inside = metadata && new Taking(metadata.items, this.#scope);
		const wanted: Readonly<Record<string, string>> = { http_endpoint: 'enabled', http_tokens: 'required' };
		const isUsual =
			inside?.text('http_tokens') === 'required' &&
			inside.items.every(item => item.kind === 'attribute' && inside.text(item.name) === wanted[item.name]);
		if (isUsual && others.length === 0) {
			taking.tell(metadata, 'taken', 'IMDSv2 only');
		}

		for (const name of secrets) {
			taking.tell(
				taking.attribute(name),
				'not',
				'a secret is in no recipe: packer-wizard signs in as the AWS tools do, by a profile or the environment',
			);
		}
	}

	spot(): boolean {
		const price = this.taking.text('spot_price');
		if (price === 'auto') {
			this.taking.took('spot_price', 'a spot instance');
		}

		return price !== undefined && price !== '0';
	}
}

/** What an amazon-ebs source says as answers, and what of it stays as it stands. */
export const takeAmazon = (
	items: readonly TemplateItem[],
	fallbackName: string,
	scope: Scope,
	declared: Declared,
): TakenSource => {
	const source = new AmazonSource(items, scope, declared);
	const { taking } = source;
	const region = source.region();
	const { answers: base, isFound, isOpen } = takeBase(taking, scope, declared, region ?? 'us-east-1');
	const image = typeof base['image'] === 'string' ? findBaseImage(base['image']) : undefined;
	const rootDevice = image?.rootDevice ?? plainString(String(base['rootDevice'] ?? '')) ?? undefined;
	const type = source.instanceType();
	const name = source.name(fallbackName);
	const [description, profile, instanceProfile] = [
		source.description(),
		source.profile(),
		source.instanceProfile(),
	];
	const copyTo = source.copyTo(region);
	const aws = {
		...(region !== undefined && { region }),
		...(profile !== undefined && { profile }),
		copyTo,
		...(type !== undefined && { instanceType: type }),
		spot: source.spot(),
		volume: takeDisk(taking, scope, rootDevice, copyTo),
		share: takeShare(taking),
		network: takeNetwork(taking),
		...(instanceProfile !== undefined && { instanceProfile }),
	};
	const tags = takeTags(taking);
	source.usual();
	taking.skipEmpty();
	return {
		target: 'aws',
		recipe: { name, ...(description !== undefined && { description }), base, tags },
		own: aws,
		open: [...source.open, ...(isOpen ? ['base'] : [])],
		told: taking.told,
		rest: taking.rest,
		more: isFound || taking.blocks('launch_block_device_mappings').length > 0 ? [] : [ownDisk],
		roles: source.roles,
		taken: new Map(),
	};
};
