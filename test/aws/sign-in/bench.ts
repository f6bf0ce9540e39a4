import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { handedChanges } from '../../../source/aws/choice.ts';
import type { Sdk } from '../../../source/aws/sdk.ts';
import type { Signing } from '../../../source/aws/sign-in.ts';
import type { Signer } from '../../../source/aws/signer.ts';
import { privateHcl } from '../../../source/builds/copy/private-hcl.ts';
import { noProfileLine, sourceLines } from '../../../source/builds/copy/template-edits.ts';
import { findProgram } from '../../setup/needs.ts';
import { type Call, makeCertificate, makePlace } from './places.ts';
import type { SetUp } from './set-ups/parts.ts';

/** What we say of a set-up, and what Packer does in it. */
export type Outcome = {
	readonly setUp: SetUp;
	readonly signing: Signing;
	/** The key that we say signs, undefined if none does. */
	readonly said: string | undefined;
	/** The key that signed the first call to EC2, undefined if there was none. */
	readonly signed: string | undefined;
	/** What Packer printed. */
	readonly output: string;
	/** What was asked of anybody where it is, by this set-up or another. */
	readonly calls: readonly Call[];
};

const template = `
variable "aws_profile" {
  default = ""
}

source "amazon-ebs" "image" {
  region        = "us-east-1"
  profile       = var.aws_profile
  ami_name      = "image"
  source_ami    = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  ssh_username  = "admin"
}

build {
  sources = ["source.amazon-ebs.image"]
}
`;

const makeHome = async (home: string, { config, credentials, files = {} }: SetUp): Promise<void> => {
	const all = {
		...(config === undefined
			? {}
			: { '.aws/config': config.replaceAll('HOME', home).replaceAll('SETUP', path.basename(home)) }),
		...(credentials === undefined ? {} : { '.aws/credentials': credentials }),
		...files,
	};
	for (const [name, content] of Object.entries(all)) {
		await mkdir(path.dirname(path.join(home, name)), { recursive: true });
		await writeFile(path.join(home, name), content);
	}
};

/** The id of a signer's key; the stand-ins make the ids of those that they hand out in the same way. */
const keyOf = (signer: Signer): string => {
	switch (signer.source) {
		case 'environment':
		case 'keys':
			return signer.keyId;
		case 'process':
			return 'PROCESS';
		case 'login':
			return 'LOGIN';
		case 'sso':
			return `${signer.role}.SSO.${signer.account}`;
		case 'web-identity':
			return `${signer.role.replace(/^.*\//, '')}.TOKEN`;
		case 'container':
			return 'CONTAINER';
		case 'template':
			return 'TEMPLATE';
		case 'instance':
			return 'INSTANCE';
		case 'role':
			return `${signer.role.replace(/^.*\//, '')}.${keyOf(signer.by)}`;
	}
};

const isAnswer = (data: unknown): data is readonly Signing[] => Array.isArray(data);

/** What we say, where the set-up is. */
const say = (enter: readonly string[], questions: readonly unknown[]): readonly Signing[] => {
	const [file = '', ...args] = [...enter, process.execPath, path.join(import.meta.dirname, 'say.ts')];
	const { stdout, stderr } = spawnSync(file, args, { input: JSON.stringify(questions), encoding: 'utf8' });
	const answers: unknown = JSON.parse(stdout || 'null');
	if (!isAnswer(answers)) {
		throw new Error(`say.ts failed: ${stderr}`);
	}

	return answers;
};

/** What Packer is handed where it cannot get the keys by itself: what the program itself gets for it. */
const hand = (
	enter: readonly string[],
	question: unknown,
	environment: Readonly<Record<string, string>>,
	certificate: string,
): Readonly<Record<string, string>> | undefined => {
	const [file = '', ...args] = [...enter, process.execPath, path.join(import.meta.dirname, 'hand.ts')];
	const { stdout, stderr } = spawnSync(file, args, {
		input: JSON.stringify(question),
		encoding: 'utf8',
		env: { ...environment, PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: certificate },
	});
	if (stderr !== '') {
		throw new Error(`hand.ts failed: ${stderr}`);
	}

	return JSON.parse(stdout) ?? undefined;
};

/** Milliseconds that a Packer has: it asks nobody outside the namespace. */
const limit = 20_000;

const runPacker = async (
	enter: readonly string[],
	folder: string,
	environment: Readonly<Record<string, string>>,
): Promise<string> => {
	const [file = '', ...args] = [...enter, findProgram('packer') ?? 'packer', 'build', '-color=false', '.'];
	const child = spawn(file, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
	const timer = setTimeout(() => child.kill('SIGTERM'), limit);
	let output = '';
	child.stdout.on('data', chunk => {
		output += chunk;
	});
	child.stderr.on('data', chunk => {
		output += chunk;
	});
	await once(child, 'close');
	clearTimeout(timer);
	return output;
};

const withoutMissing = (
	environment: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> =>
	Object.fromEntries(
		Object.entries(environment).flatMap(([name, value]) =>
			typeof value === 'string' ? [[name, value]] : [],
		),
	);

const ec2Key = (calls: readonly Call[], setUp: string): string | undefined => {
	const call = calls.find(
		({ setUp: of, host, action }) =>
			of === setUp && (host.startsWith('ec2.') || host === 'elsewhere') && action !== 'GetCallerIdentity',
	);
	// AWS knows no key with a tab in it.
	return call?.signer && !/\s/.test(call.signer)
		? `${call.signer}${call.host === 'elsewhere' ? ' at elsewhere' : ''}`
		: undefined;
};

/** Runs Packer in every set-up, some at a time, and asks ourselves as well. Needs root. */
export const runSetUps = async (
	setUps: readonly SetUp[],
	sdk: Sdk,
	readsEndpoints: boolean,
): Promise<readonly Outcome[]> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'sign-in-'));
	const certificate = makeCertificate(folder);
	const home = await makePlace(certificate, []);
	const instance = await makePlace(certificate, ['169.254.169.254', '169.254.170.2']);
	try {
		const homes = setUps.map((_, index) => path.join(folder, `set-up-${index}`));
		const environments = setUps.map(({ environment = {} }, index) => ({
			HOME: homes[index] ?? '',
			...Object.fromEntries(
				Object.entries(environment).map(([name, value]) => [
					name,
					value.replaceAll('SETUP', `set-up-${index}`),
				]),
			),
		}));
		await Promise.all(setUps.map((setUp, index) => makeHome(homes[index] ?? '', setUp)));
		const question = ({ profile }: SetUp, index: number) => ({
			whereabouts: { environment: environments[index], cwd: homes[index] },
			profile,
			sdk,
		});
		const atHome = say(home.enter, setUps.map(question));
		const atInstance = say(instance.enter, setUps.map(question));
		const outcomes: Outcome[] = [];
		const run = async (index: number): Promise<void> => {
			const setUp = setUps[index];
			const signing = (setUp?.where === 'instance' ? atInstance : atHome)[index];
			const environment = environments[index] ?? { HOME: '' };
			if (!setUp || !signing) {
				return;
			}

			const { signIn, changes, endpoint, isHanded } = signing;
			const place = setUp.where === 'instance' ? instance : home;
			const own = path.join(folder, `template-${index}`);
			await mkdir(own);
			const proxy = { HTTPS_PROXY: `http://set-up-${index}:x@127.0.0.1:3128` };
			const keys = isHanded
				? hand(
						place.enter,
						{ ...question(setUp, index), signing },
						{ ...environment, ...proxy, AWS_CA_BUNDLE: certificate.certificate },
						certificate.certificate,
					)
				: undefined;
			const lines = [
				...sourceLines(undefined, endpoint ?? undefined, readsEndpoints && !isHanded),
				...(isHanded ? [noProfileLine] : []),
			];
			await writeFile(
				path.join(own, 'image.pkr.hcl'),
				privateHcl(template, { sourceLines: lines, manifest: 'manifest.json' }),
			);
			const packers = isHanded ? { ...handedChanges(environment), ...keys } : changes;
			// Without keys to hand over there is no build.
			const output =
				isHanded && !keys
					? ''
					: await runPacker(place.enter, own, {
							PATH: process.env['PATH'] ?? '',
							TMPDIR: own,
							PACKER_CACHE_DIR: own,
							CHECKPOINT_DISABLE: '1',
							...(process.env['PACKER_PLUGIN_PATH'] && {
								PACKER_PLUGIN_PATH: process.env['PACKER_PLUGIN_PATH'],
							}),
							...proxy,
							SSL_CERT_FILE: certificate.certificate,
							AWS_MAX_ATTEMPTS: '1',
							...withoutMissing({ ...environment, ...packers, PKR_VAR_aws_profile: setUp.profile }),
						});
			const signs = 'signer' in signIn ? keyOf(signIn.signer) : undefined;
			outcomes[index] = {
				setUp,
				signing,
				said: signs && `${signs}${endpoint ? ' at elsewhere' : ''}`,
				signed: ec2Key(place.calls, `set-up-${index}`),
				output,
				calls: place.calls,
			};
		};
		const waiting = setUps.map((_, index) => index);
		const work = async (): Promise<void> => {
			for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
				await run(index);
			}
		};
		await Promise.all(Array.from({ length: 4 }, work));
		return outcomes;
	} finally {
		await home.leave();
		await instance.leave();
		await rm(folder, { recursive: true, force: true });
	}
};
