import { findProgram } from '../../test/setup/needs.ts';
import type { Bench } from '../bench.ts';
import { alternate, type Contender, type Outcome } from '../measure/alternate.ts';
import { programFile } from '../measure/place.ts';
import { comparisonRow, limitRow, type Row, type Series } from '../report/row.ts';
import { type Front, printingLines, type WatchedBuild, watchBuild } from '../watching.ts';

const lines = 200_000;
const runs = 5;
const fronts = ['packer', 'screen', 'plain'] as const satisfies readonly Front[];

/** How each way of looking is called in the table. */
const called: Readonly<Record<(typeof fronts)[number], string>> = {
	packer: 'packer build >file',
	screen: 'screen',
	plain: '--plain',
};

const seriesOf = (
	name: string,
	unit: Series['unit'],
	{ values, why }: Outcome<WatchedBuild>,
	value: (build: WatchedBuild) => number,
): Series => ({ name, unit, values: values.map(value), ...(why !== undefined && { why }) });

const ownTime = ({ supervisor, viewer }: WatchedBuild): number => (supervisor.cpu + viewer.cpu) * 1000;

/** What it costs to look at a build that prints 200,000 lines, beside Packer alone with its output in a file. */
export const measureWatching = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	say(`watching: ${runs} times ${lines} lines, in each of three ways`);
	const packer = findProgram('packer');
	const script = printingLines(lines);
	const contenders: readonly Contender<WatchedBuild>[] = fronts.map(front => ({
		name: front,
		run: async () => {
			if (packer === undefined) {
				throw new Error('packer is not installed.');
			}

			const { environment } = await place.makePerson();
			const home = environment['HOME'] ?? '';
			return watchBuild(front, { program: programFile, packer, script, home });
		},
	}));
	const outcomeOf = await alternate(contenders, runs, place);
	const bare = outcomeOf('packer');
	return (['screen', 'plain'] as const).flatMap(front => {
		const outcome = outcomeOf(front);
		const name = called[front];
		const what = `200,000 lines watched, ${front === 'screen' ? 'screen open' : '--plain'}`;
		const other = seriesOf(called.packer, 'ms', bare, ({ seconds }) => seconds * 1000);
		return [
			comparisonRow({
				what: `${what}: time`,
				ours: seriesOf(name, 'ms', outcome, ({ seconds }) => seconds * 1000),
				other,
				most: 1.02,
			}),
			comparisonRow({
				what: `${what}: own processor time`,
				ours: seriesOf(name, 'ms', outcome, ownTime),
				other: seriesOf(called.packer, 'ms', bare, build => build.packer.cpu * 1000),
				most: 0.03,
			}),
			limitRow({
				what: `${what}: peak memory`,
				ours: seriesOf(name, 'bytes', outcome, ({ viewer }) => viewer.memory),
				most: 120_000_000,
			}),
		];
	});
};
