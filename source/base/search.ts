/** What holds every word of a query, without regard to case; an empty one is held by all. */
export const holdsWords = (query: string): ((text: string) => boolean) => {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return text => {
		const searched = text.toLowerCase();
		return words.every(word => searched.includes(word));
	};
};

/** How far a name is from what is searched: from 0, it is called so, to 3, where only what is said of it holds the words. */
export const distanceFrom = (name: string, query: string): number => {
	const label = name.toLowerCase();
	const wanted = query.trim().toLowerCase();
	return label === wanted ? 0 : label.startsWith(wanted) ? 1 : label.includes(wanted) ? 2 : 3;
};
