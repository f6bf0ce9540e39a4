import { describe, expect, test } from 'vitest';
import { noCopiesLines, ownCopiesOf } from '../../../source/builds/copy/own-copies.ts';
import { privateHcl } from '../../../source/builds/copy/private-hcl.ts';
import { currentProfile } from '../../../source/template/profile.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { recipeWith, writtenRecipe } from '../../helpers/recipe.ts';

const recipe = writtenRecipe({
	name: 'web',
	region: 'eu-west-1',
	copyTo: ['us-east-1', 'us-west-2'],
	base: { image: 'debian-12' },
	instanceType: 't3.micro',
});
const ours = renderTemplate(recipe, { profile: currentProfile, scripts: {} }).map(({ path, content }) => ({
	file: path,
	text: content,
}));
const changed = (from: string | RegExp, to: string) =>
	ours.map(({ file, text }) => ({ file, text: text.replace(from, to) }));
const never = (): boolean => false;
const line = 'ami_regions = var.copy_to_regions';
const spaced = /ami_regions +=.*/;

describe('copies that are ours', () => {
	test('are those of our own template, and of a list that stands there', () => {
		expect(ownCopiesOf(ours, never, recipe.aws)).toEqual(['us-east-1', 'us-west-2']);
		const named = 'ami_regions = ["eu-north-1", "us-east-1", "eu-north-1"]';
		expect(ownCopiesOf(changed(spaced, named), never, recipe.aws)).toEqual(['eu-north-1', 'us-east-1']);
	});

	test.each([
		['no copies', changed(spaced, '')],
		['an empty list', changed(spaced, 'ami_regions = []')],
		[
			'an empty list, and more that would be done with copies',
			changed(spaced, 'ami_regions = []\n  encrypt_boot = true'),
		],
	])('are none where none are asked for: %s', (_, files) => {
		expect(ownCopiesOf(files, never, recipe.aws)).toEqual([]);
	});

	test.each([
		['a variable that the environment sets', ours, (name: string) => name === 'PKR_VAR_copy_to_regions'],
		[
			'values in a file',
			[...ours, { file: 'x.auto.pkrvars.hcl', text: 'copy_to_regions = ["a-b-1"]' }],
			never,
		],
		[
			'what is worked out',
			changed(spaced, 'ami_regions = concat(var.copy_to_regions, ["us-east-2"])'),
			never,
		],
		[
			'keys that the answers do not know',
			changed(spaced, `${line}\n  region_kms_key_ids = { us-east-1 = "alias/x" }`),
			never,
		],
		['an image that is not encrypted any more', changed(spaced, `${line}\n  encrypt_boot = false`), never],
		[
			'sharing that the answers do not know',
			changed(spaced, `${line}\n  ami_users = ["123456789012"]`),
			never,
		],
		['a post-processor', changed(/^build \{/m, 'build {\n  post-processor "shell-local" {\n  }\n'), never],
		[
			'a second source',
			[...ours, { file: 'b.pkr.hcl', text: 'source "amazon-ebs" "b" {\n ami_regions = ["us-east-1"]\n}\n' }],
			never,
		],
		['a template in JSON', [...ours, { file: 'b.pkr.json', text: '{}' }], never],
		[
			'all of it in JSON',
			[
				{
					file: 'image.pkr.json',
					text: '{"source":{"amazon-ebs":{"image":{"ami_regions":["us-east-1"]}}},"build":[{"sources":["source.amazon-ebs.image"]}]}',
				},
			],
			never,
		],
		['a condition', changed(spaced, 'ami_regions = var.spot ? ["us-east-1"] : []'), never],
		['a local', changed(spaced, 'ami_regions = local.regions'), never],
	])('stay with Packer: %s', (_, files, isSet) => {
		expect(ownCopiesOf(files, isSet, recipe.aws)).toBe('packer');
	});

	test('are those with keys of their own, and of what is shared, in both styles', () => {
		const organizations = ['organization/o-abcdefghij', 'ou/o-abcdefghij/ou-ab12-cdefghij'].map(
			name => `arn:aws:organizations::111122223333:${name}`,
		);
		const shared = writtenRecipe({
			...recipe,
			volume: { kmsKey: 'alias/images', kmsKeys: { 'us-east-1': 'alias/there', 'us-west-2': 'alias/b' } },
			share: { accounts: ['111122223333', '444455556666'], organizations },
		});
		for (const style of ['packer-wizard', 'gruntwork'] as const) {
			const files = renderTemplate(recipeWith({ style }, shared), {
				profile: currentProfile,
				scripts: {},
			}).map(({ path, content }) => ({ file: path, text: content }));
			expect(ownCopiesOf(files, never, shared.aws)).toEqual(['us-east-1', 'us-west-2']);
			for (const name of ['region_kms_key_ids', 'ami_users', 'ami_org_arns', 'ami_ou_arns']) {
				expect(
					ownCopiesOf(files, variable => variable === `PKR_VAR_${name}`, shared.aws),
					name,
				).toBe('packer');
			}

			expect(ownCopiesOf(files, never, { ...shared.aws, share: { accounts: [], organizations } })).toBe(
				'packer',
			);
			expect(
				ownCopiesOf(files, never, { ...shared.aws, volume: { ...shared.aws.volume, kmsKeys: {} } }),
			).toBe('packer');
			const [copy] = files
				.filter(({ text }) => text.includes('ami_regions'))
				.map(({ text }) => privateHcl(text, { manifest: 'm.json', sourceLines: noCopiesLines }));
			expect(copy).toMatch(/\{\n {2}ami_regions = \[\]\n {2}region_kms_key_ids = \{\}\n/);
			expect(copy?.match(/region_kms_key_ids +=/g)).toHaveLength(1);
		}
	});

	test('are taken out of the private copy, and out of nothing that has none', () => {
		const edits = { manifest: 'm.json', sourceLines: noCopiesLines };
		const source = (body: string) => `source "amazon-ebs" "a" {\n  ${body}\n}\n`;
		expect(privateHcl(source(line), edits)).toMatch(/\{\n {2}ami_regions = \[\]\n\s*\n\}/);
		expect(privateHcl(source('region = "x"'), edits)).toBe(source('region = "x"'));
	});
});
