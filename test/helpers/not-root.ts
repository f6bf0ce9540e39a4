const nobody = 65534;

/** Does something that may be refused: root, to whom nothing is, is somebody else meanwhile. Folders must be open to others. */
export const notAsRoot = async <Result>(work: () => Promise<Result>): Promise<Result> => {
	const isRoot = process.geteuid?.() === 0;
	if (isRoot) {
		process.seteuid?.(nobody);
	}

	try {
		return await work();
	} finally {
		if (isRoot) {
			process.seteuid?.(0);
		}
	}
};
