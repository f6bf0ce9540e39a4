import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endingExitCode } from '../../../source/builds/report/ending.ts';
import { explain } from '../../../source/builds/report/explain.ts';
import {
	endOfBuild,
	eventually,
	filesWith,
	journalOf,
	listBuilds,
	makePersonWithoutEngine,
	textsOf,
} from '../../builds/helpers.ts';
import { timelineOf } from '../../commands/timelines.ts';
import { makePerson, type Person, runProgram } from '../../helpers/program.ts';
import { serve } from '../../helpers/serve.ts';
import { of } from './cases.ts';
import { faultRow, nothingLeft, outcomeOf, type Row, rehearsal, scriptRow } from './row.ts';

/** What is done at the first asking, and known from then on. */
const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
	let made: Promise<Value> | undefined;
	return () => {
		made ??= make();
		return made;
	};
};

/** A row that holds something of a build that others look at too; its id says whether that is so. */
const heldRow = <Build>(
	day: string,
	how: string,
	build: () => Promise<Build>,
	holds: (build: Build) => unknown,
): Row => ({
	day,
	how,
	go: async () => ({ ...nothingLeft, id: (await holds(await build())) ? 'holds' : 'does not hold' }),
	wanted: { ...nothingLeft, id: 'holds' },
});

const key = ['-----BEGIN KEY-----', 'abcdefghijkl', 'x1y2', '-----END KEY-----'];

const edits = `
  provisioner "file" {
    source      = "\${path.root}/../modules/x.sh"
    destination = "/tmp/x.sh"
  }

  provisioner "file" {
    direction   = "download"
    source      = "/tmp/x.sh"
    destination = "back.sh"
  }

  provisioner "shell-local" {
    environment_vars = ["DEPLOY_KEY=\${var.deploy_key}"]
    inline           = ["echo here >local.txt", "echo \\"$DEPLOY_KEY\\""]
  }

  post-processor "manifest" {
    output = "mine.json"
  }
}

variable "deploy_key" {
  sensitive = true
  default   = ${JSON.stringify(key.join('\n'))}
}
`;

/** A template that was changed by hand, and rehearsed: it reaches above its folder, writes files, and prints a secret. */
const edited = once(async () => {
	const person = await makePersonWithoutEngine();
	const folder = path.join(person.folder, 'shop');
	await runProgram(person, [...rehearsal.answers, '--out', './shop', '--no-input']);
	await mkdir(path.join(person.folder, 'modules'));
	await writeFile(path.join(person.folder, 'modules', 'x.sh'), 'echo from above\n');
	const image = path.join(folder, 'image.pkr.hcl');
	await writeFile(image, (await readFile(image, 'utf8')).trimEnd().replace(/\}$/, edits));
	const ended = await runProgram(person, ['run', './shop', ...rehearsal.quickly, '--keep', '--trust']);
	return { person, folder, ended, outcome: outcomeOf(ended) };
});

/** Whether a secret was printed and cannot be read anywhere: in no file of ours, in no line. */
const isHidden = async ({ person, ended }: Awaited<ReturnType<typeof edited>>): Promise<boolean> => {
	const kept = path.join(person.home, '.local');
	const found = await Promise.all(key.map(line => filesWith(kept, line)));
	const hidden = await filesWith(kept, '<sensitive>');
	return hidden.length > 0 && found.flat().length === 0 && key.every(line => !ended.stdout.includes(line));
};

/** What the steps of a rehearsal in a container printed that ended well. */
const ran = once(async () => {
	const person = await makePerson();
	await writeFile(
		path.join(person.folder, 'setup'),
		'\ufeff#!/usr/bin/env perl\nprint "this is perl, ", 6 * 7, "\\n";\n',
	);
	const { code, stderr } = await runProgram(person, [
		...rehearsal.answers,
		...['--command', 'nohup sleep 1 &', '--script', './setup'],
		...rehearsal.quickly,
	]);
	const [build] = await listBuilds(person.environment);
	const texts = textsOf(await journalOf(person, build?.id ?? '')).join('\n');
	return { done: code === 0, stderr, texts };
});

const jobVariables = { CI: 'true', GITHUB_RUN_ID: '7', RUNNER_TRACKING_ID: 'github_1' };

/** A build of a CI job that is killed while the build waits for its machine. */
const inKilledJob = async (person: Person) => {
	let front = 0;
	const ended = runProgram(
		person,
		[...rehearsal.answers, '--rehearse', '--json', '--speed', '20', '--fault', 'ssh-timeout'],
		{ env: jobVariables, onStart: pid => (front = pid) },
	);
	const id = await eventually(async () => (await listBuilds(person.environment))[0]?.id);
	await eventually(async () => (await journalOf(person, id)).some(line => line.kind === 'record'));
	process.kill(front, 'SIGKILL');
	await ended;
	const end = await endOfBuild(person, id);
	const timeline = timelineOf(await journalOf(person, id));
	return {
		id: explain(timeline)?.id ?? '-',
		remedy: explain(timeline)?.remedy ?? '-',
		code: endingExitCode(timeline),
		left: end?.left?.map(({ kind }) => kind).join(', ') ?? 'nothing',
	};
};

const refusal =
	'<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to validate the provided access credentials</Message></Error></Errors><RequestID>1</RequestID></Response>';

/** A build with a profile, where the environment has keys of another account; gives who signed what Packer asked. */
const signedBy = async () => {
	const signers = new Set<string>();
	const endpoint = await serve((request, response) => {
		signers.add(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody');
		response.writeHead(401, { 'content-type': 'text/xml' }).end(refusal);
	});
	const person = await makePerson();
	await mkdir(path.join(person.home, '.aws'));
	await writeFile(
		path.join(person.home, '.aws', 'config'),
		'[profile web]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = example\n',
	);
	const ended = await runProgram(
		person,
		[...rehearsal.answers, '--command', 'true', '--profile', 'web', '--yes', '--json'],
		{
			env: {
				AWS_ENDPOINT_URL: endpoint,
				AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
				AWS_SECRET_ACCESS_KEY: 'example',
				AWS_SESSION_TOKEN: 'example',
			},
		},
	);
	return { ended, signers: [...signers].join(', ') };
};

const long = (text: string): string => `${text}${'x'.repeat(70_000)}`;

/** What people met in the field and what the real Packer can be brought to meet here. */
export const metRows: readonly Row[] = [
	...of(8, {
		...faultRow('a step that restarts the machine', ['done'], { code: 0 }),
		how: 'in a container',
		go: () =>
			rehearsal.run(['--command', 'echo a >/var/tmp/a; sudo reboot', '--restarts', 'commands'], {
				inContainer: true,
			}),
	}),
	...of(10, {
		...faultRow('a folder from which nothing may be run', ['script.noexec', 'script-folder']),
		how: 'in a container',
		go: () => rehearsal.run(['--command', 'true', '--script-folder', '/dev/shm'], { inContainer: true }),
	}),
	...of(
		12,
		heldRow(
			'a template that reaches above its folder',
			'a hand edit',
			edited,
			({ outcome }) => outcome.id === 'done' && outcome.code === 0,
		),
	),
	...of(
		13,
		heldRow('files that a build writes', 'a hand edit', edited, async ({ folder }) => {
			const read = (name: string): Promise<string> =>
				readFile(path.join(folder, name), 'utf8').catch(() => '');
			return (
				(await read('back.sh')) === 'echo from above\n' &&
				(await read('local.txt')) === 'here\n' &&
				(await read('mine.json')).includes('amazon-ebs')
			);
		}),
	),
	...of(
		15,
		heldRow(
			'the key of the build',
			'in a container',
			ran,
			({ done, texts }) => done && texts.includes('Trying to remove ephemeral keys from authorized_keys'),
		),
	),
	...of(22, {
		day: '50 tags',
		how: 'flags',
		go: () => rehearsal.run(Array.from({ length: 50 }, (_, index) => ['--tag', `tag${index}=x`]).flat()),
		wanted: { ...nothingLeft, id: 'refused', code: 2 },
	}),
	...of(24, {
		day: 'a CI job that is killed',
		how: 'kill -9',
		go: async () => inKilledJob(await makePersonWithoutEngine()),
		wanted: { ...nothingLeft, id: 'ours.job-gone', remedy: 'again', code: 130 },
	}),
	...of(27, {
		day: 'keys of the environment beside a profile',
		how: 'refused calls',
		go: async () => {
			const { ended, signers } = await signedBy();
			return { ...outcomeOf(ended), left: signers };
		},
		wanted: { id: 'sign-in.refused', remedy: 'sign-in', code: 4, left: 'AKIAPROFILE' },
	}),
	...of(28, scriptRow('a line of 70,000 bytes', `${long(': ')}\nexit 3\n`, ['script.exit', 'step'])),
	...of(30, {
		...faultRow('g4dn.xlarge', ['done'], { code: 0 }),
		how: 'a rehearsal',
		go: () => rehearsal.run(['--instance-type', 'g4dn.xlarge']),
	}),
	...of(
		32,
		heldRow('a byte-order mark', 'in a container', ran, ({ texts }) => texts.includes('this is perl, 42')),
	),
	...of(
		35,
		heldRow(
			'something in the background',
			'in a container',
			ran,
			({ stderr, texts }) =>
				stderr.includes('sleep in the background holds the step') &&
				/This script is over\. What it left in the background holds the step: .*sleep 1/.test(texts),
		),
	),
	...of(36, heldRow('a secret of several lines', 'a hand edit', edited, isHidden)),
];
