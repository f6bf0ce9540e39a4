import { confirmed, type Row, ready } from './row.ts';

const answers = [
	'answer: region = eu-west-1',
	'answer: base = debian-12',
	'answer: name = web',
	'to the review',
];

export const newImages: readonly Row[] = [
	{
		journey: 'a new image is built',
		told: ready,
		steps: ['start', 'new image', ...answers, 'build', 'done'],
		gives: [
			'keep answers',
			`start a build of web, eu-west-1, ${confirmed}`,
			'drop answers',
			'watch 7f3a',
			'exit 0',
		],
	},
	{
		journey: 'a new image is rehearsed',
		told: ready,
		steps: ['start', 'new rehearsal', ...answers, 'rehearse', 'done'],
		gives: ['keep answers', 'start a rehearsal of web, eu-west-1', 'drop answers', 'watch 7f3a', 'exit 0'],
	},
	{
		journey: 'a new image with own steps of each kind is rehearsed',
		told: ready,
		steps: [
			...['start', 'new rehearsal', 'answer: region = eu-west-1', 'answer: base = debian-12'],
			'answer: install = commands,scripts,uploads,playbooks,cookbooks,checks,restart,pauses',
			...['answer: commands = true', 'answer: scripts = ./setup.sh', 'answer: uploads = ./site => /srv/site'],
			...['answer: playbooks = ./site.yml', 'answer: cookbooks = ./cookbooks => recipe[web]'],
			...['answer: checks = nginx -t', 'answer: name = web'],
			...['to the review', 'rehearse', 'done'],
		],
		gives: [
			'keep answers',
			'start a rehearsal of web, eu-west-1, inline commands, upload site, playbook site-2, cookbooks chef, check nginx-t, restart restart, pause pause, script setup',
			'drop answers',
			'watch 7f3a',
			'exit 0',
		],
	},
	{
		journey: 'the files of a new image are written',
		told: {},
		steps: ['start', 'new image', ...answers, 'write the files', 'quit'],
		gives: ['keep answers', 'write ./web', 'drop answers', 'exit 0'],
	},
	{
		journey: 'a template becomes an image, and what it does not say is asked',
		told: { missing: [], builds: ['done'] },
		steps: [
			...['start', 'import a template', 'type: two.json', 'the second image'],
			...['answer: region = eu-west-1', 'to the review', 'rehearse', 'done'],
		],
		gives: [
			'import two.json',
			'import two.json amazon-ebs.two',
			'keep answers',
			'start a rehearsal of two, eu-west-1',
			'drop answers',
			'watch 7f3a',
			'exit 0',
		],
		flagsGive: [
			'import two.json amazon-ebs.two',
			'start a rehearsal of two, eu-west-1',
			'watch 7f3a',
			'exit 0',
		],
	},
];
