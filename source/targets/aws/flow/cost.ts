import { wrapWords } from '../../../base/cells.ts';
import type { ExpectedTimes } from '../../../builds/journal/journal.ts';
import { expectedPaid, expectedTotal } from '../../../builds/times/expected.ts';
import { typicalTimes } from '../../../builds/times/typical.ts';
import type { Deed } from '../../../flow/deed.ts';
import type { FilePlan } from '../../../flow/files.ts';
import type { Facts } from '../../../questions/question.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { makes } from '../../../recipe/targets.ts';
import { knownRates } from '../questions/rates.ts';
import { assumedFullness, type CostPart, type Estimate, estimateCost, partCost } from '../recipe/estimate.ts';
import { moneyText, rateFromText, rateText } from '../recipe/money.ts';

/** What a build costs, and how long it is expected to take. */
export type ExpectedCost = Estimate & { readonly times: ExpectedTimes };

/** What is known of that: what the account said, and how long earlier builds took. */
export type CostKnown = { readonly facts?: Facts | undefined; readonly times?: ExpectedTimes | undefined };

/** What a real build of a Recipe would cost; undefined where nothing is made in AWS. */
export const expectedCost = (recipe: Recipe, { facts, times }: CostKnown = {}): ExpectedCost | undefined => {
	if (!makes(recipe, 'aws')) {
		return undefined;
	}

	const expected = times ?? typicalTimes(recipe);
	return { ...estimateCost(recipe, knownRates(facts), expectedPaid(recipe, expected)), times: expected };
};

/** Minutes in words: `4 min`; what is less than one is one. */
const minutesText = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 60_000))} min`;

/** Where the prices are from, in a few words: `AWS on 29 Nov`, `our lists`, or both. */
const sourcesText = ({ parts }: Estimate): string => {
	const sources = [...new Set(parts.flatMap(({ rate }) => (rate ? [rateFromText(rate.from)] : [])))];
	const told = sources.filter(text => text.startsWith('AWS'));
	const listed = sources.filter(text => !text.startsWith('AWS'));
	return [told.at(-1), listed.length > 1 ? 'our lists' : listed[0]].filter(Boolean).join(' and ');
};

/** What is paid once, or each month, in words; undefined where what counts most of it is not known. */
const sumText = ({ parts, currency, build, month }: Estimate, per: CostPart['per']): string | undefined => {
	// The machine is what a build costs, and the first snapshot what the image does.
	const main = parts.find(part => part.id === (per === 'build' ? 'machine' : 'snapshot'));
	return main?.rate && moneyText(per === 'build' ? build : month, currency);
};

/** `about $0.02 to build, $0.20 a month to keep (our lists)`: what a build costs, in a row. */
const costText = (estimate: Estimate): string => {
	const [build, month] = [sumText(estimate, 'build'), sumText(estimate, 'month')];
	const sums = [
		...(build === undefined ? [] : [`${build} to build`]),
		...(month === undefined ? [] : [`${month} a month to keep`]),
	];
	if (sums.length === 0) {
		return 'not known: nobody asked AWS, and our lists lack it';
	}

	const isWhole = estimate.parts.every(({ rate }) => rate);
	const text = `${sums.join(', ')} (${sourcesText(estimate)}${isWhole ? '' : '; not all known'})`;
	return text.startsWith('under') ? text : `about ${text}`;
};

/** The row of the review that tells it; none where nothing is made in AWS. */
export const costRows = (recipe: Recipe, known: CostKnown | undefined): readonly Deed<'cost'>[] => {
	const cost = expectedCost(recipe, known);
	return cost === undefined ? [] : [{ id: 'cost', label: 'Cost', hint: costText(cost) }];
};

const during = ({ id }: CostPart, { paid }: Estimate): string => {
	switch (id) {
		case 'machine':
		case 'address':
			return `, ${minutesText(paid.machine)}`;
		case 'disk':
			return `, ${minutesText(paid.disk)}`;
		default:
			return '';
	}
};

const units: Readonly<Record<CostPart['unit'], string>> = {
	hour: 'an hour',
	GB: 'a GB',
	'GB and month': 'a GB and month',
};

/** Cells of an amount. */
const amountWidth = 12;

/** A part as a line: `under $0.01 t3.micro, 4 min at $0.0104 an hour (AWS at 14:02)`. */
const partLine = (part: CostPart, estimate: Estimate): string => {
	const { what, unit, rate } = part;
	const cost = partCost(part);
	const told =
		rate === undefined
			? 'its price is not known, and not counted'
			: `at ${rateText(rate.amount, rate.currency)} ${units[unit]} (${rateFromText(rate.from)})`;
	const amount = cost === undefined ? '?' : moneyText(cost, estimate.currency);
	return `${amount.padEnd(amountWidth)}${what}${during(part, estimate)}${rate ? ' ' : ': '}${told}`;
};

/** Cells of a line, so that words stay whole on the smallest screen. */
const listWidth = 52;

const indented = (text: string): readonly string[] =>
	wrapWords(text, listWidth - amountWidth).map(
		(line, index) => `${index === 0 ? '  ' : ' '.repeat(amountWidth + 2)}${line}`,
	);

const timesText = ({ from }: ExpectedTimes, total: number): string =>
	from === 'builds'
		? `It is expected to take ${minutesText(total)}, as earlier builds of it did.`
		: `It is expected to take ${minutesText(total)}: the middling times of EC2, and a minute a step. After the first build its own times count.`;

/** What a build costs, part by part, and what that is known from. */
const costLines = (cost: ExpectedCost): readonly string[] => {
	const of = (per: CostPart['per']): readonly string[] =>
		cost.parts.filter(part => part.per === per).flatMap(part => indented(partLine(part, cost)));
	return [
		`The build, ${sumText(cost, 'build') ?? 'not known'}:`,
		...of('build'),
		'',
		`What is kept, each month, ${sumText(cost, 'month') ?? 'not known'}:`,
		...of('month'),
		'',
		...wrapWords(timesText(cost.times, expectedTotal(cost.times)), listWidth),
		...wrapWords(
			`A snapshot is paid by what is written: ${assumedFullness * 100} % of the disk are taken for that. No free tier is taken off. Not counted: taxes, licences of a system, a NAT gateway, keys of KMS, and what scripts start.`,
			listWidth,
		),
	];
};

/** The same to look at, as files are. */
export const costPlan = (cost: ExpectedCost): FilePlan => ({
	folder: undefined,
	run: undefined,
	files: [
		{
			path: 'cost',
			title: 'What it costs',
			content: costLines(cost).join('\n'),
			executable: false,
			state: 'new',
		},
	],
});
