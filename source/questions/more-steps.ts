import { machinePathPattern, machinePathRule } from '../recipe/step-schema.ts';
import { uploadDoubts } from '../recipe/upload-doubts.ts';
import { stepValues, toBeNamed } from './fresh-steps.ts';
import type { LinesQuestion } from './question.ts';
import { stepLines } from './step-lines.ts';

const arrow = /^(.+?)\s+=>\s+(\S.*)$/;

/** What stands in front of the arrow of a line, and behind it. */
const sides = (line: string): readonly [string, string] | undefined => {
	const [, left, right] = arrow.exec(line.trim()) ?? [];
	return left === undefined || right === undefined ? undefined : [left, right];
};

const list = (text: string): readonly string[] =>
	text
		.split(/,(?![^[]*\])/)
		.map(part => part.trim())
		.filter(part => part !== '');

/** Files and folders of the person's that go to the machine. */
export const uploads: LinesQuestion = {
	...stepLines({
		kind: 'upload',
		write: ({ upload, to, user }) =>
			upload === toBeNamed ? '' : `${upload} => ${to}${user === undefined ? '' : ` (${user})`}`,
		read: line => {
			const [upload, place] = sides(line) ?? [];
			const [, to = '', user] = /^(.*?)(?:\s+\(([a-z_][a-z0-9_-]*)\))?$/.exec(place ?? '') ?? [];
			if (upload === undefined) {
				return 'A line has a path here, an arrow and a place on the machine: ./site => /var/www/html';
			}

			return machinePathPattern.test(to)
				? { upload, to, ...(user !== undefined && { user }) }
				: machinePathRule;
		},
		called: ({ upload }) => upload,
		atLeast: 'Name at least one file or folder, or go back and untick them.',
	}),
	id: 'uploads',
	section: 'install',
	asked: 'walk',
	title: 'Files and folders to upload',
	text: 'One a line, with its place on the machine: ./site => /var/www/html',
	flag: { name: 'upload', value: '<path => place>', isRare: true },
	ticks: { question: 'install', value: stepValues.upload },
	warn: ({ recipe }) => uploadDoubts(recipe),
	details: () => [
		'What is in a folder goes into the one there.',
		"It is root's, or whose you say: (www-data).",
		'It is read when the image is built.',
	],
};

/** Playbooks of Ansible. */
export const playbooks: LinesQuestion = {
	...stepLines({
		kind: 'playbook',
		write: ({ playbook, project, from }) =>
			playbook === toBeNamed
				? ''
				: `${playbook}${project === undefined ? '' : ` with ${project}`}${from === 'here' ? ' from here' : ''}`,
		read: line => {
			const [, playbook = '', project, here] =
				/^(.+?)(?:\s+with\s+(.+?))?(\s+from here)?$/.exec(line.trim()) ?? [];
			return here !== undefined && project !== undefined
				? 'A playbook that runs from here needs no folder: it has its own around it.'
				: {
						playbook,
						from: here === undefined ? 'machine' : 'here',
						...(project !== undefined && { project }),
					};
		},
		called: ({ playbook }) => playbook,
		atLeast: 'Name at least one playbook, or go back and untick them.',
	}),
	id: 'playbooks',
	section: 'install',
	asked: 'walk',
	title: 'Ansible playbooks',
	text: 'One path a line, for example ./site.yml; they run in this order.',
	flag: { name: 'playbook', value: '<path>', isRare: true },
	ticks: { question: 'install', value: stepValues.playbook },
	details: () => [
		'It runs on the machine, which gets Ansible.',
		'With roles: ./site.yml with ./ansible,',
		'by the Ansible here: ./site.yml from here',
	],
};

/** What Chef does. */
export const cookbooks: LinesQuestion = {
	...stepLines({
		kind: 'cookbooks',
		write: step =>
			step.cookbooks[0] === toBeNamed ? '' : `${step.cookbooks.join(', ')} => ${step.runList.join(', ')}`,
		read: line => {
			const [folders, runList] = sides(line) ?? [];
			return folders === undefined || runList === undefined || list(runList).length === 0
				? 'A line has a folder of cookbooks, an arrow and a run list: ./cookbooks => recipe[web]'
				: { cookbooks: [...list(folders)], runList: [...list(runList)] };
		},
		called: () => 'chef',
		atLeast: 'Name a folder of cookbooks and what to run, or go back and untick them.',
	}),
	id: 'cookbooks',
	section: 'install',
	asked: 'walk',
	title: 'Chef cookbooks',
	text: 'A folder of cookbooks and a run list: ./cookbooks => recipe[web]',
	flag: { name: 'chef', value: '<folder => run list>', isRare: true },
	ticks: { question: 'install', value: stepValues.cookbooks },
	details: () => ['By chef-solo, without a server. The machine gets Chef from omnitruck.chef.io.'],
};

/** What must hold in the image. */
export const checks: LinesQuestion = {
	...stepLines({
		kind: 'check',
		write: ({ check, exitCode }) =>
			check === toBeNamed ? '' : `${check}${exitCode === 0 ? '' : ` => ${exitCode}`}`,
		read: line => {
			const [, check = line.trim(), code = '0'] = /^(.+?)\s+=>\s+(\d+)$/.exec(line.trim()) ?? [];
			return Number(code) <= 255
				? { check, exitCode: Number(code) }
				: 'A program ends with an exit code from 0 to 255.';
		},
		called: ({ check }) => check.split(/\s+/).slice(0, 3).join('-').replaceAll(/[./]/g, '-'),
		atLeast: 'Type at least one command, or go back and untick them.',
	}),
	id: 'checks',
	section: 'install',
	asked: 'walk',
	title: 'Checks',
	text: 'One command a line that must succeed, or there is no image.',
	flag: { name: 'check', value: '<command>', isRare: true },
	ticks: { question: 'install', value: stepValues.check },
	details: () => [
		'For example nginx -t, when all is installed.',
		'For another exit code than 0, an arrow: test -e /root/.ssh => 1',
	],
};

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Times in which nothing happens. */
export const pauses: LinesQuestion = {
	...stepLines({
		kind: 'pause',
		write: ({ pause }) => (pause % 60 === 0 ? `${pause / 60}m` : `${pause}s`),
		read: line => {
			const [, number = '', unit = 's'] = /^(\d+)\s*([smh]?)$/.exec(line.trim().toLowerCase()) ?? [];
			const pause = Number(number || 'NaN') * (units[unit || 's'] ?? 1);
			return pause >= 1 && pause <= 3600 ? { pause } : 'A pause is 30s, 5m or up to 1h.';
		},
		called: () => 'pause',
		atLeast: 'Say how long, or go back and untick it.',
	}),
	id: 'pauses',
	section: 'install',
	asked: 'walk',
	title: 'Pauses',
	text: 'How long nothing happens, 30s or 5m; one a line.',
	flag: { name: 'pause', value: '<time>', isRare: true },
	ticks: { question: 'install', value: stepValues.pause },
	details: () => ['Order, in the settings, says where it stands.'],
};
