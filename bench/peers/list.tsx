// What somebody who writes a list with Ink begins with: ten rows, a marker that the arrows move, and a search that types
// into the line below. Bundled when it is measured, as a shipped program would be.
import { Box, render, Text, useInput } from 'ink';
import { useState } from 'react';

const rows = Array.from({ length: 10 }, (_, index) => `row ${index + 1}`);

const List = () => {
	const [at, setAt] = useState(0);
	const [query, setQuery] = useState('');
	useInput((input, key) => {
		if (key.upArrow) {
			setAt(before => Math.max(0, before - 1));
		} else if (key.downArrow) {
			setAt(before => Math.min(rows.length - 1, before + 1));
		} else if (key.backspace || key.delete) {
			setQuery(before => before.slice(0, -1));
		} else {
			setQuery(before => before + input);
		}
	});
	const found = rows.filter(row => row.includes(query));
	return (
		<Box flexDirection="column">
			{found.map((row, index) => (
				<Text key={row} inverse={index === at}>
					{index === at ? '❯ ' : '  '}
					{row}
				</Text>
			))}
			<Text>› {query}</Text>
		</Box>
	);
};

render(<List />);
