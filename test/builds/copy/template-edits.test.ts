import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { privateHcl } from '../../../source/builds/copy/private-hcl.ts';
import { privateJson } from '../../../source/builds/copy/private-json.ts';
import { sourceLines, type TemplateEdits } from '../../../source/builds/copy/template-edits.ts';
import { needs } from '../../helpers/needs.ts';

const rehearsal = { host: '127.0.0.1', port: 2222, ec2: 'http://127.0.0.1:8000' };
const manifest = 'manifest.json';

const edits: TemplateEdits = { manifest, sourceLines: sourceLines(rehearsal, undefined, false) };

const body = `  region        = "us-east-1"
  instance_type = "t3.micro"
  ami_name      = "web"
  source_ami    = "ami-0123456789abcdef0"
  ssh_username  = "ubuntu"
`;

const plain = `source "amazon-ebs" "image" {
${body}}

build {
  sources = ["source.amazon-ebs.image"]
}
`;

/** What Packer says against a template; undefined if nothing. */
const complaint = async (text: string, name = 'image.pkr.hcl'): Promise<string | undefined> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'template-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await writeFile(path.join(folder, name), text);
	const { status, stdout, stderr } = spawnSync('packer', ['validate', '.'], {
		cwd: folder,
		encoding: 'utf8',
	});
	return status === 0 ? undefined : `${stdout}${stderr}`;
};

const lineDifference = (before: string, after: string): { added: string[]; removed: string[] } => {
	const old = before.split('\n');
	const now = after.split('\n');
	return {
		added: now.filter(line => !old.includes(line)),
		removed: old.filter(line => !now.includes(line)),
	};
};

describe('what looks a base image up before the build', () => {
	const data = (lines: string) => `data "amazon-ami" "base" {\n  owners = ["amazon"]\n${lines}}\n`;
	const added = (text: string) => lineDifference(text, privateHcl(text, edits)).added;

	test('asks the EC2 that the source asks, and signs as it does', () => {
		const inData = ['  skip_credential_validation = true', '  custom_endpoint_ec2 = "http://127.0.0.1:8000"'];
		expect(added(data(''))).toEqual(inData);
		expect(added(data('  profile = "prod"\n'))).toEqual([inData[0], '  profile = ""', inData[1], '  ']);
		expect(added(data('').replace('amazon-ami', 'amazon-secretsmanager'))).toEqual([]);
	});

	test('does so in JSON as well', () => {
		const text = JSON.stringify({ data: { 'amazon-ami': { base: { owners: ['amazon'] } } } });
		expect(JSON.parse(privateJson(text, edits)).data['amazon-ami'].base).toEqual({
			owners: ['amazon'],
			skip_credential_validation: true,
			custom_endpoint_ec2: 'http://127.0.0.1:8000',
		});
	});
});

describe('the private copy of a template', () => {
	test('differs for a rehearsal by these lines and by no others', () => {
		expect(lineDifference(plain, privateHcl(plain, edits))).toEqual({
			added: [
				'  ssh_host = "127.0.0.1"',
				'  ssh_port = 2222',
				'  skip_credential_validation = true',
				'  custom_endpoint_ec2 = "http://127.0.0.1:8000"',
				'  post-processor "manifest" {',
				'    output = "manifest.json"',
				'  }',
			],
			removed: [],
		});
	});

	test('differs for a real build by the manifest alone', () => {
		const real = privateHcl(plain, { manifest, sourceLines: sourceLines(undefined, undefined, false) });
		expect(lineDifference(plain, real)).toEqual({
			added: ['  post-processor "manifest" {', '    output = "manifest.json"', '  }'],
			removed: [],
		});
	});

	test.each([
		['a rehearsal, older plugin', sourceLines(rehearsal, 'http://other', false)],
		['a rehearsal, plugin 1.8', sourceLines(rehearsal, 'http://other', true)],
		['AWS, older plugin, an endpoint named', sourceLines(undefined, 'http://other', false)],
		['AWS, plugin 1.8, an endpoint named', sourceLines(undefined, 'http://other', true)],
	])('names the endpoint where the plugin cannot read it: %s', (name, lines) => {
		const named = lines.find(line => line.name === 'custom_endpoint_ec2')?.value;
		const expected = name.includes('1.8') ? undefined : name.includes('AWS') ? 'http://other' : rehearsal.ec2;
		expect(named).toBe(expected);
	});

	test("keeps the person's own endpoint in a real build, and replaces it in a rehearsal", () => {
		const own = plain.replace('  region ', '  custom_endpoint_ec2 = "https://own" # mine\n  region ');
		const real = { manifest, sourceLines: sourceLines(undefined, 'http://other', false) };
		expect(privateHcl(own, real)).toContain('custom_endpoint_ec2 = "https://own" # mine');
		expect(privateHcl(own, real)).not.toContain('http://other');
		expect(privateHcl(own, edits)).not.toContain('https://own');
	});

	test('takes a profile out of a rehearsal, which has none, and leaves it in a real build', () => {
		const own = plain.replace('  region ', '  profile = "dev"\n  region ');
		const real = { manifest, sourceLines: sourceLines(undefined, undefined, false) };
		expect(privateHcl(own, real)).toContain('profile = "dev"');
		expect(lineDifference(plain, privateHcl(own, edits)).added).toContain('  profile = ""');
		expect(privateHcl(own, edits)).not.toContain('dev');
	});

	test('quotes what the environment says', () => {
		const odd = `http://x/"\${path.root}%{if}`;
		const text = privateHcl(plain, { manifest, sourceLines: sourceLines(undefined, odd, false) });
		expect(text).toContain('custom_endpoint_ec2 = "http://x/\\"$${path.root}%%{if}"');
	});
});

const awkward: Record<string, string> = {
	'as it is written': plain,
	'Windows line breaks': plain.replaceAll('\n', '\r\n'),
	'comments around braces': plain
		.replace('"image" {', '"image" { # a { brace')
		.replace('build {', '/* build { */ build { // }'),
	'labels without quotes': plain.replace('"amazon-ebs" "image"', 'amazon-ebs image'),
	'odd spacing': plain.replace('source "amazon-ebs" "image" {', '\tsource   "amazon-ebs"\t"image"{'),
	'own lines of the same names': plain.replace(
		'  region ',
		`  ssh_host = "example.com" # mine
  profile  = "dev"
  ssh_port = (
    22
  )
  skip_credential_validation = false
  region `,
	),
	'a heredoc that looks like HCL': plain.replace(
		'  region ',
		`  user_data = <<-EOT
    source "amazon-ebs" "not" {
      ssh_host = "none"
    }}} "
    EOT
  region `,
	),
	'blocks inside the source': plain.replace(
		'  region ',
		`  launch_block_device_mappings {
    device_name = "/dev/sda1"
    volume_size = 8
  }
  run_tags = {
    ssh_host = "a tag"
  }
  region `,
	),
	'strings with braces and templates': plain.replace(
		'  region ',
		() => `  ami_description = "\${upper("}")}-$\${x}-$$\${x}-%%{y}-\${"{"}-{{timestamp}}"\n  region `,
	),
	'several sources and builds': `${plain}
source "amazon-ebs" "other" {
${body}}

build {
  name    = "second"
  sources = ["source.amazon-ebs.other", "source.amazon-ebs.image"]
}
`,
	'a build of one line': plain.replace(/build \{[^}]*\}/, 'build { sources = ["source.amazon-ebs.image"] }'),
	'a source in the build': plain.replace(
		/sources = .*/,
		'source "source.amazon-ebs.image" {\n    name = "renamed"\n  }',
	),
	'provisioners and post-processors of their own': plain.replace(
		/sources = .*/,
		`$&
  provisioner "shell" {
    inline = ["echo '}'", "echo build {"]
  }
  post-processors {
    post-processor "shell-local" {
      inline = ["true"]
    }
  }`,
	),
};

describe("the person's edits stay whole", () => {
	beforeEach(context => needs(context, 'packer'));

	test.each(Object.entries(awkward))('%s', async (_name, text) => {
		expect(await complaint(text)).toBeUndefined();
		const edited = privateHcl(text, edits);
		expect(await complaint(edited)).toBeUndefined();

		const sources = text.match(/^\s*source\s+"?amazon-ebs"?\s+"?(image|other)/gm)?.length;
		expect(edited.match(/^ {2}ssh_host = "127\.0\.0\.1"/gm)).toHaveLength(sources ?? 0);
		const builds = text.match(/^build \{|^\/\* build \{ \*\/ build/gm)?.length;
		expect(edited.match(/post-processor "manifest"/g)).toHaveLength(builds ?? 0);
	});

	test('even if it is no HCL at all', () => {
		for (const text of [
			'',
			'{',
			'"',
			'}}}',
			'source "amazon-ebs" "x" {',
			'a = <<EOT\n',
			'/*',
			'${',
			'build',
		]) {
			expect(privateHcl(text, edits)).toBe(text);
		}
	});
});

describe("the build's tag on what a source starts", () => {
	beforeEach(context => needs(context, 'packer'));

	const tagging: TemplateEdits = { manifest, sourceLines: [], tags: { 'packer-wizard:build': '7f3a' } };
	const ours = '{ "packer-wizard:build" = "7f3a" }';
	/** A template with a source for each of these lines. */
	const sourcesWith = (all: readonly string[]): string => {
		const sources = all.map((lines, index) => `source "amazon-ebs" "s${index}" {\n${lines}${body}}\n`);
		const names = all.map((_, index) => `"source.amazon-ebs.s${index}"`).join(', ');
		return `variable "mine" {
  type    = map(string)
  default = null
}
locals {
  tags = { Team = "web" }
}
${sources.join('\n')}
build {
  sources = [${names}]
}
`;
	};

	test('is added to those that stand there, whatever they are, and takes no place of any', async () => {
		const rows: readonly (readonly [own: string, edited: string])[] = [
			['', `run_tags = ${ours}\n  run_volume_tags = ${ours}`],
			['  run_tags = {}\n', `run_tags = merge({}, ${ours})`],
			['  run_tags = { a = "#" } # mine }\n', `run_tags = merge({ a = "#" }, ${ours}) # mine }`],
			['  run_volume_tags = var.mine\n', `run_volume_tags = merge(var.mine, ${ours})`],
			[
				'  run_tags = merge(local.tags, { b = "1" })\n',
				`run_tags = merge(merge(local.tags, { b = "1" }), ${ours})`,
			],
			['  run_tags = {\n    a = "b" // c\n  }\n', `run_tags = merge({\n    a = "b" // c\n  }, ${ours})`],
			['  run_tags = local.tags /* d */\n', `run_tags = merge(local.tags, ${ours}) /* d */`],
		];
		const edited = privateHcl(sourcesWith(rows.map(([own]) => own)), tagging);
		for (const [own, wanted] of rows) {
			expect(edited, own).toContain(`  ${wanted}\n`);
		}

		expect(edited.match(/^ {2}run_tags = /gm)).toHaveLength(rows.length);
		expect(edited.match(/^ {2}run_volume_tags = /gm)).toHaveLength(rows.length);
		expect(await complaint(edited)).toBeUndefined();
	});

	test('stands once where our own template has it', () => {
		const lines = '  run_tags = local.run_tags\n  run_volume_tags = local.run_tags\n';
		const text = `locals {\n  run_tags = {\n    "packer-wizard:build" = var.build_id\n  }\n}\n${sourcesWith([lines])}`;
		expect(
			privateHcl(text, { ...tagging, sourceLines: [] }).replace(/\n {2}post-processor[\s\S]*$/, ''),
		).toBe(text.replace(/\n}\n$/, '\n'));
	});

	const expression = (text: string): string => `\${${text}}`;

	test('is in JSON, too, beside objects and expressions', async () => {
		const source = (more: object) => [
			{
				region: 'us-east-1',
				instance_type: 't3.micro',
				ami_name: 'web',
				source_ami: 'ami-0',
				ssh_username: 'u',
				...more,
			},
		];
		const text = JSON.stringify({
			variable: { mine: { type: 'map(string)', default: { Team: 'web' } } },
			source: {
				'amazon-ebs': {
					a: source({ run_tags: { Team: 'web' } }),
					b: source({
						run_tags: expression('var.mine'),
						run_volume_tags: expression('merge(var.mine, {"x" = "y"})'),
					}),
				},
			},
			build: { sources: ['source.amazon-ebs.a', 'source.amazon-ebs.b'] },
		});
		const edited = privateJson(text, tagging);
		expect(JSON.parse(edited).source['amazon-ebs']).toMatchObject({
			a: [
				{
					run_tags: { Team: 'web', 'packer-wizard:build': '7f3a' },
					run_volume_tags: { 'packer-wizard:build': '7f3a' },
				},
			],
			b: [
				{
					run_tags: expression('merge(var.mine, {"packer-wizard:build":"7f3a"})'),
					run_volume_tags: expression('merge(merge(var.mine, {"x" = "y"}), {"packer-wizard:build":"7f3a"})'),
				},
			],
		});
		expect(await complaint(edited, 'image.pkr.json')).toBeUndefined();
	});
});

describe('a template in JSON', () => {
	beforeEach(context => needs(context, 'packer'));

	const source = {
		region: 'us-east-1',
		instance_type: 't3.micro',
		ami_name: 'web',
		source_ami: 'ami-0123456789abcdef0',
		ssh_username: 'ubuntu',
	};

	test.each([
		[
			'objects',
			{ source: { 'amazon-ebs': { image: source } }, build: { sources: ['source.amazon-ebs.image'] } },
		],
		[
			'lists',
			{
				source: [{ 'amazon-ebs': [{ image: [source] }] }],
				build: [
					{
						sources: ['source.amazon-ebs.image'],
						'post-processor': [{ 'shell-local': { inline: ['true'] } }],
					},
				],
			},
		],
	])('gets the same lines, written with %s', async (_name, data) => {
		const text = JSON.stringify(data);
		expect(await complaint(text, 'image.pkr.json')).toBeUndefined();
		const edited = privateJson(text, edits);
		expect(await complaint(edited, 'image.pkr.json')).toBeUndefined();
		expect(edited).toContain('"ssh_host": "127.0.0.1"');
		expect(edited).toContain('"output": "manifest.json"');
		expect(edited.includes('shell-local')).toBe(text.includes('shell-local'));
	});

	test('that is broken stays as it is, for Packer to complain about', () => {
		expect(privateJson('{ nope', edits)).toBe('{ nope');
	});
});
