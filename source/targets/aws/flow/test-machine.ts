import { agoText, sentenceDuration } from '../../../base/durations.ts';
import { isPlainWord, shellWord } from '../../../base/shell.ts';
import type { Timeline } from '../../../builds/timeline/timeline.ts';
import { hourlyPrice } from '../../../catalog/prices.ts';
import type { Ask } from '../../../flow/ask.ts';
import type { Deed } from '../../../flow/deed.ts';
import type { ReadyMachine, TestNews } from '../builds/test-machine/news.ts';
import { moneyText } from '../recipe/money.ts';
import { priceText } from '../recipe/price.ts';

const costsText = (type: string, region: string): string =>
	`It costs ${priceText(type, region) ?? `as any ${type}`}, and its disk and address with it.`;

/** The command that ends it. */
const endText = (id: string): string => `End it: packer-wizard cleanup ${id}`;

/**
 * Asked before a test machine is started.
 * @param type the one that was named; that of the build if undefined.
 * @param ami the image that was named; the first of the build if undefined.
 */
export const askForTest = ({ header, artifacts }: Timeline, type?: string, ami?: string): Ask => {
	const { instanceType, region: home } = header.recipe.aws;
	const region = artifacts.find(each => each.ami === ami)?.region ?? artifacts[0]?.region ?? home;
	const used = type ?? instanceType;
	return {
		text: `Start a ${used} in ${region} from the image of build ${header.id}? ${costsText(used, region)} It is ended when you are done with it.`,
		safe: 'Do not start it',
		go: 'Start it',
		isSafeBack: true,
	};
};

/** What it has cost so far, about: the machine alone; empty if our list does not know the type. */
const soFar = ({ type, region, ran }: TestNews): string => {
	const price = hourlyPrice(type, region);
	return price && ran > 0 ? `, ${moneyText((price.usd * ran) / 3_600_000, 'USD')} so far` : '';
};

const stageText = ({ stage, machine = '', address = '', type, region, mayRun }: TestNews): string => {
	switch (stage) {
		case 'making':
			return 'Its key and its firewall are made.';
		case 'starting':
			return `${machine} (${type}) starts.`;
		case 'checks':
			return `${machine} runs at ${address}; its status checks are not passed yet.`;
		case 'ssh':
			return `Its status checks are passed; SSH does not answer yet.`;
		case 'boot':
			return 'SSH answers; its first boot is not over.';
		case 'ready':
			return `${machine} is ready at ${address}: its status checks are passed, SSH answers, and its first boot is over.`;
		case 'ending':
			return machine === '' ? 'What was made is deleted.' : `${machine} is being ended.`;
		case 'ended':
			return `Nothing of it is left${machine === '' ? '' : ': machine, key and firewall are deleted'}.`;
		case 'left':
			return mayRun
				? `${machine || 'A machine'} may still run. ${costsText(type, region)}`
				: 'Not all of it could be deleted.';
	}
};

/** What is new of a test machine, sentences: `12 s, under $0.01 so far: SSH answers; …`. */
export const testTexts = (news: TestNews): readonly string[] => [
	`${news.ran > 0 ? `${sentenceDuration(news.ran)}${soFar(news)}: ` : ''}${stageText(news)}`,
	...(news.said ?? []),
	...(news.stage === 'left' ? [endText(news.build)] : []),
];

/** What became of the first boot, if that is worth a word. */
export const bootText = ({ boot }: ReadyMachine): string | undefined => {
	switch (boot) {
		case 'done':
			return undefined;
		case 'none':
			return 'There is no cloud-init in the image: nobody can say whether its first boot is over.';
		case 'disabled':
			return 'cloud-init is switched off in the image.';
		default:
			return `Its first boot went wrong: cloud-init says ${boot}. See /var/log/cloud-init-output.log there.`;
	}
};

/** Whether the first boot went well, as far as anybody says. */
export const isWellBooted = ({ boot }: ReadyMachine): boolean => ['done', 'none', 'disabled'].includes(boot);

/** The command that logs in, as a shell takes it: its options are meant as such. */
export const sshCommand = ({ ssh }: Pick<ReadyMachine, 'ssh'>): string =>
	ssh.map(word => (isPlainWord(word) ? word : shellWord(word))).join(' ');

/** What can be done with a machine that is ready. */
export const readyDeeds = ({ type, region }: TestNews): readonly Deed<'log-in' | 'end' | 'keep'>[] => [
	{ id: 'log-in', label: 'Log in by SSH', hint: 'this terminal is yours until you log out' },
	{ id: 'end', label: 'End it', hint: 'machine, key and firewall' },
	{
		id: 'keep',
		label: 'Keep it',
		hint: `it goes on to cost ${priceText(type, region) ?? 'what such a machine costs'}`,
		isGrave: true,
	},
];

/** How one gets into a machine that was kept, and what ends it. */
export const keptTestTexts = (machine: ReadyMachine, id: string): readonly string[] => [
	`It is kept. ${costsText(machine.type, machine.region)}`,
	`Log in: ${sshCommand(machine)}`,
	endText(id),
];

/** The test machine of an image that is there, or may be; undefined if none is. `now` in milliseconds since 1970. */
export const testMachineText = ({ test }: Timeline, now: number): string | undefined => {
	if (!test || test.things.length === 0) {
		return undefined;
	}

	const id = test.things.find(({ kind }) => kind === 'instance')?.id || 'one that was being made';
	return [id, test.state === 'kept' && 'kept', `since ${agoText(test.time, now)}`].filter(Boolean).join(', ');
};
