/** The classic prompts that are asked; what the library has besides, such as an editor with its encodings, is not loaded. */
export { checkbox, input, password, Separator, search, select } from '@inquirer/prompts';
