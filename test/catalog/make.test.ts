import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDiskPrices, recordedDiskPrices } from '../../make-catalog/disk-prices.ts';
import { makeInstanceTypes, type RecordedTypes, recordedTypes } from '../../make-catalog/instance-types.ts';
import { makePrices, recordedPrices } from '../../make-catalog/prices.ts';
import { makeRegions, recordedRegions } from '../../make-catalog/regions.ts';
import { dataText } from '../../make-catalog/text.ts';
import { catalogDates, oldDataLines } from '../setup/data-age.ts';

const root = path.join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const committed = (name: string): string => textOf(`source/catalog/data/${name}.json`);

/** What the packages record, of eight families and all regions. */
const recorded = JSON.parse(textOf('test/fixtures/catalog/recorded.json'));
const moto = recordedTypes.parse(recorded.moto);
const botocore = recordedRegions.parse(recorded.botocore);
const libcloud = recordedPrices.parse(recorded.libcloud);
const clutter = recordedDiskPrices.parse(recorded.clutter);

test('the instance types are what the script makes', () => {
	const made = makeInstanceTypes(moto);
	const all = JSON.parse(committed('instance-types'));
	const names = made.families.map(family => family.name);
	expect(names).toEqual(['c5', 'dl2q', 'f2', 'g4dn', 'inf1', 'mac2', 't2', 't8i']);
	expect({
		...all,
		families: all.families.filter(({ name }: { name: string }) => names.includes(name)),
	}).toEqual(made);
	expect(dataText(all)).toBe(committed('instance-types'));
});

test('the prices are what the script makes', () => {
	const made = makePrices(libcloud, makeInstanceTypes(moto));
	const all = JSON.parse(committed('prices'));
	const names = made.families.map(([name]) => name);
	expect(names).toEqual(expect.arrayContaining(['c5', 't2']));
	expect({
		...all,
		families: all.families.filter(([name]: readonly string[]) => names.includes(name ?? '')),
	}).toEqual(made);
	expect(dataText(all)).toBe(committed('prices'));
});

test('the prices of disks are what the script makes, in the currency of each region', () => {
	const made = makeDiskPrices(clutter);
	expect(dataText(made)).toBe(committed('disk-prices'));
	expect(made.disks.find(({ region }) => region === 'cn-north-1')).toMatchObject({ currency: 'CNY' });
	expect(() => makeDiskPrices({ ...clutter, places: clutter.places.slice(0, 9) })).toThrow('Only');
});

test('the regions are what the script makes', () => {
	expect(dataText(makeRegions(botocore))).toBe(committed('regions'));
});

test('the packages are pinned, and the data names them', () => {
	const pinned = textOf('make-catalog/requirements.txt');
	for (const [name, data, { version }] of [
		['moto', 'instance-types', moto],
		['botocore', 'regions', botocore],
		['apache-libcloud', 'prices', libcloud],
		['aws-clutter', 'disk-prices', clutter],
	] as const) {
		expect(pinned).toMatch(new RegExp(`^${name}==${version} --hash=sha256:[0-9a-f]{64}$`, 'm'));
		expect(JSON.parse(committed(data)).source).toContain(
			`${name === 'apache-libcloud' ? 'Libcloud' : name} ${version}`,
		);
	}
});

test('data that is older than 90 days is named at the end of a run, with what makes it anew', () => {
	const dated = [
		{ name: 'young.json', date: '2026-09-01' },
		{ name: 'old.json', date: '2026-08-31' },
	];
	expect(oldDataLines(dated, Date.parse('2026-11-30T12:00:00Z'))).toEqual([
		'Old: source/catalog/data/old.json is of 2026-08-31, 91 days ago. Made anew: npm run catalog',
	]);
	const all = catalogDates();
	expect(all.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['base-images.json', 'instance-types.json', 'prices.json', 'regions.json']),
	);
	expect(all.filter(({ date }) => Number.isNaN(Date.parse(date)))).toEqual([]);
});

const changed = (id: string, change: object): RecordedTypes =>
	recordedTypes.parse({
		...moto,
		instanceTypes: moto.instanceTypes.map(type => (type.InstanceType === id ? { ...type, ...change } : type)),
	});

test.each<[string, () => unknown, string]>([
	[
		'a type without an architecture',
		() => makeInstanceTypes(changed('t8i.nano', { ProcessorInfo: { SupportedArchitectures: [] } })),
		't8i.nano: the architecture',
	],
	[
		'a family of two architectures',
		() => makeInstanceTypes(changed('t8i.nano', { ProcessorInfo: { SupportedArchitectures: ['arm64'] } })),
		't8i: the architecture differs',
	],
	[
		'an architecture that there was not',
		() => changed('t8i.nano', { ProcessorInfo: { SupportedArchitectures: ['riscv64'] } }),
		'Invalid option',
	],
	[
		'bare metal by another name',
		() => makeInstanceTypes(changed('t2.nano', { BareMetal: true })),
		'bare metal',
	],
	[
		'a type that is offered and not described',
		() => makeInstanceTypes({ ...moto, instanceTypes: moto.instanceTypes.slice(1) }),
		'which is not described',
	],
	[
		'a type that no region offers',
		() => makeInstanceTypes({ ...moto, offerings: { 'eu-west-1': ['t2.nano'] } }),
		'No region offers',
	],
	[
		'a partition without a region',
		() =>
			makeRegions({ ...botocore, ec2Endpoints: botocore.ec2Endpoints.filter(id => !id.startsWith('cn-')) }),
		'aws-cn has no region',
	],
	[
		'a region that every account has',
		() => makeRegions({ ...botocore, ec2Endpoints: botocore.ec2Endpoints.filter(id => id !== 'us-east-2') }),
		'no region us-east-2',
	],
])('the script refuses %s', (_what, make, message) => {
	expect(make).toThrow(message);
});
