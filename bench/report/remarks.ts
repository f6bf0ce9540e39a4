import { mostSpread, type Row } from './row.ts';

/** The machine in general words, and how busy others kept it before the first run. */
export type Machine = {
	readonly cores: number;
	/** `linux x64`. */
	readonly system: string;
	readonly node: string;
	/** Processes that ran or wanted to, on the average of a minute. */
	readonly load: number;
};

/** Below so much of a core nobody else is at work. */
const quiet = 0.5;

/** What stands below the table: where it was measured, and whether that can be believed. */
export const remarks = (rows: readonly Row[], { cores, system, node, load }: Machine): readonly string[] => {
	const unclear = rows.filter(({ verdict }) => verdict === 'unclear').length;
	const reasons = new Set(rows.flatMap(({ why }) => why ?? []));
	return [
		`${cores} cores, ${system}, Node.js ${node}. ±: half of what the middle half of the runs spans. ✓ met, ✗ missed.`,
		...(unclear > 0
			? [
					`? ${unclear} of ${rows.length} rows cannot be told: the middle half of the runs of the other, or of bare Node.js, which never change, spanned more than ${mostSpread * 100} % of their median.`,
				]
			: []),
		...[...reasons].map(reason => {
			const count = rows.filter(({ why }) => why === reason).length;
			return `${count} of ${rows.length} rows not measured: ${reason}`;
		}),
		...(load > quiet
			? [
					`The machine was at work before the first run: load average ${load.toFixed(1)}. Better wait until it is quiet.`,
				]
			: []),
	];
};
