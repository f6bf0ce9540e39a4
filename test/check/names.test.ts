import { expect, test } from 'vitest';
import { nameViolations } from './names.ts';
import { saidOf } from './sources.ts';

test('a name that two files give away is found, also of types, and not if one only hands it on', async () => {
	const files = {
		'source/actions/start.ts': 'export const start = 1;\nexport type Place = string;',
		'source/base/a.ts': "import { start } from '../actions/start.ts';\nexport { start };",
		'source/base/b.ts': "export { start } from '../actions/start.ts';",
		'source/screens/tasks.ts':
			"export const begin = 1,\n\tstart = 2;\nconst place = '';\nexport type { Place };\ntype Place = typeof place;",
		'source/commands/new.ts': 'export const command = 1;',
		'source/commands/run.ts': 'export const command = 2;',
	};
	expect(await saidOf(nameViolations, files)).toEqual([
		'source/screens/tasks.ts:1: source/actions/start.ts exports another start',
		'source/screens/tasks.ts:4: source/actions/start.ts exports another Place',
	]);
});
