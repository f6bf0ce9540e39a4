/** Above the field for the path, and what is wrong with an empty one. */
export const importTexts = {
	title: 'Import a template',
	text: 'A template for Packer that you have: a file (HCL or JSON), or the folder that holds it.',
	prompt: 'The template, or its folder',
	empty: 'Type the path of a template, or of its folder.',
} as const;
