import { atLeast, type Version } from '../base/versions.ts';

/**
 * A span of Packer's versions that takes the same template, named by its first version. What tells them apart: 1.7
 * knows plugins and metadata options, 1.8.4 brings the first amazon plugin that finds out one's own address, 1.10 brings
 * no plugins any more, and before 1.14 `packer init` finds only the plugins on GitHub.
 */
export type PackerProfile = 'before-1.7' | '1.7' | '1.8.4' | '1.10' | '1.14';

export const packerProfiles: readonly PackerProfile[] = ['before-1.7', '1.7', '1.8.4', '1.10', '1.14'];

/** The profile to write for when no Packer was found. */
export const currentProfile: PackerProfile = '1.14';

/** The profile of a version of Packer. */
export const packerProfile = (version: Version): PackerProfile => {
	if (!atLeast(version, '1.7.0')) {
		return 'before-1.7';
	}

	if (!atLeast(version, '1.10.0')) {
		return atLeast(version, '1.8.4') ? '1.8.4' : '1.7';
	}

	return atLeast(version, '1.14.0') ? '1.14' : '1.10';
};

/** HashiCorp's plugins that templates of ours may need. */
export type PluginName = 'amazon' | 'docker' | 'ansible' | 'chef';

/** Where a plugin comes from, as templates name it. */
export const pluginSource = (name: PluginName): string => `github.com/hashicorp/${name}`;

/** What a template can ask of the Packers of a profile. */
export type ProfileFeatures = {
	/**
	 * The oldest Packer that a plugins file lets in, and the versions of the plugins that we know, by their names; none if
	 * they are built in.
	 */
	readonly plugin?: { readonly packer: string } & Readonly<Record<PluginName, string>>;
	/** Whether the machine that builds can be told to answer metadata requests of version 2 only. */
	readonly metadataOptions: boolean;
	/** Whether the AMI can ask the same of the servers made from it (amazon 1.2.2, which no Packer brings along). */
	readonly imdsSupport: boolean;
	/** Whether Packer can let in the address that AWS sees it come from, and no other (amazon 1.1.4). */
	readonly ownAddress: boolean;
	/** Whether the fleet that starts a spot instance can have tags (amazon 1.0.0). */
	readonly fleetTags: boolean;
	/** Whether values can be asked for before the build: `data`. */
	readonly data: boolean;
	/** Whether an image can be shared with organisations (amazon 1.0.5; the 1.7s bring older ones, too). */
	readonly organizations: boolean;
	/** Whether a gp3 disk needs its figures said, though they are those that every gp3 disk has. */
	readonly wantsGp3Figures: boolean;
};

const features: Readonly<Record<PackerProfile, ProfileFeatures>> = {
	'before-1.7': {
		metadataOptions: false,
		imdsSupport: false,
		ownAddress: false,
		fleetTags: false,
		data: false,
		organizations: false,
		wantsGp3Figures: true,
	},
	'1.7': {
		metadataOptions: true,
		imdsSupport: false,
		ownAddress: false,
		fleetTags: false,
		data: true,
		organizations: false,
		wantsGp3Figures: true,
	},
	'1.8.4': {
		metadataOptions: true,
		imdsSupport: false,
		ownAddress: true,
		fleetTags: true,
		data: true,
		organizations: true,
		wantsGp3Figures: true,
	},
	'1.10': {
		// 1.3.9, 1.1.1 of docker and 1.1.3 of ansible are the last ones on GitHub, the only place where these versions look.
		plugin: {
			packer: '>= 1.10.0',
			amazon: '>= 1.2.2, <= 1.3.9',
			docker: '>= 1.0.0, <= 1.1.1',
			ansible: '>= 1.1.0, <= 1.1.3',
			chef: '>= 1.0.2, < 2.0.0',
		},
		metadataOptions: true,
		imdsSupport: true,
		ownAddress: true,
		fleetTags: true,
		data: true,
		organizations: true,
		wantsGp3Figures: false,
	},
	'1.14': {
		plugin: {
			packer: '>= 1.14.0',
			amazon: '>= 1.3.9, < 2.0.0',
			docker: '>= 1.1.1, < 2.0.0',
			ansible: '>= 1.1.0, < 2.0.0',
			chef: '>= 1.0.2, < 2.0.0',
		},
		metadataOptions: true,
		imdsSupport: true,
		ownAddress: true,
		fleetTags: true,
		data: true,
		organizations: true,
		wantsGp3Figures: false,
	},
};

export const profileFeatures = (profile: PackerProfile): ProfileFeatures => features[profile];

/** Whether `packer init` must come before the first build. */
export const needsInit = (profile: PackerProfile): boolean => features[profile].plugin !== undefined;

/** Brings the plugins to a Packer from 1.10 on, which has none inside, where a template does not name them. */
export const pluginInstall = (names: readonly PluginName[]): string =>
	names.map(name => `packer plugins install ${pluginSource(name)}`).join(' && ');
