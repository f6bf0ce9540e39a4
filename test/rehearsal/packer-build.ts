import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { atLeast } from '../../source/base/versions.ts';
import { findBaseImage } from '../../source/catalog/base-images.ts';
import { recordsOf, textsOf } from '../../source/packer/decode.ts';
import { rehearsalEnvironment } from '../../source/packer/environment.ts';
import type { Rehearsal } from '../../source/rehearsal/rehearsal.ts';
import { findPacker } from '../helpers/whereabouts.ts';

export const ubuntu = (() => {
	const image = findBaseImage('ubuntu-24.04');
	if (!image) {
		throw new Error('the catalogue lost Ubuntu 24.04');
	}

	return { ...image, exampleName: image.exampleName.x86_64, nameFilter: image.nameFilter.x86_64 };
})();

/** Who builds: an environment, and an empty folder. */
export type Builder = {
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
};

export type Template = {
	readonly region?: string;
	readonly instanceType?: string;
	readonly amiName?: string;
	/** More lines of the source. */
	readonly source?: readonly string[];
	/** The scripts, by their name below `scripts/`. */
	readonly scripts?: Readonly<Record<string, string>>;
	/** More lines of the shell provisioner. */
	readonly shell?: readonly string[];
	/** Provisioners after the scripts. */
	readonly provisioners?: string;
};

const pluginsFile = `packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.3.0"
    }
  }
}
`;

const imageFile = (rehearsal: Rehearsal, template: Template, scripts: readonly string[]): string => `
source "amazon-ebs" "image" {
  region        = "${template.region ?? 'eu-west-1'}"
  instance_type = "${template.instanceType ?? 't3.micro'}"
  ssh_username  = "ubuntu"
  ami_name      = "${template.amiName ?? 'web-1'}"

  ssh_host                    = "${rehearsal.sshHost}"
  ssh_port                    = ${rehearsal.sshPort}
  skip_credential_validation  = true
  custom_endpoint_ec2         = "${rehearsal.endpoint}"

  source_ami_filter {
    filters = {
      name                = "${ubuntu.nameFilter}"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
      architecture        = "x86_64"
    }
    owners      = ["099720109477"]
    most_recent = true
  }

  aws_polling {
    delay_seconds = 15
    max_attempts  = 120
  }

  run_tags = {
    "packer-wizard:build" = "b-1"
  }

${(template.source ?? []).map(line => `  ${line}`).join('\n')}
}

build {
  sources = ["source.amazon-ebs.image"]
${
	scripts.length === 0
		? ''
		: `
  provisioner "shell" {
    scripts = [${scripts.map(name => `"\${path.root}/scripts/${name}"`).join(', ')}]
${(template.shell ?? []).map(line => `    ${line}`).join('\n')}
  }
`
}
${template.provisioners ?? ''}
}
`;

export type Built = {
	readonly code: number | null;
	/** What Packer said, a text a record, without its prefix. */
	readonly said: readonly string[];
	/** The clean errors. */
	readonly errors: readonly string[];
	/** `region:ami` of the artifact. */
	readonly images: readonly string[];
};

export type BuildOptions = {
	readonly region?: string | undefined;
	/** Sees the output as it comes, and can cancel. */
	readonly onOutput?: (output: string, cancel: () => void) => void;
};

/** Builds a template with the Packer on PATH against a rehearsal. It gets the environment that a rehearsal gives it. */
export const build = async (
	builder: Builder,
	rehearsal: Rehearsal,
	template: Template = {},
	options: BuildOptions = {},
): Promise<Built> => {
	const packer = await findPacker(builder.environment);
	const folder = path.join(builder.folder, 'template');
	const scripts = Object.entries(template.scripts ?? { '01-hello.sh': 'echo hello\n' });
	await mkdir(path.join(folder, 'scripts'), { recursive: true });
	for (const [name, content] of scripts) {
		await writeFile(path.join(folder, 'scripts', name), content);
	}

	const names = scripts.map(([name]) => name);
	await writeFile(path.join(folder, 'image.pkr.hcl'), imageFile(rehearsal, template, names));
	if (atLeast(packer.version, '1.7.0')) {
		await writeFile(path.join(folder, 'plugins.pkr.hcl'), pluginsFile);
	}

	return buildFolder(builder, rehearsal, folder, { region: template.region, ...options });
};

/** The same with a template that lies in a folder. */
export const buildFolder = async (
	builder: Builder,
	rehearsal: Rehearsal,
	folder: string,
	{ region = 'eu-west-1', onOutput }: BuildOptions = {},
): Promise<Built> => {
	const packer = await findPacker(builder.environment);
	const child = spawn(packer.path, ['build', '-machine-readable', '-color=false', '.'], {
		cwd: folder,
		env: rehearsalEnvironment(
			{ ...process.env, ...builder.environment },
			{
				endpoint: rehearsal.endpoint,
				credentials: rehearsal.credentials,
				region,
				folder: builder.folder,
				version: packer.version,
			},
		),
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	child.stdout.on('data', (bytes: Buffer) => {
		onOutput?.(bytes.toString('utf8'), () => child.kill('SIGTERM'));
	});
	const [output, code] = await Promise.all([
		text(child.stdout),
		new Promise<number | null>(resolve => {
			child.once('close', resolve);
		}),
	]);
	const records = recordsOf(output);
	return {
		code,
		said: textsOf(records).map(said => said.replaceAll(/^(==> | {4})amazon-ebs\.image: ?/gm, '')),
		errors: records.filter(record => record.type === 'error').map(record => record.data.join(',')),
		images: records
			.filter(record => record.type === 'artifact' && record.data[1] === 'id')
			.flatMap(record => (record.data[2] ?? '').split(',')),
	};
};
