import type { BuildRow, PresetRow } from '../../source/flow/rows.ts';

/** A preset of the home screen: shipped, and told in more words than there is room for, unless it is said otherwise. */
export const presetRow = (name: string, more: Partial<PresetRow> = {}): PresetRow => ({
	name,
	origin: 'shipped',
	description: `what ${name} is, in more words than the row has room for on a narrow screen`,
	needsToken: false,
	...more,
});

/** Builds of the home screen, an hour old: done, with an image, unless it is said otherwise. */
export const buildRowAt =
	(now: number) =>
	(id: string, more: Partial<BuildRow> = {}): BuildRow => ({
		id,
		name: `build-${id}`,
		mode: 'aws',
		began: now - 3_600_000,
		took: 400_000,
		result: 'done',
		artifacts: [{ region: 'eu-west-1', ami: 'ami-0f3a91c2d4e5f6a7b' }],
		regions: ['eu-west-1'],
		detail: 'ami-0f3a91c2d4e5f6a7b eu-west-1',
		...more,
	});
