import { serverTags } from '../../../recipe/needs.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { policyName, userDataName } from '../../../template/files.ts';
import { shellQuote } from '../../../template/shell.ts';
import { instanceProfileName, serverPermissions } from '../recipe/permissions.ts';
import { bundlesAtBoot } from './boot.ts';

/** What a server made from an image has to be started with, so that all that was chosen works. */
export type ServerNeeds = {
	/** Whether something has to happen at its first boot. */
	readonly userData: boolean;
	/** The name of the instance profile that brings its permissions; undefined if it needs none. */
	readonly instanceProfile: string | undefined;
};

/** What servers of the Recipe's image need. */
export const serverNeeds = (recipe: Recipe): ServerNeeds => ({
	userData: bundlesAtBoot(recipe).length > 0,
	instanceProfile: serverPermissions(recipe).length > 0 ? instanceProfileName(recipe) : undefined,
});

/** A file of the template as the AWS CLI takes it, which replaces a `~` itself. */
const fileWord = (folder: string, name: string): string =>
	`file://${folder === '.' ? '' : `${folder.replace(/^\.\/|\/$/g, '')}/`}${name}`;

/** Flags that every command of the AWS CLI needs to reach the account of the build. */
const accountWords = ({ aws: { profile } }: Recipe): readonly string[][] =>
	profile === undefined ? [] : [['--profile', profile]];

type Image = { readonly region: string; readonly ami: string };

/**
 * The command of the AWS CLI that starts a server: words, those of a line together.
 * @param folder with the template, as the person would type it there.
 */
export const runInstances = (recipe: Recipe, { region, ami }: Image, folder: string): readonly string[][] => {
	const { userData, instanceProfile } = serverNeeds(recipe);
	const tags = serverTags(recipe).map(({ key, value }) => `{Key=${key},Value=${value}}`);
	const subnet = region === recipe.aws.region ? recipe.aws.network.subnet : undefined;
	return [
		['aws', 'ec2', 'run-instances', '--region', region],
		['--image-id', ami, '--instance-type', recipe.aws.instanceType],
		...(instanceProfile === undefined ? [] : [['--iam-instance-profile', `Name=${instanceProfile}`]]),
		...(userData ? [['--user-data', fileWord(folder, userDataName)]] : []),
		...(tags.length === 0
			? []
			: [['--tag-specifications', `ResourceType=instance,Tags=[${tags.join(',')}]`]]),
		...(subnet === undefined ? [] : [['--subnet-id', subnet]]),
		...accountWords(recipe),
	];
};

/** The commands that make the instance profile with the policy of the template, once, from its folder. */
export const profileCommands = (recipe: Recipe, name: string, mayAssume: string): readonly string[][][] =>
	[
		[
			['create-role', '--role-name', name],
			['--assume-role-policy-document', mayAssume],
		],
		[
			['put-role-policy', '--role-name', name, '--policy-name', name],
			['--policy-document', fileWord('.', policyName)],
		],
		[['create-instance-profile', '--instance-profile-name', name]],
		[['add-role-to-instance-profile', '--instance-profile-name', name, '--role-name', name]],
	].map(([first = [], ...rest]) => [
		['aws', 'iam', ...first],
		...rest,
		...[['--region', recipe.aws.region, ...accountWords(recipe).flat()]],
	]);

/** Such a command as the lines of a shell. */
export const commandLines = (groups: readonly (readonly string[])[]): readonly string[] =>
	groups.map(
		(words, index) =>
			`${index === 0 ? '' : '  '}${words.map(shellQuote).join(' ')}${index < groups.length - 1 ? ' \\' : ''}`,
	);
