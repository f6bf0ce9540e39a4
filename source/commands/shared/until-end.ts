import type { Actions } from '../../actions/contract.ts';
import type { Signals } from './signals.ts';

/**
 * The actions of one run of the program: whoever calls them, what waits ends with the program, and the program ends after
 * what must not be torn.
 */
export const untilEnd = (actions: Actions, { ended, hold }: Signals): Actions => {
	const until = (own: AbortSignal | undefined): AbortSignal =>
		own === undefined ? ended : AbortSignal.any([ended, own]);
	return {
		...actions,
		surroundings: own => actions.surroundings(until(own)),
		planFiles: (decisions, profile, own) => actions.planFiles(decisions, profile, until(own)),
		writeFiles: (...given) => hold('the files', actions.writeFiles(...given)),
		accounts: (decisions, own) => actions.accounts(decisions, until(own)),
		checks: (request, own) => actions.checks(request, until(own)),
		preflight: (request, told, own) => actions.preflight(request, told, until(own)),
		remedy: (request, remedy, answer, say, own) =>
			hold(remedy.label, actions.remedy(request, remedy, answer, say, until(own))),
		start: (request, own) =>
			hold(`the start of ${request.decisions.recipe.name}`, actions.start(request, until(own))),
		findRemains: (request, own) => actions.findRemains(request, until(own)),
		removeRemains: (remains, told, own) => actions.removeRemains(remains, told, until(own)),
		copyImage: (id, regions, told, own) => actions.copyImage(id, regions, told, until(own)),
		testImage: (request, front, own) =>
			hold('the end of the test machine', actions.testImage(request, front, until(own))),
		changeImage: (which, wish, told, own) => actions.changeImage(which, wish, told, until(own)),
		images: (told, own) => actions.images(told, until(own)),
		removeLayers: own => actions.removeLayers(until(own)),
		openShell: (wanted, opened, own) => hold('the shell', actions.openShell(wanted, opened, until(own))),
		cancel: id => hold('the cancelling', actions.cancel(id)),
		seekAmis: (about, told, own) => actions.seekAmis(about, told, until(own)),
		follow: (id, onChange, own) => actions.follow(id, onChange, until(own)),
	};
};
