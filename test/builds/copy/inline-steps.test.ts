import { expect, test } from 'vitest';
import { inlineSteps } from '../../../source/builds/copy/inline-steps.ts';
import { ownEndScript, ownEndStep } from '../../../source/targets/aws/builds/copy/own-end.ts';
import { currentProfile } from '../../../source/template/profile.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { provisioningSteps } from '../../../source/template/steps.ts';
import { header, timelineOf } from '../../commands/timelines.ts';
import { writtenRecipe } from '../../helpers/recipe.ts';

const recipe = writtenRecipe({
	style: 'gruntwork',
	name: 'web',
	base: { image: 'debian-12' },
	instanceType: 't3.micro',
	steps: [
		{ name: 'odd', inline: ['cat <<EOT', `\${HOME} %{x} $\${y} \\`, 'EOT', '# 07-other'] },
		{ name: 'python', position: 'after', inline: ['#!/usr/bin/env python3', 'print("x")'] },
	],
});
const known = provisioningSteps(recipe).map(({ script, name }) => ({ script, name }));
const files = renderTemplate(recipe, { profile: currentProfile, scripts: {} }).map(({ path, content }) => ({
	file: path,
	text: content,
}));

test('the steps of a template with its scripts inside are those of the Recipe, with the scripts as they are sent', () => {
	const steps = inlineSteps(files, known);
	expect(steps.map(({ sent: _text, ...step }) => step)).toEqual(
		known.map(step => ({ ...step, isInline: true })),
	);
	expect(steps[1]?.sent).toBe(
		`#!/usr/bin/env bash\nset -euo pipefail\n\ncat <<EOT\n\${HOME} %{x} $\${y} \\\nEOT\n# 07-other\n\n`,
	);
	expect(steps[2]?.sent).toContain('#!/usr/bin/env python3\n');
});

test('steps that were added by hand stand among them, so that those behind keep their names', () => {
	const by =
		'build {\n  provisioner "shell" {\n    inline = ["true"]\n  }\n  provisioner "shell" {\n    script = "./more/own.sh"\n  }\n';
	const changed = files.map(({ file, text }) => ({ file, text: text.replace('build {\n', by) }));
	expect(inlineSteps(changed, known).map(({ name }) => name)).toEqual([
		'more',
		'own.sh',
		...known.map(({ name }) => name),
	]);
});

test("a step of ours in front of them is none of them: Packer says its file's name", () => {
	expect(ownEndScript(60)).toMatch(/^#!\/bin\/sh\nleft=60\n/);
	const { script = '' } = ownEndStep('/tmp/build/packer-wizard-end.sh');
	const said = ['Connected to SSH!', String(script), '/tmp/packer-shell1', '/tmp/packer-shell2'].map(text =>
		text.startsWith('/') ? `Provisioning with shell script: ${text}` : text,
	);
	const begun = said.map((_, last) => {
		const { steps } = timelineOf([
			header({ recipe, steps: known.map(step => ({ ...step, isInline: true })) }),
			...said.slice(0, last + 1).map((text, index) => ({
				...{ kind: 'record' as const, seq: index + 1, time: index, offset: 0, target: '', type: 'ui' },
				data: ['say', `==> amazon-ebs.image: ${text}`],
			})),
		]);
		return steps.findIndex(({ status }) => status === 'running');
	});
	expect(begun).toEqual([-1, -1, 0, 1]);
});
