import { columns } from '../base/columns.ts';
import { exitCodes } from '../base/problem.ts';
import { givenUp, type Instead } from '../flow/drafts.ts';
import { aboutRow, type Home, type HomeRow, type HomeTarget, homeRows } from '../flow/home.ts';
import type { OwnImage } from '../flow/images.ts';
import { askForDelete, presetDeeds, presetRoute } from '../flow/presets.ts';
import { begun, continued, type Route } from '../flow/route.ts';
import type { PresetRow } from '../flow/rows.ts';
import { buildText } from '../flow/words/build-rows.ts';
import { imageCells, noImages, unseenTexts } from '../flow/words/images.ts';
import type { Draft } from '../questions/draft.ts';
import { troubleText } from '../targets/aws/flow/account-choices.ts';
import { back } from './ask.ts';
import { askForAnswers, isGoing } from './ask-first.ts';
import { deedRows } from './deed-rows.ts';
import { importRoute } from './import.ts';
import { labelled } from './labelled.ts';
import type { PromptRow } from './prompt-rows.ts';
import type { PlainRoute } from './route.ts';
import { attempt, type Tools } from './tools.ts';

const atHome: Route = { at: 'home' };

/** A row of home as a row of a list. */
const promptRow = (row: HomeRow, now: number): PromptRow<HomeTarget> => {
	const { target, name, hint, right } = row;
	const about = aboutRow(row);
	const known = { value: target, short: name, ...(about !== '' && { description: about }) };
	switch (target.kind) {
		case 'new':
		case 'import':
			return { ...known, name, description: hint };
		case 'continue':
			return { ...known, name: `${name}: ${hint}` };
		case 'preset': {
			const short = `Preset ${name}`;
			return presetDeeds(target.preset).length === 0
				? { ...known, short, name: short, disabled: hint }
				: { ...known, short, name: `${short}: ${hint} (${right})` };
		}

		case 'build': {
			const { id, broken } = target.build;
			const short = `Build ${name} ${id}`;
			return broken === undefined
				? { ...known, short, name: `${short}: ${buildText(target.build, now)}` }
				: { ...known, short, name: `Build ${id}`, disabled: broken };
		}
	}
};

/** Goes on with something that has answers of its own; those that were left are given up only after a yes. */
const begin = async (
	{ prompts }: Tools,
	left: Draft | undefined,
	instead: Instead,
	go: () => Promise<Route> | Route,
): Promise<Route> => {
	const wish = await askForAnswers(prompts, left, instead);
	return wish === 'go' ? go() : wish === 'safe' && left ? continued(left) : atHome;
};

const openPreset = async (tools: Tools, preset: PresetRow, left: Draft | undefined): Promise<Route> => {
	const { actions, prompts } = tools;
	const { name } = preset;
	const wish = await prompts.choose(`Preset ${name}`, deedRows(presetDeeds(preset)));
	switch (wish) {
		case back:
			return atHome;
		case 'delete':
			if (await isGoing(prompts, askForDelete(preset))) {
				await attempt(tools, () => actions.deletePreset(name));
			}

			return atHome;
		default: {
			const read = async (): Promise<Route> => {
				const decisions = await attempt(tools, () => actions.readPreset(name));
				return decisions ? presetRoute(decisions, wish, givenUp(left)) : atHome;
			};
			return wish === 'edit' ? begin(tools, left, { kind: 'edit', name }, read) : read();
		}
	}
};

const open = (tools: Tools, { draft: left, fresh }: Home, target: HomeTarget): Promise<Route> | Route => {
	switch (target.kind) {
		case 'new':
			return begin(tools, left, target, () => begun(fresh, target.mode, left));
		case 'import':
			return begin(tools, left, { kind: 'new', mode: fresh.mode }, () =>
				importRoute(tools, fresh.mode, left),
			);
		case 'continue':
			return left ? continued(left) : atHome;
		case 'preset':
			return openPreset(tools, target.preset, left);
		case 'build':
			return { at: 'build', id: target.build.id };
	}
};

/** The images that were made here: each leads to its build, where something can be done with it. */
const chooseImage = async ({ actions, prompts, say, ended }: Tools): Promise<Route> => {
	let images: readonly OwnImage[] = [];
	say('Looking at the images in AWS.');
	await actions.images(told => {
		images = told;
	}, ended);
	unseenTexts(images).forEach(say);
	const now = Date.now();
	if (images.length === 0) {
		say(noImages);
		return atHome;
	}

	const texts = columns(images.map(image => imageCells(image, now)));
	const rows = images.map(({ build, name, id }, index) => ({
		value: build,
		name: texts[index] ?? id,
		short: `${name} ${id}`,
	}));
	const chosen = await prompts.choose('Images made here; each opens its build', rows);
	return chosen === back ? atHome : { at: 'build', id: chosen };
};

/** Where everything begins: a new image, presets, builds. */
export const home = async (tools: Tools): Promise<PlainRoute> => {
	const [state, { packer, aws, trouble }] = await Promise.all([
		tools.actions.home(),
		tools.actions.surroundings(),
	]);
	tools.say('');
	tools.say(`packer-wizard   ${packer} · ${aws}`);
	if (trouble) {
		labelled('', troubleText(trouble), tools.width).forEach(tools.say);
	}

	if (state.warning !== undefined) {
		labelled('', state.warning, tools.width).forEach(tools.say);
	}

	const now = Date.now();
	const { actions, presets, builds } = homeRows(state, now);
	const wish = await tools.prompts.choose<HomeTarget | 'images' | 'quit'>(
		'What to do',
		[
			...[...actions, ...presets, ...builds].map(row => promptRow(row, now)),
			...(builds.length === 0 ? [] : [{ value: 'images' as const, name: 'Images made here' }]),
			{ value: 'quit', name: 'Quit' },
		],
		{ noBack: true },
	);
	if (wish === 'images') {
		return (await attempt(tools, () => chooseImage(tools))) ?? atHome;
	}

	return wish === back || wish === 'quit'
		? { at: 'end', exitCode: exitCodes.done }
		: open(tools, state, wish);
};
