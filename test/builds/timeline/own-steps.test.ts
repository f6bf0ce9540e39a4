import { expect, test } from 'vitest';
import { buildSteps, inlineSteps } from '../../../source/builds/copy/inline-steps.ts';
import { advance, startTimeline } from '../../../source/builds/timeline/timeline.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { header } from '../../commands/timelines.ts';
import { writtenRecipe } from '../../helpers/recipe.ts';

const recipe = writtenRecipe({
	steps: [
		{ name: 'site', upload: 'site', to: '/srv' },
		{ name: 'more', upload: 'more', to: '/srv' },
		{ name: 'play', playbook: 'site.yml' },
		{ name: 'from-here', playbook: 'site.yml', from: 'here' },
		{ name: 'cook', cookbooks: ['cookbooks'], runList: ['recipe[web]'] },
		{ name: 'kept', hcl: 'provisioner "shell" {\n  inline = ["true"]\n}' },
		{ name: 'never', hcl: 'error-cleanup-provisioner "shell" {\n  inline = ["true"]\n}' },
		{ name: 'answers', check: 'true' },
	],
});

/** What Packer says, and the step that runs then. */
const said: readonly (readonly [text: string, step: string])[] = [
	['Connected to SSH!', ''],
	['Provisioning with shell script: /b/scripts/00-wait-for-boot.sh', 'wait-for-boot'],
	['Uploading /b/../site => /tmp/', 'site'],
	['Provisioning with shell script: /b/scripts/01-site.sh', 'site'],
	['Uploading /b/../more => /tmp/', 'more'],
	['Provisioning with shell script: /b/scripts/02-more.sh', 'more'],
	['Provisioning with shell script: /b/scripts/03-play.sh', 'play'],
	['Provisioning with Ansible...', 'play'],
	['Provisioning with Ansible...', 'from-here'],
	['Provisioning with chef-solo', 'cook'],
	['Provisioning with shell script: /tmp/packer-shell123456', 'kept'],
	['Provisioning with shell script: /b/scripts/08-answers.sh', 'answers'],
];

const running = (version: string, count: number, steps = buildSteps(recipe), lines = said): string => {
	const entries = [
		header({ recipe, steps, packer: { path: '/usr/bin/packer', version } }),
		...lines.slice(0, count).map(([text], index) => ({
			...{ kind: 'record' as const, seq: index + 1, time: index, offset: 0, target: '', type: 'ui' },
			data: ['say', `==> amazon-ebs.image: ${text}`],
		})),
	];
	const timeline = advance(startTimeline(header({ recipe, steps, packer: { path: '', version } })), entries);
	return timeline.steps.find(({ status }) => status === 'running')?.name ?? '';
};

test.each(['1.6.6', '1.16.0'])(
	'steps that are no scripts are told by what Packer %s says of each',
	version => {
		expect(said.map((_, index) => running(version, index + 1))).toEqual(said.map(([, step]) => step));
	},
);

test('the same where the scripts stand in the template, which have no names there', () => {
	const inOne = { ...recipe, aws: { ...recipe.aws, style: 'gruntwork' as const } };
	const files = renderTemplate(inOne, { profile: '1.14', scripts: {} });
	const steps = inlineSteps(
		files.map(({ path: file, content: text }) => ({ file, text })),
		buildSteps(inOne),
	).map(({ sent: _, ...step }) => step);
	const lines = said.map(
		([text, step]) => [text.replace(/\/b\/scripts\/.*/, '/tmp/packer-shell123'), step] as const,
	);
	expect(lines.map((_, index) => running('1.16.0', index + 1, steps, lines))).toEqual(
		lines.map(([, step]) => step),
	);
});
