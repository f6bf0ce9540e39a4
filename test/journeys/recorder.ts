import type { Actions } from '../../source/actions/contract.ts';
import { buildSummary } from '../../source/actions/summary.ts';
import { Problem } from '../../source/base/problem.ts';
import { type FailureRemedyId, failureRemedyIds } from '../../source/builds/journal/diagnosis.ts';
import type { BuildResult, JournalEntry, JournalHeader } from '../../source/builds/journal/journal.ts';
import { advanceByMoments, startTimeline } from '../../source/builds/timeline/timeline.ts';
import { buildRow } from '../../source/flow/builds.ts';
import { changesText } from '../../source/flow/changes.ts';
import { compareBuilds } from '../../source/flow/compare.ts';
import { buildContents } from '../../source/flow/contents.ts';
import { draftAtHome, isInTheWay, isSame } from '../../source/flow/drafts.ts';
import type { FilePlan } from '../../source/flow/files.ts';
import { refuseDelete } from '../../source/flow/history.ts';
import type { RemedyId } from '../../source/flow/remedies.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import type { PresetRow } from '../../source/flow/rows.ts';
import { type Draft, newDraft } from '../../source/questions/draft.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import { stepKind } from '../../source/recipe/step-kinds.ts';
import { nodeContents } from '../helpers/contents.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { untilAborted } from '../helpers/some-actions.ts';
import { journalEntries, journalHeader, transcript } from '../helpers/transcript.ts';
import { here } from '../helpers/whereabouts.ts';
import { changedBy, type Lack, lacks, refusedLaunch } from './lacks.ts';

type Ends = Extract<BuildResult, 'done' | 'failed'> | 'done and listed' | 'runs' | `fails ${FailureRemedyId}`;

/** What the world answers. Whatever is asked for and not told here is refused, and the refusal is recorded. */
export type Told = {
	/** `own web`, `shipped nodejs`, `project team`, `project web hides own`. */
	readonly presets?: readonly string[];
	/** Answers that were left. */
	readonly left?: Draft;
	/** What is missing before a build; [] if nothing is. */
	readonly missing?: readonly Lack[];
	/** Whether the account says no to each build. */
	readonly says?: 'no';
	/** Whether other files stand where those of the image go. */
	readonly filesDiffer?: boolean;
	/** How each build ends, in order; `runs`: not before it is cancelled; `fails subnet`: with that remedy. */
	readonly builds?: readonly Ends[];
};

export type Recorder = {
	readonly actions: Actions;
	/** What was done, in order. */
	readonly done: readonly string[];
};

const ids = ['7f3a', '8b4c', '9d5e'];
const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];
const account = '123456789012 (profile dev)';

/** Answers that a journey changes and that are told in no other way. */
const otherAnswers = (decisions: Decisions): readonly string[] => {
	const usual = { ...decisions, recipe: recipeWith({ name: decisions.recipe.name }) };
	const changes = changesText(usual, decisions) ?? '';
	return changes.split('; ').filter(text => /^(Machine|Network|Zone|SSH from|Disk|Encryption):/.test(text));
};

const requestText = ({ decisions, mode, ...request }: BuildRequest): string => {
	const { recipe, preset, folder } = decisions;
	return [
		`start ${mode === 'rehearsal' ? 'a rehearsal' : 'a build'} of ${preset ?? recipe.name}`,
		...(folder === null ? [] : [`in ${folder.replace(process.cwd(), '.')}`]),
		...(recipe.aws.region === defaultRecipe().aws.region ? [] : [recipe.aws.region]),
		...(recipe.aws.profile === undefined ? [] : [`profile ${recipe.aws.profile}`]),
		...otherAnswers(decisions),
		...recipe.steps.map(step => `${stepKind(step)} ${step.name}`),
		...Object.keys(request.secrets),
		...(request.differences === undefined ? [] : [request.differences]),
		...(request.trust === true ? ['trust'] : []),
		...(request.confirmed && mode === 'aws' ? [`confirmed ${request.confirmed.account ?? 'by a flag'}`] : []),
	].join(', ');
};

const presetsOf = (names: readonly string[]): Map<string, PresetRow & { readonly decisions: Decisions }> =>
	new Map(
		names.map(text => {
			const [origin, name = '', , hidden] = text.split(' ');
			if (origin !== 'own' && origin !== 'shipped' && origin !== 'project') {
				throw new Error(`${text} is no preset.`);
			}

			const recipe = recipeWith({ name: 'web' });
			const decisions = { recipe, folder: null, preset: name };
			const hides = hidden === 'own' ? { hides: [hidden] as const } : {};
			return [name, { name, origin, ...hides, description: `what ${name} is`, needsToken: false, decisions }];
		}),
	);

type Build = {
	readonly header: JournalHeader;
	readonly ends: Ends;
	readonly cancelled: PromiseWithResolvers<void>;
	entries: readonly JournalEntry[];
};

/** Whether a build fails, and what helps. */
const failureOf = (ends: Ends): readonly [boolean, FailureRemedyId | undefined] => {
	const remedy = failureRemedyIds.find(id => ends === `fails ${id}`);
	return [ends === 'failed' || remedy !== undefined, remedy];
};

const withRemedy = (entry: JournalEntry, remedy: FailureRemedyId | undefined): JournalEntry =>
	entry.kind === 'end' && remedy ? { ...entry, diagnosis: { id: `test.${remedy}`, remedy } } : entry;

/** What a machine listed of its image was kept. */
const listed: JournalEntry = {
	kind: 'contents',
	seq: 98,
	time: 0,
	target: 'amazon-ebs.image',
	state: 'kept',
};

/** One implementation of the actions: it remembers what was done, and does it in a small world of its own. */
export const record = (told: Told): Recorder => {
	const done: string[] = [];
	const presets = presetsOf(told.presets ?? []);
	const builds = new Map<string, Build>();
	const remedied = new Set<RemedyId>();
	let draft = told.left;
	let written = false;
	const note = (line: string): void => {
		if (line !== done.at(-1)) {
			done.push(line);
		}
	};
	/** Kept answers are done with once something was made of them. */
	const drop = (madeOf: Decisions | undefined): void => {
		if (draft && madeOf && isSame(draft, madeOf)) {
			draft = undefined;
			note('drop answers');
		}
	};
	const refuse = (what: string): never => {
		note(`refused: ${what}`);
		throw new Error(`Nobody told what ${what} answers.`);
	};
	const buildOf = (id: string): Build => builds.get(id) ?? refuse(`build ${id}`);
	const timelineOf = ({ header, entries }: Build) => advanceByMoments(startTimeline(header), entries);
	const planFiles = (decisions: Decisions): FilePlan => {
		const { folder, preset, recipe } = decisions;
		const isByName = preset !== undefined && folder === null;
		const differs = told.filesDiffer === true && !written && !folder?.includes('other') && !isByName;
		const absolute = `${process.cwd()}/${(folder ?? recipe.name).replace(/^\.\//, '')}`;
		return {
			folder: isByName ? undefined : absolute,
			run: isByName ? preset : `${absolute}/recipe.json`,
			files: [
				{
					path: 'image.pkr.hcl',
					content: 'one\n',
					executable: false,
					...(differs ? { state: 'differs', current: 'two\n' } : { state: 'new' }),
				},
			],
		};
	};

	return {
		done,
		actions: {
			home: async () => ({
				presets: [...presets.values()],
				builds: [...builds.values()].map(build => buildRow(timelineOf(build).timeline, Date.now())),
				...draftAtHome(draft),
				fresh: newDraft(),
			}),
			surroundings: async () => ({ packer: 'Packer: 1.16.0', aws: 'AWS: profile dev' }),
			facts: async () => ({ profiles: ['dev'] }),
			askAws: async () => undefined,
			renewed: untilAborted,
			seekAmis: async () => undefined,
			missingFiles: async () => [],
			drafts: async () => ({ draft, fresh: newDraft() }),
			projectWarning: async () => undefined,
			expectedTimes: async () => undefined,
			accounts: async () => ({ keep: account, overwrite: account }),
			saveDraft: async (given, known) => {
				if (isInTheWay(draft, known)) {
					note('keep no answers, since others are left');
					return draft;
				}

				draft = { ...given, savedAt: Date.now() };
				note('keep answers');
				return undefined;
			},
			findRemains: async () => refuse('findRemains'),
			removeRemains: async () => refuse('removeRemains'),
			copyImage: async () => refuse('copyImage'),
			testImage: async () => refuse('testImage'),
			changeImage: async () => refuse('changeImage'),
			images: async () => refuse('images'),
			layers: () => refuse('layers'),
			removeLayers: () => refuse('removeLayers'),
			openShell: () => refuse('openShell'),
			importTemplate: async ({ template, source }) => {
				note(['import', template, source].filter(Boolean).join(' '));
				if (source === undefined) {
					return { choices: [{ id: 'amazon-ebs.one' }, { id: 'amazon-ebs.two' }] };
				}

				const recipe = recipeWith({ name: source.replace('amazon-ebs.', '') });
				return { decisions: { recipe, folder: null, imported: { template, told: [] } }, open: ['region'] };
			},
			readPreset: async name => presets.get(name)?.decisions ?? refuse(`readPreset ${name}`),
			savePreset: async (name, { recipe }, overwrite, madeOf) => {
				if (presets.get(name)?.origin === 'own' && !overwrite) {
					throw new Problem(`You have a preset ${name} already.`, { next: ['Replace it: --overwrite'] });
				}

				const decisions = { recipe, folder: null, preset: name };
				presets.set(name, { name, origin: 'own', description: '', needsToken: false, decisions });
				note(`save preset ${name}${overwrite ? ', overwrite' : ''}`);
				drop(madeOf);
				return `/nowhere/presets/${name}.json`;
			},
			deletePreset: async name => {
				const { hides, ...found } = presets.get(name) ?? refuse(`deletePreset ${name}`);
				if (hides?.includes('own')) {
					presets.set(name, found);
				} else if (found.origin === 'own') {
					presets.delete(name);
				} else {
					throw new Problem(`${name} is not yours to delete.`);
				}

				note(`delete preset ${name}`);
			},
			planFiles: async decisions => planFiles(decisions),
			doubts: async () => [],
			planForeign: async ({ decisions }) =>
				told.missing?.includes('foreign') ? planFiles(decisions) : refuse('planForeign'),
			writeFiles: async (plan, differences, madeOf) => {
				const folder = plan.folder ?? refuse('writeFiles without a folder');
				const isThere = plan.files.some(({ state }) => state === 'differs');
				if (isThere && differences === undefined) {
					throw new Problem('Files there differ.', { next: ['--keep', '--overwrite'], exitCode: 3 });
				}

				written = true;
				note(`write ${folder.replace(`${process.cwd()}/`, './')}${isThere ? `, ${differences}` : ''}`);
				drop(madeOf);
				const paths = plan.files.map(file => file.path);
				const kept = isThere && differences === 'keep' ? paths : [];
				return { folder, written: paths.filter(file => !kept.includes(file)), kept };
			},
			checks: async request => (told.missing ?? refuse('checks')).map(lack => lacks[lack](request, remedied)),
			preflight: async () => (told.says ? [refusedLaunch] : []),
			remedy: async (request, remedy, answer) => {
				note(['remedy', remedy.id, answer].filter(Boolean).join(' '));
				remedied.add(remedy.id);
				return changedBy(request, remedy, answer);
			},
			start: async request => {
				const id = ids[builds.size] ?? refuse('start');
				const { recipe, preset } = request.decisions;
				const { folder } = planFiles(request.decisions);
				const { folder: _, ...header } = journalHeader('1.16.0', scripts, recipe);
				builds.set(id, {
					ends: told.builds?.[builds.size] ?? refuse('start'),
					cancelled: Promise.withResolvers(),
					entries: [],
					header: {
						...header,
						id,
						mode: request.mode,
						...(preset !== undefined && { preset }),
						...(folder !== undefined && { folder }),
					},
				});
				note(requestText(request));
				drop(request.madeOf);
				return id;
			},
			follow: async (id, onProgress, signal) => {
				const build = buildOf(id);
				const { header, ends, cancelled } = build;
				const [fails, remedy] = failureOf(ends);
				const name = fails ? 'script-fails' : 'success';
				const all = journalEntries(transcript('1.16.0', name), { exitCode: fails ? 1 : 0 });
				const ended = ends === 'done and listed' ? [...all.slice(0, -1), listed, ...all.slice(-1)] : all;
				const told = ends === 'runs' ? all.slice(0, 22) : ended.map(entry => withRemedy(entry, remedy));
				build.entries = told;
				const { timeline, moments } = timelineOf(build);
				note(`watch ${id}`);
				await onProgress({ timeline, moments, lines: [header, ...told] });
				if (ends === 'runs') {
					const { promise: left, resolve } = Promise.withResolvers<void>();
					signal?.addEventListener('abort', () => resolve());
					await Promise.race([left, cancelled.promise]);
					if (signal?.aborted) {
						return timeline;
					}

					const end = { kind: 'end', seq: 99, time: timeline.time, result: 'cancelled' } as const;
					build.entries = [...told, { ...end, exitCode: 1, artifacts: [] }];
				}

				return timelineOf(build).timeline;
			},
			summary: timeline => buildSummary(timeline, here),
			look: async id => timelineOf(buildOf(id)).timeline,
			cancel: async id => {
				note(`cancel ${id}`);
				buildOf(id).cancelled.resolve();
			},
			deleteBuild: async (id, isForced) => {
				refuseDelete(timelineOf(buildOf(id)).timeline, isForced);
				builds.delete(id);
				note(`delete build ${id}`);
			},
			compareBuilds: async (id, other) => {
				const before =
					other ?? [...builds.keys()][[...builds.keys()].indexOf(id) - 1] ?? refuse('compareBuilds');
				note(`compare ${id} with ${before}`);
				return compareBuilds(timelineOf(buildOf(before)).timeline, timelineOf(buildOf(id)).timeline);
			},
			contents: async id => {
				note(`look into the image of ${id}`);
				return buildContents(timelineOf(buildOf(id)).timeline, [nodeContents]);
			},
			contentsDifference: () => refuse('contentsDifference'),
			findBuild: async () => [...builds.keys()].at(-1) ?? refuse('findBuild'),
			readLog: () => refuse('readLog'),
			copyToClipboard: () => refuse('copyToClipboard'),
		},
	};
};
