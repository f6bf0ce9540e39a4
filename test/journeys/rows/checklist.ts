import type { Lack } from '../lacks.ts';
import { asked, confirmed, type Row, ready } from './row.ts';

/** A rehearsal of a preset that lacks something, and what is done about it. */
const remedied = (
	lack: Lack,
	steps: readonly string[],
	gives: readonly string[],
	more: Partial<Row> = {},
): Row => ({
	journey: `what is missing (${lack}): ${steps.join(', ')}`,
	told: { ...ready, presets: ['shipped nodejs'], missing: [lack] },
	steps: ['start: run nodejs --rehearse', ...steps, 'done'],
	gives: [...gives, 'watch 7f3a', 'exit 0'],
	by: asked,
	...more,
});
const started = 'start a rehearsal of nodejs';
const builtWith = (lack: Lack, steps: readonly string[], gives: readonly string[]): Row =>
	remedied(lack, ['build', ...steps], gives, {
		steps: ['start: run nodejs', 'build', ...steps, 'done'],
	});

export const checklist: readonly Row[] = [
	remedied('packer', ['get Packer'], ['remedy get-packer', started], { by: undefined }),
	remedied('packer', ['use my Packer', 'type: /opt/packer'], ['remedy packer-path /opt/packer', started]),
	remedied('packer', ['install Packer'], ['remedy package-manager', started]),
	remedied('plugin', ['get the plugin'], ['remedy get-plugin', started], { by: undefined }),
	remedied(
		'token',
		['paste a token', 'type: ghp_x'],
		['remedy paste-token ghp_x', `${started}, GITHUB_OAUTH_TOKEN`],
	),
	remedied('token', ['leave them out'], ['remedy leave-out', started]),
	remedied('files', ['keep mine'], ['remedy keep-files', `${started}, keep`]),
	remedied(
		'files',
		['show the difference', 'take the new'],
		['remedy overwrite-files', `${started}, overwrite`],
	),
	remedied(
		'files',
		['another folder', 'type: ./other'],
		['remedy another-folder ./other', `${started}, in ./other`],
	),
	remedied('foreign', ['look at what is foreign', 'trust'], ['remedy trust', started]),
	builtWith(
		'credentials',
		['another profile', 'type: dev'],
		['remedy profile dev', `start a build of nodejs, profile dev, ${confirmed}`],
	),
	builtWith(
		'credentials',
		['another profile', 'type: dve', 'rehearse instead'],
		['remedy profile dve', 'remedy rehearse', started],
	),
	builtWith(
		'address',
		['name the address', 'type: 203.0.113.7/32'],
		[
			'remedy ssh-from 203.0.113.7/32',
			`start a build of nodejs, SSH from: anywhere while it builds → 203.0.113.7/32, ${confirmed}`,
		],
	),
	remedied(
		'sharing',
		['name a key', 'type: alias/images'],
		['remedy kms-key alias/images', `${started}, Encryption: with the AWS key → with alias/images`],
	),
	remedied(
		'sharing',
		['do not encrypt'],
		['remedy no-encryption', `${started}, Encryption: with the AWS key → none`],
	),
	builtWith('credentials', ['rehearse instead'], ['remedy rehearse', started]),
	builtWith('refused', ['try the sign-in'], ['remedy try-sign-in', `start a build of nodejs, ${confirmed}`]),
	builtWith(
		'account',
		['this account'],
		['remedy confirm-account', 'start a build of nodejs, confirmed 999999999999 (profile prod)'],
	),
	{
		journey: 'the account says no, and a person knows better',
		told: { ...ready, presets: ['shipped nodejs'], says: 'no' },
		steps: ['start: run nodejs', 'build', 'build it anyway', 'done'],
		gives: ['remedy start-anyway', `start a build of nodejs, ${confirmed}`, 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'the checklist is left, and nothing was started',
		told: { presets: ['shipped nodejs'], missing: ['packer'] },
		steps: ['start: run nodejs --rehearse', 'interrupt'],
		gives: ['exit 130'],
		by: asked,
	},
	{
		journey: 'what is missing and cannot be got ends a script',
		told: { presets: ['shipped nodejs'], missing: ['token'] },
		steps: ['start: run nodejs --rehearse --yes'],
		gives: ['exit 3'],
		by: ['flags'],
	},
	{
		journey: 'a script trusts what is foreign',
		told: { ...ready, presets: ['shipped nodejs'], missing: ['foreign'] },
		steps: ['start: run nodejs --rehearse', 'trust'],
		gives: [`${started}, trust`, 'watch 7f3a', 'exit 0'],
		by: ['flags'],
	},
];
