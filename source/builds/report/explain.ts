import { printable } from '../../base/printable.ts';
import {
	explainCopies,
	explainLeftCopies,
	missingCopies,
	toCopy,
} from '../../targets/aws/builds/report/copies.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Diagnosis } from './diagnosis.ts';
import { explainScript } from './explain-script.ts';
import { explainBrokenOff, explainUnsaid } from './failures/ours.ts';
import { asSentence, cleanError, flatText, knownFailure } from './known-failure.ts';
import { partName, phaseName } from './phase-names.ts';

export type { Diagnosis } from './diagnosis.ts';

const shownLines = 5;

/** Lines in which an engine of containers tells how far it is, and what Packer says behind its end. */
const engineProgress =
	/^(?:[0-9a-f]{12}: |time="|Trying to pull |The push refers to |(?:Getting image|Copying|Writing|Storing|Removing|Logging) )/;

/** What Docker or Podman was asked for, and what it said last: Packer's error names the exit code only. */
const engineWords = ({ log }: Timeline): string | undefined => {
	const lines = log.filter(({ source }) => ['packer', 'error'].includes(source)).map(({ text }) => text);
	const asked = lines.findLastIndex(text => /^(?:Pulling Docker image|Pushing): /.test(text));
	const end = lines.findIndex(
		(text, index) =>
			index > asked && /Bad exit status: |^Build '.+?' errored |^Running post-processor: /.test(text),
	);
	const said = lines
		.slice(asked + 1, end)
		.findLast(text => text.trim() !== '' && !engineProgress.test(text.trim()));
	return asked === -1 || said === undefined ? undefined : `${lines[asked]}; ${said}`;
};

/** Why a machine never ran, Packer tells in a line of its own and leaves out of its error. */
const launchDetails = ({ log }: Timeline): string | undefined =>
	log.findLast(
		({ source, text }) =>
			['packer', 'error'].includes(source) && text.includes('Instance state change details: '),
	)?.text;

/** Why a playbook or a run of Chef failed, in a line that its step printed: Packer's error names the exit code only. */
const ownStepWords = ({ log }: Timeline, step: number): string | undefined =>
	log.findLast(
		line =>
			line.step === step &&
			/^fatal: |^Unable to negotiate with |chef-solo: (?:command )?not found/.test(line.text.trim()),
	)?.text;

/** What Ansible counts when it is through: why it failed stands before that. */
const isRecap = (text: string): boolean => /^PLAY RECAP |^\S+ +: ok=\d+ +changed=\d+ /.test(text);

/** Packer's error with what it left out of it. */
const withDetails = (timeline: Timeline, said: string): string => {
	const details = /^Error waiting for instance \(/.test(said)
		? launchDetails(timeline)
		: /(?:Error pulling Docker image|Post-processor failed): Bad exit status: \d+$/.test(said)
			? engineWords(timeline)
			: undefined;
	return details === undefined ? said : `${said}; ${flatText(details)}`;
};

const explainFailure = (timeline: Timeline): Diagnosis => {
	const copies = explainCopies(timeline);
	if (copies) {
		return { ...copies, lastLines: [] };
	}

	const index = timeline.steps.findIndex(({ status }) => status === 'failed');
	const said = timeline.error === undefined ? undefined : withDetails(timeline, flatText(timeline.error));
	const scriptExit = /^Script exited with non-zero exit status: ([1-9]\d*)/.exec(said ?? '')?.[1];
	if (scriptExit !== undefined) {
		return explainScript(timeline, index, Number(scriptExit));
	}

	const step = timeline.steps[index]?.name;
	const lastLines =
		step === undefined
			? []
			: timeline.log
					.filter(({ step: of, text }) => of === index && text.trim() !== '' && !isRecap(text))
					.slice(-shownLines)
					.map(({ text }) => printable(text));
	const base = { ...(step === undefined ? {} : { step }), lastLines };
	const unsaid = explainUnsaid(timeline, said === undefined);
	if (unsaid) {
		return { ...base, ...unsaid };
	}

	if (said === undefined) {
		const phase = timeline.phases.find(({ status }) => status === 'failed');
		const where = phase ? ` at "${phaseName(phase, timeline.header.recipe)}"` : '';
		return { ...base, id: 'packer.silent', what: `Packer ended${where} and did not say why.` };
	}

	const words = /^Error executing (?:Ansible|Chef): /.test(said) ? ownStepWords(timeline, index) : undefined;
	const whole = words === undefined ? said : `${said}; ${flatText(words)}`;
	const known = knownFailure(whole, { ...timeline.header, ...(step !== undefined && { step }) });
	return known
		? { ...base, ...known, packerSaid: cleanError(said) }
		: { ...base, id: 'packer.other', what: asSentence(cleanError(said)) };
};

/** Which of several things that were to be made is told of: the one that failed. */
const failedPart = (timeline: Timeline): Timeline =>
	timeline.parts?.find(({ error, result }) => result === 'failed' && error !== undefined) ??
	timeline.parts?.find(({ result }) => result === 'failed') ??
	timeline;

/** Why each of several things that were to be made is not there, where more than one is not and not all for the same. */
const severalCauses = ({ parts = [] }: Timeline): string | undefined => {
	const failed = parts.filter(({ error, result }) => result === 'failed' && error !== undefined);
	const causes = failed.map(part => explainFailure(part).what);
	return new Set(causes).size > 1
		? failed.map((part, index) => `${partName(part)}: ${causes[index]}`).join(' ')
		: undefined;
};

const explained = (whole: Timeline): Diagnosis | undefined => {
	const timeline = failedPart(whole);
	if (timeline.result === 'failed') {
		const told = explainFailure(timeline);
		return { ...told, what: severalCauses(whole) ?? told.what };
	}

	const left = explainLeftCopies(timeline);
	const told = explainBrokenOff(timeline) ?? left;
	return told && { ...told, ...(left && toCopy(timeline)), lastLines: [] };
};

/**
 * Why a build made no image, as far as its Timeline tells: for what is not known it is Packer's own sentence. Undefined of
 * one that runs, that made it, or that the person cancelled. What the end of its journal says counts: so it is told alike
 * where only that was read. Pure.
 */
export const explain = (timeline: Timeline): Diagnosis | undefined => {
	const { result, cause, diagnosis: recorded } = timeline;
	if (result === undefined || result === 'done') {
		return undefined;
	}

	const diagnosis = explained(timeline);
	if (recorded === undefined) {
		const known = diagnosis ?? { id: 'ours.broken-off', lastLines: [] };
		return cause === undefined ? diagnosis : { ...known, what: cause };
	}

	const { why, next, remedy, ...facts } = diagnosis ?? { what: '', lastLines: [] };
	const told = { ...facts, ...recorded, what: cause ?? facts.what };
	if (recorded.remedy === 'cleanup' && timeline.cleaned?.isWhole && timeline.cleaned.left.length === 0) {
		const { next: _, remedy: __, ...rest } = told;
		return rest;
	}

	// Some may have been copied since.
	return missingCopies(timeline).length > 0 ? { ...told, ...toCopy(timeline) } : told;
};
