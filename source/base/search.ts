/**
 * What holds every word of a query, without regard to case; an empty one is held by all.
 * @param isSmall whether the texts are in small letters already, as in an index of many.
 */
export const holdsWords = (query: string, isSmall = false): ((text: string) => boolean) => {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return text => {
		const searched = isSmall ? text : text.toLowerCase();
		return words.every(word => searched.includes(word));
	};
};

/**
 * How far a name is from what is searched: from 0, it is called so, to 3, where only what is said of it holds the words.
 * What is found behind others is farther, unless it is called so.
 */
export const distanceFrom = (name: string, query: string, isBehind = false): number => {
	const label = name.toLowerCase();
	const wanted = query.trim().toLowerCase();
	const distance = label.startsWith(wanted) ? 1 : label.includes(wanted) ? 2 : 3;
	return label === wanted ? 0 : distance + (isBehind ? 2 : 0);
};
