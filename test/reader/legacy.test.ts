import { expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { readLegacy } from '../../source/reader/legacy.ts';

const read = async (text: string) => (await readLegacy({ file: 'web.json', text })).items;

const hclOf = async (template: unknown): Promise<string> =>
	(await read(JSON.stringify(template))).map(({ text }) => text).join('\n');

test('a template is told as the HCL that means the same', async () => {
	const hcl = await hclOf({
		_comment: 'of nobody',
		min_packer_version: '1.5.4',
		variables: {
			region: 'us-east-1',
			token: '{{env `TOKEN`}}',
			secret: '{{vault `a/b` `c`}}',
			none: null,
			size: 8,
		},
		'sensitive-variables': ['token'],
		builders: [
			{
				type: 'amazon-ebs',
				name: 'web',
				region: '{{user `region`}}',
				ami_name:
					'web {{user `region`}} {{isotime | clean_resource_name}} {{user "region" | clean_ami_name}}',
				tags: { 'a b': `\${x} %{y} "q" {{ .SourceAMI }}` },
				launch_block_device_mappings: [{ device_name: '/dev/sda1', volume_size: 8 }],
				source_ami_filter: { filters: { name: 'x*' }, owners: 'amazon', most_recent: true },
			},
		],
		provisioners: [
			{ type: 'shell', inline: 'echo one', only: ['web'], pause_before: '1s' },
			{ type: 'file', source: '{{template_dir}}/x', destination: '{{if eq (user `region`) "a"}}b{{end}}' },
		],
		'post-processors': ['compress', [{ type: 'manifest' }, { type: 'checksum', only: 'web' }]],
	});
	expect(hcl).toBe(`packer {
  required_version = ">= 1.5.4"
}
variable "region" {
  type = string
  default = "us-east-1"
}
variable "token" {
  type = string
  default = env("TOKEN")
  sensitive = true
}
variable "secret" {
  type = string
  default = vault("a/b", "c")
}
variable "none" {
  type = string
}
variable "size" {
  type = string
  default = "8"
}
source "amazon-ebs" "web" {
  region = "\${var.region}"
  ami_name = "web \${var.region} \${replace(timestamp(), ":", "-")} \${regex_replace(var.region, "[^-a-zA-Z0-9 ()./'@_\\\\[\\\\]]", "-")}"
  tags = {
    "a b" = "$\${x} %%{y} \\"q\\" {{ .SourceAMI }}"
  }
  launch_block_device_mappings {
    device_name = "/dev/sda1"
    volume_size = 8
  }
  source_ami_filter {
    filters = {
      "name" = "x*"
    }
    owners = [
      "amazon",
    ]
    most_recent = true
  }
}
build {
  sources = ["source.amazon-ebs.web"]
  provisioner "shell" {
    inline = [
      "echo one",
    ]
    only = [
      "amazon-ebs.web",
    ]
    pause_before = "1s"
  }
  provisioner "file" {
    source = "\${path.root}/x"
    destination = "{{if eq (\`\${var.region}\`) \\"a\\"}}b{{end}}"
  }
  post-processor "compress" {
  }
  post-processors {
    post-processor "manifest" {
    }
    post-processor "checksum" {
      only = [
        "amazon-ebs.web",
      ]
    }
  }
}`);
});

test('places are those of the JSON', async () => {
	const items = await read(
		'\ufeff{\r\n  "builders": [\r\n    { "type": "amazon-ebs",\r\n      "region": "x" }\r\n  ]\r\n}',
	);
	const [source] = items;
	expect(source?.place).toEqual({ file: 'web.json', line: 3, column: 5 });
	expect(source?.kind === 'block' ? source.items[0]?.place : undefined).toMatchObject({
		line: 4,
		column: 17,
	});
});

test.each([
	[
		'{\n  // of nobody\n  "builders": []\n}',
		'line 2, column 3',
		/no comments in JSON: a key that begins with _/,
	],
	['{\n  "builders": [1,]\n}', 'line 2, column 18', /a comma too many/],
	['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3', /comma is missing/],
	['{\n  "a": "x\n}', 'line 2, column 8', /quote/],
	['[]', 'line 1, column 1', /begins with a brace/],
	['', 'line 1, column 1', /missing|begins with a brace/],
	['{ "builders": [{ "type": "amazon-ebs", "a b": 1 }] }', '', /other characters/],
])('%s is refused with its place', async (text, place, reason) => {
	const error = await read(text).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(Problem);
	expect(error).toMatchObject({
		message: expect.stringContaining(place),
		reason: expect.stringMatching(reason),
	});
});
