import { makerOf, type PackageManager } from '../../../catalog/base-images.ts';
import type { AwsImage } from './facts.ts';

/** What is known of a system by its name: who logs in, and what installs packages. */
type System = {
	readonly username: string;
	/** Missing where it is none that packer-wizard installs by. */
	readonly packageManager?: PackageManager;
};

const apt = (username: string): System => ({ username, packageManager: 'apt' });
const dnf = (username: string): System => ({ username, packageManager: 'dnf' });
const yum = (username: string): System => ({ username, packageManager: 'yum' });

/** By what a name or a description says: of several the first. What is made of another system stands before that. */
const systems: readonly (readonly [said: RegExp, system: System])[] = [
	[/bitnami/, apt('bitnami')],
	[/flatcar|coreos/, { username: 'core' }],
	[/freebsd|suse|\bsles/, { username: 'ec2-user' }],
	[/ubuntu/, apt('ubuntu')],
	[/debian/, apt('admin')],
	[/rocky/, dnf('rocky')],
	[/fedora/, dnf('fedora')],
	[/centos.?(linux.?)?[67]/, yum('centos')],
	[/centos.?(stream.?)?9|centos.?10/, dnf('ec2-user')],
	[/centos/, dnf('centos')],
	[/rhel.?7|red.?hat.*\b7\./, yum('ec2-user')],
	[/rhel|red.?hat|alma/, dnf('ec2-user')],
	[/amzn2|amazon.?linux.?2(?!0)|amzn-ami/, yum('ec2-user')],
	[/al20\d\d|amazon.?linux|amzn/, dnf('ec2-user')],
];

const saidOf = ({
	name,
	description = '',
	owner,
}: Pick<AwsImage, 'name' | 'description' | 'owner'>): string =>
	[name, description, makerOf(owner) ?? ''].join('\n').toLowerCase();

/** What an image is by its name, its description or its owner; undefined if none of them tells. */
export const guessedSystem = (
	image: Pick<AwsImage, 'name' | 'description' | 'owner'>,
): System | undefined => {
	const said = saidOf(image);
	return systems.find(([pattern]) => pattern.test(said))?.[1];
};

/** A date with the time or number behind it and the versions before it; else a count of seconds, a version, a number at the end. */
const varying: readonly RegExp[] = [
	/(?:v?\d+\.)*20\d\d[-.]?[01]\d[-.]?[0-3]\d(?:[T\d:.Z_-]*\d)?Z?/g,
	/\d{10,}/g,
	/v?\d+(?:\.\d+)+/g,
	/\d+$/g,
];

/** So many letters of a name have to be left, so that it fits no others. */
const leastLetters = 3;

/**
 * The pattern of an image's name with what changes from one to the next left open, `web-*` of `web-20261127`; undefined if
 * nobody can tell.
 */
export const patternOfName = (name: string): string | undefined => {
	for (const part of varying) {
		const last = [...name.matchAll(part)].at(-1);
		if (last) {
			const pattern = `${name.slice(0, last.index)}*${name.slice(last.index + last[0].length)}`;
			return pattern.replaceAll(/[^A-Za-z]/g, '').length >= leastLetters ? pattern : undefined;
		}
	}

	return undefined;
};
