const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

const withoutMarks = (text: string): string => text.replaceAll(/([$%])\1\{/g, '$1{');

/** What stands between the quotes of a string of HCL as the text that it means. */
export const quotedText = (raw: string): string =>
	withoutMarks(raw).replaceAll(
		/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs,
		(whole, short: string | undefined, long: string | undefined, letter: string | undefined) => {
			if (letter !== undefined) {
				return named[letter] ?? whole;
			}

			const code = Number.parseInt(short ?? long ?? '', 16);
			return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
		},
	);

/** What stands in a heredoc as the text that it means. */
export const heredocText = withoutMarks;
