import { buildProgram } from '../../build.ts';

/** The end-to-end tests drive `dist/`, so it is made before the first of them. */
export default (): Promise<void> => buildProgram();
