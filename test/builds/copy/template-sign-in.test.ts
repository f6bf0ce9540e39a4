import { expect, test } from 'vitest';
import { templateSignIn } from '../../../source/targets/aws/builds/copy/template-sign-in.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { recipeWith } from '../../helpers/recipe.ts';

const rendered = renderTemplate(recipeWith({ profile: 'dev' }), { profile: '1.14', scripts: {} })
	.filter(({ path }) => path.endsWith('.pkr.hcl'))
	.map(({ path, content }) => ({ file: path, text: content }));

/** The files with an edit by hand. */
const edited = (from: string, to: string) =>
	rendered.map(({ file, text }) => ({ file, text: text.replace(from, to) }));

const own = (setting: string, file = 'image.pkr.hcl') => ({ kind: 'own', file, setting });

test.each([
	['as it is written', rendered, { kind: 'profile', profile: 'dev' }],
	['another profile in the variables', edited('"dev"', '"prod"'), { kind: 'profile', profile: 'prod' }],
	[
		'another profile in the source',
		edited('var.aws_profile', '"prod" # ours'),
		{ kind: 'profile', profile: 'prod' },
	],
	['no profile', edited('var.aws_profile', '""'), { kind: 'profile', profile: '' }],
	[
		'no line for a profile',
		edited(/.*= var.aws_profile\n/.exec(rendered.map(({ text }) => text).join(''))?.[0] ?? '', ''),
		{ kind: 'profile', profile: '' },
	],
	['an expression', edited('var.aws_profile', 'local.who'), own('profile')],
	['a computed default', edited('"dev"', 'env("WHO")'), own('profile')],
	['keys', edited('  region ', '  access_key = var.key\n  region '), own('access_key')],
	['a role', edited('  region ', '  assume_role {\n    role_arn = "x"\n  }\n  region '), own('assume_role')],
	[
		'a file that sets the variable',
		[...rendered, { file: 'mine.auto.pkrvars.hcl', text: 'aws_profile = "prod"\n' }],
		own('profile', 'mine.auto.pkrvars.hcl'),
	],
	[
		'nothing for EC2',
		[{ file: 'a.pkr.hcl', text: 'source "docker" "x" {\n  access_key = "x"\n}\n' }],
		undefined,
	],
])('%s', (_, texts, expected) => {
	expect(templateSignIn(texts)).toEqual(expected);
});
