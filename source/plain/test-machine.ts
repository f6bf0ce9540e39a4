import type { ReadyMachine, TestFront } from '../targets/aws/builds/test-machine/news.ts';
import {
	bootText,
	keptTestTexts,
	readyDeeds,
	sshCommand,
	testTexts,
} from '../targets/aws/flow/test-machine.ts';
import { back } from './ask.ts';
import type { Tools } from './tools.ts';

/** Shows a test machine by lines, and asks what to do with it when it is ready. */
export const testFront = ({ prompts, say }: Pick<Tools, 'prompts' | 'say'>, id: string): TestFront => {
	const logIn = async (machine: ReadyMachine): Promise<void> => {
		say(sshCommand(machine));
		const code = await machine.logIn();
		say(code === 0 ? 'You are back.' : `You are back: ssh ended with ${code}.`);
	};
	return {
		told: news => testTexts(news).forEach(say),
		use: async machine => {
			const boot = bootText(machine);
			if (boot !== undefined) {
				say(boot);
			}

			for (;;) {
				const rows = readyDeeds(machine).map(({ id: value, label, hint }) => ({
					value,
					name: `${label}: ${hint}`,
				}));
				const chosen = await prompts.choose('The test machine', rows, { noBack: true });
				if (chosen === 'log-in') {
					await logIn(machine);
				} else if (chosen === 'keep') {
					keptTestTexts(machine, id).forEach(say);
					return 'keep';
				} else if (chosen === 'end' || chosen === back) {
					return 'end';
				}
			}
		},
	};
};
