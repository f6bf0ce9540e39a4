import { test } from 'vitest';
import type { Actions } from '../../../source/actions/contract.ts';
import { Problem } from '../../../source/base/problem.ts';
import type { BuildRequest } from '../../../source/flow/request.ts';
import { preflightChecks, unanswered } from '../../../source/targets/aws/flow/preflight.ts';
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

test('what the account says to it, as it comes in, and where it says no', async () => {
	const { recipe } = request.decisions;
	const asked = unanswered(recipe, { why: 'AWS is asked …' });
	const some = {
		...asked,
		identity: { value: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ann' } },
		regions: { value: [{ id: recipe.aws.region, isEnabled: true }] },
	};
	const told = preflightChecks(recipe, some);
	const all = preflightChecks(recipe, {
		...some,
		launch: { why: 'AWS does not allow user ann to do RunInstances.', refused: { next: ['Ask for it.'] } },
	});
	const wait = async (_: unknown, tell: (checks: typeof told) => void) => {
		tell(told);
		return never();
	};
	const coming = await at({ checks: async () => [], preflight: wait });
	await coming.shot('account-asked', 'asking AWS');
	const said = await at({ checks: async () => [], preflight: async () => all });
	await said.shot('account-says-no', 'Build it anyway');
	const seen = await open(
		{ at: 'before', request, isToSee: true },
		{ checks: async () => others, preflight: async () => all },
		0,
	);
	await seen.shot('account-seen', 'does not allow');
});
