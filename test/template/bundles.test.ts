import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type BaseImage, baseImages, plainSystem } from '../../source/catalog/base-images.ts';
import { bundles, fitsBaseImage, withRequired } from '../../source/catalog/bundles/index.ts';
import type { Bundle } from '../../source/catalog/bundles/schema.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { startGitHub } from '../helpers/github/github.ts';
import { type Machine, startMachine } from '../helpers/github/machine.ts';
import { awsCli, catalogRepositories, systemPrograms } from '../helpers/github/modules.ts';
import { needs } from '../helpers/needs.ts';
import { installedProfile, packer, runToEnd, temporaryFolder, writeAll } from './packer.ts';
import { recipeWithBundles, scripts } from './recipes.ts';

beforeEach(context => needs(context, 'packer', 'containers', 'namespaces', 'openssl', 'shellcheck'));

const token = 'read';

/** Those that can be chosen at all. */
const possible = bundles.filter(({ obstacle }) => obstacle === undefined);

/** What a base image has that the system which it is based on has not, or all of another one. */
const fitting = ({ id, basedOn }: BaseImage): readonly Bundle[] =>
	possible.filter(bundle =>
		basedOn === undefined ? fitsBaseImage(bundle, id) : bundle.systems.includes(id),
	);

/** Runs every bundle of a system one after the other, as a build does, and then what servers run of each. */
const driver = (folder: string, username: string): string =>
	[
		'set -u',
		`cd /records/${folder}`,
		'cp -r ../system/* /usr/local/sbin/',
		'install -m 644 os-release /etc/os-release',
		'cp uploads/* /tmp/ 2>/dev/null',
		'chmod a+r /tmp/*',
		// What an earlier system left.
		'while read -r file; do rm -rf "$file"; done </records/left; : >/records/left',
		'rm -rf /usr/local/bin/* /opt/* /etc/user-data /usr/local/aws-cli /var/lib/stand-in-packages /tmp/config /tmp/gruntwork-script-modules /usr/local/sbin/git /usr/local/sbin/unzip',
		'touch /var/lib/stand-in-packages; chmod 666 /var/lib/stand-in-packages',
		'for script in install/*.sh; do',
		`  id=$(basename "$script" .sh); id=\${id#*-}`,
		`  setpriv --reuid ${username} --regid ${username} --init-groups env HOME=/home/${username} AWS_REGION=eu-west-1 GITHUB_OAUTH_TOKEN=${token} bash "$script" >"said/$id.install" 2>&1 </dev/null`,
		'  echo $? >"said/$id.installed"',
		'done',
		'for script in boot/*.sh; do',
		'  [ -e "$script" ] || break',
		'  id=$(basename "$script" .sh)',
		'  printf "%s\\0\\n\\0" "boot $id" >>/records/calls',
		// What the person's own lines have to read.
		`  names=$(grep -o '^: "[$]{[A-Z_]*' "$script" | grep -o '[A-Z_]*$')`,
		'  env HOME=/root $(printf "%s=secret " $names) bash "$script" >"said/$id.boot" 2>&1 </dev/null',
		'  echo $? >"said/$id.booted"',
		'done',
	].join('\n');

/** What ran, by the texts of its installation and its boot, and where. */
const ran = new Map<string, string>();

/** What the texts of a system come to, once written: its folder of the records, and the files of its template. */
const prepare = async (machine: Machine, image: BaseImage, recipe: Recipe, alone: (id: string) => Recipe) => {
	const folder = path.join(machine.records, image.id);
	const files = renderTemplate(recipe, { profile: installedProfile(), scripts });
	for (const name of ['install', 'boot', 'uploads', 'said']) {
		await mkdir(path.join(folder, name), { recursive: true });
	}

	await chmod(path.join(folder, 'said'), 0o777);
	const [system = '', version = ''] = plainSystem(image.id).split(/-(?=[\d.]+$)/);
	await writeFile(
		path.join(folder, 'os-release'),
		`ID=${{ 'amazon-linux': 'amzn' }[system] ?? system}\nVERSION_ID="${version}"\n`,
	);
	const installs = new Map(
		files.flatMap(({ path: file, content }) => {
			const id = /^scripts\/\d+-(.+)\.sh$/.exec(file)?.[1];
			return id === undefined ? [] : [[id, content] as const];
		}),
	);
	const boots = new Map(
		fitting(image)
			.filter(({ boot }) => boot.length > 0)
			.map(({ id }) => {
				const written = renderTemplate(alone(id), { profile: installedProfile(), scripts });
				const text = written.find(file => file.path === 'user-data.sh')?.content ?? '';
				// Its output is looked at here.
				return [id, text.replace(/^exec > .*$/m, '')] as const;
			}),
	);
	const same = new Map<string, string>();
	for (const { id } of fitting(image)) {
		const key = `${installs.get(id)}${boots.get(id)}`;
		const where = ran.get(key);
		if (where === undefined) {
			ran.set(key, image.id);
		} else {
			same.set(id, where);
		}
	}

	const needed = new Set(
		withRequired(fitting(image).flatMap(({ id }) => (same.has(id) ? [] : [id]))).map(({ id }) => id),
	);
	for (const { path: file, content } of files) {
		const script = /^scripts\/(\d+-(?!wait-for-boot).+\.sh)$/.exec(file)?.[1];
		const upload = /^files\/([^/]+)\/(.+)$/.exec(file);
		if (script) {
			if (!needed.has(/^\d+-(.+)\.sh$/.exec(script)?.[1] ?? '')) {
				continue;
			}

			await writeFile(path.join(folder, 'install', script), content);
		} else if (upload) {
			await writeFile(path.join(folder, 'uploads', `${upload[1]}-${upload[2]}`), content);
		}
	}

	for (const [id, text] of boots) {
		if (!same.has(id)) {
			await writeFile(path.join(folder, 'boot', `${id}.sh`), text);
		}
	}

	return { files, same };
};

const read = async (file: string): Promise<string> => (await readFile(file, 'utf8').catch(() => '')).trim();

test('each bundle installs and boots on each of its systems', async () => {
	const github = await startGitHub({
		repositories: catalogRepositories(),
		tokens: new Map([[token, 'read']]),
		others: awsCli(),
	});
	const machine = await startMachine(github);
	const system = path.join(machine.records, 'system');
	await mkdir(system);
	for (const [name, text] of systemPrograms()) {
		await writeFile(path.join(system, name), text, { mode: 0o755 });
	}

	const templates = await temporaryFolder();
	// Packer 1.6.6 looks into no folder within the one it is given.
	const formatted = await temporaryFolder();
	const unique = new Map<string, string>();
	const cells = new Map<string, string>();
	const wrong: string[] = [];
	for (const image of baseImages) {
		const recipe = recipeWithBundles(
			image.id,
			fitting(image).map(({ id }) => id),
		);
		const { files, same } = await prepare(machine, image, recipe, id => recipeWithBundles(image.id, [id]));
		await writeAll(path.join(templates, image.id), files);
		for (const file of files.filter(({ path: name }) => name.endsWith('.pkr.hcl'))) {
			await writeFile(path.join(formatted, `${image.id}-${file.path}`), file.content);
		}

		const folder = path.join(machine.records, image.id);
		for (const kind of ['install', 'boot']) {
			for (const name of await readdir(path.join(folder, kind))) {
				unique.set(await readFile(path.join(folder, kind, name), 'utf8'), `${image.id}-${kind}-${name}`);
			}
		}

		const validated = await packer('validate', path.join(templates, image.id));
		expect(validated.code, `${image.id}: ${validated.output}`).toBe(0);
		await machine.run(driver(image.id, image.username), { user: 'root' });
		const booted = new Map(
			(await read(path.join(machine.records, 'calls')))
				.split('boot ')
				.map(part => [part.split('\0')[0] ?? '', part.split('\n\0').length - 2] as const),
		);
		await writeFile(path.join(machine.records, 'calls'), '');
		for (const bundle of possible) {
			const said = path.join(folder, 'said', bundle.id);
			const installed = await read(`${said}.installed`);
			const boots = bundle.boot.length === 0 ? '' : await read(`${said}.booted`);
			const how = { apt: 'a', yum: 'y', dnf: 'd' }[image.packageManager];
			if (!fitsBaseImage(bundle, image.id)) {
				cells.set(`${bundle.id} ${image.id}`, '-');
			} else if (!fitting(image).includes(bundle)) {
				cells.set(`${bundle.id} ${image.id}`, `~${image.basedOn?.replace('amazon-linux', 'amazon')}`);
			} else if (same.has(bundle.id)) {
				cells.set(`${bundle.id} ${image.id}`, `=${same.get(bundle.id)?.replace('amazon-linux', 'amazon')}`);
			} else if (installed === '0' && (bundle.boot.length === 0 || boots === '0')) {
				cells.set(
					`${bundle.id} ${image.id}`,
					`${how}I${bundle.boot.length === 0 ? '' : `B${booted.get(bundle.id) ?? 0}`}`,
				);
			} else {
				cells.set(`${bundle.id} ${image.id}`, 'wrong');
				const words = installed === '0' ? await read(`${said}.boot`) : await read(`${said}.install`);
				wrong.push(`${bundle.id} on ${image.id} (${installed}, ${boots}): ${words.slice(-300)}`);
			}
		}
	}

	const heads = baseImages.map(({ id }) => id.replace('amazon-linux', 'amazon'));
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, column) => cell.padEnd(column === 0 ? 42 : 13))
			.join(' ')
			.trimEnd();
	process.stdout.write(
		`${[
			line(['bundle', ...heads]),
			...possible.map(({ id }) =>
				line([id, ...baseImages.map(image => cells.get(`${id} ${image.id}`) ?? '')]),
			),
			...bundles
				.filter(({ obstacle }) => obstacle !== undefined)
				.map(({ id, obstacle }) => `${id.padEnd(42)} cannot be chosen: ${obstacle}`),
			'I: rendered, fmt, bash -n, shellcheck, validate together with the others of its system; installed against the stand-in, in a container',
			'B and a number: its boot script ran, with so many calls written down; a, y, d: packages by a stand-in of apt-get, yum, dnf',
			'=: the same texts as on that system, where they ran',
			'~: as on the system which that image is based on',
			'-: the catalogue does not offer it there',
			'',
		].join('\n')}`,
	);
	expect(wrong).toEqual([]);
	// A node is told what EKS said of its cluster.
	const node = await machine.run('cat /etc/eks/node.yaml', { user: 'root' });
	expect(node.output).toMatch(
		/cluster:\n {4}name: [\w-]+\n.*: https:\S+\n.*: Y2VydA==\n.*: 10\.100\.0\.0\/16\n.*\n.*flags: \[\]\n$/,
	);
	const checked = path.join(templates, 'scripts');
	await mkdir(checked);
	for (const [content, name] of unique) {
		await writeFile(path.join(checked, name), content);
	}

	expect(await packer('fmt', '-check', formatted)).toEqual({ code: 0, output: '' });
	const valid = await runToEnd('bash', ['-c', 'for file in *; do bash -n "$file" || exit 1; done'], {
		cwd: checked,
	});
	expect(valid).toEqual({ code: 0, output: '' });
	const names = [...unique.values()].map(name => path.join(checked, name));
	expect((await runToEnd('shellcheck', ['--exclude=SC2016,SC1090,SC1091', ...names])).output).toBe('');
}, 300_000);
