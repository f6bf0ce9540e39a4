import { asked, left, type Row, ready } from './row.ts';

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
		journey: 'what is not saved under the name of another preset is saved under another name',
		told: { left, presets: ['own mine'] },
		steps: [
			...['start', 'go on with the answers', 'save', 'type: mine', 'another name', 'type: other'],
			...['read on', 'interrupt'],
		],
		gives: ['save preset other', 'drop answers', 'exit 130'],
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
		journey:
			"what is saved under a name of the project's, which stays what that name means, is not built by it",
		told: { ...ready, presets: ['shipped nodejs', 'project team'] },
		steps: [...['start: run nodejs', 'save', 'type: team', 'save it', 'read on'], ...['rehearse', 'done']],
		gives: ['save preset team', 'start a rehearsal of nodejs', 'watch 7f3a', 'exit 0'],
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
