// The commands that make an image.
export { command as buildsRerun } from './builds-rerun.ts';
export { command as newImage } from './new.ts';
export { command as render } from './render.ts';
export { command as run } from './run.ts';
