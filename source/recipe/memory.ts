import { findInstanceType } from '../catalog/instance-types.ts';
import type { Recipe } from './schema.ts';

/** A program of Java needs longer pointers for more, and so has less of it. */
const mostForJava = 31 * 1024;
/** For a machine that the catalogue does not know. */
const usual = 1024;

const half = ({ aws: { instanceType } }: Recipe): number | undefined => {
	const type = findInstanceType(instanceType);
	return type && Math.min(Math.floor(type.memoryMib / 2), mostForJava);
};

/** So much memory as Java takes it: `2g`, `512m`. */
const memoryText = (mib: number): string => (mib % 1024 === 0 ? `${mib / 1024}g` : `${mib}m`);

/** Half of the memory of the Recipe's machine, as Java takes it. */
export const halfMemory = (recipe: Recipe): string => memoryText(half(recipe) ?? usual);

/** Why so much memory for one program is doubtful on the Recipe's machine, the end of a sentence; undefined if it is not. */
export const memoryDoubt = (recipe: Recipe, memory: string): string | undefined => {
	const [, figure, unit] = /^(\d+)([mg])$/.exec(memory) ?? [];
	const most = half(recipe);
	return most !== undefined && Number(figure) * (unit === 'g' ? 1024 : 1) > most
		? `${memory} is too much for ${recipe.aws.instanceType}: at most ${memoryText(most)} leaves the system enough.`
		: undefined;
};
