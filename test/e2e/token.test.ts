import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { filesBelow, filesWith, journalOf, listBuilds, textsOf } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { watchProcesses } from './processes.ts';
import { markRow } from './walk.ts';

/** Made anew each time, so that it stands in no source of ours; with signs that URLs, shells and JSON write otherwise. */
const makeToken = (): string => `ghp_${randomBytes(15).toString('hex')}+/="e'2\\e`;

/** The forms of a token in which somebody who reads along would find it. */
const formsOf = (token: string): Readonly<Record<string, string>> => ({
	plain: token,
	// What all forms but Base64 leave as it is.
	core: token.slice(0, 34),
	base64: Buffer.from(token).toString('base64').replace(/=+$/, '').slice(0, -1),
	// Without the characters that depend on what stands before.
	'base64 behind a user': Buffer.from(`x-access-token:${token}`).toString('base64').slice(20, -4),
});

/** A text as one sees it: colours and other signs without width do not divide what is on both sides of them. */
const seen = (text: string): string =>
	stripVTControlCharacters(text).replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, '');

const formsIn = (text: string, token: string): string[] =>
	Object.entries(formsOf(token)).flatMap(([form, value]) =>
		text.includes(value) || seen(text).includes(value) ? [form] : [],
	);

const fakeCurl = `#!/bin/bash
while [[ $# -gt 0 ]]; do [[ $1 == -o ]] && : >"$2"; shift; done`;

const printingInstaller = `#!/bin/bash
token=$GITHUB_OAUTH_TOKEN
echo "plain: $token."
echo "error: $token" >&2
printf 'quoted: %q\\n' "$token"
printf 'base64: '; printf %s "$token" | base64 -w 0; echo
printf 'header: '; printf 'x-access-token:%s' "$token" | base64 -w 0; echo
printf 'url: '
for ((i = 0; i < \${#token}; i++)); do
	c=\${token:i:1}
	case $c in [a-zA-Z0-9._~-]) printf %s "$c" ;; *) printf '%%%02X' "'$c" ;; esac
done
echo
printf 'colours: \\e[31m%s\\e[1;32m%s\\e[0m\\n' "\${token:0:12}" "\${token:12}"
printf 'each: '
for ((i = 0; i < \${#token}; i++)); do printf '\\e[3%dm%s' $((i % 8)) "\${token:i:1}"; done
printf '\\e[0m\\n'
printf 'link: \\e]8;;https://x:%s@github.com\\a%s\\e]8;;\\a\\n' "$token" "$token"
printf 'controls: %s\\001%s\\b%s\\n' "\${token:0:9}" "\${token:9:9}" "\${token:18}"
(set -x; : "$token")
sleep 1
echo : | sudo tee /usr/local/bin/ssh-grunt >/dev/null
echo "all was printed"`;

/** What plays GitHub: a curl that gets an empty script, and an installer that prints the token in many forms. */
const preparation = `for name in curl gruntwork-install fetch; do
	sudo install -m 755 /dev/null "/usr/local/bin/$name"
done
sudo tee /usr/local/bin/curl >/dev/null <<'END'
${fakeCurl}
END
echo : | sudo tee /usr/local/bin/fetch >/dev/null
sudo tee /usr/local/bin/gruntwork-install >/dev/null <<'END'
${printingInstaller}
END
echo "own step: \${GITHUB_OAUTH_TOKEN-has no token}"
`;

/** Packer, the plugins that it starts, and the `uname` by which it asks where it is. */
const toPacker = /packer\b.* (build|plugin|describe|start|execute)|^uname /;

const answers = [
	...['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web', '--out', './web'],
	...['--install', 'scripts,ssh-grunt', '--script', 'prepare.sh', '--ssh-grunt-iam-group', 'ops'],
];
const rehearse = ['--rehearse', '--speed', '50'];

describe('a token that a script prints', () => {
	let token: string;
	let person: Person;

	beforeEach(async context => {
		needs(context, 'packer', 'containers');
		token = makeToken();
		person = await makePerson({ GITHUB_OAUTH_TOKEN: token });
		await writeFile(path.join(person.folder, 'prepare.sh'), preparation);
	});

	const journal = async () => {
		const [build] = await listBuilds(person.environment);
		return journalOf(person, build?.id ?? '');
	};

	/** It was printed, and what stands for it is there: else its absence would prove nothing. */
	const expectPrinted = async (): Promise<void> => {
		const lines = await journal();
		expect(lines.at(-1)).toMatchObject({ kind: 'end', result: 'done' });
		const texts = textsOf(lines).map(text => text.replace(/^.*?amazon-ebs\.image: ?/, ''));
		expect(texts).toEqual(expect.arrayContaining(['own step: has no token', 'all was printed']));
		expect(texts).toEqual(expect.arrayContaining(['plain: <sensitive>.', 'error: <sensitive>']));
		for (const form of ['quoted', 'base64', 'header', 'url', 'colours', 'each', 'link', 'controls']) {
			const line = texts.find(text => text.startsWith(`${form}: `));
			expect(line, form).toContain('<sensitive>');
			expect(formsIn(line ?? '', token), line).toEqual([]);
		}
	};

	const expectNoFile = async (): Promise<void> => {
		expect(await filesBelow(person.home)).not.toEqual([]);
		for (const [form, value] of Object.entries(formsOf(token))) {
			expect(await filesWith(person.home, value), form).toEqual([]);
		}
	};

	test('is in no argument list, in no environment but of those who need it, on no screen and in no file', async context => {
		context.skip(process.platform !== 'linux', 'only Linux shows what other processes were started with');
		const watch = watchProcesses(token.slice(0, 34));
		onTestFinished(watch.stop);
		const terminal = launch(person, ['new', ...answers, ...rehearse], { columns: 140, rows: 45 });
		await terminal.waitFor('The rehearsal is over', 120_000);
		watch.stop();
		await expectPrinted();
		await markRow(terminal, 'Show the log');
		await terminal.press('enter');
		await terminal.waitFor('all was printed');
		expect(terminal.text()).toContain('colours: ');
		for (let page = 0; page < 10; page++) {
			await terminal.press('pageUp');
		}

		await terminal.press('escape', 'up');
		await markRow(terminal, 'Save as a preset');
		await terminal.press('enter');
		await terminal.waitFor('› web');
		await terminal.press('enter');
		await terminal.waitFor('yours will hide it');
		await terminal.settle();
		await terminal.press('enter');
		await terminal.waitFor('Saved as web.');
		await terminal.press('enter');
		await terminal.waitFor('saved as web');
		await terminal.press('up', 'up');
		await markRow(terminal, 'Done');
		await terminal.press('enter');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		expect(terminal.history().join('\n')).toContain('rehearsed');

		expect(formsIn(terminal.raw(), token)).toEqual([]);
		await expectNoFile();
		expect(watch.looked()).toBeGreaterThan(20);
		expect(watch.inArguments()).toEqual([]);
		// The program, the supervisor, Packer; and in the container what the script starts.
		const outside = watch.inEnvironment().filter(process => process.outside);
		expect(outside.some(({ line }) => /packer\b.* build /.test(line))).toBe(true);
		for (const { line } of outside) {
			expect(line).toMatch(new RegExp(`dist/(cli\\.cjs|supervisor\\.js)|${toPacker.source}`));
		}
	});

	test('is in no line of the plain output, and in no event', async () => {
		const lines = await runProgram(person, ['new', ...answers, ...rehearse]);
		expect(lines.code, lines.stderr).toBe(0);
		await expectPrinted();
		const json = await runProgram(person, ['run', './web', ...rehearse, '--json']);
		expect(json.stdout).toContain('<sensitive>');
		expect(json.code, json.stderr).toBe(0);
		for (const text of [lines.stdout, lines.stderr, json.stdout, json.stderr]) {
			expect(formsIn(text, token)).toEqual([]);
		}

		await expectNoFile();
	});

	test('is hidden as well if it was pasted for one build', async context => {
		needs(context, 'moto', 'namespaces');
		person = await makePerson();
		await writeFile(path.join(person.folder, 'prepare.sh'), preparation);
		await withAwsSandbox(async sandbox => {
			const watch = watchProcesses(token.slice(0, 34));
			onTestFinished(watch.stop);
			const terminal = launch(person, ['new', ...answers, '--yes'], {
				command: [...sandbox.enter, process.execPath, builtProgram],
				env: sandbox.environment,
				columns: 140,
				rows: 45,
			});
			await terminal.waitFor('Paste a token');
			await markRow(terminal, 'Paste a token');
			await terminal.press('enter');
			await terminal.waitFor('GitHub token');
			terminal.type(`\u001b[200~${token}\u001b[201~`);
			await terminal.waitFor(/[•*]{20}/);
			await terminal.press('enter');
			await terminal.waitFor('web is ready', 120_000);
			watch.stop();
			await expectPrinted();
			expect(formsIn(terminal.raw(), token)).toEqual([]);
			await expectNoFile();
			expect(watch.inArguments()).toEqual([]);
			// The program never has it in its environment: it goes to the supervisor by a pipe.
			for (const { line } of watch.inEnvironment().filter(process => process.outside)) {
				expect(line).toMatch(toPacker);
			}
		});
	});
});
