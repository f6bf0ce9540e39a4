import { isObject, parsedJson } from '../../base/json.ts';
import {
	type HclAttribute,
	type HclBlock,
	hclAttributes,
	hclBlocks,
	hclExpression,
	hclInnerBlocks,
	hclValue,
} from './hcl-blocks.ts';

/** A line that the private copy has in each source that starts a machine in EC2. */
export type SourceLine = {
	readonly name: string;
	readonly value: string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
	/** In every source, or only in one where the person wrote a line of the same name, or only where not. */
	readonly where: 'always' | 'present' | 'absent';
	/** Whether it is for what looks up a base image in EC2 as well: `data "amazon-ami"`. */
	readonly inData?: true;
	/** What of the source's own attributes, as they stand there, keeps the line out. */
	readonly unless?: (attribute: (name: string) => string | undefined) => boolean;
};

/** A provisioner of the type `shell`, by its attributes. */
export type ShellStep = Readonly<Record<string, string | readonly string[]>>;

/** All that makes the private copy of a template differ from the person's files. */
export type TemplateEdits = {
	readonly sourceLines: readonly SourceLine[];
	/** Tags of all that a source starts, beside those that it says itself. */
	readonly tags?: Readonly<Record<string, string>> | undefined;
	/** What the machine does before the first step, and again after each one that restarts it. */
	readonly firstStep?: ShellStep | undefined;
	/** Where the manifest goes, relative to the folder in which Packer runs. */
	readonly manifest: string;
};

export type StandIns = {
	readonly host: string;
	readonly port: number;
	readonly ec2: string;
	/** More lines for the sources: when Packer shall give up what does not come. */
	readonly limits?: Readonly<Record<string, string | number>>;
};

/**
 * The lines for the sources: a rehearsal's machine stands in for the instance, and an EC2 endpoint has to be named to
 * an amazon plugin that does not read it from the environment.
 * @param rehearsal the endpoint and SSH server of a rehearsal, undefined for a real build.
 * @param endpoint the EC2 endpoint that the person's environment names, undefined if none.
 * @param readsEnvironment whether the amazon plugin reads AWS_ENDPOINT_URL by itself (1.8 and newer).
 */
export const sourceLines = (
	rehearsal: StandIns | undefined,
	endpoint: string | undefined,
	readsEnvironment: boolean,
): readonly SourceLine[] => {
	const ec2 = rehearsal?.ec2 ?? endpoint;
	return [
		...(rehearsal
			? [
					{ name: 'ssh_host', value: rehearsal.host, where: 'always' } as const,
					{ name: 'ssh_port', value: rehearsal.port, where: 'always' } as const,
					...Object.entries(rehearsal.limits ?? {}).map(
						([name, value]) => ({ name, value, where: 'always' }) as const,
					),
					{ name: 'skip_credential_validation', value: true, where: 'always', inData: true } as const,
					// A rehearsal has no profiles, and Packer refuses one that it does not find.
					{ name: 'profile', value: '', where: 'present', inData: true } as const,
					// Its machine is reached from here alone; the own address would be asked of a service of Amazon's.
					{ name: 'temporary_security_group_source_public_ip', value: false, where: 'present' } as const,
				]
			: []),
		...(ec2 === undefined || readsEnvironment
			? []
			: [
					{
						name: 'custom_endpoint_ec2',
						value: ec2,
						where: rehearsal ? 'always' : 'absent',
						inData: true,
					} as const,
				]),
	];
};

type Splice = { readonly at: number; readonly remove: number; readonly insert: string };

const applied = (text: string, splices: readonly Splice[]): string => {
	let result = '';
	let from = 0;
	// The sort keeps the order of splices at the same place.
	for (const { at, remove, insert } of [...splices].sort((a, b) => a.at - b.at)) {
		result += text.slice(from, at) + insert;
		from = at + remove;
	}

	return result + text.slice(from);
};

const literal = (value: SourceLine['value']): string => {
	if (Array.isArray(value)) {
		return `[${value.map(literal).join(', ')}]`;
	}

	if (typeof value === 'object') {
		const entries = Object.entries(value).map(([key, text]) => `${literal(key)} = ${literal(text)}`);
		return `{${entries.join(', ')}}`;
	}

	return typeof value === 'string' ? JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&') : String(value);
};

const isMultiline = (text: string, block: HclBlock): boolean =>
	text.slice(block.open, block.close).includes('\n');

/** A block of one line may hold a single attribute: it is opened to several lines. */
const opened = (text: string, block: HclBlock): Splice[] =>
	isMultiline(text, block)
		? []
		: [
				{ at: block.open + 1, remove: 0, insert: '\n' },
				{ at: block.close, remove: 0, insert: '\n' },
			];

/** Whether something of a template asks EC2 for an image before the build. */
const isAmazonData = (type: string): boolean => type === 'amazon-ami';

/** What of the edits is for that. */
const dataEdits = (edits: TemplateEdits): TemplateEdits => ({
	...edits,
	sourceLines: edits.sourceLines.filter(({ inData }) => inData),
	tags: undefined,
});

/** Whether a source starts a machine in EC2 that an image is made of. */
export const isAmazonSource = (type: string): boolean => /^amazon-ebs(surrogate|volume)?$/.test(type);

const isWanted = (
	{ name, where, unless }: SourceLine,
	attribute: (name: string) => string | undefined,
): boolean =>
	(where === 'always' || (where === 'present') === (attribute(name) !== undefined)) && !unless?.(attribute);

/** What a source gives tags to when it starts a machine: that and its disks; its key, its firewall and a spot machine, too. */
const tagAttributes = ['run_tags', 'run_volume_tags'];

/** Whether tags hold ours already, as those of our own templates do. */
const holdsTags = (text: string, value: string, tags: Readonly<Record<string, string>>): boolean =>
	Object.keys(tags).every(
		key => value.includes(`"${key}"`) || (/^local\.\w+$/.test(value) && text.includes(`"${key}" =`)),
	);

/** The lines of a source without tags, and what adds ours to those that it has, whatever they are. */
const tagSplices = (
	text: string,
	attributes: readonly HclAttribute[],
	tags: Readonly<Record<string, string>>,
): { readonly lines: readonly string[]; readonly splices: Splice[] } => {
	const ours = `{ ${Object.entries(tags)
		.map(([key, value]) => `${literal(key)} = ${literal(value)}`)
		.join(', ')} }`;
	const there = attributes.filter(({ name }) => tagAttributes.includes(name));
	return {
		lines: tagAttributes
			.filter(name => !there.some(attribute => attribute.name === name))
			.map(name => `${name} = ${ours}`),
		splices: there.flatMap(attribute => {
			const { begin, end } = hclExpression(text, attribute);
			return holdsTags(text, text.slice(begin, end), tags)
				? []
				: [
						{ at: begin, remove: 0, insert: 'merge(' },
						{ at: end, remove: 0, insert: `, ${ours})` },
					];
		}),
	};
};

const sourceSplices = (
	text: string,
	block: HclBlock,
	{ sourceLines: lines, tags }: TemplateEdits,
): Splice[] => {
	const attributes = hclAttributes(text, block);
	const value = (name: string): string | undefined => {
		const found = attributes.find(attribute => attribute.name === name);
		return found && hclValue(text, found);
	};
	const wanted = lines.filter(line => isWanted(line, value));
	const tagged = tags ? tagSplices(text, attributes, tags) : { lines: [], splices: [] };
	const added = [...wanted.map(line => `${line.name} = ${literal(line.value)}`), ...tagged.lines];
	if (added.length === 0) {
		return tagged.splices;
	}

	const replaced = attributes.filter(({ name }) => wanted.some(line => line.name === name));
	return [
		{
			at: block.open + 1,
			remove: 0,
			insert: added.map(line => `\n  ${line}`).join(''),
		},
		...opened(text, block),
		// A name may stand only once in a block.
		...replaced.map(({ begin, end }) => ({ at: begin, remove: end - begin, insert: '' })),
		...tagged.splices,
	];
};

const manifestSplices = (text: string, block: HclBlock, manifest: string): Splice[] => [
	...opened(text, block),
	{
		at: block.close,
		remove: 0,
		insert: `\n  post-processor "manifest" {\n    output = ${literal(manifest)}\n  }\n`,
	},
];

const restarts = (text: string, block: HclBlock): boolean =>
	hclAttributes(text, block).some(
		attribute => attribute.name === 'expect_disconnect' && hclValue(text, attribute).startsWith('true'),
	);

/** Whether a build has machines in EC2: it names them, or holds what adds to them. */
const isOfAmazon = (text: string): boolean => text.includes('amazon-ebs');

const stepSplices = (text: string, block: HclBlock, step: ShellStep): Splice[] => {
	if (!isOfAmazon(text.slice(block.open, block.close))) {
		return [];
	}

	const lines = Object.entries(step).map(([name, value]) => `    ${name} = ${literal(value)}\n`);
	const insert = `\n  provisioner "shell" {\n${lines.join('')}  }\n`;
	const restarting = hclInnerBlocks(text, block).filter(
		inner => inner.type === 'provisioner' && restarts(text, inner),
	);
	return [block.open + 1, ...restarting.map(({ close }) => close + 1)].map(at => ({ at, remove: 0, insert }));
};

/** The private copy's text of a `*.pkr.hcl` file. */
export const privateHcl = (text: string, edits: TemplateEdits): string =>
	applied(
		text,
		hclBlocks(text).flatMap(block => {
			if (block.type === 'source' && isAmazonSource(block.labels[0] ?? '')) {
				return sourceSplices(text, block, edits);
			}

			if (block.type === 'data' && isAmazonData(block.labels[0] ?? '')) {
				return sourceSplices(text, block, dataEdits(edits));
			}

			return block.type === 'build' && block.labels.length === 0
				? [
						...(edits.firstStep ? stepSplices(text, block, edits.firstStep) : []),
						...manifestSplices(text, block, edits.manifest),
					]
				: [];
		}),
	);

type JsonObject = Record<string, unknown>;

/** HCL's JSON form takes an object or a list of objects wherever a block stands. */
const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.flatMap(objects) : isObject(value) ? [value] : [];

const withSteps = (own: unknown, step: ShellStep): unknown[] => [
	{ shell: step },
	...(own === undefined ? [] : [own])
		.flat()
		.flatMap(one =>
			objects(one).some(types => objects(types['shell']).some(shell => shell['expect_disconnect'] === true))
				? [one, { shell: step }]
				: [one],
		),
];

/** Tags with ours, whether they are an object or an expression. What is neither is Packer's to complain about. */
const withTags = (own: unknown, tags: Readonly<Record<string, string>>): unknown => {
	if (own === undefined || isObject(own)) {
		return { ...own, ...tags };
	}

	const expression = typeof own === 'string' ? /^\$\{([\s\S]*)\}$/.exec(own)?.[1] : undefined;
	return expression === undefined ? own : `\${merge(${expression}, ${JSON.stringify(tags)})}`;
};

/** The bodies of the sources, or of what else has a type and a name. */
const bodiesOf = (value: unknown, isMeant: (type: string) => boolean): readonly JsonObject[] =>
	objects(value)
		.flatMap(types => Object.entries(types))
		.flatMap(([type, named]) => (isMeant(type) ? objects(named) : []))
		.flatMap(named => Object.values(named))
		.flatMap(objects);

const editBodies = (bodies: readonly JsonObject[], { sourceLines: lines, tags }: TemplateEdits): void => {
	for (const body of bodies) {
		const before = { ...body };
		const value = (name: string) => (name in before ? JSON.stringify(before[name]) : undefined);
		for (const line of lines.filter(each => isWanted(each, value))) {
			body[line.name] = line.value;
		}

		for (const name of tags ? tagAttributes : []) {
			body[name] = withTags(body[name], tags ?? {});
		}
	}
};

/** The private copy's text of a `*.pkr.json` file; the same text if it is no JSON, which Packer will say. */
export const privateJson = (text: string, edits: TemplateEdits): string => {
	const data = parsedJson(text);
	if (data === undefined) {
		return text;
	}

	for (const template of objects(data)) {
		editBodies(bodiesOf(template['source'], isAmazonSource), edits);
		editBodies(bodiesOf(template['data'], isAmazonData), dataEdits(edits));

		for (const build of objects(template['build'])) {
			const own = build['post-processor'];
			const manifest = { manifest: { output: edits.manifest } };
			build['post-processor'] = own === undefined ? [manifest] : [own, manifest].flat();
			if (edits.firstStep && isOfAmazon(JSON.stringify(build))) {
				build['provisioner'] = withSteps(build['provisioner'], edits.firstStep);
			}
		}
	}

	return JSON.stringify(data, null, 2);
};
