import { test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { keys } from '../../helpers/app.tsx';
import { recordings } from '../../helpers/recorded.ts';
import { files, others, packer, request, token } from './worlds.ts';

const { enter, escape: esc, down, end, home: first } = keys;
const { open } = recordings('before');

const never = () => new Promise<never>(() => undefined);
const at = (given: Partial<Actions>, mode: BuildRequest['mode'] = 'aws') =>
	open({ at: 'before', request: { ...request, mode } }, given, Date.UTC(2026, 10, 28, 9, 30));

test('while it looks, and what is missing', async () => {
	const looking = await at({ checks: never });
	await looking.shot('looking', 'Looking');
	const rehearsal = await at({ checks: async () => [files, packer] }, 'rehearsal');
	await rehearsal.shot('rehearsal', 'Before the rehearsal');
	const { press, shot } = await at({ checks: async () => [...others, token] });
	await shot('many', 'missing');
	await press(down, down, down);
	await shot('many-in-the-middle');
	await press(end);
	await shot('many-at-the-end');
});

test('a remedy', async () => {
	const { press, shot } = await at({
		checks: async () => [files, packer, token],
		remedy: async (_request, remedy, _answer, say) => {
			if (remedy.id === 'get-packer') {
				say('downloading 34 MB of 51 MB');
				return never();
			}

			throw new Problem('/opt/packer is no Packer.', {
				reason: 'It does not start.',
				next: ['Give another.'],
			});
		},
	});
	await shot('missing', '2 things missing');
	await press('?');
	await shot('help', /^ Keys/, [{ columns: 60, rows: 16 }]);
	await press(esc, down, down, enter, '/opt/packer');
	await shot('field', '› /opt/packer');
	await press(enter);
	await shot('complaint', 'is no Packer');
	await press(down, enter, 'secret');
	await shot('secret-field', '› ******');
	await press(esc, first, enter);
	await shot('working', 'downloading');
});

test('while it starts, and when it does not', async () => {
	const starting = await at({ checks: async () => [files], start: never });
	await starting.shot('starting', 'starting');
	await starting.press(esc);
	await starting.shot('stopping', 'stopping');
	const refused = await at({
		checks: async () => [files],
		start: async () => {
			throw new Problem('./web cannot be written.', { reason: 'The disk is full.', next: ['Make room.'] });
		},
	});
	await refused.shot('refused', 'The disk is full.');
});
