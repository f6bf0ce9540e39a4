import { asked, confirmed, type Row, ready } from './row.ts';

const origins = ['shipped', 'own', 'project'] as const;

export const presets: readonly Row[] = [
	...origins.flatMap((origin): readonly Row[] => {
		const told = { ...ready, presets: [`${origin} nodejs`] };
		return [
			{
				journey: `a preset is built, ${origin}`,
				told,
				steps: ['start', 'open: nodejs', 'run', 'build', 'done'],
				gives: [`start a build of nodejs, ${confirmed}`, 'watch 7f3a', 'exit 0'],
			},
			{
				journey: `a preset is rehearsed, ${origin}`,
				told,
				steps: ['start', 'open: nodejs', 'rehearse', 'done'],
				gives: ['start a rehearsal of nodejs', 'watch 7f3a', 'exit 0'],
			},
			{
				journey: `a preset is changed and rehearsed, ${origin}`,
				told,
				steps: [
					...[
						'start',
						'open: nodejs',
						'edit',
						'change: Region',
						'answer: region = eu-west-1',
						'to the review',
					],
					...['rehearse', 'done'],
				],
				gives: [
					'keep answers',
					'start a rehearsal of nodejs, eu-west-1',
					'drop answers',
					'watch 7f3a',
					'exit 0',
				],
			},
		];
	}),
	{
		journey: 'a preset of ones own is deleted',
		told: { presets: ['own nodejs'] },
		steps: ['start', 'open: nodejs', 'delete', 'delete', 'quit'],
		gives: ['delete preset nodejs', 'exit 0'],
	},
	{
		journey: "a preset of ones own that the project's hides is deleted",
		told: { presets: ['project nodejs hides own'] },
		steps: ['start', 'open: nodejs', 'delete', 'delete', 'quit'],
		gives: ['delete preset nodejs', 'exit 0'],
	},
	{
		journey: 'a preset is not deleted before a yes',
		told: { presets: ['own nodejs'] },
		steps: ['start', 'open: nodejs', 'delete', 'keep it', 'back', 'quit'],
		gives: ['exit 0'],
		by: asked,
	},
	{
		journey: 'the files of a preset are written',
		told: { presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'run', 'write the files', 'quit'],
		gives: ['write ./web', 'exit 0'],
	},
	{
		journey: 'a preset is built without a review',
		told: { ...ready, presets: ['shipped nodejs'] },
		steps: ['start: run nodejs --yes', 'done'],
		gives: ['start a build of nodejs, confirmed by a flag', 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'a preset is rehearsed again',
		told: { ...ready, presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'run again', 'done'],
		gives: [
			...['start a rehearsal of nodejs', 'watch 7f3a'],
			...['start a rehearsal of nodejs', 'watch 8b4c', 'exit 0'],
		],
		by: asked,
	},
];
