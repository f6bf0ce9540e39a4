import type { Command } from './shared/command.ts';
import type { CommandName } from './table.ts';

// What is loaded at once is bundled together: were each command loaded by itself, the program would be hundreds of files,
// and reading those takes longer than what is in them.
const making = () => import('./making.ts');
const looking = () => import('./looking.ts');

const loads: Readonly<Record<CommandName | 'home', () => Promise<Command>>> = {
	home: async () => (await import('./home.ts')).command,
	new: async () => (await making()).newImage,
	run: async () => (await making()).run,
	render: async () => (await making()).render,
	'presets list': async () => (await looking()).presetsList,
	'presets show': async () => (await looking()).presetsShow,
	'presets save': async () => (await looking()).presetsSave,
	'presets delete': async () => (await looking()).presetsDelete,
	'bundles list': async () => (await looking()).bundlesList,
	'bundles show': async () => (await looking()).bundlesShow,
	'builds list': async () => (await looking()).buildsList,
	'builds show': async () => (await looking()).buildsShow,
	'builds logs': async () => (await looking()).buildsLogs,
	'builds compare': async () => (await looking()).buildsCompare,
	'builds contents': async () => (await looking()).buildsContents,
	'builds diff': async () => (await looking()).buildsDiff,
	'builds rerun': async () => (await making()).buildsRerun,
	'builds copy': async () => (await looking()).buildsCopy,
	'builds delete': async () => (await looking()).buildsDelete,
	'builds watch': async () => (await looking()).buildsWatch,
	'builds cancel': async () => (await looking()).buildsCancel,
	'images list': async () => (await looking()).imagesList,
	'images test': async () => (await looking()).imagesTest,
	'images share': async () => (await looking()).imagesShare,
	'images copy': async () => (await looking()).imagesCopy,
	'images deprecate': async () => (await looking()).imagesDeprecate,
	shell: async () => (await import('./shell.ts')).command,
	cleanup: async () => (await looking()).cleanup,
	doctor: async () => (await looking()).doctor,
};

/** A command, loaded when it is run. */
export const loadCommand = (name: CommandName | 'home'): Promise<Command> => loads[name]();
