import { atLeast, type Version } from '../base/versions.ts';
import type { Recipe, TargetId } from '../recipe/schema.ts';
import { provisionerOf } from '../recipe/step-kinds.ts';
import { attribute, block, emptyLine, type Item, map, text } from './hcl.ts';
import { keptPlugins } from './kept.ts';
import { type PackerProfile, type PluginName, pluginSource, profileFeatures } from './profile.ts';

/** Which plugin brings a type of provisioner that Packer does not. */
const plugins: Readonly<Record<string, PluginName>> = {
	ansible: 'ansible',
	'ansible-local': 'ansible',
	'chef-solo': 'chef',
	'chef-client': 'chef',
};

/**
 * Whether a Packer has the plugins inside but that for Chef, which Packer 1.9.0 took out; from 1.10 on a template names what
 * it needs.
 */
export const isWithoutChef = (version: Version): boolean =>
	atLeast(version, '1.9.0') && !atLeast(version, '1.10.0');

/** Which plugin makes the image. */
const builders: Readonly<Record<TargetId, PluginName>> = { aws: 'amazon', docker: 'docker' };

/** The plugins that the template of a Recipe needs, as far as we know them. */
export const neededPlugins = ({ targets, steps }: Recipe): readonly PluginName[] => [
	...new Set<PluginName>([
		...targets.map(target => builders[target]),
		...steps.flatMap(step => plugins['playbook' in step ? 'ansible' : (provisionerOf(step) ?? '')] ?? []),
	]),
];

/** The block that names the plugins, if the Packers of a profile have none inside. */
export const pluginItems = (recipe: Recipe, profile: PackerProfile): readonly Item[] => {
	const { plugin } = profileFeatures(profile);
	return plugin
		? [
				block('packer', [
					attribute('required_version', text(plugin.packer)),
					emptyLine,
					block('required_plugins', [
						...neededPlugins(recipe).map(name =>
							attribute(name, map({ source: text(pluginSource(name)), version: text(plugin[name]) })),
						),
						...keptPlugins(recipe, neededPlugins(recipe)),
					]),
				]),
			]
		: [];
};
