import { expect, test } from 'vitest';
import { sdkFeatures } from '../../../source/aws/sdk.ts';
import { unusedAwsVariables } from '../../../source/aws/unused-variables.ts';
import { signingSdk, usedPlugin } from '../../../source/targets/aws/builds/signing.ts';
import { needs } from '../../helpers/needs.ts';
import { findPacker } from '../../helpers/whereabouts.ts';
import { type Outcome, runSetUps } from './bench.ts';
import type { SetUp } from './set-ups/parts.ts';
import { setUps } from './set-ups.ts';

/** What may be said otherwise than it is, of a hundred set-ups. */
const allowed = 5;

/** Whether what we said is what happened. What is to be seen may fail, and nobody is somebody else. */
const isTrue = ({ signing, said, signed }: Outcome): boolean =>
	said === signed || (signing.signIn.kind === 'to-be-seen' && signed === undefined);

/** Whether anybody was sent this. */
const isSent = ({ calls }: Outcome, value: string): boolean => calls.some(({ text }) => text.includes(value));

/** What a variable holds, or the file that it names. */
const heldBy = ({ environment = {}, files = {} }: SetUp, name: string): string => {
	const value = environment[name] ?? '';
	return files[value.replace('~/', '')] ?? value;
};

const told = ({ setUp, signing: { signIn }, said, signed }: Outcome): string =>
	`${setUp.name}: ${signIn.kind} ${said ?? ''}${'reason' in signIn ? ` (${signIn.reason})` : ''}, but ${signed ?? 'nobody'} signed`;

const share = (outcomes: readonly Outcome[]): string =>
	['found', 'to-be-seen', 'cannot', 'unknown-profile', 'none']
		.map(kind => `${outcomes.filter(({ signing }) => signing.signIn.kind === kind).length} ${kind}`)
		.join(', ');

test('who signs, and what counts for nothing, is what is said, in every set-up, for the Packer that is here', {
	timeout: 240_000,
}, async context => {
	needs(context, 'packer', 'namespaces', 'openssl');
	const packer = await findPacker(process.env);
	const plugin = await usedPlugin(packer, process.env);
	const sdk = signingSdk(packer, plugin);
	const { keysFirst, readsEndpoints } = sdkFeatures[sdk];
	const outcomes = await runSetUps(setUps, sdk, readsEndpoints);
	const expected = ({ setUp: { signs } }: Outcome): string | undefined =>
		typeof signs === 'object' ? signs[keysFirst ? 0 : 1] : signs;

	const untrue = outcomes.filter(outcome => !isTrue(outcome));
	const wrong = outcomes.filter(({ said, signed }) => said && signed && said !== signed);
	const named = untrue.filter(({ setUp }) => setUp.otherwise !== undefined);
	console.log(
		`Packer ${packer.versionText}${plugin ? ` with amazon ${plugin.versionText}` : ''} (${sdk}): of ${outcomes.length} set-ups ` +
			`${outcomes.length - untrue.length} told as they are, ${wrong.length} with a wrong identity, ${untrue.length} otherwise; ${share(outcomes)}.`,
		...named.map(({ setUp }) => `\n  otherwise: ${setUp.name}, since ${setUp.otherwise}`),
	);
	expect(wrong.map(told)).toEqual([]);
	expect(untrue.filter(({ setUp }) => setUp.otherwise === undefined).map(told)).toEqual([]);
	expect(untrue.length).toBeLessThanOrEqual((allowed * outcomes.length) / 100);
	for (const outcome of outcomes) {
		const { setUp, signed, output } = outcome;
		expect(signed, `${setUp.name}\n${output}`).toBe(expected(outcome));
		const unused = setUp.unused ?? [];
		const named = unusedAwsVariables(setUp.environment ?? {}).map(sentence => sentence.split(' ')[0]);
		expect(named, setUp.name).toEqual(unused);
		// A secret is never sent: who signs is all that can be seen of it.
		const held = unused.filter(name => !name.includes('SECRET')).map(name => heldBy(setUp, name));
		expect(
			held.filter(value => isSent(outcome, value)),
			setUp.name,
		).toEqual([]);
		const sends = setUp.sends?.[keysFirst ? 0 : 1];
		expect(sends === undefined || isSent(outcome, sends), `${setUp.name}: ${sends}`).toBe(true);
	}
});
