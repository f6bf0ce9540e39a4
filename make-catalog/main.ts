/**
 * Makes the instance types, the prices and the regions of the catalogue anew, from what the packages in requirements.txt record.
 * Run by `npm run catalog`; it needs Python with pip, installs nothing, and prints what it found.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { makeDiskPrices, recordedDiskPrices } from './disk-prices.ts';
import { makeInstanceTypes, recordedTypes } from './instance-types.ts';
import { makePrices, recordedPrices } from './prices.ts';
import { makeRegions, recordedRegions } from './regions.ts';
import { dataText } from './text.ts';

const here = import.meta.dirname;
const data = path.join(here, '../source/catalog/data');
const python = process.env['PYTHON'] || 'python3';

const recorded = async () => {
	const wheels = await mkdtemp(path.join(tmpdir(), 'catalog-'));
	try {
		const requirements = path.join(here, 'requirements.txt');
		const download = [
			'-m',
			'pip',
			'download',
			'--quiet',
			'--no-deps',
			'--require-hashes',
			'--only-binary',
			':all:',
		];
		execFileSync(python, [...download, '--dest', wheels, '--requirement', requirements], {
			stdio: 'inherit',
		});
		const text = execFileSync(python, [path.join(here, 'wheels.py'), wheels], { maxBuffer: 1 << 28 });
		return z
			.object({
				moto: recordedTypes,
				botocore: recordedRegions,
				libcloud: recordedPrices,
				clutter: recordedDiskPrices,
			})
			.parse(JSON.parse(text.toString()));
	} finally {
		await rm(wheels, { recursive: true, force: true });
	}
};

const { moto, botocore, libcloud, clutter } = await recorded();
const instanceTypes = makeInstanceTypes(moto);
const prices = makePrices(libcloud, instanceTypes);
const diskPrices = makeDiskPrices(clutter);
const regions = makeRegions(botocore);
await writeFile(path.join(data, 'instance-types.json'), dataText(instanceTypes));
await writeFile(path.join(data, 'prices.json'), dataText(prices));
await writeFile(path.join(data, 'disk-prices.json'), dataText(diskPrices));
await writeFile(path.join(data, 'regions.json'), dataText(regions));
console.log(`${moto.instanceTypes.length} instance types of ${instanceTypes.date}`);
console.log(`Prices of ${prices.families.length} families of ${prices.date}`);
console.log(`Prices of disks in ${diskPrices.disks.length} regions of ${diskPrices.date}`);
console.log(`${regions.regions.length} regions of ${regions.date}`);
