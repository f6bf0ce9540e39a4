import { expect, test } from 'vitest';
import { shownPath, typedPath } from '../../source/base/paths.ts';

const environment = { HOME: '/home/user' };

test.each([
	['~', '/home/user'],
	['~/', '/home/user/'],
	['~/bin/packer', '/home/user/bin/packer'],
	['~other/web', '/srv/~other/web'],
	['web', '/srv/web'],
	['./~/web', '/srv/~/web'],
	['/web', '/web'],
])('%s is %s', (typed, absolute) => {
	expect(typedPath(typed, environment, '/srv')).toBe(absolute);
});

test.each(['./web', '~/web', '/opt/web'])('%s is shown as it was typed', typed => {
	expect(shownPath(typedPath(typed, environment, '/srv'), environment, '/srv')).toBe(typed);
});
