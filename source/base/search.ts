/** What holds every word of a query, without regard to case; an empty one is held by all. */
export const holdsWords = (query: string): ((text: string) => boolean) => {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return text => {
		const searched = text.toLowerCase();
		return words.every(word => searched.includes(word));
	};
};
