import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runOrder, withOrder } from '../../source/recipe/run-order.ts';
import { uploadDoubts } from '../../source/recipe/upload-doubts.ts';
import { needsInit, packerProfiles } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { needs } from '../helpers/needs.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { findProgram } from '../setup/needs.ts';
import { installedProfile, packer, temporaryFolder, writeAll } from './packer.ts';

const kept = `# as it stands
provisioner "shell" {
    inline = [<<EOT
  echo "{user}" \${var.ami_name}
   EOT
    ]
}
`;

/** One step of each kind, as a person could have them. */
const steps = [
	{
		name: 'setup',
		inline: ['echo "$A"'],
		environment: { A: `it's {{x}} \${y}`, TOKEN: { from: 'MY_TOKEN' } },
		user: 'app',
		folder: '/srv/my app',
	},
	{ name: 'here', inline: ['pwd'], folder: '/srv' },
	{ name: 'site', upload: '../my site', to: '/var/www/html', user: 'www-data' },
	{ name: 'play', playbook: '../play/site.yml', project: '../play', variables: { motd: "it's" } },
	{ name: 'cook', cookbooks: ['../cookbooks'], runList: ['recipe[web]'], chefVersion: '18.5.0' },
	{ name: 'again', restart: true },
	{ name: 'wait', pause: 90 },
	{ name: 'kept', hcl: kept },
	{ name: 'answers', position: 'after', check: "curl -fs 'http://localhost' | grep -q ok", exitCode: 1 },
];

const fromHere = { name: 'from-here', playbook: '../play/site.yml', from: 'here' };

const styles = ['packer-wizard', 'gruntwork'];

const recipeOf = (style: string, more: readonly unknown[] = []) =>
	writtenRecipe({ style, base: { image: 'debian-12' }, steps: [...steps, ...more] });

const templateOf = (style: string, profile: (typeof packerProfiles)[number], more: readonly unknown[] = []) =>
	renderTemplate(recipeOf(style, more), { profile, scripts: {} })
		.filter(({ path: name }) => name.endsWith('.pkr.hcl'))
		.map(({ content }) => content)
		.join('\n');

test('own steps of every kind are provisioners in their order, in both styles', () => {
	for (const style of styles) {
		const types = [...templateOf(style, 'before-1.7').matchAll(/^ {2}provisioner "(.+)" \{$/gm)].map(
			([, type]) => type,
		);
		expect(types).toEqual([
			...['shell', 'shell', 'shell', 'file', 'shell', 'shell', 'ansible-local', 'chef-solo'],
			...['shell', 'shell', 'shell', 'shell', 'shell'],
		]);
	}
});

test('what is uploaded to where it passes stays there; another one that passes there is told of', async () => {
	const folder = await temporaryFolder();
	const name = path.basename(folder);
	await writeFile(path.join(folder, 'sudo'), '#!/bin/sh\n[ "$1" = chown ] || exec "$@"\n', { mode: 0o755 });
	const place = `/tmp/${name}-up`;
	const run = (to: string) => {
		const recipe = writtenRecipe({ steps: [{ name: 'up', upload: `../${name}-up`, to }] });
		const script = renderTemplate(recipe, { profile: '1.14', scripts: {} }).find(file =>
			file.path.endsWith('-up.sh'),
		);
		return spawnSync('bash', ['-euo', 'pipefail', '-c', script?.content ?? 'false'], {
			// With a socket there bash reads the settings of the person.
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { PATH: `${folder}:${process.env['PATH']}` },
			encoding: 'utf8',
		});
	};

	try {
		for (const to of [place, '/tmp/']) {
			await writeFile(place, 'one');
			expect(run(to)).toMatchObject({ status: 0, stderr: '' });
			expect(await readFile(place, 'utf8')).toBe('one');
		}

		await rm(place);
		await mkdir(place);
		await writeFile(path.join(place, 'two'), 'two');
		for (const to of [place, `${place}/`]) {
			expect(run(to)).toMatchObject({ status: 0, stderr: '' });
			expect(await readFile(path.join(place, 'two'), 'utf8')).toBe('two');
		}
	} finally {
		await rm(place, { recursive: true, force: true });
	}

	const doubts = (...tos: readonly string[]) =>
		uploadDoubts(
			writtenRecipe({
				steps: tos.map((to, index) => ({ name: `up-${index}`, upload: `./${index}/site`, to })),
			}),
		);
	expect(doubts('/srv/a', '/srv/b')).toEqual([]);
	expect(doubts('/tmp/site', '/srv/b')).toEqual([
		'./1/site passes /tmp/site on its way, where ./0/site is to stay: name another place for that.',
	]);
	expect(doubts('/srv/a', '/tmp/site/css')).toHaveLength(1);
	expect(doubts('/tmp/sites', '/tmp')).toEqual([]);
});

test('a provisioner that is kept is not one letter else, and its here-document stays', () => {
	for (const style of styles) {
		const text = templateOf(style, '1.14');
		expect(text).toContain(
			`  # as it stands\n  provisioner "shell" {\n      inline = [<<EOT\n  echo "{user}" \${var.ami_name}\n   EOT\n      ]\n  }\n`,
		);
	}
});

test('a secret stands nowhere but in the environment: the template reads it from there, and Packer hides it', () => {
	for (const style of styles) {
		const text = templateOf(style, '1.14');
		expect(text).toMatch(/variable "secret_MY_TOKEN" \{[^}]*env\("MY_TOKEN"\)\n\s+sensitive\s+= true\n\}/);
		expect(text).toContain(`"TOKEN=\${var.secret_MY_TOKEN}"`);
		expect(text).toContain('use_env_var_file = true');
	}
});

test('plugins of steps are asked for where Packer has none inside, and only if a step needs them', () => {
	expect(templateOf('packer-wizard', '1.8.4')).not.toContain('required_plugins');
	for (const profile of packerProfiles.filter(needsInit)) {
		const text = templateOf('packer-wizard', profile);
		expect(text).toContain('github.com/hashicorp/ansible');
		expect(text).toContain('github.com/hashicorp/chef');
	}

	const plain = renderTemplate(writtenRecipe({}), { profile: '1.14', scripts: {} });
	expect(plain.map(({ content }) => content).join('')).not.toMatch(/hashicorp\/(ansible|chef)/);
});

test('Packer takes what is written for steps of every kind', async context => {
	needs(context, 'packer');
	const profile = installedProfile();
	context.skip(needsInit(profile), 'the plugins of Ansible and Chef are not installed');
	const folder = await temporaryFolder();
	for (const name of ['my site', 'play', 'cookbooks']) {
		await mkdir(path.join(folder, name));
	}

	await writeFile(path.join(folder, 'play', 'site.yml'), '- hosts: all\n');
	const more = findProgram('ansible-playbook') ? [fromHere] : [];
	for (const style of styles) {
		await writeAll(path.join(folder, style), renderTemplate(recipeOf(style, more), { profile, scripts: {} }));
		const validated = await packer('validate', path.join(folder, style));
		expect(validated.code, validated.output).toBe(0);
	}

	// What is kept is as it stood, and that need not be as the formatter would have it.
	const without = steps.filter(step => !('hcl' in step));
	await writeAll(
		folder,
		renderTemplate(writtenRecipe({ steps: [...without, fromHere] }), { profile, scripts: {} }),
	);
	const formatted = await packer('fmt', '-check', '-diff', folder);
	expect(formatted.output).toBe('');
});

test('an order by hand counts among bundles and own steps, and what a bundle needs stays before it', () => {
	const recipe = writtenRecipe({ bundles: [{ id: 'fail2ban' }], steps: [steps[1], steps[6], steps[8]] });
	const names = (of = recipe) => runOrder(of).map(({ name }) => name);
	const usual = names();
	expect(usual[0]).toBe('here');
	expect(usual.at(-1)).toBe('answers');
	expect(withOrder(recipe, usual)).not.toHaveProperty('order');

	const turned = withOrder(recipe, ['fail2ban', 'answers', 'wait', 'here']);
	expect(names(turned).filter(name => ['fail2ban', 'answers', 'wait', 'here'].includes(name))).toEqual([
		...['fail2ban', 'answers', 'wait', 'here'],
	]);
	expect(names(turned).indexOf('bash-commons')).toBeLessThan(names(turned).indexOf('fail2ban'));
	// A step that is new stands where it usually would.
	const grown = {
		...turned,
		steps: [...turned.steps, { name: 'late', position: 'after' as const, pause: 1 }],
	};
	expect(names(grown).indexOf('late')).toBe(names(grown).indexOf('answers') + 1);
});
