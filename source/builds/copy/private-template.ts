import { isObject, parsedJson } from '../../base/json.ts';
import { type HclBlock, hclAttributes, hclBlocks } from './hcl-blocks.ts';

/** A line that the private copy has in each amazon-ebs source. */
export type SourceLine = {
	readonly name: string;
	readonly value: string | number | boolean;
	/** In every source, or only in one where the person wrote a line of the same name, or only where not. */
	readonly where: 'always' | 'present' | 'absent';
};

/** All that makes the private copy of a template differ from the person's files. */
export type TemplateEdits = {
	readonly sourceLines: readonly SourceLine[];
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
					{ name: 'skip_credential_validation', value: true, where: 'always' } as const,
					// A rehearsal has no profiles, and Packer refuses one that it does not find.
					{ name: 'profile', value: '', where: 'present' } as const,
					// Its machine is reached from here alone; the own address would be asked of a service of Amazon's.
					{ name: 'temporary_security_group_source_public_ip', value: false, where: 'present' } as const,
				]
			: []),
		...(ec2 === undefined || readsEnvironment
			? []
			: [{ name: 'custom_endpoint_ec2', value: ec2, where: rehearsal ? 'always' : 'absent' } as const]),
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

const literal = (value: SourceLine['value']): string =>
	typeof value === 'string' ? JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&') : String(value);

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

const isWanted = ({ where }: SourceLine, isThere: boolean): boolean =>
	where === 'always' || (where === 'present') === isThere;

const sourceSplices = (text: string, block: HclBlock, lines: readonly SourceLine[]): Splice[] => {
	const attributes = hclAttributes(text, block);
	const has = (name: string) => attributes.some(attribute => attribute.name === name);
	const wanted = lines.filter(line => isWanted(line, has(line.name)));
	if (wanted.length === 0) {
		return [];
	}

	const replaced = attributes.filter(({ name }) => wanted.some(line => line.name === name));
	return [
		{
			at: block.open + 1,
			remove: 0,
			insert: wanted.map(({ name, value }) => `\n  ${name} = ${literal(value)}`).join(''),
		},
		...opened(text, block),
		// A name may stand only once in a block.
		...replaced.map(({ begin, end }) => ({ at: begin, remove: end - begin, insert: '' })),
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

/** The private copy's text of a `*.pkr.hcl` file. */
export const privateHcl = (text: string, edits: TemplateEdits): string =>
	applied(
		text,
		hclBlocks(text).flatMap(block => {
			if (block.type === 'source' && block.labels[0] === 'amazon-ebs') {
				return sourceSplices(text, block, edits.sourceLines);
			}

			return block.type === 'build' && block.labels.length === 0
				? manifestSplices(text, block, edits.manifest)
				: [];
		}),
	);

type JsonObject = Record<string, unknown>;

/** HCL's JSON form takes an object or a list of objects wherever a block stands. */
const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.flatMap(objects) : isObject(value) ? [value] : [];

/** The private copy's text of a `*.pkr.json` file; the same text if it is no JSON, which Packer will say. */
export const privateJson = (text: string, edits: TemplateEdits): string => {
	const data = parsedJson(text);
	if (data === undefined) {
		return text;
	}

	for (const template of objects(data)) {
		for (const source of objects(template['source']).flatMap(types => objects(types['amazon-ebs']))) {
			for (const body of Object.values(source).flatMap(objects)) {
				for (const line of edits.sourceLines) {
					if (isWanted(line, line.name in body)) {
						body[line.name] = line.value;
					}
				}
			}
		}

		for (const build of objects(template['build'])) {
			const own = build['post-processor'];
			const manifest = { manifest: { output: edits.manifest } };
			build['post-processor'] = own === undefined ? [manifest] : [own, manifest].flat();
		}
	}

	return JSON.stringify(data, null, 2);
};
