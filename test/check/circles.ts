import { importedFile, type Module } from './modules.ts';
import type { Violation } from './walls.ts';

/** Imports by which a file comes back to itself, types included: its parts cannot be understood one by one. */
export const circleViolations = (modules: readonly Module[]): Violation[] => {
	const byFile = new Map(modules.map(module => [module.file, module]));
	const done = new Set<string>();
	const found: Violation[] = [];
	const walk = (file: string, way: readonly string[]): void => {
		for (const one of byFile.get(file)?.imports ?? []) {
			const target = importedFile(one) ?? '';
			const begin = target === file ? way.length : way.indexOf(target);
			if (begin >= 0) {
				found.push({
					file,
					line: one.line,
					message: `imports itself by ${[...way.slice(begin), file].join(' > ')}`,
				});
			} else if (byFile.has(target) && !done.has(target)) {
				walk(target, [...way, file]);
			}
		}

		done.add(file);
	};
	for (const { file } of modules) {
		if (!done.has(file)) {
			walk(file, []);
		}
	}

	return found;
};
