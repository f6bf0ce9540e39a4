import { asked, confirmed, left, type Row, ready } from './row.ts';

export const leftAnswers: readonly Row[] = [
	{
		journey: 'answers that were left are rehearsed',
		told: { ...ready, left },
		steps: ['start', 'go on with the answers', 'rehearse', 'done'],
		gives: ['start a rehearsal of web', 'drop answers', 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'a new image asks before it takes the place of answers, which are taken',
		told: { ...ready, left },
		steps: ['start', 'new image', 'go on with the answers', 'rehearse', 'done'],
		gives: ['start a rehearsal of web', 'drop answers', 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'a new image takes the place of answers',
		told: { ...ready, left },
		steps: ['start', 'new image', 'give up the answers', 'to the review', 'rehearse', 'done'],
		gives: ['keep answers', 'start a rehearsal of web', 'drop answers', 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'answers stay if a new image is not begun',
		told: { left },
		steps: ['start', 'new image', 'back', 'quit'],
		gives: ['exit 0'],
		by: asked,
	},
	{
		journey: 'answers stay if a preset is not changed',
		told: { left, presets: ['own nodejs'] },
		steps: ['start', 'open: nodejs', 'edit', 'back', 'back', 'quit'],
		gives: ['exit 0'],
		by: asked,
	},
	{
		journey: 'a preset that is changed takes the place of answers after a yes',
		told: { ...ready, left, presets: ['own nodejs'] },
		steps: [
			...['start', 'open: nodejs', 'edit', 'give up the answers', 'change: Region'],
			...['answer: region = eu-west-1', 'to the review', 'rehearse', 'done'],
		],
		gives: ['keep answers', 'start a rehearsal of nodejs, eu-west-1', 'drop answers', 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'a preset is rehearsed, and answers that were left stay',
		told: { ...ready, left, presets: ['shipped nodejs'] },
		steps: ['start: run nodejs --rehearse', 'done'],
		gives: ['start a rehearsal of nodejs', 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'what is opened from the review leads back to it',
		told: { ...ready, presets: ['shipped nodejs'] },
		steps: [
			...['start: run nodejs', 'change: Where', 'back', 'change: Install', 'back', 'change: More', 'back'],
			...['change: Files', 'back', 'rehearse', 'done'],
		],
		gives: ['start a rehearsal of nodejs', 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'a preset is built, and answers that were left stay',
		told: { ...ready, left, presets: ['shipped nodejs'] },
		steps: ['start: run nodejs', 'build', 'done'],
		gives: [`start a build of nodejs, ${confirmed}`, 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'what is changed on the way to a build takes the place of answers after a yes',
		told: { ...ready, left, presets: ['shipped nodejs'] },
		steps: [
			...['start: run nodejs', 'change: Region', 'answer: region = eu-west-1', 'give up the answers'],
			...['to the review', 'rehearse', 'done'],
		],
		gives: [
			'keep no answers, since others are left',
			'keep answers',
			'start a rehearsal of nodejs, eu-west-1',
			'drop answers',
			'watch 7f3a',
			'exit 0',
		],
		by: asked,
	},
	{
		journey: 'the same answer again on the way to a build takes no place',
		told: { ...ready, left, presets: ['shipped nodejs'] },
		steps: [
			...['start: run nodejs', 'change: Region', 'answer: region = us-east-1'],
			...['to the review', 'rehearse', 'done'],
		],
		gives: ['start a rehearsal of nodejs', 'watch 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'what is changed on the way to a build leaves answers as they are without one',
		told: { left, presets: ['shipped nodejs'] },
		steps: ['start: run nodejs', 'change: Region', 'answer: region = eu-west-1', 'back', 'interrupt'],
		gives: ['keep no answers, since others are left', 'exit 130'],
		by: asked,
	},
];
