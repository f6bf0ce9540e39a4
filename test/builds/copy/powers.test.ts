import { describe, expect, test } from 'vitest';
import { powersOf } from '../../../source/builds/copy/powers.ts';
import { isPluginName, packerFile } from '../../../source/packer/folder-files.ts';
import { packerProfiles } from '../../../source/template/profile.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { recipeWith } from '../../helpers/recipe.ts';

const build = (inside: string): string => `build {\n  sources = ["source.amazon-ebs.image"]\n${inside}\n}\n`;
const runs = 'runs commands on this computer';
const writes = 'writes files on this computer';
const reads = 'reads files of this computer';
const readsOutside = 'reads files outside of the folder';
const readsSome = 'reads files that only Packer can tell';

describe('what a template can do on this computer', () => {
	test.each<[string, string, readonly string[]]>([
		['a local provisioner', build('provisioner "shell-local" {\n inline = ["id"]\n}'), [runs]],
		['a local post-processor', build('post-processor "shell-local" {\n inline = ["id"]\n}'), [runs]],
		[
			'one in a row of them',
			build('post-processors {\n post-processor "shell-local" {\n inline = ["id"]\n}\n}'),
			[runs],
		],
		['one for the clean-up', build('error-cleanup-provisioner "shell-local" {\n inline = ["id"]\n}'), [runs]],
		['a name with an escape', build('provisioner "shell\\u002dlocal" {\n inline = ["id"]\n}'), [runs]],
		['a longer escape', build('provisioner "shell\\U0000002dlocal" {\n inline = ["id"]\n}'), [runs]],
		[
			'a template that makes blocks',
			build('dynamic "provisioner" {\n for_each = ["x"]\n}'),
			['makes steps that only Packer can tell'],
		],
		[
			'a download',
			build('provisioner "file" {\n direction = "download"\n source = "/etc/x"\n destination = "x"\n}'),
			[writes],
		],
		[
			'a direction that is made up',
			build('provisioner "file" {\n direction = var.way\n source = "a"\n destination = "b"\n}'),
			[writes],
		],
		[
			'an upload from elsewhere',
			build('provisioner "file" {\n source = "~/.ssh/id_rsa"\n destination = "/tmp/x"\n}'),
			[readsOutside],
		],
		[
			'a script from above',
			build(`provisioner "shell" {\n script = "\${path.root}/../x.sh"\n}`),
			[readsOutside],
		],
		[
			'scripts with a way out',
			build('provisioner "shell" {\n scripts = ["a.sh", "scripts/../../b.sh"]\n}'),
			[readsOutside],
		],
		['a path that is a variable', build('provisioner "file" {\n source = var.x\n}'), [readsSome]],
		['a path with an escape', build('provisioner "file" {\n source = "\\u002fetc/x"\n}'), [readsSome]],
		['a path that is put together', build(`provisioner "file" {\n source = "a\${var.x}"\n}`), [readsSome]],
		['a path over lines', build('provisioner "shell" {\n script = trimspace(<<E\n/x\nE\n)\n}'), [readsSome]],
		[
			'a source with more in a build',
			'build {\n  source "amazon-ebs.image" {\n    ssh_username = "root"\n  }\n}\n',
			[],
		],
		[
			'a tunnel',
			'source "amazon-ebs" "x" {\n  ssh_remote_tunnels = ["1:localhost:22"]\n}\n',
			['lets the machine reach ports of this computer'],
		],
		[
			'another provisioner',
			build('provisioner "ansible" {\n playbook_file = "a.yml"\n}'),
			['runs ansible on this computer'],
		],
		['a manifest', build('post-processor "manifest" {}'), [writes]],
		[
			'another post-processor',
			build('post-processor "docker-push" {}'),
			['runs docker-push on this computer'],
		],
		['another builder', 'source "docker" "x" {\n  image = "debian"\n}\n', ['starts docker on this computer']],
		['a builder of files', 'source "file" "x" {\n target = "a"\n content = "b"\n}\n', [writes]],
		['data from a program', 'data "external" "x" {\n program = ["id"]\n}\n', [runs]],
		[
			'data from the network',
			'data "http" "x" {\n url = "https://example.com"\n}\n',
			['asks http for values'],
		],
		[
			'a plugin of somebody',
			'packer {\n  required_plugins {\n    x = {\n      source  = "github.com/x/x"\n      version = "1.0.0"\n    }\n  }\n}\n',
			['asks for the plugin github.com/x/x'],
		],
		[
			'a plugin that is made up',
			'packer {\n  required_plugins {\n    x = { source = ("github.com/x/x") }\n  }\n}\n',
			['asks for a plugin that only Packer can tell'],
		],
		['a function that reads', 'locals {\n  x = file("/etc/passwd")\n}\n', [reads]],
		['one behind comments', 'locals {\n  x = file/* */ /**/("/etc/passwd")\n}\n', [reads]],
		['comments without end', `locals {\n  x = file${'/**/'.repeat(5000)}\n}\n`, []],
		[
			'the environment',
			'variable "x" {\n  default = env("HOME")\n}\n',
			['reads variables of your environment'],
		],
		['secrets', 'locals {\n  x = vault("secret/data/x", "y")\n}\n', ['asks for secrets by name']],
		[
			'a key of this computer',
			'source "amazon-ebs" "x" {\n  ssh_private_key_file = "~/.ssh/id_rsa"\n}\n',
			[readsOutside],
		],
		[
			'only the machine',
			build(
				'provisioner "shell" {\n inline = ["id"]\n}\nprovisioner "file" {\n source = "a"\n destination = "/tmp/a"\n}',
			),
			[],
		],
		[
			'an upload that says so',
			build('provisioner "file" {\n direction = "upload" # always\n source = "./a"\n destination = "/a"\n}'),
			[],
		],
	])('%s', (_what, text, here) => {
		expect(powersOf('x.pkr.hcl', text).here).toEqual(here);
	});

	test.each<[string, unknown, readonly string[]]>([
		['a local provisioner', { build: [{ provisioner: [{ 'shell-local': { inline: ['id'] } }] }] }, [runs]],
		['objects instead of lists', { build: { provisioner: { file: { direction: 'download' } } } }, [writes]],
		['a builder', { source: { docker: { x: { image: 'debian' } } } }, ['starts docker on this computer']],
		['a function', { locals: { x: `\${file("/etc/passwd")}` } }, [reads]],
		[
			'a plugin',
			{ packer: [{ required_plugins: { x: { source: 'github.com/x/x', version: '1.0.0' } } }] },
			['asks for the plugin github.com/x/x'],
		],
		['only the machine', { build: { provisioner: { shell: { inline: ['id'] } } } }, []],
	])('in JSON: %s', (_what, data, here) => {
		expect(powersOf('x.pkr.json', JSON.stringify(data)).here).toEqual(here);
	});

	test('what stands twice in JSON, or in another form, is not overlooked', () => {
		const twice = '{"build":{"provisioner":{"shell\\u002dlocal":{}},"provisioner":{"shell":{}}}}';
		expect(powersOf('x.pkr.json', twice).here).toEqual([runs]);
	});

	test('is nothing in what packer-wizard writes', () => {
		for (const profile of packerProfiles) {
			const recipe = recipeWith({ bundles: [{ id: 'ssh-grunt', install: {}, boot: {} }] });
			for (const { path, content } of renderTemplate(recipe, { profile, scripts: {} })) {
				expect(packerFile(path) ? powersOf(path, content).here : [], path).toEqual([]);
			}
		}
	});
});

test('files of values tell which they set', () => {
	expect(powersOf('a.auto.pkrvars.hcl', 'aws_region = "eu-west-1"\nami_name = "x"\n').also).toBe(
		'sets aws_region, ami_name',
	);
	expect(powersOf('a.auto.pkrvars.json', '{"a":1,"b":2,"c":3,"d":4}').also).toBe('sets a, b and 2 more');
});

test('a plugin is a program that runs here; a plugin by name only', () => {
	expect(powersOf('packer-plugin-x').here).toEqual([
		'is a program that Packer up to 1.10 runs on this computer',
	]);
	expect(
		['packer-builder-x', 'packer-datasource-x', 'packer-manifest.json', 'packer'].map(isPluginName),
	).toEqual([true, true, false, false]);
	expect(['a.pkr.hcl', 'a.pkrvars.hcl', 'a.hcl', 'a.auto.pkrvars.json', 'a.json'].map(packerFile)).toEqual([
		'hcl',
		undefined,
		undefined,
		'json-values',
		undefined,
	]);
});
