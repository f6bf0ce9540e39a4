/**
 * Hands text to the clipboard of the terminal that the person sits at, over SSH too (OSC 52).
 * @returns whether there is a terminal to hand it to; whether it took the text cannot be known.
 */
export const copyToClipboard = (text: string, output: NodeJS.WriteStream): boolean => {
	if (!output.isTTY) {
		return false;
	}

	output.write(`\u001B]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
	return true;
};
