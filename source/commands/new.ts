import type { BuildMode } from '../base/build-mode.ts';
import { wordFor } from '../base/count.ts';
import { exitCodes, Problem, problemLines } from '../base/problem.ts';
import { buildOptionsIn } from '../flags/build.ts';
import { buildFlags } from '../flags/common.ts';
import { missingAnswers, requireAnswers } from '../flags/missing.ts';
import { lastValue } from '../flags/parse.ts';
import { questionGroups } from '../flags/question-help.ts';
import { applySets } from '../flags/set.ts';
import { givenUp, isLeft, isToKeep, type Keeping, keptAs, madeOf, nothingKept } from '../flow/drafts.ts';
import { importedDraft, whichSource } from '../flow/import.ts';
import { askForAnswers } from '../plain/ask-first.ts';
import { askForSource } from '../plain/import.ts';
import { type Draft, newDraft } from '../questions/draft.ts';
import { atFirstOpen } from '../questions/moves.ts';
import { buildDecided } from './shared/build-request.ts';
import type { Command } from './shared/command.ts';
import { applyLooked } from './shared/looked-up.ts';
import { canAsk } from './shared/mode.ts';
import { open } from './shared/open.ts';
import { askPerson } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';
import { sayImported, sayUnused } from './shared/warnings.ts';
import { writeDecided } from './shared/write-files.ts';

/** What it starts from, and how that stands to the answers that are kept. */
type Start = { readonly draft: Draft; readonly keeping: Keeping };

/** Flags that say something of a template. */
const templateFlags = ['source', 'var', 'var-file'];

/** @throws Problem (exit 2) for flags of a template that is not named. */
const refuseWithoutTemplate = ({ parsed: { values } }: Session): void => {
	const given = templateFlags.filter(name => values.has(name)).map(name => `--${name}`);
	if (given.length > 0 && !values.has('from')) {
		throw new Problem(
			`${given.join(' and ')} ${wordFor(given.length, 'says', 'say')} something of a template that is not named.`,
			{
				next: ['Name it, too: --from <template>'],
			},
		);
	}
};

/** The answers that a template gives; a person is asked which of its images is meant. */
const importing = async (session: Session, mode: BuildMode, template: string): Promise<Draft | 'back'> => {
	const { values } = session.parsed;
	const actions = await session.actions();
	const request = {
		template,
		source: lastValue(session.parsed, 'source'),
		variables: values.get('var') ?? [],
		variableFiles: values.get('var-file') ?? [],
	};
	const result = await actions.importTemplate(request);
	if ('decisions' in result) {
		return importedDraft(result, mode);
	}

	if (!canAsk(session.mode)) {
		throw whichSource(template, result.choices);
	}

	const source = await askPerson(session, prompts => askForSource(prompts, template, result.choices));
	if (source === undefined) {
		return 'back';
	}

	const picked = await actions.importTemplate({ ...request, source });
	return 'decisions' in picked ? importedDraft(picked, mode) : 'back';
};

/**
 * What it starts from: the answers that were left, if they are wanted, or a new draft.
 * @returns undefined if the person went back.
 */
const starting = async (session: Session, mode: BuildMode): Promise<Start | undefined> => {
	const wanted = session.has('continue');
	const template = lastValue(session.parsed, 'from');
	if (wanted && template !== undefined) {
		throw new Problem('--from and --continue each begin with other answers.', { next: ['Leave one out.'] });
	}

	refuseWithoutTemplate(session);
	const imported = template === undefined ? undefined : await importing(session, mode, template);
	if (imported === 'back') {
		return undefined;
	}

	if (!wanted && !canAsk(session.mode)) {
		return { draft: imported ?? newDraft(), keeping: nothingKept };
	}

	const { draft: left, fresh } = await (await session.actions()).drafts();
	if (wanted && !left) {
		throw new Problem('There are no answers to continue with.', {
			next: ['Begin a new image: packer-wizard new'],
		});
	}

	let wish: 'safe' | 'go' | undefined = wanted ? 'safe' : 'go';
	if (!wanted && isLeft(left)) {
		session.takeBack();
		wish = await askPerson(session, prompts => askForAnswers(prompts, left, { kind: 'new', mode }));
	}

	return wish === 'safe' && left
		? { draft: left, keeping: keptAs(left) }
		: wish && { draft: imported ?? fresh, keeping: givenUp(left) };
};

/** Keeps what flags answered: who goes back or leaves at the first question has not lost it. */
const keepAnswered = async (
	session: Session,
	{ draft, keeping }: Start,
	answered: Draft,
): Promise<Keeping> => {
	if (!isToKeep({ ...keeping, isOwn: false }, draft, answered)) {
		return keeping;
	}

	try {
		const others = await (await session.actions()).saveDraft(answered, keeping.known);
		return others ? keeping : keptAs(answered);
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		problemLines(error, session.environment).forEach(session.note);
		return keeping;
	}
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard new [flags]'],
		text: [
			'Asks what an image needs and writes the files for Packer. Every question is also a flag, and is not asked then. Where nobody can be asked it needs --region, --base and --name; --rehearse rehearses the files, --yes builds the image.',
		],
		groups: [
			...questionGroups('defaults'),
			{
				title: 'How',
				flags: [
					{ name: 'continue', text: 'Go on with the answers that were left.', help: 'rare' },
					...buildFlags,
				],
			},
			{
				title: 'A template that you have',
				short: 'How',
				flags: [
					{
						name: 'from',
						value: '<template>',
						text: 'Begin with a Packer template, a file or folder. What the questions know becomes answers, the rest stays in the new template as it stands, and a list says what became of each part.',
					},
					{
						name: 'source',
						value: '<name>',
						text: 'Which of its images, if it makes several: amazon-ebs.web.',
						help: 'rare',
					},
					{
						name: 'var',
						value: '<name=value>',
						text: 'The value of a variable of that template. Repeatable; PKR_VAR_<name> in the environment does the same.',
						help: 'rare',
					},
					{
						name: 'var-file',
						value: '<file>',
						text: 'A file with values of its variables. Repeatable.',
						help: 'rare',
					},
				],
			},
		],
		examples: ['packer-wizard new --region eu-west-1 --base debian-13 --name web --install ntp'],
	},
	takes: 0,
	run: async session => {
		const rehearse = session.has('rehearse');
		const start = await starting(session, rehearse ? 'rehearsal' : 'aws');
		if (!start) {
			return exitCodes.cancelled;
		}

		const { values } = session.parsed;
		const answered = applySets(
			await applyLooked(session, start.draft, values, session.environment),
			values.get('set'),
		);
		const draft: Draft = rehearse ? { ...answered, mode: 'rehearsal' } : answered;
		sayUnused(session, draft);
		const builds = rehearse || session.has('yes');
		// Answers that were left in the middle go on there.
		const isWhole = start.keeping.isOwn ? draft.at === 'review' : true;
		const isAsked = canAsk(session.mode) && !(builds && isWhole && missingAnswers(draft).length === 0);
		const starts = isAsked ? 'later' : builds ? 'now' : 'never';
		const options = buildOptionsIn(session.parsed, draft.mode, starts);
		if (isAsked) {
			const opened = start.draft.answered.length > 0 ? draft : atFirstOpen(draft);
			return open(session, {
				at: 'wizard',
				draft: opened,
				options,
				keeping: await keepAnswered(session, start, opened),
			});
		}

		sayImported(session, draft);
		requireAnswers(draft);
		const made = madeOf(start.keeping);
		return builds
			? buildDecided(session, draft, { madeOf: made })
			: writeDecided(session, draft, { ...(made && { madeOf: made }) });
	},
};
