import type { FailureRemedyId } from '../../../source/builds/journal/diagnosis.ts';
import { asked, confirmed, left, type Row, ready } from './row.ts';

const started = 'start a rehearsal of nodejs';

/** A build that fails, and what helps: another answer, by the row of the failure. */
const helped = (remedy: FailureRemedyId, question: string, answer: string, text: string): Row => ({
	journey: `a build that failed goes on by its way out: ${remedy}`,
	told: { ...ready, builds: [`fails ${remedy}`, 'done'], presets: ['shipped nodejs'] },
	steps: [
		...['start', 'open: nodejs', 'rehearse', 'way out', `answer: ${question} = ${answer}`, 'to the review'],
		...['rehearse', 'done'],
	],
	gives: [
		...[started, 'watch 7f3a', 'keep answers', `${started}, ${text}`],
		...['drop answers', 'watch 8b4c', 'exit 0'],
	],
	flagsGive: [started, 'watch 7f3a', `${started}, ${text}`, 'watch 8b4c', 'exit 0'],
});

export const builds: readonly Row[] = [
	helped('subnet', 'subnet', 'subnet-0f3a91c2', 'Network: default network, any subnet → subnet-0f3a91c2'),
	helped('instance-type', 'machine', 't3.small', 'Machine: t3.micro → t3.small'),
	helped('zone', 'zone', 'us-east-1b', 'Zone: any zone → us-east-1b'),
	helped('region', 'region', 'eu-west-1', 'eu-west-1'),
	helped('ssh-from', 'ssh-from', '203.0.113.7/32', 'SSH from: anywhere while it builds → 203.0.113.7/32'),
	helped('disk', 'disk', '20', 'Disk: 8 GB gp3 → 20 GB gp3'),
	{
		journey: 'a build is cancelled',
		told: { ...ready, builds: ['runs'], presets: ['shipped nodejs'] },
		steps: ['start: run nodejs --rehearse', 'cancel', 'quit'],
		gives: [started, 'watch 7f3a', 'cancel 7f3a', 'exit 130'],
	},
	{
		journey: 'a build is left, and goes on',
		told: { ...ready, builds: ['runs'], presets: ['shipped nodejs'] },
		steps: ['start: run nodejs --rehearse', 'leave'],
		gives: [started, 'watch 7f3a', 'exit 5'],
		by: asked,
	},
	{
		journey: 'a build is started and not watched',
		told: { ...ready, builds: ['runs'], presets: ['shipped nodejs'] },
		steps: ['start: run nodejs --rehearse --detach'],
		gives: [started, 'exit 0'],
	},
	{
		journey: 'a build that failed is looked at and left',
		told: { ...ready, builds: ['failed'], presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'look at the log', 'quit'],
		gives: [started, 'watch 7f3a', 'exit 1'],
	},
	{
		journey: 'a build that failed is run again',
		told: { ...ready, builds: ['failed', 'done'], presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'run again', 'done'],
		gives: [started, 'watch 7f3a', started, 'watch 8b4c', 'exit 0'],
		by: asked,
	},
	{
		journey: 'a build that failed is changed and run again',
		told: { ...ready, builds: ['failed', 'done'], presets: ['shipped nodejs'] },
		steps: [
			...['start', 'open: nodejs', 'rehearse', 'change the answers', 'change: Region'],
			...['answer: region = eu-west-1', 'to the review', 'rehearse', 'done'],
		],
		gives: [
			...[started, 'watch 7f3a', 'keep answers', `${started}, eu-west-1`],
			...['drop answers', 'watch 8b4c', 'exit 0'],
		],
		by: asked,
	},
	{
		journey: 'a build that is over is compared with the one before, and deleted after a yes',
		told: { ...ready, builds: ['failed', 'done'], presets: ['shipped nodejs'] },
		steps: [
			...['start', 'open: nodejs', 'rehearse', 'run again', 'compare the build'],
			...['delete the build', 'keep the build', 'delete the build', 'delete', 'quit'],
		],
		gives: [
			...[started, 'watch 7f3a', started, 'watch 8b4c', 'compare 8b4c with 7f3a'],
			...['delete build 8b4c', 'exit 0'],
		],
		by: asked,
	},
	{
		journey: 'what is in an image is looked at when its build is over',
		told: { ...ready, builds: ['done and listed'], presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'look into the image', 'done'],
		gives: [started, 'watch 7f3a', 'look into the image of 7f3a', 'exit 0'],
		by: asked,
	},
	{
		journey: 'one step back from the review of a build leads home',
		told: { presets: ['shipped nodejs'] },
		steps: ['start: run nodejs', 'back', 'quit'],
		gives: ['exit 0'],
		by: asked,
	},
	{
		journey: 'one step back from a way out leads to the build again',
		told: { ...ready, builds: ['fails subnet'], presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'way out', 'back', 'look at the log', 'quit'],
		gives: [started, 'watch 7f3a', 'exit 1'],
		by: asked,
	},
	{
		journey: 'what was rehearsed is built for real, after its review',
		told: { ...ready, presets: ['shipped nodejs'] },
		steps: ['start', 'open: nodejs', 'rehearse', 'build for real', 'build', 'done'],
		gives: [started, 'watch 7f3a', `start a build of nodejs, ${confirmed}`, 'watch 8b4c', 'exit 0'],
		by: asked,
	},
	{
		journey: 'a new image is saved as a preset',
		told: { ...ready, left },
		steps: ['start', 'go on with the answers', 'rehearse', 'save', 'type: mine', 'read on', 'done'],
		gives: ['start a rehearsal of web', 'drop answers', 'watch 7f3a', 'save preset mine', 'exit 0'],
		by: asked,
	},
];
