import { isObject, parsedJson } from '../../base/json.ts';
import { packerFile } from '../../packer/folder-files.ts';
import { type HclBlock, hclAttributes, hclBlocks, hclInnerBlocks, hclValue } from './hcl-blocks.ts';
import { unescaped } from './hcl-strings.ts';

/** A block of a template that has a type by which a plugin is chosen: `provisioner "shell" { … }`. */
export type TemplateStep = {
	/**
	 * `source`, `data`, `provisioner`, `error-cleanup-provisioner`, `post-processor`, `dynamic`; and `required_plugins`,
	 * whose type is where the plugin comes from, empty if that is made up.
	 */
	readonly kind: string;
	readonly type: string;
	/** The text of an attribute, as it stands there; empty if there is none. */
	readonly attribute: (name: string) => string;
	readonly attributes: readonly string[];
};

const stepKinds = /^(source|data|dynamic|post-processor|(error-cleanup-)?provisioner)$/;
const groups = /^(build|packer|post-processors)$/;

const plugins = 'required_plugins';

const pluginStep = (source: string): TemplateStep => ({
	kind: plugins,
	type: source,
	attribute: () => '',
	attributes: [],
});

const hclStep = (text: string, block: HclBlock): TemplateStep => {
	const attributes = hclAttributes(text, block);
	return {
		kind: block.type,
		type: unescaped(block.labels[0] ?? ''),
		attribute: name => {
			const found = attributes.find(attribute => attribute.name === name);
			return found ? hclValue(text, found) : '';
		},
		attributes: attributes.map(({ name }) => name),
	};
};

/** What stands behind `source` for each of the required plugins, whatever their names; empty if that cannot be told. */
const hclPlugins = (text: string, block: HclBlock): readonly TemplateStep[] =>
	hclAttributes(text, block).map(({ begin, end }) => {
		const [, source = ''] = /\bsource"?\s*[=:]\s*"([^"]*)"/.exec(text.slice(begin, end)) ?? [];
		return pluginStep(unescaped(source));
	});

const stepsOf = (text: string, blocks: readonly HclBlock[]): readonly TemplateStep[] =>
	blocks.flatMap(block =>
		stepKinds.test(block.type)
			? [hclStep(text, block)]
			: block.type === plugins
				? hclPlugins(text, block)
				: groups.test(block.type)
					? stepsOf(text, hclInnerBlocks(text, block))
					: [],
	);

/** The steps of a `*.pkr.hcl` file. */
const hclSteps = (text: string): readonly TemplateStep[] => stepsOf(text, hclBlocks(text));

/** The members of an object, or of all objects in a list: HCL's JSON form takes both wherever a block stands. */
export const jsonMembers = (value: unknown): readonly (readonly [string, unknown])[] =>
	Array.isArray(value) ? value.flatMap(jsonMembers) : isObject(value) ? Object.entries(value) : [];

const jsonStep = (kind: string, type: string, body: unknown): TemplateStep => {
	const members = jsonMembers(body);
	const bodies =
		kind === 'source' || kind === 'data' ? members.flatMap(([, inner]) => jsonMembers(inner)) : members;
	return {
		kind,
		type,
		attribute: name => {
			const found = bodies.find(([key]) => key === name);
			return found ? JSON.stringify(found[1]) : '';
		},
		attributes: bodies.map(([name]) => name),
	};
};

/** The steps of the data of a `*.pkr.json` file. */
const jsonSteps = (data: unknown): readonly TemplateStep[] =>
	jsonMembers(data).flatMap(([kind, value]) =>
		stepKinds.test(kind)
			? jsonMembers(value).map(([type, body]) => jsonStep(kind, type, body))
			: kind === plugins
				? jsonMembers(value).map(([, plugin]) =>
						pluginStep(String(jsonMembers(plugin).find(([key]) => key === 'source')?.[1] ?? '')),
					)
				: groups.test(kind)
					? jsonSteps(value)
					: [],
	);

/** The steps of a file, by its name: none if it is no template, or no JSON where it should be. */
export const templateSteps = (name: string, text: string): readonly TemplateStep[] => {
	switch (packerFile(name)) {
		case 'hcl':
			return hclSteps(text);
		case 'json':
			return jsonSteps(parsedJson(text));
		default:
			return [];
	}
};
