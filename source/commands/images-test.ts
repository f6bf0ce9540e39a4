import { exitCodes, Problem } from '../base/problem.ts';
import { lastValue } from '../flags/parse.ts';
import { jsonDocument } from '../json/document.ts';
import { openPrompts } from '../plain/prompts.ts';
import { testFront } from '../plain/test-machine.ts';
import { amisOf } from '../targets/aws/builds/image-changes/own-image.ts';
import type { ReadyMachine, TestFront, TestNews } from '../targets/aws/builds/test-machine/news.ts';
import {
	askForTest,
	bootText,
	isWellBooted,
	keptTestTexts,
	sshCommand,
	testTexts,
} from '../targets/aws/flow/test-machine.ts';
import { sshFromComplaint } from '../targets/aws/questions/network.ts';
import type { Command } from './shared/command.ts';
import { canAsk } from './shared/mode.ts';
import { askForYes } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';

/** Where nobody is asked the machine is ended as soon as it is seen to be well, unless it is to be kept. */
const unattended = (session: Session, id: string) => {
	const { say, note } = session;
	const isJson = session.mode.front === 'json';
	let last: TestNews | undefined;
	let ready: ReadyMachine | undefined;
	const front: TestFront = {
		told: news => {
			last = news;
			if (!isJson) {
				testTexts(news).forEach(news.stage === 'left' ? note : say);
			}
		},
		use: async machine => {
			ready = machine;
			const keeps = session.has('keep');
			const boot = bootText(machine);
			if (!isJson && boot !== undefined) {
				(isWellBooted(machine) ? say : note)(boot);
			}

			if (keeps && !isJson) {
				keptTestTexts(machine, id).forEach(say);
			}

			return keeps ? 'keep' : 'end';
		},
	};
	return { front, last: () => last, ready: () => ready };
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard images test [<id>] [flags]'],
		text: [
			'Starts a machine from the image of a build as its servers are started, with boot script, instance profile and subnet, a key of its own, and port 22 open for you alone. It waits until status checks are passed, SSH answers and the first boot is over, then you log in, and it is ended with all that belongs to it. Where nobody can be asked it is ended as soon as it is well.',
			'It is named by the id of its build, by that of an AMI, by the name of its preset, or it is the newest. What a killed program leaves of it, packer-wizard cleanup finds.',
		],
		groups: [
			{
				title: 'How',
				flags: [
					{ name: 'type', value: '<type>', text: 'Another instance type than that of the build.' },
					{
						name: 'ssh-from',
						value: '<cidr>',
						text: 'From where you log in, such as 203.0.113.7/32; own, which is your address, if missing.',
					},
					{ name: 'keep', text: 'Leave it running, where nobody is asked.' },
				],
			},
		],
		examples: ['packer-wizard images test 7f3a', 'packer-wizard images test last --yes --no-input'],
	},
	takes: 1,
	run: async session => {
		const [named] = session.parsed.positionals;
		const [type, sshFrom] = [lastValue(session.parsed, 'type'), lastValue(session.parsed, 'ssh-from')];
		const complaint = sshFrom === undefined ? undefined : sshFromComplaint(sshFrom);
		if (complaint !== undefined) {
			throw new Problem(complaint, { exitCode: exitCodes.usage });
		}

		const actions = await session.actions();
		const id = await actions.findBuild(named);
		const ami = named?.startsWith('ami-') ? named : undefined;
		const timeline = await actions.look(id);
		// What cannot be tested is not asked about.
		amisOf(timeline, ami);
		const wish = await askForYes(session, askForTest(timeline, type, ami), [
			'A test machine costs money, and nobody can be asked here.',
			'Start it: --yes',
		]);
		if (wish !== 'go') {
			return exitCodes.cancelled;
		}

		const request = { id, ami, type, sshFrom };
		if (canAsk(session.mode)) {
			const prompts = openPrompts(session.context.stdin, session.text, session.context.signals.ended);
			const asking = testFront({ prompts, say: session.say }, id);
			let stage: TestNews['stage'] | undefined;
			const told: TestFront['told'] = news => {
				stage = news.stage;
				asking.told(news);
			};
			await actions.testImage(request, { ...asking, told });
			return stage === 'left' ? exitCodes.buildFailed : exitCodes.done;
		}

		const { front, last, ready } = unattended(session, id);
		const tested = actions.testImage(request, front);
		await tested.catch(() => undefined);
		const machine = ready();
		const news = last();
		if (session.mode.front === 'json' && news) {
			session.print(
				jsonDocument({
					id,
					...(machine && {
						machine: machine.machine,
						region: machine.region,
						type: machine.type,
						address: machine.address,
						boot: machine.boot,
						...(session.has('keep') && { ssh: sshCommand(machine) }),
					}),
					isWell: machine !== undefined && isWellBooted(machine),
					stage: news.stage,
					...(news.stage === 'left' && { machine: news.machine, left: testTexts(news) }),
				}),
			);
		}

		await tested;

		return machine && isWellBooted(machine) && news?.stage !== 'left'
			? exitCodes.done
			: exitCodes.buildFailed;
	},
};
