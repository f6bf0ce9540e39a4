import { readFile } from 'node:fs/promises';
import { type Environment, typedPath } from '../base/paths.ts';

/** The settings of a section of the AWS configuration, names in small letters. */
export type Settings = Readonly<Record<string, string>>;

/** What the AWS configuration and credentials files say together. */
export type AwsFiles = {
	readonly profiles: ReadonlyMap<string, Settings>;
	/** The `sso-session` sections. */
	readonly sessions: ReadonlyMap<string, Settings>;
};

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2');

/** The sections of an INI file as the AWS SDKs read it. Indented lines belong to the setting above: they are nested. */
export const parseSections = (text: string): ReadonlyMap<string, Settings> => {
	const sections = new Map<string, Record<string, string>>();
	let current: Record<string, string> | undefined;
	for (const line of text.split(/\r?\n/)) {
		const section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
		if (section !== undefined) {
			current = sections.get(section) ?? {};
			sections.set(section, current);
			continue;
		}

		const setting = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
		if (setting && current) {
			const [, name = '', value = ''] = setting;
			current[name.toLowerCase()] = value.replace(/\s+[#;].*$/, '');
		}
	}

	return sections;
};

const readSections = async (file: string): Promise<ReadonlyMap<string, Settings>> =>
	// A file that is not there or may not be read says nothing; the SDKs see it so too.
	parseSections(await readFile(file, 'utf8').catch(() => ''));

const placeOf = (environment: Environment, variable: string, name: string): string => {
	const named = environment[variable];
	return typedPath(named || `~/.aws/${name}`, environment);
};

/** Reads both files, from where `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say. Throws nothing. */
export const readAwsFiles = async (environment: Environment): Promise<AwsFiles> => {
	const [config, credentials] = await Promise.all([
		readSections(placeOf(environment, 'AWS_CONFIG_FILE', 'config')),
		readSections(placeOf(environment, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials')),
	]);
	const profiles = new Map<string, Settings>();
	const sessions = new Map<string, Settings>();
	const add = (name: string, settings: Settings): void => {
		// The credentials file is read last and wins.
		profiles.set(name, { ...profiles.get(name), ...settings });
	};
	for (const [section, settings] of config) {
		const named = /^(profile|sso-session)\s+(.+)$/.exec(section);
		if (named?.[1] === 'sso-session') {
			sessions.set(unquoted(named[2] ?? ''), settings);
		} else if (named) {
			add(unquoted(named[2] ?? ''), settings);
		} else if (section === 'default') {
			add(section, settings);
		}
	}

	for (const [section, settings] of credentials) {
		add(unquoted(section), settings);
	}

	return { profiles, sessions };
};
