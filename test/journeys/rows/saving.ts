import { asked, left, type Row } from './row.ts';

export const saving: readonly Row[] = [
	{
		journey: 'answers are saved as a preset',
		told: { left },
		steps: ['start', 'go on with the answers', 'save', 'type: mine', 'read on', 'interrupt'],
		gives: ['save preset mine', 'drop answers', 'exit 130'],
		by: asked,
	},
	{
		journey: 'a preset of the same name is not replaced without one',
		told: { left, presets: ['own mine'] },
		steps: ['start', 'go on with the answers', 'save', 'type: mine', 'another name', 'interrupt'],
		gives: ['exit 130'],
		by: asked,
	},
	{
		journey: 'a name of what is shipped is told of, and saved under after a yes',
		told: { left, presets: ['shipped nodejs'] },
		steps: ['start', 'go on with the answers', 'save', 'type: nodejs', 'save it', 'read on', 'interrupt'],
		gives: ['save preset nodejs', 'drop answers', 'exit 130'],
		by: asked,
	},
	{
		journey: 'a preset of the same name is replaced after a yes',
		told: { left, presets: ['own mine'] },
		steps: ['start', 'go on with the answers', 'save', 'type: mine', 'replace', 'read on', 'interrupt'],
		gives: ['save preset mine, overwrite', 'drop answers', 'exit 130'],
		by: asked,
	},
];
