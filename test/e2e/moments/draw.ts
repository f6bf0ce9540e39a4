import { randomInt } from 'node:crypto';

/**
 * Builds that are hit at moments of chance. CI tries one of each kind; by hand more, some kinds, and the same again:
 * `MOMENTS=20 MOMENTS_OF='job|screen' MOMENTS_SEED=7 npx vitest run --project e2e test/e2e/moments.test.ts`.
 */
export const howMany = Number(process.env['MOMENTS'] ?? 1);
export const isMeant = (kind: string): boolean => new RegExp(process.env['MOMENTS_OF'] ?? '').test(kind);
export const seed = Number(process.env['MOMENTS_SEED'] ?? randomInt(2 ** 31));

/** When a build is hit: so many milliseconds behind the first mark of its journal with this text; `pick` says how. */
export type Moment = { readonly behind: string; readonly wait: number; readonly pick: number };

/** The parts of a build, from the start of the program to behind its end, and about how long they are in milliseconds. */
const parts: readonly (readonly [behind: string, most: number])[] = [
	// Files are written and copied, and the journal is not there yet.
	['', 3000],
	['"kind":"header"', 1500],
	['"kind":"packer"', 900],
	['Creating temporary keypair', 400],
	['Launching a source AWS instance', 400],
	['Provisioning with shell script', 900],
	['Stopping the source instance', 200],
	['Creating AMI', 200],
	['Terminating the source AWS instance', 200],
	['Builds finished', 200],
	['"state":"began"', 300],
	['"kind":"end"', 400],
];

/** Numbers from 0 to 1 that a seed repeats (Park and Miller). */
const chances = (from: number): (() => number) => {
	let state = (from % 2_147_483_646) + 1;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
};

/** The moments of a kind: of each part about as many, from one of chance on. */
export const momentsOf = (kind: string): readonly Moment[] => {
	const chance = chances(
		[...kind].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 31, seed),
	);
	const first = Math.floor(chance() * parts.length);
	return Array.from({ length: howMany }, (_, index) => {
		const [behind = '', most = 0] = parts[(first + index) % parts.length] ?? [];
		return { behind, wait: Math.floor(chance() * most), pick: chance() };
	});
};
