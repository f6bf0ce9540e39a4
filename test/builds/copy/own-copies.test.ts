import { describe, expect, test } from 'vitest';
import { noCopiesLine, ownCopiesOf } from '../../../source/builds/copy/own-copies.ts';
import { privateHcl } from '../../../source/builds/copy/private-template.ts';
import { recipeSchema } from '../../../source/recipe/schema.ts';
import { currentProfile } from '../../../source/template/profile.ts';
import { renderTemplate } from '../../../source/template/render.ts';

const recipe = recipeSchema.parse({
	version: 1,
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
		expect(ownCopiesOf(ours, never)).toEqual(['us-east-1', 'us-west-2']);
		const named = 'ami_regions = ["eu-north-1", "us-east-1", "eu-north-1"]';
		expect(ownCopiesOf(changed(spaced, named), never)).toEqual(['eu-north-1', 'us-east-1']);
	});

	test.each([
		['no copies', changed(spaced, '')],
		['an empty list', changed(spaced, 'ami_regions = []')],
		[
			'an empty list, and more that would be done with copies',
			changed(spaced, 'ami_regions = []\n  encrypt_boot = true'),
		],
	])('are none where none are asked for: %s', (_, files) => {
		expect(ownCopiesOf(files, never)).toEqual([]);
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
		['keys of their own', changed(spaced, `${line}\n  region_kms_key_ids = {}`), never],
		['an image that is encrypted again', changed(spaced, `${line}\n  encrypt_boot = true`), never],
		['sharing', changed(spaced, `${line}\n  ami_users = ["123456789012"]`), never],
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
		expect(ownCopiesOf(files, isSet)).toBe('packer');
	});

	test('are taken out of the private copy, and out of nothing that has none', () => {
		const edits = { manifest: 'm.json', sourceLines: [noCopiesLine] };
		const source = (body: string) => `source "amazon-ebs" "a" {\n  ${body}\n}\n`;
		expect(privateHcl(source(line), edits)).toMatch(/\{\n {2}ami_regions = \[\]\n\s*\n\}/);
		expect(privateHcl(source('region = "x"'), edits)).toBe(source('region = "x"'));
	});
});
