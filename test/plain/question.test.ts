import { expect, test } from 'vitest';
import { Interrupted } from '../../source/base/problem.ts';
import type { PromptRow } from '../../source/plain/prompt-rows.ts';
import type { Prompts } from '../../source/plain/prompts.ts';
import { askQuestion } from '../../source/plain/question.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { install } from '../../source/questions/install.ts';
import { ami } from '../../source/targets/aws/questions/ami.ts';
import type { AwsImage } from '../../source/targets/aws/questions/facts.ts';
import { scriptedTools } from './scripted.ts';

test('what cannot be chosen has its reason in one column, and no row ends with blanks', async () => {
	let shown: readonly PromptRow<unknown>[] = [];
	const tick: Prompts['tick'] = async (_message, rows) => {
		shown = rows;
		throw new Interrupted('seen');
	};
	const { prompts } = scriptedTools([]);
	const asked = {
		prompts: { ...prompts, tick },
		question: install,
		draft: newDraft(),
		facts: { profiles: [] },
	};
	await expect(askQuestion(asked, () => undefined)).rejects.toThrow('seen');
	const unusable = shown.filter(({ disabled }) => disabled !== undefined);
	expect(unusable.length).toBeGreaterThan(1);
	expect(new Set(unusable.map(({ name }) => name.length)).size).toBe(1);
	const usable = shown.filter(({ disabled }) => disabled === undefined).map(({ name }) => name);
	expect(usable).toEqual(usable.map(name => name.trimEnd()));
});

test('a very long name leaves room to what stands behind the names, of all rows', async () => {
	let shown: readonly PromptRow<unknown>[] = [];
	const choose: Prompts['choose'] = async (_message, rows) => {
		shown = rows;
		throw new Interrupted('seen');
	};
	const image = (id: string, name: string): AwsImage => ({
		...{ id, name, owner: '111122223333', description: '', architecture: 'arm64', sizeGib: 12 },
		created: '2026-11-01T00:00:00.000Z',
		rootDevice: '/dev/sda1',
	});
	const images = [
		image('ami-0aaaaaaaaaaaaaaa1', 'golden'),
		image('ami-0aaaaaaaaaaaaaaa2', 'web-'.repeat(30)),
	];
	const { prompts } = scriptedTools([]);
	const facts = {
		profiles: [],
		aws: { region: 'us-east-1', refused: {}, amis: { value: images, at: 0 } },
	};
	for (const room of [35, 55, 75]) {
		const asked = { prompts: { ...prompts, room, choose }, question: ami, draft: newDraft(), facts };
		await expect(askQuestion(asked, () => undefined)).rejects.toThrow('seen');
		const names = shown.map(({ name }) => name.slice(0, room));
		expect(names.map(name => name.includes('2026-11-01'))).toEqual([true, true]);
		expect(new Set(names.map(name => name.indexOf('2026'))).size).toBe(1);
		expect(shown.map(({ short }) => short)).toEqual(images.map(({ name }) => name));
	}
});
