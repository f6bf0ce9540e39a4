import { describe, expect, test } from 'vitest';
import type { JournalHeader } from '../../../source/builds/journal/journal.ts';
import {
	buildByHand,
	summaryLines as linesOf,
	type SummaryOptions,
	summaryOf,
} from '../../../source/builds/report/summary.ts';
import {
	advance,
	type LogLine,
	startTimeline,
	type Timeline,
} from '../../../source/builds/timeline/timeline.ts';
import { serverStart } from '../../../source/targets/aws/builds/report/server.ts';
import { recipeWith } from '../../helpers/recipe.ts';
import { journalEntries, journalHeader, rehearsalEntries, transcript } from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-ok.sh'];

const built = (name: string, change: Partial<JournalHeader> = {}, exitCode = 0): Timeline => {
	const header = { ...journalHeader('1.16.0', scripts), ...change };
	return advance(
		startTimeline(header),
		journalEntries(transcript('1.16.0', name), { exitCode, cancelled: name === 'cancel' }),
	);
};

const summaryLines = (timeline: Timeline, options: SummaryOptions): readonly string[] =>
	linesOf(summaryOf(timeline, options));

const { recipe } = journalHeader('1.16.0', scripts);

describe('an image that was made', () => {
	test('all regions, the one of the build first, and commands that work as printed', () => {
		const timeline = built('copies', {
			recipe: recipeWith({ region: 'us-east-1', copyTo: ['us-west-2', 'eu-west-1'] }, recipe),
		});
		expect(summaryLines(timeline, { folder: './web' })).toEqual([
			'✓ web is ready: 1 min 18 s',
			'  us-east-1   ami-4376173269f89f112',
			'  us-west-2   ami-21398433b88b57dfa',
			'  eu-west-1   ami-88adb093ecb07da80',
			'  Try it      aws ec2 run-instances --region us-east-1 \\',
			'                --image-id ami-4376173269f89f112 --instance-type t3.micro',
			'  Again       packer-wizard run ./web',
			'  By hand     cd web && packer init . && packer build .',
		]);
	});

	test('in the network and with the profile of the Recipe', () => {
		const timeline = built('success', {
			recipe: recipeWith(
				{ profile: 'my dev', network: { ...recipe.aws.network, subnet: 'subnet-0f3a91c2' } },
				recipe,
			),
		});
		expect(summaryLines(timeline, { folder: './web' }).slice(2, 6)).toEqual([
			'  Try it      aws ec2 run-instances --region us-east-1 \\',
			'                --image-id ami-800b4d972d4178293 --instance-type t3.micro \\',
			'                --subnet-id subnet-0f3a91c2 \\',
			"                --profile 'my dev'",
		]);
	});

	test('with the user data and the instance profile that what is in it needs', () => {
		const bundled = (id: string) =>
			built('success', { recipe: { ...recipe, bundles: [{ id, install: {}, boot: {} }] } });
		expect(summaryLines(bundled('ssh-grunt'), { folder: '~/my images/web' }).slice(2, 7)).toEqual([
			"  First       once: the instance profile web-server, see ~/'my images/web/README.md'",
			'  Try it      aws ec2 run-instances --region us-east-1 \\',
			'                --image-id ami-800b4d972d4178293 --instance-type t3.micro \\',
			'                --iam-instance-profile Name=web-server \\',
			"                --user-data 'file://~/my images/web/user-data.sh'",
		]);
		expect(summaryLines(bundled('ip-lockdown'), { folder: './web' }).slice(2, 5)).toEqual([
			'  Try it      aws ec2 run-instances --region us-east-1 \\',
			'                --image-id ami-800b4d972d4178293 --instance-type t3.micro \\',
			'                --user-data file://web/user-data.sh',
		]);
		expect(summaryLines(bundled('ntp'), { folder: '.' })[3]).toBe(
			'                --image-id ami-800b4d972d4178293 --instance-type t3.micro',
		);
		const { command, ...needed } = serverStart(bundled('ssh-grunt'), '/srv/web') ?? {};
		expect(command?.slice(-4)).toEqual([
			...['--iam-instance-profile', 'Name=web-server', '--user-data', 'file:///srv/web/user-data.sh'],
		]);
		expect(needed).toEqual({ instanceProfile: 'web-server', policy: '/srv/web/iam-policy.json' });
	});

	test('with the files for Terraform, where somebody asked for them', () => {
		const timeline = built('success', { recipe: recipeWith({ terraform: 'asg' }, recipe) });
		expect(summaryLines(timeline, { folder: './web' })).toContain(
			'  Terraform   see ./web/terraform/README.md',
		);
		expect(serverStart(timeline, '/srv/web')?.terraform).toBe('/srv/web/terraform');
		expect(serverStart(built('success', {}), '/srv/web')).not.toHaveProperty('terraform');
	});

	test('a preset that was run by name is run by name again; no init for an older Packer', () => {
		const header = { ...journalHeader('1.6.6', scripts), preset: 'nodejs', folder: undefined };
		const timeline = advance(
			startTimeline(header),
			journalEntries(transcript('1.6.6', 'success'), { exitCode: 0 }),
		);
		const lines = summaryLines(timeline, { folder: '~/state/nodejs', program: 'npx packer-wizard' });
		expect(lines.slice(-2)).toEqual([
			'  Again       npx packer-wizard run nodejs',
			'  By hand     cd ~/state/nodejs && packer build .',
		]);
	});
});

describe('a rehearsal claims no more than happened', () => {
	const rehearsed = (
		sandbox: 'container' | 'trace',
		notRun: readonly string[] = [],
		steps = scripts,
	): Timeline =>
		advance(
			startTimeline({ ...journalHeader('1.16.0', steps), mode: 'rehearsal' }),
			rehearsalEntries(sandbox, transcript('1.16.0', 'success'), notRun),
		);

	test('in a container', () => {
		expect(summaryLines(rehearsed('container'), { folder: './web' })).toEqual([
			"✓ rehearsed: web's scripts ran in a container and Packer finished, 1 min 2 s.",
			'  No image was made.',
			'  us-east-1   ami-800b4d972d4178293 (rehearsed, not real)',
			'  For real    packer-wizard run ./web',
			'  By hand     cd web && packer init . && packer build .',
		]);
	});

	test('a step that was only checked is named', () => {
		const some = rehearsed('container', ['scripts/02-ok.sh']);
		expect(summaryLines(some, { folder: './web' }).slice(0, 2)).toEqual([
			"~ rehearsed: 1 of web's 2 scripts ran in a container and Packer finished, 1 min 2 s.",
			'  Checked, not run: ok.',
		]);
		expect(summaryLines(rehearsed('container', scripts), { folder: './web' }).slice(0, 2)).toEqual([
			'~ rehearsed: Packer finished, 1 min 2 s; the scripts were checked, not run.',
			'  No image was made.',
		]);
	});

	test('without one', () => {
		expect(summaryLines(rehearsed('trace'), { folder: './web' }).slice(0, 3)).toEqual([
			'~ rehearsed: Packer finished, 1 min 2 s; the scripts were checked, not run.',
			'  Neither Docker nor Podman answers.',
			'  No image was made.',
		]);
	});

	test('what was asked to go wrong and did not is named', () => {
		const { header, ...timeline } = rehearsed('trace');
		const asked = { ...header, rehearsal: { faults: ['free-tier'] } };
		expect(summaryLines({ ...timeline, header: asked }, { folder: './web' })).toContain(
			'  free-tier did nothing: these answers do not meet it.',
		);
	});

	test('with nothing to install', () => {
		const lines = summaryLines(rehearsed('container', [], []), { folder: './web' });
		expect(lines[0]).toMatch(
			/^✓ rehearsed: Packer finished, .*; web has nothing to install\. No image was made\.$/,
		);
	});
});

describe('no image', () => {
	test('a step that failed', () => {
		const steps = [
			{ script: 'scripts/01-hello.sh', name: 'hello' },
			{ script: 'scripts/02-fail.sh', name: 'fail' },
		];
		const timeline = built('script-fails', { steps, mode: 'rehearsal' }, 1);
		expect(summaryLines(timeline, { folder: './web' })).toEqual([
			'✗ web failed after 34 s at Install, fail',
			'  Happened    The script of fail ended with exit code 3: apt knows no package nodejss.',
			'  Why         Its name is wrong, this system does not have it, or apt-get update was not run before.',
			'  To do       Look at the name, and run sudo apt-get update first.',
			'  Clean-up    Nothing of it was real: nothing is left.',
			'  Log         packer-wizard builds logs 7f3a',
			'  Again       packer-wizard run ./web --rehearse',
		]);
	});

	test('refused before anything was made, in ASCII', () => {
		const timeline = built('no-image', {}, 1);
		const lines = summaryLines(timeline, { folder: './web', signs: { done: '+', failed: 'x' } });
		expect(lines.filter(line => !/Packer said/.test(line)).slice(0, 4)).toEqual([
			'x web failed after 12 s at Check',
			'  Happened     us-east-1, US East (N. Virginia) has no image of Ubuntu 24.04 LTS for x86_64.',
			'  To do        Choose another base image, or build in another region and copy the image.',
			'  Clean-up     Nothing had been made yet.',
		]);
	});

	test('a cancel, with what Packer said of the clean-up', () => {
		const cancelled = built('cancel', {}, 1);
		expect(summaryLines(cancelled, { folder: './web' }).slice(0, 2)).toEqual([
			'✗ web was cancelled after 31 s',
			'  Clean-up    Packer deleted its machine, key and firewall.',
		]);
		// Killed while it was at its clean-up.
		const key = /keypair: (\S+)/.exec(cancelled.log.map(({ text }) => text).join('\n'))?.[1];
		const isLast = ({ text }: LogLine): boolean => text === 'Deleting temporary keypair...';
		const log = cancelled.log.slice(0, cancelled.log.findIndex(isLast) + 1);
		expect(summaryLines({ ...cancelled, log }, { folder: './web', program: 'npx packer-wizard' })[1]).toBe(
			`  Clean-up    Packer did not say that it deleted the key ${key}. To look for it, and delete it after a yes: npx packer-wizard cleanup 7f3a`,
		);
	});

	test.each([
		['interrupted', '✗ web was interrupted after 31 s'],
		['unknown', '✗ web ended, nobody saw how, after 31 s'],
	] as const)('%s', (result, first) => {
		const lines = summaryLines({ ...built('cancel', {}, 1), result }, { folder: './web' });
		expect(lines[0]).toBe(first);
	});
});

test('a build that still runs is told where to be watched', () => {
	const timeline = startTimeline(journalHeader('1.16.0', scripts));
	expect(summaryLines(timeline, { folder: './web' })).toEqual([
		'web goes on. Watch it: packer-wizard builds watch 7f3a',
	]);
});

test.each([
	['1.6.6', './web', 'packer', 'cd web && packer build .'],
	['1.9.5', './web', 'packer', 'cd web && packer build .'],
	['1.10.0', "./my images/it's", 'packer', "cd 'my images/it'\\''s' && packer init . && packer build ."],
	['1.16.0', '~/my images', 'packer', "cd ~/'my images' && packer init . && packer build ."],
	['1.16.0', './-x', 'packer', 'cd ./-x && packer init . && packer build .'],
	[
		'1.16.0',
		'.',
		'/opt/hashi corp/packer',
		"'/opt/hashi corp/packer' init . && '/opt/hashi corp/packer' build .",
	],
])('by hand with Packer %s in %s', (version, folder, packer, command) => {
	expect(buildByHand(version, folder, packer)).toBe(command);
});

test('who was not let in by AWS is told to sign in again', () => {
	const [, happened, toDo] = summaryLines(built('wrong-creds', {}, 1), { folder: './web' });
	expect(happened).toMatch(/^ {2}Happened {5}No AWS sign-in was found/);
	expect(toDo).toMatch(/^ {2}To do {8}Sign in again \(aws sso login, or new keys\), then run it again\.$/);
});

test('what a build wrote is named, and what was not put where it belongs, of a failed one too', () => {
	const back = Array.from({ length: 8 }, (_, index) => ({ path: `/w/out/${index}`, how: 'new' as const }));
	const written = [
		...back,
		{
			path: '/w/a.sh',
			how: 'kept' as const,
			at: '/left/a.sh',
			why: 'Yours was changed while the build ran.',
		},
	];
	for (const timeline of [built('success'), built('script-fails', {}, 1)]) {
		const lines = summaryLines(
			{ ...timeline, written, moreWritten: 5 },
			{ folder: './web', shown: path => `.${path}` },
		);
		expect(lines).toContain(
			'  Wrote       ./w/out/0, ./w/out/1, ./w/out/2, ./w/out/3, ./w/out/4, ./w/out/5, 7 more',
		);
		expect(lines).toContain(
			'  Kept aside  ./w/a.sh lies in ./left/a.sh. Yours was changed while the build ran.',
		);
	}
});
