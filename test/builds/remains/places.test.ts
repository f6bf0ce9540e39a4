import { expect, test } from 'vitest';
import {
	type Remain,
	type RemainsPlace,
	withoutTwins,
} from '../../../source/targets/aws/builds/remains/places.ts';
import { foundText } from '../../../source/targets/aws/flow/words/remains.ts';
import { at } from '../../helpers/whereabouts.ts';

const machine = (id: string, kept?: string): Remain => ({
	kind: 'instance',
	id,
	region: 'eu-west-1',
	build: '7f3a',
	detail: '',
	...(kept !== undefined && { kept }),
});

const place = (sdk: RemainsPlace['caller']['sdk'], ...remains: readonly Remain[]): RemainsPlace => ({
	caller: { signer: { source: 'environment', keyId: 'AKIA' }, endpoint: undefined, sdk, whereabouts: at({}) },
	title: 'keys in the environment',
	region: 'eu-west-1',
	remains,
	unseen: [],
});

test('what two signers see in one account is told once, by who knows its build', () => {
	const places = withoutTwins([
		place('go-1', machine('i-1'), machine('i-2', 'not known'), machine('i-3', 'not known')),
		place('go-2', machine('i-1', 'not known'), machine('i-2'), machine('i-3', 'not known')),
	]);
	expect(places.map(({ remains }) => remains.map(({ id, kept }) => `${id} ${kept}`))).toEqual([
		['i-1 undefined'],
		['i-2 undefined', 'i-3 not known'],
	]);
	expect(foundText({ places, builds: [], complaints: [], unseen: [] })).toBe(
		'3 things are left in eu-west-1 (keys in the environment).',
	);
});
