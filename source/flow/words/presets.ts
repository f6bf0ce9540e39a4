import { agoText, durationText } from '../../base/durations.ts';
import { type Environment, shownPath, type Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import { notRunText } from '../../builds/report/not-run.ts';
import type { PresetOrigin } from '../../recipe/schema.ts';
import type { PresetRow, SavedPreset } from '../rows.ts';

type Last = Pick<PresetRow, 'last'>;

const neverBuilt = 'never built';

/** What a build of which it is not told how it went came to. */
const unfinished = (result: string): string =>
	result === 'failed' || result === 'cancelled' ? result : 'not finished';

/**
 * What the newest build of a preset came to: `built yesterday, 6 m 40 s`, `rehearsed 3 min ago, 18 s, scripts not run`,
 * `rehearsal failed just now`.
 */
export const lastBuildText = ({ last }: Last, now: number): string => {
	if (last === undefined) {
		return neverBuilt;
	}

	const { mode, time, result, took, notRun = [], isChanged } = last;
	const changed = isChanged ? ', answers changed' : '';
	if (result === undefined) {
		return `${mode === 'rehearsal' ? 'rehearsal runs now' : 'runs now'}${changed}`;
	}

	const ago = agoText(time, now);
	if (result !== 'done') {
		return `${mode === 'rehearsal' ? 'rehearsal ' : ''}${unfinished(result)} ${ago}${changed}`;
	}

	const how = notRun.length > 0 ? `, scripts ${notRunText}` : '';
	return `${mode === 'rehearsal' ? 'rehearsed' : 'built'} ${ago}, ${durationText(took)}${how}${changed}`;
};

/** The same in the few cells of a row: `yesterday · 6 m 40 s`. */
const lastBuildShort = ({ last }: Last, now: number): string => {
	if (last === undefined) {
		return neverBuilt;
	}

	const ago = agoText(last.time, now);
	switch (last.result) {
		case undefined:
			return 'runs now';
		case 'done':
			return last.mode === 'rehearsal' ? `rehearsed ${ago}` : `${ago} · ${durationText(last.took)}`;
		default:
			return `${unfinished(last.result)} ${ago}`;
	}
};

/** The images of the newest build, `ami-0f3a91c2d4e5f6a7b eu-west-1` each. What was rehearsed made none. */
export const lastImages = ({ last }: Last): readonly string[] =>
	last?.mode === 'aws' ? last.artifacts.map(({ ami, region }) => `${ami} ${region}`) : [];

/** Whose a preset is: in a list, where those that came along are the usual ones; in a sentence of its own; as one of several. */
const origins: Readonly<
	Record<PresetOrigin, { readonly short: string; readonly long: string; readonly one: string }>
> = {
	shipped: { short: '', long: 'comes with packer-wizard', one: 'the shipped one' },
	own: { short: 'yours', long: 'yours', one: 'yours' },
	project: { short: 'of the project', long: "this project's", one: "this project's" },
};

const oneOf = (origin: PresetOrigin): string => origins[origin].one;

/** Which others of its name a preset hides; undefined if none. */
export const hidesText = ({ hides = [] }: PresetRow): string | undefined =>
	hides.length === 0 ? undefined : `hides ${hides.map(oneOf).join(' and ')}`;

/** `yours, ~/.config/packer-wizard/presets/web.json, hides the shipped one`. */
const originText = (preset: PresetRow): string =>
	[origins[preset.origin].long, preset.file, hidesText(preset)].filter(Boolean).join(', ');

/** What a preset is. */
export const presetText = ({ name, origin, description, broken }: PresetRow): string =>
	broken ?? (description || (origin === 'shipped' ? name : origins[origin].long));

const withToken = (text: string, { needsToken }: PresetRow): string =>
	`${text}${needsToken ? ' · token' : ''}`;

/** What there is to say of a preset at the end of its row. */
export const presetShort = (preset: PresetRow, now: number): string =>
	[
		preset.broken === undefined ? withToken(lastBuildShort(preset, now), preset) : 'broken',
		...(preset.hides ?? []).slice(0, 1).map(origin => `hides ${origin === 'own' ? 'yours' : 'another'}`),
	].join(' · ');

/** The same where there is room: `yours · token · built 2 h ago, 6 m 40 s: ami-0f3a91c2d4e5f6a7b`. */
export const presetLong = (preset: PresetRow, now: number): string => {
	const [image] = lastImages(preset);
	const last = `${lastBuildText(preset, now)}${image === undefined ? '' : `: ${image.split(' ')[0]}`}`;
	return [
		[origins[preset.origin].short, hidesText(preset)].filter(Boolean).join(', '),
		preset.needsToken ? 'token' : '',
		preset.broken === undefined ? last : 'broken',
	]
		.filter(Boolean)
		.join(' · ');
};

/** All of a preset, each with its label. */
export const aboutPreset = (preset: PresetRow, now: number): readonly (readonly [string, string])[] => [
	['What it is', preset.broken ?? (preset.description || preset.name)],
	['From', originText(preset)],
	['Last build', lastBuildText(preset, now)],
	...lastImages(preset).map((image, index) => [index === 0 ? 'Last image' : '', image] as const),
	...(preset.needsToken
		? [['Token', 'it installs private bundles: GITHUB_OAUTH_TOKEN must be set'] as const]
		: []),
];

/** Whether to delete one's own preset: what its name means then. */
export const deleteText = ({ name, origin, hides }: PresetRow): string => {
	if (origin !== 'own') {
		return `Delete your preset ${name}? The one that hides it stays.`;
	}

	return hides
		? `Delete your preset ${name}? The hidden one comes back.`
		: `Delete the preset ${name}? Its builds and files stay.`;
};

/** What a name means again once one's own preset of it is deleted; undefined if nothing else than before. */
export const comesBackText = ({ name, origin, hides: [next] = [] }: PresetRow): string | undefined =>
	next === undefined || origin !== 'own' ? undefined : `${name} means ${oneOf(next)} again.`;

/** What saving under a name means that presets have already. */
export const savedUnderText = (name: string, found: readonly PresetOrigin[]): string => {
	const [first] = found;
	if (found.includes('own')) {
		return `You have a preset ${name} already`;
	}

	return first === 'project'
		? `In this project ${name} goes on meaning the project's`
		: `${name} came with packer-wizard, and yours will hide it`;
};

/** Where the name of a preset that was saved means it. */
const wherever = ({ isHidden }: SavedPreset): string => (isHidden ? ' outside of this project' : '');

const runCommand = ({ name }: SavedPreset, environment: Environment): string =>
	`${programCommand(environment)} run ${name}`;

/** How a preset that was saved is run, the command on a line of its own. */
export const runAgainLines = (saved: SavedPreset, environment: Environment): readonly string[] => [
	`Run it again${wherever(saved)}, without questions:`,
	runCommand(saved, environment),
];

/** Where a preset was saved, and how it is run. */
export const savedLines = (saved: SavedPreset, file: string, whereabouts: Whereabouts): readonly string[] => [
	`Saved: ${shownPath(file, whereabouts)}`,
	`Run it${wherever(saved)}: ${runCommand(saved, whereabouts.environment)}`,
];
