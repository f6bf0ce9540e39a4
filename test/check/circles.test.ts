import { expect, test } from 'vitest';
import { circleViolations } from './circles.ts';
import { saidOf } from './sources.ts';

test('imports that lead back are found, types included, and once', async () => {
	const files = {
		'source/base/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
		'source/base/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
		'source/base/c.ts': "\nimport type { A } from './a.ts';\nexport type C = A;",
		'source/base/d.ts': "import type { A } from './a.ts';\nimport type { B } from './b.ts';",
		'source/base/e.ts': "import { e } from './e.ts';",
	};
	expect(await saidOf(circleViolations, files)).toEqual([
		'source/base/c.ts:2: imports itself by source/base/a.ts > source/base/b.ts > source/base/c.ts',
		'source/base/e.ts:1: imports itself by source/base/e.ts',
	]);
});
