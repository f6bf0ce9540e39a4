import { agoText } from '../base/durations.ts';
import { exitCodes } from '../base/problem.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import type { Home } from '../flow/home.ts';
import type { PresetRow } from '../flow/presets.ts';
import { buildText } from '../flow/words/builds.ts';
import { lastBuildText } from '../flow/words/last-build.ts';
import { type Draft, draftAtReview } from '../questions/engine.ts';
import { back } from './ask.ts';
import { labelled } from './labelled.ts';
import { askLeftAnswers } from './left-answers.ts';
import type { Row } from './prompts.ts';
import type { PlainRoute } from './route.ts';
import { attempt, type Tools } from './tools.ts';

const lastText = (preset: PresetRow, now: number): string =>
	[
		lastBuildText(preset, now),
		...(preset.last?.mode === 'aws' ? preset.last.artifacts.slice(0, 1).map(({ ami }) => ami) : []),
		...(preset.needsToken ? ['token'] : []),
	].join(' · ');

type Wish =
	| { readonly open: 'new'; readonly mode: BuildMode }
	| { readonly open: 'quit' }
	| { readonly open: 'draft'; readonly draft: Draft }
	| { readonly open: 'preset'; readonly preset: PresetRow }
	| { readonly open: 'build'; readonly id: string };

/** Rehearse stands first until something was built. */
const startRows = ({ builds }: Home): readonly Row<Wish>[] => {
	const rehearse: Row<Wish> = {
		value: { open: 'new', mode: 'rehearsal' },
		name: 'Rehearse an image: AWS played on this machine, no account, no cost',
		short: 'Rehearse an image',
	};
	const real: Row<Wish> = {
		value: { open: 'new', mode: 'aws' },
		name: 'New image: answer some questions, get an image (AMI) in your account',
		short: 'New image',
	};
	return builds.some(({ result }) => result === 'done') ? [real, rehearse] : [rehearse, real];
};

const rows = (home: Home, now: number): readonly Row<Wish>[] => [
	...startRows(home),
	...(home.draft
		? [
				{
					value: { open: 'draft', draft: home.draft } as const,
					name: `Continue ${home.draft.recipe.name}: your answers of ${agoText(home.draft.savedAt ?? now, now)}`,
				},
			]
		: []),
	...home.presets.map(preset => ({
		value: { open: 'preset', preset } as const,
		short: `Preset ${preset.name}`,
		name:
			preset.broken === undefined
				? `Preset ${preset.name}: ${preset.description} (${lastText(preset, now)})`
				: `Preset ${preset.name}`,
		...(preset.broken !== undefined && { disabled: preset.broken }),
	})),
	...home.builds.map(build => ({
		value: { open: 'build', id: build.id } as const,
		short: `Build ${build.name} ${build.id}`,
		name:
			build.broken === undefined
				? `Build ${build.name} ${build.id}: ${buildText(build, now)}`
				: `Build ${build.id}`,
		...(build.broken !== undefined && { disabled: build.broken }),
	})),
	{ value: { open: 'quit' }, name: 'Quit' },
];

const openPreset = async (tools: Tools, { name, origin }: PresetRow): Promise<PlainRoute> => {
	const { actions, prompts } = tools;
	const wish = await prompts.choose(`Preset ${name}`, [
		{ value: 'run', name: 'Run, rehearse or change it' },
		...(origin === 'own' ? [{ value: 'delete', name: 'Delete it' }] : []),
	]);
	if (wish === 'run') {
		const preset = await attempt(tools, () => actions.readPreset(name));
		return preset ? { at: 'wizard', draft: draftAtReview(preset) } : { at: 'home' };
	}

	if (wish === 'delete') {
		const sure = await prompts.choose(`Delete the preset ${name}?`, [
			{ value: false, name: 'Keep it' },
			{ value: true, name: 'Delete it' },
		]);
		if (sure === true) {
			await attempt(tools, () => actions.deletePreset(name));
		}
	}

	return { at: 'home' };
};

/** A new image; answers that were left are given up only after a yes. */
const startAnew = async (
	{ prompts }: Tools,
	{ draft, fresh }: Pick<Home, 'draft' | 'fresh'>,
	mode: BuildMode,
): Promise<PlainRoute> => {
	const left = draft && (await askLeftAnswers(prompts, draft, Date.now()));
	return left === back ? { at: 'home' } : { at: 'wizard', draft: left ?? { ...fresh, mode } };
};

/** Where everything begins: a new image, presets, builds. */
export const home = async (tools: Tools): Promise<PlainRoute> => {
	const [state, { packer, aws }] = await Promise.all([tools.actions.home(), tools.actions.surroundings()]);
	tools.say('');
	tools.say(`packer-wizard   ${packer} · ${aws}`);
	if (state.warning !== undefined) {
		labelled('', state.warning, tools.width).forEach(tools.say);
	}

	const wish = await tools.prompts.choose('What to do', rows(state, Date.now()), { noBack: true });
	if (wish === back || wish.open === 'quit') {
		return { at: 'end', exitCode: exitCodes.done };
	}

	switch (wish.open) {
		case 'new':
			return startAnew(tools, state, wish.mode);
		case 'draft':
			return { at: 'wizard', draft: wish.draft };
		case 'preset':
			return openPreset(tools, wish.preset);
		case 'build':
			return { at: 'build', id: wish.id };
	}
};
