import { describe, expect, test } from 'vitest';
import { templateTagsTrouble } from '../../../source/targets/aws/builds/copy/template-tags.ts';

const entries = (count: number, sign = '='): string =>
	Array.from({ length: count }, (_, index) => `    "Tag${index}" ${sign} "a = b, {c: d}"`).join(
		sign === ':' ? ',\n' : '\n',
	);

const source = (lines: string): string => `source "amazon-ebs" "image" {\n${lines}\n}\n`;
const tags = (name: string, count: number): string => `  ${name} = {\n${entries(count)}\n  }`;

const trouble = (text: string, file = 'image.pkr.hcl'): string | undefined =>
	templateTagsTrouble([{ file, text }]);

describe('the tags of a template', () => {
	test('are as many as EC2 takes, for each thing alone', () => {
		expect(trouble(source(`${tags('tags', 50)}\n${tags('snapshot_tags', 50)}`))).toBeUndefined();
		expect(trouble(source(tags('tags', 51)))).toBe('EC2 takes 50 tags: tags in image.pkr.hcl has 51.');
		// On what a build starts it has a tag of its own.
		expect(trouble(source(tags('run_tags', 49)))).toBeUndefined();
		expect(trouble(source(tags('run_tags', 50)))).toBe(
			'EC2 takes 50 tags: run_tags in image.pkr.hcl has 50, and packer-wizard adds packer-wizard:build.',
		);
	});

	test('are counted by their keys, through functions, locals and variables', () => {
		const merged = `  tags = merge({\n    Tag1 = "a"\n    # Tag99 = "b"\n    More = var.name == "a" ? "b" : "c"\n  }, local.all)`;
		const local = (count: number): string =>
			`locals {\n  all = merge(var.most, { Name = "web" })\n}\nvariable "most" {\n  default = {\n${entries(count)}\n  }\n}\n`;
		expect(trouble(`${source(merged)}${local(48)}`)).toBeUndefined();
		expect(trouble(`${source(merged)}${local(49)}`)).toMatch(/has 51\.$/);
		const json = { source: { 'amazon-ebs': { image: { tags: JSON.parse(`{${entries(51, ':')}}`) } } } };
		expect(trouble(JSON.stringify(json), 'image.pkr.json')).toBe(
			'EC2 takes 50 tags: tags in image.pkr.json has 51.',
		);
		expect(trouble(`locals {\n  all = local.all\n}\n${source('  tags = local.all')}`)).toBeUndefined();
	});
});
