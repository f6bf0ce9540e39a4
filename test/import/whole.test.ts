import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { importTemplate } from '../../source/import/import.ts';
import { blocksOf, type TemplateItem } from '../../source/reader/document.ts';
import { readHcl } from '../../source/reader/hcl.ts';
import { readLegacy } from '../../source/reader/legacy.ts';

const folder = path.join(import.meta.dirname, 'templates');

/** All that can stand in a template, with comments, names and a second build. */
const dense = `# Who made it.
packer {
  required_version = ">= 1.7"
  required_plugins {
    amazon = { source = "github.com/hashicorp/amazon", version = ">= 1" }
    happycloud = { source = "github.com/acme/happycloud", version = ">= 1" }
  }
}
variable "unused" { default = 1 } # nobody needs it
variables {
  a = "x"
  b = "y"
}
locals {
  # A day.
  day = timestamp()
  other = var.b
}
local "secret" {
  expression = "x"
  sensitive  = true
}
data "amazon-ami" "none" {
  owners = ["self"]
}
source "amazon-ebs" "one" {
  # What it is called.
  ami_name      = "web-\${local.day}"
  region        = "eu-west-1" # ours
  instance_type = "t3.micro"
  ssh_username  = "ubuntu"
  # It takes long.
  ssh_timeout   = "10m"
  ena_support   = true
  source_ami_filter {
    filters     = { name = "golden-*" }
    owners      = ["self"]
    most_recent = true
  }
}
source "amazon-ebs" "two" {
  ami_name = "two"
}
source "null" "three" {
  communicator = "none"
}
mystery "block" {
  x = 1
}
build {
  name        = "nightly"
  description = "Every night."
  source "amazon-ebs.one" {
    name      = "first"
    user_data = "x"
  }
  source "amazon-ebs.two" {
    name = "second"
  }
  hcp_packer_registry {
    bucket_name = "x"
  }
  # Why it is there.
  provisioner "shell" {
    # What it does.
    inline = ["echo \${build.name} \${source.name} \${var.a}"]
  }
  provisioner "shell" {
    only   = ["amazon-ebs.second"]
    inline = ["true"]
  }
  /* Both. */
  provisioner "shell" {
    inline = [
      "true", # nothing
    ]
  }
  post-processors {
    post-processor "manifest" {}
    post-processor "checksum" {
      except = ["amazon-ebs.first"]
    }
  }
}
build {
  sources = ["null.three"]
}
`;

/** The places of all that has to be told of a template for a source, once each. */
const parts = (items: readonly TemplateItem[], type: string, label: string): readonly string[] => {
	const at = ({ place }: TemplateItem): string => `${path.basename(place.file)}:${place.line}`;
	return items.flatMap(item => {
		if (item.kind === 'attribute') {
			return [at(item)];
		}

		const inner = (block: TemplateItem): readonly TemplateItem[] =>
			block.kind === 'block' ? block.items : [];
		switch (item.type) {
			case 'variables':
			case 'locals':
				return item.items.map(at);
			// Told where it says what it is.
			case 'local':
				return item.items.slice(0, 1).map(at);
			case 'packer':
				return item.items.flatMap(one =>
					one.kind === 'block' && one.type === 'required_plugins' ? one.items.map(at) : [at(one)],
				);
			case 'source':
				return item.labels.join('.') === `${type}.${label}` ? item.items.map(at) : [at(item)];
			case 'build':
				return item.items.length > 1
					? item.items.flatMap(one => {
							const isUse = one.kind === 'block' && one.type === 'source';
							return one.kind === 'block' && one.type === 'post-processors'
								? one.items.map(at)
								: isUse && one.labels[0] === `${type}.${label}`
									? [
											at(one),
											...inner(one)
												.filter(two => two.kind === 'block' || two.name !== 'name')
												.map(at),
										]
									: [at(one)];
						})
					: [at(item)];
			default:
				return [at(item)];
		}
	});
};

const readOne = async (file: string, text: string) =>
	(file.endsWith('.json') ? readLegacy : readHcl)({ file, text });

const filesIn = async (name: string): Promise<readonly string[]> =>
	name.includes('.')
		? [name]
		: (await readdir(path.join(folder, name)))
				.filter(one => /\.pkr\.hcl$/.test(one))
				.map(one => `${name}/${one}`);

const readAll = async (name: string) => {
	const read =
		name === 'dense'
			? [await readOne('dense.pkr.hcl', dense)]
			: await Promise.all(
					(await filesIn(name)).map(async file =>
						readOne(file, await readFile(path.join(folder, file), 'utf8')),
					),
				);
	return { items: read.flatMap(({ items }) => items), comments: read.flatMap(({ comments }) => comments) };
};

const taken = async (name: string, source: string) => {
	const imported = importTemplate({
		...(await readAll(name)),
		given: { values: new Map(), environment: {}, folder, cwd: folder },
		files: { read: () => undefined, exists: () => false },
		origin: name,
		source,
	});
	if ('choices' in imported) {
		throw new Error('It was said which.');
	}

	return imported;
};

test.each([
	['nodejs.json', 'amazon-ebs.amazon-ebs', undefined],
	['several.json', 'amazon-ebs.ubuntu-ami', undefined],
	['several.json', 'amazon-ebs.linux-ami', undefined],
	['several.json', 'docker.docker', undefined],
	['usual.pkr.hcl', 'amazon-ebs.web', undefined],
	['folder', 'amazon-ebs.arm', 'amazon-ebs.linux'],
	['dense', 'amazon-ebs.first', 'amazon-ebs.one'],
	['dense', 'amazon-ebs.second', 'amazon-ebs.two'],
])(
	'each part of a template is taken, kept or left out, and told once: %s, %s',
	async (name, source, block) => {
		const { items } = await readAll(name);
		const { told } = await taken(name, source);
		const [type = '', label = ''] = (block ?? source).split('.');
		const places = told.filter(one => !/^comment|^aws\./.test(one.name)).map(({ at }) => at);
		expect(places.toSorted()).toEqual(parts(items, type, label).toSorted());
		expect(blocksOf(items, 'build').length).toBeGreaterThan(0);
	},
);

test('the name of a build, what names it, and comments: each where it went', async () => {
	const { recipe, told } = await taken('dense', 'amazon-ebs.first');
	const find = (name: string) => told.find(one => one.name === name);
	expect(find('name')).toMatchObject({ fate: 'not', at: 'dense.pkr.hcl:51' });
	expect(recipe.steps[0]).toMatchObject({
		hcl: expect.stringMatching(
			/^# Why it is there\.\n[\s\S]*# What it does\.[\s\S]*\$\{"nightly"\} \$\{"first"\}/,
		),
	});
	expect(recipe.aws.keptLines).toContain('# It takes long.\nssh_timeout   = "10m"');
	expect(find('comments')).toMatchObject({
		fate: 'not',
		at: 'dense.pkr.hcl:1',
		text: expect.stringMatching(/^lines 1, 9, 15, 27, 29, 72, 75: /),
	});
});
