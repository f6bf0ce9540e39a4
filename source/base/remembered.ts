/**
 * A pure function of something that never changes, which keys and frames ask again and again: what it gave last for that
 * is given again while the other arguments are the same. It goes when that thing goes.
 */
export const remembered = <Of extends object, By extends readonly unknown[], Result>(
	compute: (of: Of, ...by: By) => Result,
): ((of: Of, ...by: By) => Result) => {
	const last = new WeakMap<Of, { readonly by: By; readonly result: Result }>();
	return (of, ...by) => {
		const known = last.get(of);
		if (known?.by.every((value, index) => Object.is(value, by[index]))) {
			return known.result;
		}

		const result = compute(of, ...by);
		last.set(of, { by, result });
		return result;
	};
};
