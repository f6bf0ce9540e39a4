import { expect, test } from 'vitest';
import { importTemplate } from '../../source/import/import.ts';
import { decide } from '../../source/questions/decide.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { findQuestion } from '../../source/questions/table.ts';
import { readHcl } from '../../source/reader/hcl.ts';
import { resolveBase } from '../../source/recipe/base.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';

const taken = async (source: string, behind = '', image = 'ubuntu:24.04') => {
	const text = `variable "later" { type = string }
source "docker" "web" {
  image = "${image}"
  ${source}
}
source "amazon-ebs" "web" {
  ami_name = "web"
}
build {
  sources = ["source.docker.web", "source.amazon-ebs.web"]
  provisioner "shell" { inline = ["true"] }
  ${behind}
}
`;
	const imported = importTemplate({
		...(await readHcl({ file: './a.pkr.hcl', text })),
		given: { values: new Map(), environment: {}, folder: '/tpl', cwd: '/work' },
		files: { read: () => undefined, exists: () => false },
		origin: './a.pkr.hcl',
		source: 'docker.web',
	});
	if ('choices' in imported) {
		throw new Error('It was said which.');
	}

	const written = renderTemplate(imported.recipe, { profile: currentProfile, scripts: {} });
	const content = (name: string): string => written.find(({ path }) => path === name)?.content ?? '';
	const all = ['image.pkr.hcl', 'variables.pkr.hcl', 'README.md'].map(content).join('\n');
	expect(recipeComplaints(imported.recipe)).toEqual([]);
	return { ...imported, all, find: (name: string) => imported.told.find(one => one.name === name) };
};

test('a docker source becomes the answers of a container image', async () => {
	const { recipe, open, told, find } = await taken(
		`commit = true
  changes = [
    "ENTRYPOINT [\\"/bin/app\\", \\"-v\\"]",
    "CMD serve --all",
    "USER app:app",
    "WORKDIR /srv/app",
    "EXPOSE 80 53/udp",
    "EXPOSE 443",
    "LABEL version=1.0",
    "LABEL org.x.y \\"a b\\"",
  ]`,
		`post-processors {
    post-processor "docker-tag" {
      repository = "ghcr.io/ann/shop"
      tags       = ["1.0", "latest"]
    }
    post-processor "docker-push" {}
  }
  post-processor "docker-save" { path = "./shop.tar" }`,
	);
	expect(open).toEqual([]);
	expect(recipe).toMatchObject({
		name: 'shop',
		targets: ['docker'],
		base: { image: 'ubuntu-24.04' },
		docker: {
			repository: 'ghcr.io/ann/shop',
			tags: ['1.0', 'latest'],
			entrypoint: ['/bin/app', '-v'],
			command: ['/bin/sh', '-c', 'serve --all'],
			user: 'app:app',
			folder: '/srv/app',
			ports: ['80', '53/udp', '443'],
			labels: { version: '1.0', 'org.x.y': 'a b' },
			push: true,
			export: 'shop.tar',
		},
	});
	expect(recipe.docker).not.toHaveProperty('image');
	expect(recipe.kept).toBeUndefined();
	expect(find('post-processor docker-push')?.fate).toBe('taken');
	expect(told.filter(({ fate }) => fate === 'kept')).toEqual([]);
	expect(find('source amazon-ebs.web')?.fate).toBe('not');
});

test('what a container image has no question for stays, and counts until another answer takes its place', async () => {
	const { recipe, all, find } = await taken(
		`export_path = "/elsewhere.tar"
  privileged  = true
  changes     = ["ENV A=b", "EXPOSE 80"]
  run_command = ["-d", "--init", "{{.Image}}"]`,
		`post-processor "docker-tag" {
    repository = var.later
  }
  post-processor "manifest" {}`,
		'golang:1.22',
	);
	expect(recipe).toMatchObject({
		name: 'web',
		base: { found: { as: 'golang:1.22' }, username: 'root' },
		docker: { image: 'golang:1.22', ports: ['80'], changes: ['ENV A=b'] },
		kept: { build: [expect.stringContaining('var.later'), 'post-processor "manifest" {}'] },
	});
	expect(find('export_path')).toMatchObject({ fate: 'not' });
	expect(find('changes')?.text).toContain('as they stand: ENV A=b');
	expect(all).toContain('"ENV A=b"');
	expect(all.match(/run_command/g)).toHaveLength(1);
	expect(all).toContain('privileged  = true');
	expect(all).not.toContain('Ubuntu');
	const question = findQuestion('entrypoint');
	const decided = question && decide(draftAtReview({ recipe, folder: null }), question, '/bin/app');
	const lines = decided && 'draft' in decided ? decided.draft.recipe.docker?.keptLines : [];
	expect(lines).toEqual(['privileged  = true']);
});

test.each([
	['amazonlinux:2', 'yum'],
	['docker.io/library/fedora:41', 'dnf'],
	['node:22', 'apt'],
])('the package manager of %s is %s', async (image, manager) => {
	expect(resolveBase((await taken('', '', image)).recipe).packageManager).toBe(manager);
});

test('an image that only Packer knows is asked for', async () => {
	const { open, find } = await taken('', '', '$' + '{var.later}');
	expect(open).toEqual(['container-image']);
	expect(find('image')).toMatchObject({ fate: 'not', text: 'var.later has no value, so the wizard asks' });
});
