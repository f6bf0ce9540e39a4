import { expect, test } from 'vitest';
import { shownPath, typedPath } from '../../source/base/paths.ts';

const whereabouts = { environment: { HOME: '/home/user' }, cwd: '/srv' };

test.each([
	['~', '/home/user'],
	['~/', '/home/user/'],
	['~/bin/packer', '/home/user/bin/packer'],
	['~other/web', '/srv/~other/web'],
	['web', '/srv/web'],
	['./~/web', '/srv/~/web'],
	['/web', '/web'],
])('%s is %s', (typed, absolute) => {
	expect(typedPath(typed, whereabouts)).toBe(absolute);
});

test.each(['./web', '~/web', '/opt/web'])('%s is shown as it was typed', typed => {
	expect(shownPath(typedPath(typed, whereabouts), whereabouts)).toBe(typed);
});
