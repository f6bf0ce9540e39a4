const isTable = (value: unknown): value is readonly object[] =>
	Array.isArray(value) && value.every(row => typeof row === 'object');

/** Data of the catalogue as a file: JSON with each row of a table in a line of its own, so that changes can be read. */
export const dataText = (data: object): string => {
	const entries = Object.entries(data).map(([key, value]) => {
		const text = isTable(value)
			? `[\n${value.map(row => `\t\t${JSON.stringify(row)}`).join(',\n')}\n\t]`
			: JSON.stringify(value);
		return `\t${JSON.stringify(key)}: ${text}`;
	});
	return `{\n${entries.join(',\n')}\n}\n`;
};
