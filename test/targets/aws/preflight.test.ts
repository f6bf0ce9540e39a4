import path from 'node:path';
import { expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { type Check, isUntold, withAccount } from '../../../source/flow/checks.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import type { Recipe } from '../../../source/recipe/schema.ts';
import { type PreflightAnswers, preflightChecks } from '../../../source/targets/aws/flow/preflight.ts';
import { allBuildActions } from '../../../source/targets/aws/recipe/build-actions.ts';
import { makePerson, runProgram } from '../../helpers/program.ts';
import { privatePlace, put } from '../../store/place.ts';
import {
	type Call,
	item,
	listed,
	playAws,
	type Replies,
	type Reply,
	refusing,
	refusingJson,
	refusingQuery,
	wholeAccount,
} from './played-aws.ts';

const subnet = {
	id: 'subnet-0f3a91c2d4e5f6a7b',
	zone: 'us-east-1a',
	cidr: '10.0.0.0/24',
	vpc: 'vpc-1',
	isDefault: true,
	internet: 'gateway',
	givesPublicAddress: true,
	freeAddresses: 9,
} as const;
const image = {
	ami: 'ami-1',
	name: 'ubuntu',
	created: '2026-11-27T03:12:45.000Z',
	architecture: 'x86_64',
	state: 'available',
};
const type = {
	zones: ['us-east-1a'],
	architectures: ['x86_64'],
	bootModes: ['legacy-bios', 'uefi'],
	vcpus: 2,
};

const well: PreflightAnswers = {
	identity: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' } },
	regions: {
		value: [
			{ id: 'us-east-1', isEnabled: true },
			{ id: 'me-south-1', isEnabled: false },
		],
	},
	image: { value: image },
	type: { value: type },
	namesake: undefined,
	subnets: { value: [subnet] },
	routes: undefined,
	profile: undefined,
	rights: { value: { rights: new Map(allBuildActions(defaultRecipe()).map(action => [action, 'allowed'])) } },
	quota: { value: { code: 'L-1216C47A', limit: 5, used: 2 } },
	keys: {},
	spot: undefined,
	launch: { value: true },
	denied: [],
};

const recipeWith = (aws: Partial<Recipe['aws']> = {}, base?: Recipe['base']): Recipe => {
	const recipe = defaultRecipe();
	return { ...recipe, ...(base && { base }), aws: { ...recipe.aws, ...aws } };
};
const network = (more: Partial<Recipe['aws']['network']>): Partial<Recipe['aws']> => ({
	network: { address: 'public', sshFrom: '0.0.0.0/0', ...more },
});
const on = (more: Partial<Record<keyof typeof subnet, unknown>>): Partial<PreflightAnswers> => ({
	subnets: { value: [Object.assign({ ...subnet }, more)] },
});
const why = { why: 'AWS did not answer.' };

test('where all is well each is ok', () => {
	const checks = preflightChecks(recipeWith(), well);
	expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
		'credentials ok',
		'regions ok',
		'base-image ok',
		'type ok',
		'ami-name ok',
		'network ok',
		'quota ok',
		'permissions ok',
		'tags ok',
		'launch ok',
	]);
	expect(checks[0]).toMatchObject({ detail: 'user ann of account 111122223333', account: '111122223333' });
	expect(checks.flatMap(({ advice }) => advice?.lines ?? [])).toEqual([]);
});

const key = { state: 'Enabled', usage: 'ENCRYPT_DECRYPT', isOfAws: false };
const withKey = (value: typeof key | undefined): Partial<PreflightAnswers> => ({
	keys: { 'us-east-1': { value } },
	rights: {
		value: { rights: new Map(allBuildActions(recipeWith(ownKey)).map(action => [action, 'allowed'])) },
	},
});
const ownKey: Partial<Recipe['aws']> = {
	volume: { type: 'gp3', encrypted: true, kmsKey: 'alias/a', kmsKeys: {} },
};
const shared: Partial<Recipe['aws']> = { share: { accounts: ['111122223333'], organizations: [] } };
const rights = (is: 'denied' | 'unknown'): Partial<PreflightAnswers> => ({
	rights: {
		value: {
			rights: new Map(
				allBuildActions(defaultRecipe()).map(action => [
					action,
					action === 'ec2:CreateImage' ? is : 'allowed',
				]),
			),
		},
	},
});

type Row = [check: string, detail: RegExp, told: Partial<PreflightAnswers>, aws?: Partial<Recipe['aws']>];

test.each<Row>([
	['credentials unknown', /did not answer/, { identity: why }],
	['credentials missing', /^No\.$/, { identity: { why: 'No.', refused: { next: ['aws sso login'] } } }],
	['regions missing', /not enabled/, {}, { copyTo: ['me-south-1'] }],
	['regions unknown', /did not answer/, { regions: why }],
	['base-image missing', /has none/, { image: { value: undefined } }],
	['base-image missing', /recipe says x86_64/, { image: { value: { ...image, architecture: 'arm64' } } }],
	['base-image missing', /is pending/, { image: { value: { ...image, state: 'pending' } } }],
	['base-image missing', /WinRM/, { image: { value: { ...image, isWindows: true } } }],
	['base-image missing', /volume of EBS/, { image: { value: { ...image, isInstanceStore: true } } }],
	[
		'base-image ok',
		/ami-1/,
		{ image: { value: { ...image, isWindows: true } } },
		{ keptLines: ['communicator = "winrm"'] },
	],
	['base-image unknown', /did not answer/, { image: why }],
	['base-image unknown', /imported template/, {}, { keptLines: ['source_ami = data.x'] }],
	['type missing', /does not offer/, { type: { value: { ...type, zones: [] } } }],
	['type missing', /us-east-1b does not/, {}, network({ zone: 'us-east-1b' })],
	['type missing', /us-east-1c does not/, on({ zone: 'us-east-1c' }), network({ subnet: subnet.id })],
	['type missing', /is arm64/, { type: { value: { ...type, architectures: ['arm64'] } } }],
	['type missing', /by legacy-bios$/, { type: { value: { ...type, bootModes: ['uefi'] } } }],
	[
		'type missing',
		/by uefi$/,
		{
			image: { value: { ...image, bootMode: 'uefi' } },
			type: { value: { ...type, bootModes: ['legacy-bios'] } },
		},
	],
	[
		'type ok',
		/offered/,
		{
			image: { value: { ...image, bootMode: 'uefi-preferred' } },
			type: { value: { ...type, bootModes: ['legacy-bios'] } },
		},
	],
	['ami-name missing', /taken by ami-1/, { namesake: { value: image } }, { keptLines: ['ami_name = "web"'] }],
	['ami-name ok', /web is free/, { namesake: { value: undefined } }, { keptLines: ['ami_name = "web"'] }],
	['ami-name unknown', /imported/, {}, { keptLines: [`ami_name = "web-${'$'}{local.x}"`] }],
	['network missing', /no default network/, on({ isDefault: false })],
	['network missing', /no default network/, {}, network({ zone: 'us-east-1b' })],
	['network missing', /no subnet/, {}, network({ subnet: 'subnet-00000000' })],
	['network missing', /no route/, on({ internet: 'none' })],
	['network missing', /no route/, on({ internet: 'nat' })],
	['network missing', /no free/, on({ freeAddresses: 0 })],
	['network missing', /no public address/, on({ givesPublicAddress: false })],
	['network ok', /reaches/, on({ givesPublicAddress: false }), network({ subnet: subnet.id })],
	['network ok', /reaches/, on({ internet: 'nat' }), network({ address: 'private' })],
	['network warning', /no internet/, on({ internet: 'none' }), network({ address: 'private' })],
	['network unknown', /not seen from here/, on({ internet: 'unknown' })],
	['network unknown', /not allowed/, { ...on({ internet: 'unknown' }), routes: 'not allowed' }],
	['network unknown', /did not answer/, { subnets: why }],
	['reach unknown', /private/, {}, network({ address: 'private' })],
	['instance-profile ok', /^p$/, { profile: { value: 'whole' } }, { instanceProfile: 'p' }],
	['instance-profile missing', /no role/, { profile: { value: 'empty' } }, { instanceProfile: 'p' }],
	['instance-profile missing', /not there/, { profile: { value: 'none' } }, { instanceProfile: 'p' }],
	['kms ok', /alias\/a is enabled/, withKey(key), ownKey],
	['kms missing', /no alias\/a/, withKey(undefined), ownKey],
	['kms missing', /PendingDeletion/, withKey({ ...key, state: 'PendingDeletion' }), ownKey],
	['kms missing', /SIGN_VERIFY/, withKey({ ...key, usage: 'SIGN_VERIFY' }), ownKey],
	['kms missing', /key of AWS/, withKey({ ...key, isOfAws: true }), { ...ownKey, ...shared }],
	['kms unknown', /its policy/, withKey(key), { ...ownKey, ...shared }],
	['kms unknown', /did not answer/, { keys: { 'us-east-1': why } }, ownKey],
	['quota ok', /2 of 5 vCPUs/, {}],
	['quota missing', /4 of 5 vCPUs/, { quota: { value: { code: 'L-1', limit: 5, used: 4 } } }],
	['quota unknown', /not known here/, { quota: { value: undefined } }],
	['quota unknown', /did not answer/, { quota: why }],
	['permissions missing', /^not allowed: ec2:CreateImage$/, rights('denied')],
	['permissions unknown', /not known: ec2:CreateImage$/, rights('unknown')],
	['permissions unknown', /not known: iam:Get.*, iam:Pass/, {}, { instanceProfile: 'p' }],
	['permissions unknown', /did not answer/, { rights: why }],
	['launch unknown', /spot/, {}, { spot: true }],
	['spot unknown', /offered as spot/, { spot: { value: true } }, { spot: true }],
	['spot missing', /us-east-1 offers no/, { spot: { value: false } }, { spot: true }],
	['spot unknown', /did not answer/, { spot: why }, { spot: true }],
	['launch missing', /^No\.$/, { launch: { why: 'No.', refused: { next: ['allow it'] } } }],
	['launch unknown', /did not answer/, { launch: why }],
])('%s: %s', (expected, detail, told, aws = {}) => {
	const [id = '', status] = expected.split(' ');
	const checks = preflightChecks(recipeWith(aws), { ...well, ...told }).filter(check => check.id === id);
	expect(checks.map(check => check.status)).toContain(status);
	expect(checks.find(check => check.status === status)?.detail).toMatch(detail);
	for (const check of checks.filter(each => each.status === 'missing')) {
		expect(check.advice?.lines).not.toEqual([]);
		expect(check.advice).toBeDefined();
	}
});

const theImage = item({
	imageId: 'ami-1',
	name: 'ubuntu',
	architecture: 'x86_64',
	imageState: 'available',
	creationDate: image.created,
});
const account: Replies = {
	...wholeAccount,
	DescribeImages: () => listed('DescribeImages', 'imagesSet', [theImage]),
	RunInstances: () => refusing('DryRunOperation', 'Request would have succeeded.', 412),
};

/** The verdicts on a build in an account that answers so, and what was asked of it. */
const preflightIn = async (replies: Replies, recipe = recipeWith(), keys = true) => {
	const { url, calls } = await playAws({ ...account, ...replies });
	const { home, cwd } = await privatePlace();
	const actions = createActions({
		cwd,
		environment: {
			HOME: home,
			PATH: '/nowhere',
			AWS_ENDPOINT_URL: url,
			AWS_EC2_METADATA_DISABLED: 'true',
			...(keys && { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET' }),
		},
	});
	const told: (readonly Check[])[] = [];
	const request: BuildRequest = { decisions: { recipe, folder: null }, mode: 'aws', secrets: {} };
	const asked = await actions.preflight(request, checks => told.push(checks));
	const checks = withAccount(await actions.checks(request), asked);
	return { told, asked, of: Object.fromEntries(checks.map(check => [check.id, check])), calls };
};

test('exactly what the recipe says is tried by the built program, as a dry run', async () => {
	const { url, calls } = await playAws({ ...account, ...allowing });
	const recipe = recipeWith({ ...network({ subnet: subnet.id }), instanceProfile: 'p' });
	const person = await makePerson();
	const file = path.join(person.folder, 'web', 'recipe.json');
	await put(JSON.stringify({ ...recipe, tags: { team: 'web' } }), file);
	const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET' };
	const { stdout } = await runProgram(person, ['run', './web', '--preflight', '--json'], {
		env: { AWS_ENDPOINT_URL: url, PATH: '/nowhere', ...keys },
	});
	const told: readonly { id: string; detail: string }[] = JSON.parse(stdout);
	for (const id of ['launch', 'permissions']) {
		expect(told).toContainEqual(expect.objectContaining({ id, status: 'ok' }));
	}

	// Of what the bundle leaves out of the SDK nothing is read.
	expect(told.find(({ id }) => id === 'quota')?.detail).toMatch(/^4 of 5 vCPUs are used, .* takes/);
	const [launch, ...others] = calls.filter(({ action }) => action === 'RunInstances');
	expect(others).toEqual([]);
	const tried = Object.fromEntries(launch?.parameters ?? []);
	expect(tried).toEqual({
		Action: 'RunInstances',
		Version: '2016-11-15',
		DryRun: 'true',
		MinCount: '1',
		MaxCount: '1',
		ImageId: 'ami-1',
		InstanceType: recipe.aws.instanceType,
		'IamInstanceProfile.Name': 'p',
		'NetworkInterface.1.DeviceIndex': '0',
		'NetworkInterface.1.SubnetId': subnet.id,
		'NetworkInterface.1.AssociatePublicIpAddress': 'true',
		'BlockDeviceMapping.1.DeviceName': '/dev/sda1',
		'BlockDeviceMapping.1.Ebs.VolumeSize': expect.stringMatching(/^\d+$/),
		'BlockDeviceMapping.1.Ebs.VolumeType': 'gp3',
		'BlockDeviceMapping.1.Ebs.DeleteOnTermination': 'true',
		'BlockDeviceMapping.1.Ebs.Encrypted': 'true',
		// There is no Packer: it is tried as the newest would.
		'MetadataOptions.HttpEndpoint': 'enabled',
		'MetadataOptions.HttpTokens': 'required',
		...Object.fromEntries(
			['instance', 'volume'].flatMap((kind, index) => {
				const at = `TagSpecification.${index + 1}`;
				return [
					[`${at}.ResourceType`, kind],
					[`${at}.Tag.1.Key`, 'Name'],
					[`${at}.Tag.1.Value`, 'Packer Builder'],
					[`${at}.Tag.2.Key`, 'team'],
					[`${at}.Tag.2.Value`, 'web'],
					[`${at}.Tag.3.Key`, 'packer-wizard:build'],
					[`${at}.Tag.3.Value`, 'preflight'],
				];
			}),
		),
	});
});

test('what is denied is missing with the policy, what nobody may look at is a question mark', async () => {
	const denied = () =>
		refusing('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
	const { of } = await preflightIn({
		RunInstances: denied,
		DescribeSubnets: denied,
		DescribeInstanceTypes: denied,
	});
	expect(of['launch']).toMatchObject({
		status: 'missing',
		detail: expect.stringMatching(/^AWS does not allow .* to do RunInstances\.$/),
		advice: { lines: expect.arrayContaining([expect.stringContaining('"ec2:RunInstances"')]) },
	});
	expect([of['network'], of['type']].map(check => check?.status)).toEqual(['unknown', 'unknown']);
});

test('the tags that an organisation demands are told by what EC2 says', async () => {
	const { of } = await preflightIn({
		RunInstances: () => refusing('TagPolicyViolation', 'The tag policy does not allow it.'),
	});
	expect(of['launch']).toMatchObject({
		status: 'missing',
		advice: { lines: [expect.stringContaining('which tags it demands')] },
	});
});

test.each<[string, string]>([
	['VcpuLimitExceeded', 'missing'],
	['RequestLimitExceeded', 'unknown'],
	['InternalError', 'unknown'],
])('%s at the dry run: %s', async (code, status) => {
	const { of } = await preflightIn({ RunInstances: () => refusing(code, 'No.') });
	expect(of['launch']?.status).toBe(status);
});

test('keys that AWS does not take are missing, and all else is a question mark', async () => {
	const expired = refusing('RequestExpired', 'Request has expired.');
	const { of } = await preflightIn({
		...Object.fromEntries(Object.keys(account).map(action => [action, () => expired])),
		GetCallerIdentity: () =>
			refusingQuery('ExpiredToken', 'The security token included in the request is expired', 403),
	});
	expect(of['credentials']).toMatchObject({ status: 'missing', detail: expect.stringContaining('expired') });
	const asked = ['regions', 'base-image', 'type', 'network', 'launch'];
	expect(asked.map(id => of[id]?.status)).toEqual(asked.map(() => 'unknown'));
});

test('who has no sign-in is told so, and nothing is asked', async () => {
	const { of, calls } = await preflightIn({}, recipeWith(), false);
	expect(of['credentials']).toMatchObject({ status: 'missing' });
	expect(of['launch']).toMatchObject({ status: 'unknown', detail: 'There is no AWS sign-in to ask with.' });
	expect(calls).toEqual([]);
});

test('a proxy that answers all with its page says nothing about the account', async () => {
	const page = { xml: '<html><body>Sign in to the network</body></html>' };
	const { of, asked: verdicts } = await preflightIn({
		...Object.fromEntries(
			[
				...Object.keys({ ...account, ...allowing }),
				'DescribeInstances',
				'GetServiceQuota',
				'DescribeKey',
			].map(action => [action, () => page]),
		),
	});
	const asked = ['credentials', 'regions', 'base-image', 'type', 'network', 'quota'];
	for (const id of asked) {
		expect(of[id]).toMatchObject({
			status: 'unknown',
			detail: expect.stringContaining('What answered is not AWS'),
		});
	}

	expect(of['permissions']?.status).toBe('unknown');
	expect(of['launch']?.status).toBe('unknown');
	expect(isUntold(verdicts)).toBe(true);
	const { asked: some } = await preflightIn({ DescribeImages: () => page });
	expect(isUntold(some)).toBe(false);
});

test('what hangs is a question mark, and holds up nothing else', async () => {
	const { of } = await preflightIn({ RunInstances: () => 'hang', DescribeRegions: () => 'hang' });
	for (const id of ['launch', 'regions']) {
		expect(of[id]).toMatchObject({
			status: 'unknown',
			detail: expect.stringMatching(/did not answer within 10 s/),
		});
	}

	expect(of['base-image']).toMatchObject({ status: 'ok' });
});

test('what is known stands there at once, each answer takes its place, and no row moves', async () => {
	const { told } = await preflightIn({});
	const rows = told.map(checks => checks.map(({ id }) => id));
	expect(new Set(rows.map(ids => ids.join())).size).toBe(1);
	const waiting = told.map(checks => checks.filter(({ detail }) => detail === 'AWS is asked …').length);
	expect(waiting[0]).toBeGreaterThan(5);
	expect(waiting).toEqual([...waiting].sort((one, other) => other - one));
	expect(waiting.at(-1)).toBe(0);
});

test('in a folder signs who the new files name, where they take the place of the old ones', async () => {
	const { url, calls } = await playAws(account);
	const { home, cwd } = await privatePlace();
	const keys = (name: string): string =>
		`[${name}]\naws_access_key_id = AKIA${name}\naws_secret_access_key = s\n`;
	await put(keys('old') + keys('new'), path.join(home, '.aws', 'credentials'));
	const folder = path.join(home, 'web');
	await put('source "amazon-ebs" "image" {\n  profile = "old"\n}\n', path.join(folder, 'image.pkr.hcl'));
	const actions = createActions({
		cwd,
		environment: { HOME: home, PATH: '/nowhere', AWS_ENDPOINT_URL: url },
	});
	const decisions = { recipe: recipeWith({ profile: 'new' }), folder };
	const signers = async (differences: 'keep' | 'overwrite') => {
		calls.length = 0;
		await actions.preflight({ decisions, mode: 'aws', secrets: {}, differences }, () => undefined);
		return new Set(calls.map(({ key }) => key));
	};
	expect(await signers('overwrite')).toEqual(new Set(['AKIAnew']));
	expect(await signers('keep')).toEqual(new Set(['AKIAold']));
});

test('another account than AWS told the review is asked about, and a yes is to that one', async () => {
	const { url } = await playAws(account);
	const { home, cwd } = await privatePlace();
	const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET' };
	const actions = createActions({
		cwd,
		environment: { HOME: home, PATH: '/nowhere', AWS_ENDPOINT_URL: url, ...keys },
	});
	const signIn = async (request: BuildRequest) =>
		(await actions.preflight(request, () => undefined)).find(({ id }) => id === 'credentials');
	const request: BuildRequest = {
		decisions: { recipe: recipeWith(), folder: null },
		mode: 'aws',
		secrets: {},
		confirmed: { account: 'not known (keys in the environment)', number: '999999999999' },
	};
	const found = await signIn(request);
	expect(found).toMatchObject({
		status: 'missing',
		detail: expect.stringMatching(
			/^user ann of account \d{12}, which is not what the review said: account 999999999999$/,
		),
	});
	const [remedy] = found?.remedies ?? [];
	expect(remedy?.id).toBe('confirm-account');
	const confirmed = remedy && (await actions.remedy(request, remedy, undefined, () => undefined));
	expect(confirmed?.confirmed?.account).toBe('not known (keys in the environment)');
	expect(confirmed && (await signIn(confirmed))).toMatchObject({ status: 'ok' });
});

test('who moves on ends what is asked', async () => {
	const { url } = await playAws({ ...account, RunInstances: () => 'hang' });
	const { home, cwd } = await privatePlace();
	const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET' };
	const actions = createActions({
		cwd,
		environment: { HOME: home, PATH: '/nowhere', AWS_ENDPOINT_URL: url, ...keys },
	});
	const over = new AbortController();
	const request: BuildRequest = {
		decisions: { recipe: recipeWith(), folder: null },
		mode: 'aws',
		secrets: {},
	};
	const waiting = (checks: readonly Check[]) =>
		checks.filter(({ detail }) => detail === 'AWS is asked …').length;
	const asked = actions.preflight(
		request,
		checks => {
			if (waiting(checks) === 1) {
				over.abort(new Error('moved on'));
			}
		},
		over.signal,
	);
	await expect(asked).rejects.toThrow('moved on');
});

/** What a policy simulator answers that allows all but some. */
const simulator =
	(decisions: Readonly<Record<string, string>>, missing: readonly string[] = []) =>
	({ parameters }: Call): Reply => {
		const all = [...parameters].filter(([name]) => name.startsWith('ActionNames.'));
		const results = all.map(
			([, action]) =>
				`<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decisions[action] ?? 'allowed'}</EvalDecision><MissingContextValues>${missing.map(name => `<member>${name}</member>`).join('')}</MissingContextValues></member>`,
		);
		return {
			xml: `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${results.join('')}</EvaluationResults></SimulatePrincipalPolicyResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`,
		};
	};
const dry = () => refusing('DryRunOperation', 'Request would have succeeded.', 412);
const allowing: Replies = {
	CreateKeyPair: dry,
	CreateSecurityGroup: dry,
	SimulatePrincipalPolicy: simulator({}),
	GetServiceQuota: () => ({ json: { Quota: { QuotaCode: 'L-1216C47A', Value: 5 } } }),
	DescribeInstances: () =>
		listed('DescribeInstances', 'reservationSet', [
			item(
				{},
				`<instancesSet>${item({ instanceId: 'i-1', instanceType: 'm5.large' }, '<cpuOptions><coreCount>2</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>')}${item({ instanceId: 'i-2', instanceType: 'p3.2xlarge' }, '<cpuOptions><coreCount>8</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>')}${item({ instanceId: 'i-3', instanceType: 'c5.large', instanceLifecycle: 'spot' }, '<cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>')}</instancesSet>`,
			),
		]),
};

test('who may do all of it is told so by dry runs and by the simulator, each action on what it is done to', async () => {
	const { of, calls } = await preflightIn(allowing);
	expect(of['permissions']).toMatchObject({ status: 'ok' });
	const simulated = calls.filter(({ action }) => action === 'SimulatePrincipalPolicy');
	const asked = simulated.flatMap(({ parameters }) =>
		[...parameters].flatMap(([name, action]) => (name.startsWith('ActionNames.') ? [action] : [])),
	);
	expect([...asked].sort()).toEqual([...allBuildActions(defaultRecipe())].sort());
	const image = simulated.find(({ parameters }) => [...parameters.values()].includes('ec2:CreateImage'));
	expect(image?.parameters.get('ResourceArns.member.1')).toBe(
		'arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0',
	);
	for (const { action, parameters } of calls.filter(({ action }) => /^(Create|Run)/.test(action))) {
		expect([action, parameters.get('DryRun')]).toEqual([action, 'true']);
	}
});

test('what is not allowed is missing with a policy; a dry run counts more, and a condition or a narrow policy makes it unknown', async () => {
	const denied = { 'ec2:CreateImage': 'implicitDeny', 'ec2:CreateKeyPair': 'implicitDeny' };
	const { of } = await preflightIn({ ...allowing, SimulatePrincipalPolicy: simulator(denied) });
	expect(of['permissions']).toMatchObject({
		status: 'missing',
		detail: 'not allowed: ec2:CreateImage',
		policy: { Statement: [{ Effect: 'Allow', Action: ['ec2:CreateImage'], Resource: '*' }] },
		advice: { lines: [expect.stringContaining('"ec2:CreateImage"')] },
	});
	const tagged = await preflightIn({
		...allowing,
		SimulatePrincipalPolicy: simulator(denied, ['aws:ResourceTag/team']),
	});
	expect(tagged.of['permissions']).toMatchObject({
		status: 'unknown',
		detail: expect.stringContaining('not known: ec2:CreateImage'),
	});
	const copied = await preflightIn(
		{ ...allowing, SimulatePrincipalPolicy: simulator({ 'ec2:CopyImage': 'implicitDeny' }) },
		recipeWith({ copyTo: ['eu-west-1'] }),
	);
	expect(copied.of['permissions']).toMatchObject({ status: 'unknown' });
});

test('who may not ask the simulator is told what is denied by a dry run, else nothing', async () => {
	const none = refusingQuery(
		'AccessDenied',
		'User is not authorized to perform: iam:SimulatePrincipalPolicy',
		403,
	);
	const { of } = await preflightIn({ ...allowing, SimulatePrincipalPolicy: () => none });
	expect(of['permissions']).toMatchObject({ status: 'unknown', detail: expect.stringContaining('Simulate') });
	const pair = await preflightIn({
		...allowing,
		SimulatePrincipalPolicy: () => none,
		CreateKeyPair: () => refusing('UnauthorizedOperation', 'You are not authorized.', 403),
	});
	expect(pair.of['permissions']).toMatchObject({
		status: 'missing',
		detail: 'not allowed: ec2:CreateKeyPair',
	});
});

test('what AWS refuses to tell, though the build has to ask it too, is not allowed, whatever a simulator says', async () => {
	const denied = () => refusing('UnauthorizedOperation', 'You are not authorized.', 403);
	for (const others of [
		allowing,
		{ SimulatePrincipalPolicy: () => refusingQuery('AccessDenied', 'No.', 403) },
	]) {
		const { of } = await preflightIn({
			...others,
			DescribeImages: denied,
			DescribeRegions: denied,
			DescribeRouteTables: denied,
		});
		expect(of['permissions']).toMatchObject({
			status: 'missing',
			detail: 'not allowed: ec2:DescribeRegions, ec2:DescribeImages',
			policy: { Statement: [{ Action: ['ec2:DescribeRegions', 'ec2:DescribeImages'] }] },
		});
		expect(of['base-image']?.status).toBe('unknown');
	}
});

test('what machines of the family use counts, and a quota that nobody tells is a question mark', async () => {
	const { of } = await preflightIn(allowing);
	expect(of['quota']).toMatchObject({ detail: expect.stringMatching(/^4 of 5 vCPUs are used/) });
	const denied = await preflightIn({
		...allowing,
		GetServiceQuota: () => refusingJson('AccessDeniedException', 'not authorized'),
	});
	expect(denied.of['quota']?.status).toBe('unknown');
	const odd = await preflightIn({ ...allowing, GetServiceQuota: () => ({ json: '<html>' }) });
	expect(odd.of['quota']?.status).toBe('unknown');
});

test('a key is asked for in its own region', async () => {
	const volume = { ...ownKey.volume, kmsKeys: { 'eu-west-1': 'alias/b' } } as Recipe['aws']['volume'];
	const { of, calls } = await preflightIn(
		{
			...allowing,
			DescribeKey: ({ region }) =>
				region === 'us-east-1'
					? {
							json: {
								KeyMetadata: { KeyState: 'Enabled', KeyUsage: 'ENCRYPT_DECRYPT', KeyManager: 'CUSTOMER' },
							},
						}
					: refusingJson('NotFoundException', 'Alias is not found.'),
		},
		recipeWith({ copyTo: ['eu-west-1'], volume }),
	);
	const asked = calls.filter(({ action }) => action === 'DescribeKey');
	expect(asked.map(({ region, input }) => [region, input])).toEqual([
		['us-east-1', { KeyId: 'alias/a' }],
		['eu-west-1', { KeyId: 'alias/b' }],
	]);
	expect(of['kms']).toMatchObject({ status: 'missing', detail: 'there is no alias/b' });
});

test('whether such machines are offered as spot is told by their price, in the zone that is meant', async () => {
	const price = (instanceType: string) =>
		listed('DescribeSpotPriceHistory', 'spotPriceHistorySet', [
			item({ instanceType, spotPrice: '0.0031', availabilityZone: 'us-east-1b' }),
		]);
	const recipe = recipeWith({ ...network({ zone: 'us-east-1b' }), spot: true });
	const { of, calls } = await preflightIn(
		{ ...allowing, DescribeSpotPriceHistory: () => price(recipe.aws.instanceType) },
		recipe,
	);
	expect(of['spot']?.status).toBe('unknown');
	const asked = calls.find(({ action }) => action === 'DescribeSpotPriceHistory');
	expect(asked?.parameters.get('AvailabilityZone')).toBe('us-east-1b');
	const none = await preflightIn(
		{
			...allowing,
			DescribeSpotPriceHistory: () => listed('DescribeSpotPriceHistory', 'spotPriceHistorySet', []),
		},
		recipe,
	);
	expect(none.of['spot']).toMatchObject({ status: 'missing' });
});
