/** The name for a step, with a number behind it if another has it. */
export const freeStepName = (base: string, taken: ReadonlySet<string>): string => {
	let name = base;
	for (let number = 2; taken.has(name); number++) {
		name = `${base}-${number}`;
	}

	return name;
};
