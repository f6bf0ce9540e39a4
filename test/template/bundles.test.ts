import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
	type BaseImage,
	baseImages,
	packageManagers,
	plainSystem,
} from '../../source/catalog/base-images.ts';
import { bundles, fitsBaseImage } from '../../source/catalog/bundles/index.ts';
import type { Bundle } from '../../source/catalog/bundles/schema.ts';
import type { TemplateFile } from '../../source/template/files.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { startGitHub } from '../helpers/github/github.ts';
import { type Machine, startMachine } from '../helpers/github/machine.ts';
import { awsCli, catalogRepositories, programsOf, stepProgram } from '../helpers/github/modules.ts';
import { readCalls } from '../helpers/github/person.ts';
import { needs } from '../helpers/needs.ts';
import { bashReads, installedProfile, packer, runToEnd, temporaryFolder, writeAll } from './packer.ts';
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

/** A step of a build on a machine that has the steps before it and nothing else: what another bundle left helps no proof. */
type Step = {
	readonly number: number;
	readonly id: string;
	readonly image: BaseImage;
	/** The one that ran just before. */
	readonly after: Step | undefined;
	readonly install: string;
	readonly boot: string | undefined;
	/** What Packer uploads, by the name in `/tmp`. */
	readonly uploads: ReadonlyMap<string, string>;
};

const written = (image: BaseImage, ids: readonly string[]): readonly TemplateFile[] =>
	renderTemplate(recipeWithBundles(image.id, ids), { profile: installedProfile(), scripts });

/** The steps of a template whose bundle is the last one, by bundle. */
const installsOf = (files: readonly TemplateFile[]): ReadonlyMap<string, string> =>
	new Map(
		files.flatMap(({ path: file, content }) => {
			const id = /^scripts\/\d+-(?!wait-for-boot)(.+)\.sh$/.exec(file)?.[1];
			return id === undefined ? [] : [[id, content] as const];
		}),
	);

/** What a bundle's server runs, without the line that catches its output: that is looked at here. */
const bootOf = ({ boot }: Bundle, files: readonly TemplateFile[]): string | undefined =>
	boot.length === 0
		? undefined
		: files.find(file => file.path === 'user-data.sh')?.content.replace(/^exec > .*$/m, '');

const uploadsOf = (id: string, files: readonly TemplateFile[]): ReadonlyMap<string, string> =>
	new Map(
		files
			.filter(({ path: file }) => file.startsWith(`files/${id}/`))
			.map(({ path: file, content }) => [`${id}-${path.basename(file)}`, content]),
	);

/** What has to run, each once, and where a bundle on a system is found there. */
const plan = () => {
	const steps = new Map<string, Step>();
	const cells = new Map<string, Step>();
	const ran = new Map<string, Step>();
	for (const image of baseImages) {
		for (const bundle of fitting(image)) {
			const files = written(image, [bundle.id]);
			const installs = installsOf(files);
			const boot = bootOf(bundle, files);
			const text = `${installs.get(bundle.id)}${boot}`;
			const same = ran.get(text);
			let last: Step | undefined = same;
			let key: string = image.packageManager;
			for (const [id, install] of same === undefined ? installs : []) {
				const isLast = id === bundle.id;
				key += install + (isLast ? (boot ?? '') : '');
				last = steps.get(key) ?? {
					...{ number: steps.size + 1, id, image, after: last, install },
					...{ boot: isLast ? boot : undefined, uploads: uploadsOf(id, files) },
				};
				steps.set(key, last);
			}

			if (last !== undefined) {
				ran.set(text, last);
				cells.set(`${bundle.id} ${image.id}`, last);
			}
		}
	}

	return { steps: [...steps.values()], cells };
};

/** From the nearest one on. */
const before = ({ after }: Step): readonly Step[] => (after === undefined ? [] : [after, ...before(after)]);

/** Where a node of EKS finds its cluster. */
const nodeFile = '/etc/eks/node.yaml';

const folderOf = (machine: Machine, { number }: Step): string =>
	path.join(machine.records, 'steps', String(number));

const prepare = async (machine: Machine, step: Step, isLast: boolean): Promise<void> => {
	const folder = folderOf(machine, step);
	await mkdir(path.join(folder, 'uploads'), { recursive: true });
	const { image, install, boot, uploads } = step;
	const [system = '', version = ''] = plainSystem(image.id).split(/-(?=[\d.]+$)/);
	const numbers = before(step).map(({ number }) => number);
	const files = {
		after: `${[image.packageManager, image.username, ...numbers].join(' ')}\n`,
		'os-release': `ID=${{ 'amazon-linux': 'amzn' }[system] ?? system}\nVERSION_ID="${version}"\n`,
		token,
		'install.sh': install,
		// What a node is told of its cluster is looked at afterwards.
		...(boot !== undefined && { 'boot.sh': `${boot}\n[ ! -e ${nodeFile} ] || cp ${nodeFile} /records/\n` }),
		...(isLast && { last: '' }),
		...{ calls: '', left: '', packages: '' },
	};
	for (const [name, content] of Object.entries(files)) {
		await writeFile(path.join(folder, name), content);
	}

	for (const [name, content] of uploads) {
		await writeFile(path.join(folder, 'uploads', name), content);
	}

	// The log-in user writes there, and root.
	for (const name of ['calls', 'left', 'packages']) {
		await chmod(path.join(folder, name), 0o666);
	}
};

/** Of each package manager a machine with its programs, then all steps, a few at a time. */
const driver = [
	'set -eu',
	'mkdir /lay',
	'mount -t tmpfs none /lay',
	`for manager in ${packageManagers.join(' ')}; do`,
	'  made=/lay/$manager/made',
	'  mkdir -p $made/etc/ssl/certs $made/etc/dpkg/dpkg.cfg.d $made/usr/local/sbin $made/usr/bin $made/var/lib',
	'  cp /etc/hosts /etc/resolv.conf $made/etc/',
	'  cp /etc/ssl/certs/ca-certificates.crt $made/etc/ssl/certs/',
	"  printf '%s\\n' force-unsafe-io 'path-exclude=/usr/share/doc/*' 'path-exclude=/usr/share/locale/*' >$made/etc/dpkg/dpkg.cfg.d/tests",
	'  cp /records/programs-of/$manager/* $made/usr/local/sbin/',
	'  touch $made/var/lib/stand-in-packages',
	'  chmod 666 $made/var/lib/stand-in-packages',
	// So a layer says that there is no such file.
	'  [ $manager = apt ] || for name in apt apt-get dpkg dpkg-query; do mknod $made/usr/bin/$name c 0 0; done',
	'done',
	'ls /records/steps | sort -n | xargs -P 3 -n 1 bash /records/step',
].join('\n');

const read = async (file: string): Promise<string> => (await readFile(file, 'utf8').catch(() => '')).trim();

/** How a step went: the cell of the table, or what is wrong. */
const outcomeOf = async (machine: Machine, step: Step) => {
	const folder = folderOf(machine, step);
	const [installed, booted, packages] = await Promise.all(
		['installed', 'booted', 'packages'].map(name => read(path.join(folder, name))),
	);
	if (installed === 'before') {
		return { cell: 'wrong before' };
	}

	if (installed !== '0' || (step.boot !== undefined && booted !== '0')) {
		const words = await read(path.join(folder, installed === '0' ? 'boot.out' : 'install.out'));
		return {
			cell: 'wrong',
			wrong: `${step.id} on ${step.image.id} (${installed}, ${booted}): ${words.slice(-300)}`,
		};
	}

	const manager = { apt: 'A', yum: 'y', dnf: 'd' }[step.image.packageManager];
	const how = packages === '' ? '' : manager === 'A' && packages?.includes('stand-in') ? 'a' : manager;
	const calls = step.boot === undefined ? [] : await readCalls(path.join(folder, 'calls'));
	return { cell: `${how}I${step.boot === undefined ? '' : `B${calls.length}`}` };
};

const shortName = (id: string): string => id.replace('amazon-linux', 'amazon');

test('each bundle installs and boots on each of its systems', async () => {
	const github = await startGitHub({
		repositories: catalogRepositories(),
		tokens: new Map([[token, 'read']]),
		others: awsCli(),
	});
	const machine = await startMachine(github);
	for (const manager of packageManagers) {
		const folder = path.join(machine.records, 'programs-of', manager);
		await mkdir(folder, { recursive: true });
		for (const [name, text] of programsOf(manager)) {
			await writeFile(path.join(folder, name), text, { mode: 0o755 });
		}
	}

	await writeFile(path.join(machine.records, 'step'), stepProgram());
	const { steps, cells } = plan();
	const built = new Set(steps.map(({ after }) => after));
	for (const step of steps) {
		await prepare(machine, step, !built.has(step));
	}

	const running = machine.run(driver, { user: 'root' });
	const templates = await temporaryFolder();
	// Packer 1.6.6 looks into no folder within the one it is given.
	const formatted = await temporaryFolder();
	const checked = await temporaryFolder();
	for (const image of baseImages) {
		const files = written(
			image,
			fitting(image).map(({ id }) => id),
		);
		await writeAll(path.join(templates, image.id), files);
		for (const file of files.filter(({ path: name }) => name.endsWith('.pkr.hcl'))) {
			await writeFile(path.join(formatted, `${image.id}-${file.path}`), file.content);
		}

		const validated = await packer('validate', path.join(templates, image.id));
		expect(validated.code, `${image.id}: ${validated.output}`).toBe(0);
	}

	expect(await packer('fmt', '-check', formatted)).toEqual({ code: 0, output: '' });
	const names: string[] = [];
	for (const { number, id, install, boot } of steps) {
		for (const [kind, content] of [['install', install] as const, ['boot', boot] as const]) {
			if (content !== undefined) {
				const name = path.join(checked, `${number}-${id}-${kind}.sh`);
				await writeFile(name, content);
				names.push(name);
			}
		}
	}

	expect(await bashReads(names)).toEqual({ code: 0, output: '' });
	expect((await runToEnd('shellcheck', ['--exclude=SC2016,SC1090,SC1091', ...names])).output).toBe('');

	const ran = await running;
	expect(ran.code, ran.output).toBe(0);
	const outcomes = new Map<Step, { readonly cell: string; readonly wrong?: string }>();
	for (const step of steps) {
		outcomes.set(step, await outcomeOf(machine, step));
	}

	const cellOf = (bundle: Bundle, image: BaseImage): string => {
		const step = cells.get(`${bundle.id} ${image.id}`);
		if (!fitsBaseImage(bundle, image.id)) {
			return '-';
		}

		return step === undefined
			? `~${shortName(image.basedOn ?? '')}`
			: step.image === image
				? (outcomes.get(step)?.cell ?? '')
				: `=${shortName(step.image.id)}`;
	};
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, column) => cell.padEnd(column === 0 ? 42 : 13))
			.join(' ')
			.trimEnd();
	process.stdout.write(
		`${[
			line(['bundle', ...baseImages.map(({ id }) => shortName(id))]),
			...possible.map(bundle => line([bundle.id, ...baseImages.map(image => cellOf(bundle, image))])),
			...bundles
				.filter(({ obstacle }) => obstacle !== undefined)
				.map(({ id, obstacle }) => `${id.padEnd(42)} cannot be chosen: ${obstacle}`),
			'I: rendered, fmt, bash -n, shellcheck, validate together with the others of its system; installed against the stand-in,',
			'   in a container that had what it requires and nothing else',
			'B and a number: its boot script ran there, with so many calls written down',
			'A: packages by apt itself; a: but for openjdk-8, which Debian has no more, by a stand-in that writes down',
			'y, d: packages by a stand-in of yum or dnf that writes down, whose repositories no test reaches; none: it needs no packages',
			'=: the same texts as on that system, where they ran',
			'~: as on the system which that image is based on',
			'-: the catalogue does not offer it there',
			'',
		].join('\n')}`,
	);
	expect([...outcomes.values()].flatMap(({ wrong }) => wrong ?? [])).toEqual([]);
	expect([...outcomes.values()].filter(({ cell }) => cell.startsWith('wrong'))).toEqual([]);
	const nodes = await Promise.all(
		steps.map(step => read(path.join(folderOf(machine, step), path.basename(nodeFile)))),
	);
	expect(nodes.filter(text => text !== '')).toEqual([
		expect.stringMatching(
			/cluster:\n {4}name: [\w-]+\n.*: https:\S+\n.*: Y2VydA==\n.*: 10\.100\.0\.0\/16\n.*\n.*flags: \[\]$/,
		),
	]);
}, 600_000);
