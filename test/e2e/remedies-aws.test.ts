import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { recipeText } from '../../source/recipe/read.ts';
import { eventually, journalOf, listBuilds, untilPrinted } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { runInside } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person } from '../helpers/program.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { type Cure, cureAll, expectWaysGone, instead, mark, typed } from './remedies/cures.ts';
import { leftBehind, nothing, openGate, ownImages, waitAtGate } from './sandbox-builds.ts';

/** A folder `shop` with a recipe that is built by `run ./shop`. */
const writeRecipe = async ({ folder }: Person, recipe: Readonly<Record<string, unknown>>): Promise<void> => {
	const text = recipeText(
		writtenRecipe({
			...{ name: 'shop', region: 'us-east-1', instanceType: 't3.micro' },
			...recipe,
		}),
	);
	await mkdir(path.join(folder, 'shop'));
	await writeFile(path.join(folder, 'shop', 'recipe.json'), text);
};

/** Presses enter on what spends: where AWS says something at that very moment it counts for nothing, and people press again. */
const enterUntil = async (
	terminal: Terminal,
	isGone: (screen: readonly string[]) => boolean,
): Promise<void> => {
	await terminal.settle();
	for (let again = 0; again < 3 && !isGone(terminal.screen()); again++) {
		await terminal.press('enter');
		await terminal.waitFor(isGone, 6000).catch(() => undefined);
	}

	await terminal.waitFor(isGone);
};

const buildIt = async (terminal: Terminal): Promise<void> => {
	// A yes holds for the account that stood there, and an enter counts for nothing while something new is being drawn.
	await terminal.waitFor(
		/^ Review[\s\S]*Files +(?!looking)\S[\s\S]*Account +(not known|\d|keys|profile)[\s\S]*❯ Build it/m,
		20_000,
	);
	await enterUntil(terminal, ([header = '']) => !header.includes('Review'));
};

/** Builds though the account says no, so that the build fails of it. */
const anyway = async (terminal: Terminal): Promise<void> => {
	await mark(terminal, 'Build it anyway');
	await enterUntil(terminal, screen => !screen.join('\n').includes('❯ Build it anyway'));
};

const andAnyway =
	(cure: Cure): Cure =>
	async terminal => {
		await cure(terminal);
		await anyway(terminal);
	};

/** What plays GitHub on the machine: an installer that takes one token only. */
const gitHub = `for name in curl fetch gruntwork-install ssh-grunt; do
	echo '#!/bin/sh' | sudo tee "/usr/local/bin/$name" >/dev/null
	sudo chmod 755 "/usr/local/bin/$name"
done
sudo tee /usr/local/bin/curl >/dev/null <<'END'
#!/bin/bash
while [[ $# -gt 0 ]]; do [[ $1 == -o ]] && echo : >"$2"; shift; done
END
sudo tee /usr/local/bin/gruntwork-install >/dev/null <<'END'
#!/bin/bash
if [[ $GITHUB_OAUTH_TOKEN != ghp_theOneThatIsTaken ]]; then
	echo 'ERROR: Received HTTP Response 401 while fetching releases for GitHub URL https://api.github.com/x' >&2
	exit 1
fi
END
`;

describe('a build against an EC2 that is not ours ends well', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('by another sign-in, profile, token, and by what the account has in the end', async () => {
		const person = await makePerson();
		const credentials = path.join(person.home, '.aws', 'credentials');
		await mkdir(path.dirname(credentials), { recursive: true });
		await writeRecipe(person, {
			...{ base: { image: 'ubuntu-24.04' }, profile: 'dev', instanceProfile: 'nobody' },
			...{ network: { zone: 'us-east-1z' }, steps: [{ name: 'prepare', inline: [gitHub] }] },
			bundles: [{ id: 'ssh-grunt', boot: { 'iam-group': ['web'] } }],
		});
		const keys = (profile: string, id: unknown, secret: unknown): string =>
			`[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
		await withAwsSandbox(async sandbox => {
			const { call, enter } = sandbox;
			const makeUser = (name: string, ...statements: readonly unknown[]): string => {
				call('iam', 'create_user', { UserName: name });
				const policy = { Version: '2012-10-17', Statement: statements };
				call('iam', 'put_user_policy', {
					...{ UserName: name, PolicyName: 'rights', PolicyDocument: JSON.stringify(policy) },
				});
				const made = call('iam', 'create_access_key', { UserName: name })['AccessKey'];
				const { AccessKeyId, SecretAccessKey } = made as Record<string, string>;
				return keys(name, AccessKeyId, SecretAccessKey);
			};
			const all = { Effect: 'Allow', Action: '*', Resource: '*' };
			const ops = makeUser('ops', all);
			const dev = makeUser('dev', all, { Effect: 'Deny', Action: 'ec2:RunInstances', Resource: '*' });
			await writeFile(credentials, `${keys('dev', 'AKIAOLDOLDOLDOLDOLDX', 'old')}${ops}`);
			// From here on only those keys are accepted.
			const body = "fetch('http://127.0.0.1:5000/moto-api/reset-auth', { method: 'POST', body: '0' })";
			runInside(sandbox, process.execPath, '-e', body);
			const terminal = launch(person, ['run', './shop'], {
				command: [...enter, process.execPath, builtProgram],
				env: {
					...sandbox.environment,
					AWS_ACCESS_KEY_ID: undefined,
					AWS_SECRET_ACCESS_KEY: undefined,
					GITHUB_OAUTH_TOKEN: 'ghp_theOneThatIsRefused',
				},
			});
			await buildIt(terminal);
			// The old keys are told before the build as well.
			await terminal.waitFor(/✗ AWS sign-in[\s\S]*Build it anyway/);
			await anyway(terminal);
			await cureAll(terminal, {
				'Sign in again': async ({ waitFor }) => {
					await waitFor('was refused by AWS');
					await waitFor('aws configure --profile dev');
					// Nothing is pressed: it looks again by itself.
					await writeFile(credentials, `${dev}${ops}`);
					await terminal.waitFor(/✗ Launch/);
					await anyway(terminal);
				},
				'Choose a profile': andAnyway(typed('ops')),
				'Choose a role': andAnyway(typed('none')),
				'Choose another zone': instead('us-east-1b'),
				'Give another token': async ({ waitFor, press, type }) => {
					await buildIt(terminal);
					await mark(terminal, 'Paste a token');
					await press('enter');
					await waitFor(/❯ Paste a token +›/);
					type('ghp_theOneThatIsTaken');
					await press('enter');
				},
			});
			await expectWaysGone(person, 'account');
		});
	});

	test('by taking away what a build left that was killed, and by copying an image whose copy failed', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			sandbox.call('ec2', 'create_key_pair', { KeyName: 'no-copies' }, 'us-west-2');
			await writeRecipe(person, {
				...{ base: { image: 'debian-12' }, copyTo: ['us-west-2'] },
				steps: [{ name: 'commands', inline: [waitAtGate] }],
			});
			const terminal = launch(person, ['run', './shop'], {
				command: [...sandbox.enter, process.execPath, builtProgram],
				env: sandbox.environment,
			});
			await buildIt(terminal);
			const id = await eventually(async () => (await listBuilds(person.environment))[0]?.id);
			await untilPrinted(person, id, 'waiting');
			const packer = (await journalOf(person, id)).find(line => line.kind === 'packer');
			process.kill(-(packer?.process.pid ?? Number.NaN), 'SIGKILL');
			await terminal.waitFor('❯ Clean up in AWS', 60_000);
			await terminal.settle();
			await terminal.press('enter');
			await mark(terminal, 'Delete');
			await terminal.settle();
			await terminal.press('enter');
			await terminal.waitFor('❯ Back', 60_000);
			await terminal.press('enter');
			expect(leftBehind(sandbox, 'us-east-1')).toEqual(nothing);

			await openGate(sandbox);
			await mark(terminal, 'Run it again');
			await terminal.settle();
			await terminal.press('enter');
			await buildIt(terminal);
			await terminal.waitFor('❯ Copy the image', 120_000);
			await terminal.settle();
			sandbox.call('ec2', 'delete_key_pair', { KeyName: 'no-copies' }, 'us-west-2');
			await enterUntil(terminal, screen => !screen.join('\n').includes('❯ Copy the image'));
			await terminal.waitFor(screen => !screen.join('\n').includes('Copy the image'), 60_000);
			expect(ownImages(sandbox, 'us-west-2')).toHaveLength(1);
			await expectWaysGone(person, 'left');
		});
	});
});
