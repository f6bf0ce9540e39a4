import type { Mount } from './app-store.ts';
import { beforeScreen } from './before/before-screen.tsx';
import { openBefore } from './before/before-update.ts';
import { buildScreen, openBuild } from './build/build-screen.tsx';
import { cleanupScreen, openCleanup } from './cleanup/cleanup-screen.tsx';
import { comparisonScreen, openComparison } from './comparison/comparison-screen.tsx';
import { contentsScreen, openContents } from './contents/contents-screen.tsx';
import { filesScreen, openFiles } from './files/files-screen.tsx';
import { helpScreen, openHelp } from './help/help-screen.tsx';
import { homeScreen } from './home/home-screen.tsx';
import { openHome } from './home/home-state.ts';
import { imageScreen, openImage } from './image/image-screen.tsx';
import { imagesScreen, openImages } from './images/images-screen.tsx';
import { importScreen, openImport } from './import/import-screen.tsx';
import type { Mounted } from './mounted.ts';
import { openPreset, presetScreen } from './preset/preset-screen.tsx';
import { openProblem, problemScreen } from './problem/problem-screen.tsx';
import { openSave, saveScreen } from './save/save-screen.tsx';
import type { ScreenRoute } from './state.ts';
import { openWizard } from './wizard/open-wizard.ts';
import { wizardScreen } from './wizard/wizard-screen.tsx';

/** Opens the screen of a route. */
export const openRoute = (route: ScreenRoute, mount: Mount): Mounted => {
	switch (route.at) {
		case 'home':
			return mount(homeScreen, openHome('first' in route ? route.first : undefined));
		case 'wizard':
			return mount(wizardScreen, openWizard(route));
		case 'save-preset':
			return mount(saveScreen, openSave(route));
		case 'import':
			return mount(importScreen, openImport(route));
		case 'preset':
			return mount(presetScreen, openPreset(route.preset, route.draft));
		case 'before':
			return mount(beforeScreen, openBefore(route.request, route.isToSee ? 'see' : 'see-and-start'));
		case 'build':
			return mount(buildScreen, openBuild(route.id, 'first' in route ? route.first : undefined));
		case 'image':
			return mount(imageScreen, openImage(route.timeline));
		case 'images':
			return mount(imagesScreen, openImages());
		case 'cleanup':
			return mount(cleanupScreen, openCleanup(route.id));
		case 'files':
			return mount(filesScreen, openFiles(route.plan, route.only));
		case 'comparison':
			return mount(comparisonScreen, openComparison(route.comparison, route.now));
		case 'contents':
			return mount(contentsScreen, openContents(route.contents));
		case 'help':
			return mount(helpScreen, openHelp(route.context));
		case 'problem':
			return mount(problemScreen, openProblem(route.problem));
	}
};
