import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { journalEntries, journalHeader, type RecordedVersion, transcript } from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];

export const timelineOf = (
	version: string,
	output: string | Buffer,
	exitCode: number,
	bundle?: string,
): Timeline =>
	advance(
		startTimeline(
			bundle === undefined
				? journalHeader(version, scripts)
				: journalHeader(
						version,
						scripts.map(script => script.replace('fail', bundle)),
						{ bundles: [{ id: bundle, install: {}, boot: {}, more: { install: {}, boot: {} } }] },
					),
		),
		journalEntries(output, { exitCode }),
	);

/** The recorded build in which a script fails, as if it had printed these lines and ended with this code. */
export const failedScript = (
	version: RecordedVersion,
	lines: readonly string[],
	exitCode: number,
	bundle?: string,
): Timeline => {
	const output = transcript(version, 'script-fails')
		.toString()
		.replaceAll('02-fail.sh', `02-${bundle ?? 'fail'}.sh`)
		.replaceAll('non-zero exit status: 3', `non-zero exit status: ${exitCode}`)
		.replace(/^(.*)E: Unable to locate package nodejss\n/m, (_, prefix: string) =>
			lines.map(line => `${prefix}${line.replaceAll(',', '%!(PACKER_COMMA)')}\n`).join(''),
		);
	return timelineOf(version, output, 1, bundle);
};
