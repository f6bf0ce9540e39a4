import { resolveBase } from '../../../recipe/base.ts';
import { keepsLine } from '../../../recipe/kept-lines.ts';
import { neededBesides, serverTags } from '../../../recipe/needs.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { policyName, readmeName, terraformFolder, userDataName } from '../../../template/files.ts';
import { type ReadmePart, shell, textList } from '../../../template/readme.ts';
import { serverPermissions } from '../recipe/permissions.ts';
import { bundlesAtBoot } from './boot.ts';
import { serversMayAssume } from './policy.ts';
import { commandLines, profileCommands, runInstances, serverNeeds } from './servers.ts';

/** Who logs in: of an imported template maybe nobody before Packer runs knows it. */
const userText = (recipe: Recipe): string =>
	keepsLine(recipe.aws, 'ssh_username')
		? 'The user is the `ssh_username` of the template.'
		: `The user is \`${resolveBase(recipe).username}\`.`;

/** Which AMI of whose it starts from, where one was chosen. */
const originText = ({ base }: Recipe): string =>
	'ami' in base && base.owner !== undefined
		? `, from ${base.newest === undefined ? `\`${base.ami}\`` : 'the newest image of that name'} of account ${base.owner}`
		: '';

const serverLines = (recipe: Recipe): readonly string[] => {
	const { instanceProfile } = serverNeeds(recipe);
	const titles = bundlesAtBoot(recipe).map(({ bundle }) => bundle.title);
	return [
		'',
		'## Start a server',
		'',
		...shell(...commandLines(runInstances(recipe, { region: recipe.aws.region, ami: 'AMI' }, '.'))),
		'',
		'`AMI` stands for the id that the build tells at its end.',
		...serverTags(recipe).flatMap(({ value, standsFor }) =>
			standsFor === undefined ? [] : [`\`${value}\` stands for ${standsFor}.`],
		),
		`To log in by SSH with a key pair of yours, name it as well: \`--key-name NAME\`. ${userText(recipe)}`,
		...(titles.length === 0
			? []
			: [
					`\`${userDataName}\` runs as root when the server boots for the first time: without it ${textList(titles)} ${titles.length === 1 ? 'does' : 'do'} nothing there.`,
				]),
		...(instanceProfile === undefined
			? []
			: [`The instance profile \`${instanceProfile}\` lets the server do what stands below.`]),
		...(recipe.aws.terraform === undefined
			? []
			: [
					`Terraform and OpenTofu start servers by the files in \`${terraformFolder}\`, with all that they need: \`${terraformFolder}/${readmeName}\` says how.`,
				]),
	];
};

const needLines = (recipe: Recipe): readonly string[] => {
	const needs = neededBesides(recipe);
	return needs.length === 0
		? []
		: [
				'',
				'## What has to be there besides',
				'',
				...needs.map(({ bundle, what }) => `- ${bundle.title}: ${what}`),
			];
};

/** Whether the policy names the instance profile that it is for. */
const bindsToProfile = (recipe: Recipe): boolean =>
	serverPermissions(recipe).some(({ condition }) => condition?.key === 'ec2:InstanceProfile');

const permissionLines = (recipe: Recipe): readonly string[] => {
	const { instanceProfile } = serverNeeds(recipe);
	return instanceProfile === undefined
		? []
		: [
				'',
				'## What the server may do',
				'',
				`\`${policyName}\` allows what the image needs, and no more. These commands make the instance profile, once for the account:`,
				'',
				...shell(...profileCommands(recipe, instanceProfile, serversMayAssume(recipe)).flatMap(commandLines)),
				'',
				...(bindsToProfile(recipe)
					? [
							`It holds for servers with that profile: another name of it has to stand in \`${policyName}\`, too.`,
							'',
						]
					: []),
				'| for | allowed | why |',
				'| --- | --- | --- |',
				...serverPermissions(recipe).map(
					({ bundle, actions, why }) =>
						`| ${bundle.title} | ${actions.map(action => `\`${action}\``).join(', ')} | ${why} |`,
				),
			];
};

/** What a README says of the AMI. */
export const awsReadme = (recipe: Recipe): ReadmePart => ({
	made: `a machine image (AMI) in ${recipe.aws.region}`,
	from: originText(recipe),
	use: [...serverLines(recipe), ...needLines(recipe), ...permissionLines(recipe)],
});
