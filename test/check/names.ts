import type { Module } from './modules.ts';
import type { Violation } from './walls.ts';

/** Names that several files give away on purpose. */
const shared: Readonly<Record<string, string>> = {
	command: 'a command of the program is loaded by its file, and is the same thing in each',
};

/** Names, of types too, that more than one file gives away: a name has one meaning. */
export const nameViolations = (modules: readonly Module[]): Violation[] => {
	const exports = modules
		.flatMap(module => module.exports)
		.filter(({ name }) => !Object.hasOwn(shared, name));
	const first = new Map<string, string>();
	return exports.flatMap(({ file, line, name }) => {
		const other = first.get(name) ?? file;
		first.set(name, other);
		return other === file ? [] : [{ file, line, message: `${other} exports another ${name}` }];
	});
};
