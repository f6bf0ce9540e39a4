import type { Told } from '../recorder.ts';
import { asked, confirmed, left, type Row, ready } from './row.ts';

export const differing: readonly Row[] = [
	...(
		[
			['build', `start a build of web, FILES, ${confirmed}`],
			['rehearse', 'start a rehearsal of web, FILES'],
		] as const
	).flatMap(([wish, start]): readonly Row[] => {
		const told: Told = { ...ready, left, filesDiffer: true };
		const steps = ['start', 'go on with the answers', wish];
		return [
			{
				journey: `files that differ are kept, to ${wish}`,
				told,
				steps: [...steps, 'keep mine', 'done'],
				gives: [start.replace('FILES', 'keep'), 'drop answers', 'watch 7f3a', 'exit 0'],
			},
			{
				journey: `files that differ are looked at and replaced, to ${wish}`,
				told,
				steps: [...steps, 'show the difference', 'take the new', 'done'],
				gives: [start.replace('FILES', 'overwrite'), 'drop answers', 'watch 7f3a', 'exit 0'],
			},
			{
				journey: `files go elsewhere where others stand, to ${wish}`,
				told,
				steps: [...steps, 'another folder', 'type: ./other', 'to the review', wish, 'done'],
				gives: [
					'keep answers',
					start.replace('of web, FILES', 'of web, in ./other'),
					'drop answers',
					'watch 7f3a',
					'exit 0',
				],
				by: asked,
			},
			{
				journey: `nothing is done if nobody says which files count, to ${wish}`,
				told,
				steps: [...steps, 'back', 'quit'],
				gives: ['exit 0'],
				by: ['screens'],
			},
		];
	}),
	{
		journey: 'files that differ are kept when the others are written',
		told: { left, filesDiffer: true },
		steps: ['start', 'go on with the answers', 'write the files', 'keep mine', 'quit'],
		gives: ['write ./web, keep', 'drop answers', 'exit 0'],
		by: asked,
	},
	{
		journey: 'files that differ are replaced when they are written',
		told: { left, filesDiffer: true },
		steps: ['start', 'go on with the answers', 'write the files', 'take the new', 'quit'],
		gives: ['write ./web, overwrite', 'drop answers', 'exit 0'],
		by: asked,
	},
	{
		journey: 'what the flags say of files that differ is not asked again',
		told: { ...ready, presets: ['shipped nodejs'], filesDiffer: true },
		steps: ['start: run nodejs --out ./web --overwrite', 'build', 'done'],
		gives: [`start a build of nodejs, in ./web, overwrite, ${confirmed}`, 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'the files of a preset are written, and answers that were left stay',
		told: { left, presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'run', 'write the files', 'quit'],
		gives: ['write ./web', 'exit 0'],
	},
];
