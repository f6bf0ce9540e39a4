/** What Packer takes a file for: a template, or values for one, in HCL or JSON. */
export type PackerFile = 'hcl' | 'json' | 'hcl-values' | 'json-values';

const endings: readonly (readonly [ending: string, file: PackerFile])[] = [
	['.pkr.hcl', 'hcl'],
	['.pkr.json', 'json'],
	['.auto.pkrvars.hcl', 'hcl-values'],
	['.auto.pkrvars.json', 'json-values'],
];

/** What Packer takes a file of that name for in the folder of a template; undefined if it reads none of that name. */
export const packerFile = (name: string): PackerFile | undefined =>
	endings.find(([ending]) => name.endsWith(ending))?.[1];

/** Whether a file of that name is a template, or a part of one. */
export const isTemplate = (name: string): boolean => ['hcl', 'json'].includes(packerFile(name) ?? '');

const plugin = /^packer-(plugin|builder|provisioner|post-processor|datasource)-/;

/** Whether a file of that name is a program that Packer up to 1.10 starts if it is in the folder of a template. */
export const isPluginName = (name: string): boolean => plugin.test(name);
