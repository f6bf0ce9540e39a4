import { isAmazonSource, type ShellStep, type SourceLine } from '../../../../builds/copy/template-edits.ts';
import { type TemplateStep, templateSteps } from '../../../../builds/copy/template-steps.ts';
import type { OwnEnd } from '../../../../builds/journal/journal.ts';

/**
 * How the machine of a real build ends itself when its time is up, whatever became of the computer that builds.
 * `terminate`: it is gone then. `stop`: it only stops, and its disk stays, since a step of the person's own shuts it
 * down before the image is made.
 */
export type OwnEndPlan = {
	readonly behavior: OwnEnd['behavior'];
	/**
	 * What tells the machine: its user data, from its first start on; a first step, since the template has user data of
	 * its own; or both, one for some sources each; none where nothing is known that would.
	 */
	readonly by: readonly ('boot' | 'step')[];
	/** Whether there is a machine that nothing tells. */
	readonly leavesOut: boolean;
};

/** A file of the template, or a script that it names. */
export type TemplateText = { readonly file: string; readonly text: string };

/** What cloud-init keeps of user data, in any form. The rest of what it keeps is of no use without them. */
const kept = ['user-data.txt*', 'boothooks', 'obj.pkl']
	.map(name => `/var/lib/cloud/instance/${name}`)
	.join(' ');

/**
 * Waits as long as is left, then shuts down. Told to end before, as by a stop, it takes away what there is of it on the
 * disk. A `sleep` that somebody ends shuts nothing down.
 */
const waiting = (isUserData: boolean): string =>
	`trap "${isUserData ? `rm -rf ${kept}; ` : ''}exit 0" TERM; sleep '$left' & wait $! && shutdown -P now`;

/**
 * Lines of sh that begin the waiting, as root; they fail never and print nothing. The time counts from when EC2 launched
 * the machine, of which cloud-init tells, so that a restart gives it no more; where it does not tell, from now.
 * systemd's own units are in /run.
 */
const arming = (seconds: number, isUserData: boolean): readonly string[] => [
	`left=${seconds}`,
	`since=$(sed -n 's/.*"pendingTime": *"\\([^"]*\\)".*/\\1/p' /run/cloud-init/instance-data.json 2>/dev/null | head -n 1)`,
	'[ -n "$since" ] || since=now',
	'now=$(date +%s)',
	'since=$(date -d "$since" +%s 2>/dev/null) || since=$now',
	'if [ "$now" -gt "$since" ]; then left=$((left - now + since)); fi',
	'if [ "$left" -lt 1 ]; then left=1; fi',
	`wait='${waiting(isUserData)}'`,
	'if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then',
	'  systemd-run --unit=packer-wizard-end --description="The end of a build" /bin/sh -c "$wait" >/dev/null 2>&1 &',
	'else',
	'  setsid /bin/sh -c "$wait" </dev/null >/dev/null 2>&1 &',
	'fi',
];

/**
 * User data with which a machine ends itself so many seconds after each of its starts. cloud-init runs a boothook early,
 * whether anybody ever logs in or not, and again when the machine restarts.
 */
const ownEndUserData = (seconds: number): string =>
	['#cloud-boothook', '#!/bin/sh', ...arming(seconds, true), 'exit 0', ''].join('\n');

/** The script of a step that does the same over SSH. */
export const ownEndScript = (seconds: number): string =>
	['#!/bin/sh', ...arming(seconds, false), ''].join('\n');

/**
 * That step. It needs no folder that programs may be started from, and fails no build: a machine without sudo goes on
 * without. Packer says the name of its file, which tells it from the steps that stand in a template without a name.
 * @param script its file, absolute.
 */
export const ownEndStep = (script: string): ShellStep => ({
	script,
	execute_command: 'sudo -n sh {{ .Path }} || true',
	remote_folder: '/dev/shm',
});

const isTrue = (value: string | undefined): boolean => value !== undefined && !/^"?false\b/.test(value);

const read =
	({ attribute }: TemplateStep) =>
	(name: string): string | undefined =>
		attribute(name) || undefined;

type Read = (name: string) => string | undefined;

/** Windows, and what starts by Ignition, take user data of another kind; nobody logs in there to a shell of ours. */
const isOther = (value: Read): boolean =>
	/winrm|none/.test(value('communicator') ?? '') || /^"core"/.test(value('ssh_username') ?? '');

const hasUserData = (value: Read): boolean =>
	value('user_data') !== undefined || value('user_data_file') !== undefined;

/** Commands that shut a machine down; what restarts it is none. */
const shutsDown =
	/(?:^|[\s;&|('"/])(?:shutdown(?!.*\s(?:-r|-c|--reboot)\b)|poweroff|halt|(?:tel)?init\s+0)(?=$|[\s;&|)'"])/;

/** Whether a line of scripts shuts the machine down. */
export const isShutDownBySteps = (texts: readonly string[]): boolean =>
	texts.some(text => text.split('\n').some(line => !/^[\s["']*#/.test(line) && shutsDown.test(line)));

const provisioners = (files: readonly TemplateText[]): readonly TemplateStep[] =>
	files.flatMap(({ file, text }) =>
		templateSteps(file, text).filter(({ kind, type }) => kind === 'provisioner' && type === 'shell'),
	);

/** The scripts that the steps of a template name, relative to its folder. */
export const namedScripts = (files: readonly TemplateText[]): readonly string[] =>
	provisioners(files)
		.flatMap(({ attribute }) => [attribute('script'), attribute('scripts')])
		.flatMap(text => [...text.matchAll(/"(?:\$\{path\.(?:root|cwd)\}\/|\.\/)?([^"$%{}]+)"/g)])
		.map(([, script = '']) => script);

/** The scripts that stand in the steps of a template themselves. */
export const inlineTexts = (files: readonly TemplateText[]): readonly string[] =>
	provisioners(files).map(({ attribute }) => attribute('inline').replaceAll(/\\n|",/g, '\n'));

/**
 * How the machines of a template end themselves; undefined if it has none in EC2. Pure.
 * @param files what Packer reads in its folder.
 * @param scripts the contents of the scripts that it names.
 */
export const ownEndOf = (
	files: readonly TemplateText[],
	scripts: readonly string[],
): OwnEndPlan | undefined => {
	const sources = files
		.flatMap(({ file, text }) => templateSteps(file, text))
		.filter(({ kind, type }) => kind === 'source' && isAmazonSource(type))
		.map(read);
	if (sources.length === 0) {
		return undefined;
	}

	const told = sources.filter(value => !isOther(value));

	const isStopped =
		told.some(value => isTrue(value('disable_stop_instance'))) ||
		isShutDownBySteps([...inlineTexts(files), ...scripts]);
	const ways = new Set(told.map(value => (hasUserData(value) ? 'step' : 'boot')));
	return {
		behavior: isStopped ? 'stop' : 'terminate',
		by: [...ways].sort(),
		leavesOut: told.length < sources.length,
	};
};

/** That a machine does not end itself, and what that means, one sentence; none where every machine does. */
export const leftOutTexts = ({ by, leavesOut }: OwnEndPlan): readonly string[] =>
	leavesOut
		? [
				`${by.length === 0 ? 'The machine does not end itself' : 'Not every machine ends itself'}: no way is known for one that is reached by WinRM or not at all, or that starts by Ignition. If this computer is lost, it costs until somebody ends it.`,
			]
		: [];

/** The lines for the sources of a template whose machines end themselves. */
export const ownEndLines = ({ behavior }: OwnEndPlan, seconds: number): readonly SourceLine[] => [
	...(behavior === 'terminate'
		? [{ name: 'shutdown_behavior', value: behavior, where: 'always', unless: isOther } as const]
		: []),
	{
		name: 'user_data',
		value: ownEndUserData(seconds),
		where: 'absent',
		unless: (value: Read) => isOther(value) || hasUserData(value),
	},
];
