import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../source/recipe/schema.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { recipeWith, writtenRecipe } from '../helpers/recipe.ts';
import { broadRecipes, scripts, shippedPresets } from './recipes.ts';

const recipe = (change: object = {}): Recipe =>
	writtenRecipe({
		name: 'web',
		base: { image: 'ubuntu-24.04' },
		instanceType: 't3.micro',
		...change,
	});

const contentOf = (wanted: Recipe, path: string): string | undefined =>
	renderTemplate(wanted, { profile: currentProfile, scripts }).find(file => file.path === path)?.content;

type Statement = {
	readonly Sid: string;
	readonly Action: readonly string[];
	readonly Resource: readonly string[];
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const statements = (wanted: Recipe): readonly Statement[] =>
	JSON.parse(contentOf(wanted, 'iam-policy.json') ?? '{"Statement": []}').Statement;

const grunt = (boot: object) => recipe({ bundles: [{ id: 'ssh-grunt', boot }] });

describe('iam-policy.json', () => {
	test('is in the grammar of IAM, for whatever is chosen, in each partition and style', () => {
		const recipes = [...broadRecipes(), ...shippedPresets().values()].flatMap(wanted =>
			['us-east-1', 'cn-north-1', 'us-gov-west-1'].map(region => recipeWith({ region }, wanted)),
		);
		let checked = 0;
		for (const wanted of recipes) {
			const text = contentOf(wanted, 'iam-policy.json');
			if (text === undefined) {
				continue;
			}

			checked += 1;
			const policy = JSON.parse(text);
			expect(Object.keys(policy)).toEqual(['Version', 'Statement']);
			expect(policy.Version).toBe('2012-10-17');
			const names = statements(wanted).map(({ Sid }) => Sid);
			expect(new Set(names).size).toBe(names.length);
			const partition = { c: 'aws-cn', u: 'aws' }[wanted.aws.region.charAt(0)];
			const arns = wanted.aws.region.startsWith('us-gov') ? 'aws-us-gov' : partition;
			for (const { Sid, Action, Resource, Condition, ...rest } of statements(wanted)) {
				expect(rest).toEqual({ Effect: 'Allow' });
				expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
				expect(Action.length * Resource.length).toBeGreaterThan(0);
				for (const action of Action) {
					expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
				}

				for (const resource of Resource) {
					// A role in the other account is as the person wrote it.
					expect(resource).toMatch(
						Action.includes('sts:AssumeRole')
							? /^arn:aws[a-z-]*:iam::\d{12}:role\/./
							: new RegExp(`^(\\*|arn:${arns}:[a-z0-9-]+:[\\w*-]*:(\\*|\\d{12})?:.+)$`),
					);
					// Nothing of the catalogue's own is left; values of the person's may hold braces.
					expect(resource).not.toMatch(/\{(partition|[a-z0-9]+[-_][\w-]+)\}/);
				}

				for (const [operator, keys] of Object.entries(Condition ?? {})) {
					expect(operator).toMatch(/^(Null|(ForAnyValue:)?(String|Arn)(Equals|Like))$/);
					for (const [key, value] of Object.entries(keys)) {
						expect(key).toMatch(/^([a-z0-9-]+:[A-Za-z-]+|aws:ResourceTag\/\S.*)$/);
						expect(value).not.toMatch(/(?<!\$)\{[a-z0-9]+[-_][\w-]+\}/);
					}
				}
			}
		}

		expect(checked).toBeGreaterThan(30);
	});

	test('of each preset fits a role: 10,240 signs without white space', () => {
		for (const wanted of shippedPresets().values()) {
			expect((contentOf(wanted, 'iam-policy.json') ?? '').replaceAll(/\s/g, '').length).toBeLessThan(10_240);
		}
	});

	test('allows what the answers need, and no more', () => {
		expect(contentOf(recipe(), 'iam-policy.json')).toBeUndefined();
		expect(contentOf(recipe({ bundles: [{ id: 'ntp' }] }), 'iam-policy.json')).toBeUndefined();
		expect(statements(grunt({ 'iam-group': ['dev', 'ops'], 'iam-group-sudo': [] }))).toEqual([
			{
				Sid: 'SshGrunt1',
				Effect: 'Allow',
				Action: ['iam:GetGroup'],
				Resource: ['arn:aws:iam::*:group/dev', 'arn:aws:iam::*:group/ops'],
			},
			{
				Sid: 'SshGrunt2',
				Effect: 'Allow',
				Action: ['iam:ListSSHPublicKeys', 'iam:GetSSHPublicKey'],
				Resource: ['arn:aws:iam::*:user/*'],
			},
		]);
		const role = 'arn:aws:iam::111122223333:role/read-groups';
		expect(statements(grunt({ 'role-arn': role }))).toEqual([
			{ Sid: 'SshGrunt1', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [role] },
		]);
	});

	const openvpn = (key: string) =>
		recipe({
			base: { image: 'ubuntu-22.04' },
			bundles: [{ id: 'init-openvpn', boot: { 's3-bucket-name': 'pki', 'kms-key-id': key } }],
		});
	const scopes = (wanted: Recipe, action: string) =>
		statements(wanted)
			.filter(({ Action }) => Action.includes(action))
			.map(({ Resource, Condition }) => [...Resource, ...(Condition ? [Condition] : [])]);

	test('names the key, the queues, the disk and the servers themselves, where they are known', () => {
		const keys = 'arn:aws:kms:*:*:key/';
		const key = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b';
		const alias = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/pki' } };
		const account = { StringEquals: { 'aws:ResourceAccount': `\${aws:PrincipalAccount}` } };
		expect(scopes(openvpn('0a1b'), 'kms:Decrypt')).toEqual([[`${keys}0a1b`]]);
		expect(scopes(openvpn(key), 'kms:Decrypt')).toEqual([[key]]);
		expect(scopes(openvpn('alias/pki'), 'kms:Decrypt')).toEqual([[`${keys}*`, alias]]);
		const byArn = 'arn:aws:kms:eu-west-1:111122223333:alias/pki';
		expect(scopes(openvpn(byArn), 'kms:Decrypt')).toEqual([[`${keys}*`, alias]]);
		const secrets = (boot: object) => recipe({ bundles: [{ id: 'gruntkms', boot }] });
		expect(scopes(secrets({ 'kms-key-id': '0a1b' }), 'kms:Decrypt')).toEqual([[`${keys}0a1b`]]);
		expect(scopes(secrets({}), 'kms:Decrypt')).toEqual([[`${keys}*`, account]]);
		expect(contentOf(secrets({}), 'user-data.sh')).not.toContain('kms');

		const queues = (request: string) =>
			recipe({
				base: { image: 'ubuntu-22.04' },
				bundles: [
					{
						id: 'start-openvpn-admin',
						boot: { 'request-url': request, 'revoke-url': 'https://queue.example/x' },
					},
				],
			});
		const address = 'https://sqs.eu-west-1.amazonaws.com/111122223333/requests';
		expect(scopes(queues(address), 'sqs:ReceiveMessage')).toEqual([
			['arn:aws:sqs:eu-west-1:111122223333:requests', 'arn:aws:sqs:*:*:*'],
		]);
		expect(scopes(queues(address), 'sqs:SendMessage')).toEqual([['arn:aws:sqs:*:*:*', account]]);

		const own = { ArnLike: { 'ec2:InstanceProfile': 'arn:aws:iam::*:instance-profile/web-server' } };
		const server = ['arn:aws:ec2:*:*:instance/*', own];
		const ids = ['require-instance-metadata-service-version', 'disable-instance-metadata'];
		for (const id of ids) {
			expect(scopes(recipe({ bundles: [{ id }] }), 'ec2:ModifyInstanceMetadataOptions')).toEqual([server]);
		}

		const disk = (boot: object) => recipe({ bundles: [{ id: 'persistent-ebs-volume', boot }] });
		expect(scopes(disk({ 'volume-with-same-tag': 'data' }), 'ec2:AttachVolume')).toEqual([
			server,
			['arn:aws:ec2:*:*:volume/*', { Null: { 'aws:ResourceTag/data': 'false' } }],
		]);
		const byId = { 'volume-with-same-tag': '', 'volume-id': ['vol-0123456789abcdef0'] };
		expect(scopes(disk(byId), 'ec2:AttachVolume')).toEqual([
			server,
			['arn:aws:ec2:*:*:volume/vol-0123456789abcdef0'],
		]);
		expect(contentOf(disk({}), 'README.md')).toContain(
			'another name of it has to stand in `iam-policy.json`, too.',
		);
	});

	test('of ssh-grunt with Houston reads nothing of IAM', () => {
		const houston = { 'keys-from': 'houston', 'houston-url': 'https://houston.example', 'ssh-role': ['dev'] };
		expect(statements(grunt(houston))).toEqual([]);
	});

	test('takes a sign of a name for itself, where IAM would put in something else', () => {
		const [first] = statements(grunt({ 'iam-group': [`a*b?c\${aws:username}`], 'iam-group-sudo': [] }));
		expect(first?.Resource).toEqual([`arn:aws:iam::*:group/a\${*}b\${?}c\${$}{aws:username}`]);
	});

	test('has no permission for what is switched off, and nothing of the user data either', () => {
		const off = { id: 'fail2ban', install: { 'no-cloudwatch-metrics': 'yes' } };
		expect(contentOf(recipe({ bundles: [off] }), 'iam-policy.json')).toBeUndefined();
		expect(contentOf(recipe({ bundles: [off] }), 'user-data.sh')).not.toContain('fail2ban');
		expect(contentOf(recipe({ bundles: [off] }), 'README.md')).not.toContain('--user-data');
		expect(statements(recipe({ bundles: [{ id: 'fail2ban' }] }))[0]?.Condition).toEqual({
			StringEquals: { 'cloudwatch:namespace': 'Gruntwork/Fail2Ban' },
		});
	});
});

describe('README.md', () => {
	const readme = (change: object = {}): string => contentOf(recipe(change), 'README.md') ?? '';

	test('starts a server with the tags by which it is found', () => {
		const elk = { id: 'elk-run-elasticsearch', boot: { 'cluster-name': 'logs' } };
		expect(readme({ base: { image: 'ubuntu-20.04' }, bundles: [elk] })).toContain(
			"\n  --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=logs}]'\n",
		);
	});

	test('starts a server with the tags by which it finds its disk and its network interface, and says what stands there', () => {
		const bundles = [
			{ id: 'persistent-ebs-volume', boot: { 'volume-with-same-tag': 'data' } },
			{ id: 'attach-eni' },
		];
		const text = readme({ bundles });
		expect(text).toContain(
			"\n  --tag-specifications 'ResourceType=instance,Tags=[{Key=data,Value=VALUE-OF-ITS-DISK},{Key=eni-0,Value=VALUE-OF-ITS-INTERFACE}]'\n",
		);
		expect(text).toContain(
			'\n`VALUE-OF-ITS-DISK` stands for the value that this tag has at the disk of the server.\n',
		);
		const byId = { 'volume-with-same-tag': '', 'volume-id': ['vol-0123456789abcdef0'] };
		expect(readme({ bundles: [{ id: 'persistent-ebs-volume', boot: byId }] })).not.toContain(
			'--tag-specifications',
		);
	});

	test('says what has to be there that no image brings along, with the answers in it', () => {
		const ecs = { id: 'ecs-scripts', boot: { 'ecs-cluster-name': 'shop' } };
		expect(readme({ base: { image: 'ecs-amazon-linux-2023' }, bundles: [ecs] })).toContain(
			'## What has to be there besides\n\n- ECS scripts: A cluster of ECS named shop has to be there,',
		);
		expect(readme({ bundles: [{ id: 'ntp' }] })).not.toContain('besides');
		for (const wanted of shippedPresets().values()) {
			expect(contentOf(wanted, 'README.md')?.replaceAll(/\n```sh\n.*?\n```\n/gs, '')).not.toMatch(
				/\{[\w-]+\}/,
			);
		}
	});

	test('says what is installed, from where, and what is other than one expects', () => {
		const text = readme({
			base: { image: 'rocky-9' },
			bundles: [{ id: 'bash-commons' }],
			steps: [{ name: 'packages', packages: ['docker', 'jq'] }],
		});
		expect(text).toContain(': Rocky Linux 9, with Bash Commons, docker and jq.\n');
		expect(text.slice(text.indexOf('## What is installed'), text.indexOf('## Build'))).toMatchInlineSnapshot(`
			"## What is installed

			| what | where from | |
			| --- | --- | --- |
			| Gruntwork Installer v0.0.41 | https://github.com/gruntwork-io/gruntwork-installer | Others need it. |
			| Bash Commons v0.2.4 | https://github.com/gruntwork-io/bash-commons | |
			| docker | dnf as \`podman-docker\` | Red Hat's systems have podman in its place, which answers to the command docker. |
			| jq | dnf | |

			"
		`);
		expect(readme()).not.toContain('## What is installed');
		expect(readme()).toContain('`--key-name NAME`. The user is `ubuntu`.');
	});

	test('reads as it was typed where Markdown lets it, dashes above all', () => {
		expect(readme({ name: 'eks-node', description: 'One node' })).toMatch(/^# eks-node\n\nOne node\.\n/);
		expect(readme({ description: '- no list' })).toContain('\n\\- no list.\n');
	});

	test('says what this is, how it is built, how a server is started, and why it may do what it may', () => {
		expect(
			readme({
				description: 'Log in here',
				bundles: [{ id: 'ssh-grunt' }, { id: 'fail2ban' }],
				profile: 'my dev',
			}),
		).toMatchInlineSnapshot(`
			"# web

			Log in here.

			From these files Packer makes a machine image (AMI) in us-east-1: Ubuntu 24.04 LTS, with ssh-grunt and fail2ban.
			They work without packer-wizard, which wrote them from the answers in \`recipe.json\`.

			## What is installed

			| what | where from | |
			| --- | --- | --- |
			| Gruntwork Installer v0.0.41 | https://github.com/gruntwork-io/gruntwork-installer | Others need it. |
			| Bash Commons v0.2.4 | https://github.com/gruntwork-io/bash-commons | Others need it. |
			| ssh-grunt v1.7.0 | https://github.com/gruntwork-io/terraform-aws-security | |
			| fail2ban v1.7.0 | https://github.com/gruntwork-io/terraform-aws-security | |

			## Build the image

			Some of it lies in private repositories: \`GITHUB_OAUTH_TOKEN\` has to hold a token of GitHub that may read them.

			\`\`\`sh
			packer init .
			packer build .
			\`\`\`

			or \`packer-wizard run .\`, which shows what happens.

			## Start a server

			\`\`\`sh
			aws ec2 run-instances --region us-east-1 \\
			  --image-id AMI --instance-type t3.micro \\
			  --iam-instance-profile Name=web-server \\
			  --user-data file://user-data.sh \\
			  --profile 'my dev'
			\`\`\`

			\`AMI\` stands for the id that the build tells at its end.
			To log in by SSH with a key pair of yours, name it as well: \`--key-name NAME\`. The user is \`ubuntu\`.
			\`user-data.sh\` runs as root when the server boots for the first time: without it ssh-grunt and fail2ban do nothing there.
			The instance profile \`web-server\` lets the server do what stands below.

			## What the server may do

			\`iam-policy.json\` allows what the image needs, and no more. These commands make the instance profile, once for the account:

			\`\`\`sh
			aws iam create-role --role-name web-server \\
			  --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' \\
			  --region us-east-1 --profile 'my dev'
			aws iam put-role-policy --role-name web-server --policy-name web-server \\
			  --policy-document file://iam-policy.json \\
			  --region us-east-1 --profile 'my dev'
			aws iam create-instance-profile --instance-profile-name web-server \\
			  --region us-east-1 --profile 'my dev'
			aws iam add-role-to-instance-profile --instance-profile-name web-server --role-name web-server \\
			  --region us-east-1 --profile 'my dev'
			\`\`\`

			| for | allowed | why |
			| --- | --- | --- |
			| ssh-grunt | \`iam:GetGroup\` | It reads who is in the groups. |
			| ssh-grunt | \`iam:ListSSHPublicKeys\`, \`iam:GetSSHPublicKey\` | It reads the SSH keys of these users. |
			| fail2ban | \`cloudwatch:PutMetricData\` | It counts bans in CloudWatch. |
			"
		`);
	});

	test('has no more than there is to say, in both styles', () => {
		expect(readme()).toMatchInlineSnapshot(`
			"# web

			From these files Packer makes a machine image (AMI) in us-east-1: Ubuntu 24.04 LTS.
			They work without packer-wizard, which wrote them from the answers in \`recipe.json\`.

			## Build the image

			\`\`\`sh
			packer init .
			packer build .
			\`\`\`

			or \`packer-wizard run .\`, which shows what happens.

			## Start a server

			\`\`\`sh
			aws ec2 run-instances --region us-east-1 \\
			  --image-id AMI --instance-type t3.micro
			\`\`\`

			\`AMI\` stands for the id that the build tells at its end.
			To log in by SSH with a key pair of yours, name it as well: \`--key-name NAME\`. The user is \`ubuntu\`.
			"
		`);
		expect(readme({ style: 'gruntwork' })).toBe(readme());
	});

	test('what a person wrote is no Markdown', () => {
		expect(readme({ description: '<b>*x* [y](z)' })).toContain('\\<b\\>\\*x\\* \\[y\\]\\(z\\).');
	});
});
