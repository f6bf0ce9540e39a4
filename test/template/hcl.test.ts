import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
	attribute,
	block,
	code,
	comment,
	emptyLine,
	hclString,
	hclText,
	type Item,
	list,
	map,
	pluginText,
	text,
} from '../../source/template/hcl.ts';
import { needs } from '../helpers/needs.ts';
import { packer, temporaryFolder } from './packer.ts';
import { anyTexts, type Random, seeded } from './random.ts';

const texts = anyTexts(2000, 20_261_122);

const normal = (value: string): string => value.normalize('NFC');

// As base64, which is one line, and which no plugin takes for a template.
const encoded = (value: string): string => `base64encode(${hclString(value)})`;

/** Between texts in one file. */
const border = '\n=====8<=====\n';

describe('strings', () => {
	test('Packer reads 2,000 random ones back as they were, and so does a plugin that renders them as templates of its own', async context => {
		needs(context, 'packer');
		const folder = await temporaryFolder();
		const written = (name: string, content: string): Item =>
			block(`source "file" "${name}"`, [
				attribute('target', text(path.join(folder, name))),
				attribute('content', code(content)),
			]);
		const file = path.join(folder, 'all.pkr.hcl');
		await writeFile(
			file,
			hclText([
				written('read', `join("\\n", [${texts.map(encoded).join(', ')}])`),
				written('rendered', `join(${hclString(border)}, [${texts.flatMap(pluginText).join(', ')}])`),
				block('build', [
					attribute('sources', list([text('source.file.read'), text('source.file.rendered')])),
				]),
			]),
		);
		const built = await packer('build', '-color=false', file);
		expect(built.code, built.output).toBe(0);
		const read = (await readFile(path.join(folder, 'read'), 'utf8')).split('\n');
		expect(read).toHaveLength(2000);
		expect(read.map(value => Buffer.from(value, 'base64').toString())).toEqual(texts.map(normal));
		const rendered = await readFile(path.join(folder, 'rendered'), 'utf8');
		expect(rendered.split(border)).toEqual(texts.map(normal));
	});

	test('plain ones stay readable', () => {
		expect(hclString('Größe 日本, 50 % of $5: C:\\new "x" 😀')).toBe(
			'"Größe 日本, 50 % of $5: C:\\\\new \\"x\\" 😀"',
		);
		expect(hclString('$${a} %{b}\n\u202e')).toBe(`"$$\${a} %%{b}\\n\\u202e"`);
		expect(hclString('lone \ud800')).toBe('"lone \ufffd"');
		expect(pluginText('{{{ x }}')).toEqual(['"{{`{{`}}{ x }}"']);
	});
});

const name = (random: Random): string => `n${'abcdefgh_-'.repeat(3).slice(0, random(20))}`;

const value = (random: Random, depth: number) => {
	const one = () => text(texts[random(texts.length)] ?? '');
	switch (random(depth > 2 ? 3 : 5)) {
		case 0:
			return one();
		case 1:
			return code(random(1000));
		case 2:
			return code(`"\${var.${name(random)}}-x"`);
		case 3:
			return list(Array.from({ length: random(6) }, one));
		default:
			return map(
				Object.fromEntries(Array.from({ length: random(6) }, () => [texts[random(400)] ?? '', one()])),
			);
	}
};

const items = (random: Random, depth: number): Item[] => {
	const names = new Set(Array.from({ length: random(6) }, () => name(random)));
	return [...names].flatMap((one): Item[] => {
		switch (random(6)) {
			case 0:
				return [comment('A comment.', 'Its second line.'), attribute(one, value(random, depth))];
			case 1:
				return [emptyLine, attribute(one, value(random, depth))];
			case 2:
				return depth > 2 ? [] : [block(`${one} "x"`, items(random, depth + 1))];
			default:
				return [attribute(one, value(random, depth))];
		}
	});
};

test('packer fmt finds nothing to change, whatever stands beside each other', async context => {
	needs(context, 'packer');
	const folder = await temporaryFolder();
	const random = seeded(7);
	for (let file = 0; file < 60; file++) {
		const body = Array.from({ length: 5 }, (_, index) => block(`locals "x${index}"`, items(random, 0)));
		await writeFile(path.join(folder, `${file}.pkr.hcl`), hclText(body));
	}

	const formatted = await packer('fmt', '-check', '-diff', folder);
	expect(formatted.output).toBe('');
	expect(formatted.code).toBe(0);
});

test('lists and maps are printed as a person would', () => {
	expect(
		hclText([
			attribute('short', list([text('a'), code(2)])),
			attribute('longer_name', list([])),
			attribute('map', map({ a: code(1), 'b c': code(2), for: code(3) })),
			attribute('empty', map({})),
			attribute('long', list(Array.from({ length: 3 }, () => text('x'.repeat(40))))),
		]),
	).toBe(`short       = ["a", 2]
longer_name = []
map = {
  a     = 1
  "b c" = 2
  "for" = 3
}
empty = {}
long = [
  "${'x'.repeat(40)}",
  "${'x'.repeat(40)}",
  "${'x'.repeat(40)}",
]
`);
});
