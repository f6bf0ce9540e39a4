import { readRegular } from '../base/files.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { systemErrorCode } from '../base/problem.ts';
import { type Defect, type Ini, readLenient, type Section, type Setting, unquoted } from './ini.ts';
import { readStrict } from './ini-strict.ts';
import { type Sdk, sdkFeatures } from './sdk.ts';

/** A profile as both files together make it. */
export type Profile = {
	readonly name: string;
	readonly file: string;
	readonly line: number;
	readonly settings: ReadonlyMap<string, Setting>;
	/** The half of a pair of keys whose other half is not there. */
	readonly halfKey?: Setting;
};

/** A section that people and other programs take for a profile, and the SDK does not. */
type Misnamed = {
	readonly file: string;
	readonly line: number;
	/** As it is written; undefined behind a byte-order mark, which nobody sees. */
	readonly header: string | undefined;
};

/** What the AWS configuration and credentials files say together, as an SDK reads them. */
export type AwsFiles = {
	readonly profiles: ReadonlyMap<string, Profile>;
	/** The `sso-session` and `services` sections, by their whole name. */
	readonly others: ReadonlyMap<string, Section>;
	/** The credentials file by itself. */
	readonly credentials: ReadonlyMap<string, Section>;
	readonly misnamed: ReadonlyMap<string, Misnamed>;
	readonly defect?: Defect;
	/** Why a file is as if it were empty. */
	readonly emptied?: Defect;
	/** Why a file that is there could not be opened: `~/.aws/config (EACCES)`. */
	readonly unopened?: string;
};

const keyNames = ['aws_access_key_id', 'aws_secret_access_key'] as const;

/** Whether both keys are there. */
export const hasKeys = ({ settings }: { readonly settings: ReadonlyMap<string, Setting> }): boolean =>
	keyNames.every(name => settings.get(name)?.value);

const halfKeyOf = ({ settings }: Section): Setting | undefined => {
	const [id, secret] = keyNames.map(name => settings.get(name));
	return id && secret ? undefined : (id ?? secret);
};

/** The later file wins, but for keys, which count as a pair only. */
const merged = (name: string, profile: Profile | undefined, section: Section): Profile => {
	const settings = new Map(profile?.settings);
	for (const [key, setting] of section.settings) {
		if (!keyNames.some(half => half === key) || !profile || hasKeys(section)) {
			settings.set(key, setting);
		}
	}

	const halfKey = halfKeyOf(section);
	return {
		name,
		file: profile?.file ?? section.file,
		line: profile?.line ?? section.line,
		settings,
		...(halfKey && { halfKey }),
	};
};

type Kind = 'config' | 'credentials';

const prefixed = /^profile (.+)$/s;
const other = /^(?:sso-session|services) /;

/** The profile that a section is to the SDK, undefined if it is none. */
const profileName = (section: string, kind: Kind, syntax: 'strict' | 'lenient'): string | undefined => {
	const name = prefixed.exec(section)?.[1];
	if (syntax === 'strict') {
		return name ?? (other.test(section) ? undefined : section);
	}

	if (kind === 'credentials') {
		return name === undefined ? section : undefined;
	}

	return name ?? (section === 'default' ? section : undefined);
};

/** The sections of a file that are profiles, by the profile's name. */
const profileSections = ({ sections }: Ini, kind: Kind, sdk: Sdk): ReadonlyMap<string, Section> => {
	const { syntax } = sdkFeatures[sdk];
	const found = new Map<string, Section>();
	for (const [name, section] of sections) {
		const profile = profileName(name, kind, syntax);
		// Of [dev] and [profile dev] in one file, version 1 takes the first form and version 2 the other.
		if (profile !== undefined && (!found.has(profile) || (name === profile) === (syntax === 'strict'))) {
			found.set(profile, section);
		}
	}

	return found;
};

/** What the AWS command line calls the profile of a header. */
const meantName = (header: string): string => unquoted(header.replace(/^profile\s+/, '').trim());

type Opened = { readonly ini: Ini; readonly text: string; readonly file: string; readonly problem?: string };

const open = async (file: string, whereabouts: Whereabouts, sdk: Sdk): Promise<Opened> => {
	const shown = shownPath(file, whereabouts);
	const read = sdkFeatures[sdk].syntax === 'strict' ? readStrict : readLenient;
	try {
		// The usual name for no file at all.
		const text = file === '/dev/null' ? '' : (await readRegular(file)).toString();
		return { ini: read(text, shown), text, file: shown };
	} catch (error) {
		// A file that is not there or may not be read says nothing; the SDKs see it so too.
		const code = systemErrorCode(error);
		return {
			ini: { sections: new Map() },
			text: '',
			file: shown,
			...(code !== 'ENOENT' && { problem: `${shown} cannot be read (${code})` }),
		};
	}
};

const fileOf = (whereabouts: Whereabouts, variable: string, name: string): string =>
	typedPath(whereabouts.environment[variable] || `~/.aws/${name}`, whereabouts);

/** Headers whose meaning is a profile that the SDK does not have. */
const misnamedIn = (
	{ ini, text, file }: Opened,
	profiles: ReadonlyMap<string, Profile>,
): [string, Misnamed][] =>
	(ini.emptied ? [] : text.split(/\r?\n/)).flatMap((line, index): [string, Misnamed][] => {
		const [header, mark, name] = /^(\uFEFF?)\s*\[\s*([^\]]+?)\s*\]/.exec(line) ?? [];
		const meant = name === undefined || other.test(name) ? undefined : meantName(name);
		return meant === undefined || profiles.has(meant)
			? []
			: [[meant, { file, line: index + 1, header: mark ? undefined : header?.trim() }]];
	});

/** Reads both files, from where `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say. Throws nothing. */
export const readAwsFiles = async (whereabouts: Whereabouts, sdk: Sdk): Promise<AwsFiles> => {
	const [config, credentials] = await Promise.all([
		open(fileOf(whereabouts, 'AWS_CONFIG_FILE', 'config'), whereabouts, sdk),
		open(fileOf(whereabouts, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials'), whereabouts, sdk),
	]);
	const profiles = new Map<string, Profile>();
	for (const section of [
		...profileSections(config.ini, 'config', sdk),
		...profileSections(credentials.ini, 'credentials', sdk),
	]) {
		profiles.set(section[0], merged(section[0], profiles.get(section[0]), section[1]));
	}

	const defect = config.ini.defect ?? credentials.ini.defect;
	const emptied = config.ini.emptied ?? credentials.ini.emptied;
	const unopened = config.problem ?? credentials.problem;
	return {
		profiles,
		others: new Map([...config.ini.sections].filter(([name]) => other.test(name))),
		credentials: credentials.ini.sections,
		misnamed: new Map([...misnamedIn(credentials, profiles), ...misnamedIn(config, profiles)]),
		...(defect && { defect }),
		...(emptied && { emptied }),
		...(unopened !== undefined && { unopened }),
	};
};
