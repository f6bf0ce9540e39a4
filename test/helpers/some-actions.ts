import type { Actions } from '../../source/actions/contract.ts';

/** Nothing happens until nobody waits any more. */
export const untilAborted = (_: number, signal: AbortSignal) =>
	new Promise<never>((_done, reject) =>
		signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
	);

/** Actions of which only some may be called. */
export const someActions = (given: Partial<Actions>): Actions => {
	const refuse = (name: string) => () => {
		throw new Error(`${name} was not expected.`);
	};
	const names: readonly (keyof Actions)[] = [
		'home',
		'surroundings',
		'drafts',
		'facts',
		'missingFiles',
		'saveDraft',
		'projectWarning',
		'readPreset',
		'importTemplate',
		'savePreset',
		'deletePreset',
		'planFiles',
		'doubts',
		'planForeign',
		'writeFiles',
		'accounts',
		'checks',
		'preflight',
		'remedy',
		'start',
		'follow',
		'look',
		'cancel',
		'deleteBuild',
		'compareBuilds',
		'contents',
		'contentsDifference',
		'findBuild',
		'summary',
		'findRemains',
		'removeRemains',
		'copyImage',
		'changeImage',
		'testImage',
		'images',
		'askAws',
		'seekAmis',
		'expectedTimes',
		'copyToClipboard',
	];
	const refusals = Object.fromEntries(names.map(name => [name, refuse(name)]));
	return { ...(refusals as unknown as Actions), ...given };
};
