import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { hclBlocks } from '../../source/builds/copy/hcl-blocks.ts';
import { privateHcl } from '../../source/builds/copy/private-hcl.ts';
import { baseImages, findBaseImage, imageAccount, imageOwner } from '../../source/catalog/base-images.ts';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { end } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { motoFolder, motoPython } from '../setup/places.ts';
import { installedProfile, runToEnd, temporaryFolder, writeAll } from './packer.ts';

/** Starts moto with the images that it recorded; gives its address. */
const startMoto = async (): Promise<string> => {
	const script = path.join(import.meta.dirname, '../helpers/recorded-images.py');
	const moto = spawn(motoPython, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
	onTestFinished(() => end(moto));
	const [line] = await once(moto.stdout, 'data');
	return String(line).trim();
};

type Wanted = { readonly base: Recipe['base']; readonly name: RegExp };

type Recorded = { readonly ami_id: string; readonly name: string; readonly owner_id: string };

/** Amazon's images of the day on which they were recorded, by region. */
const recordedImages = async (): Promise<ReadonlyMap<string, readonly Recorded[]>> => {
	const [python = ''] = await readdir(path.join(motoFolder, 'lib'));
	const resources = path.join(motoFolder, 'lib', python, 'site-packages/moto/ec2/resources');
	const readImages = async (file: string): Promise<readonly Recorded[]> =>
		JSON.parse(gunzipSync(await readFile(path.join(resources, file))).toString());
	const files = await readdir(path.join(resources, 'latest_amis'));
	return new Map(
		await Promise.all(
			files.map(async file => {
				const plain = await readImages(`latest_amis/${file}`);
				return [
					file.replace('.json.gz', ''),
					[...plain, ...(await readImages(`ecs/optimized_amis/${file}`))],
				] as const;
			}),
		),
	);
};

const wanted: readonly [Wanted, ...Wanted[]] = [
	{
		base: { image: 'amazon-linux-2023', architecture: 'x86_64' },
		name: /^al2023-ami-2023\.[^-]*-kernel-6\.12-x86_64$/,
	},
	{
		base: { image: 'amazon-linux-2023', architecture: 'arm64' },
		name: /^al2023-ami-2023\.[^-]*-kernel-6\.12-arm64$/,
	},
	{
		base: { image: 'amazon-linux-2', architecture: 'arm64' },
		name: /^amzn2-ami-hvm-2\.0\.[^-]*-arm64-gp2$/,
	},
	{
		base: { image: 'ecs-amazon-linux-2023', architecture: 'arm64' },
		name: /^al2023-ami-ecs-hvm-2023\.0\.\d+-kernel-6\.1-arm64$/,
	},
	{
		base: { image: 'ecs-amazon-linux-2', architecture: 'x86_64' },
		name: /^amzn2-ami-ecs-hvm-2\.0\.\d+-x86_64-ebs$/,
	},
];

/** The account that published it in a region, by the catalogue. */
const publisher = (base: Recipe['base'], region: string): string | undefined => {
	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	return image && imageAccount(image, region);
};

/** The source of a Recipe, renamed; it gives up as soon as it knows its image, for there is no such network. */
const sourceIn = (region: string, base: Recipe['base'], endpoint: string): string => {
	const files = renderTemplate(recipeWith({ region, base }), { profile: installedProfile(), scripts: {} });
	const text = files.find(file => file.path === 'image.pkr.hcl')?.content ?? '';
	const block = hclBlocks(text).find(({ type }) => type === 'source');
	const body = text.slice((block?.open ?? 0) + 1, block?.close).replace('var.aws_region', `"${region}"`);
	const source = `source "amazon-ebs" "${region}" {${body}\n  subnet_filter {\n    filters = { "tag:no" = "such" }\n  }\n}\n`;
	const sourceLines = [
		{ name: 'custom_endpoint_ec2', value: endpoint, where: 'always' },
		{ name: 'skip_credential_validation', value: true, where: 'always' },
	] as const;
	return privateHcl(source, { sourceLines, manifest: '' });
};

test("Packer finds Amazon's own images in every region that moto recorded, and no other's", async context => {
	needs(context, 'packer', 'moto');
	const [endpoint, recorded] = await Promise.all([startMoto(), recordedImages()]);
	const regions = [...recorded.keys()];
	const folder = await temporaryFolder();
	const profile = installedProfile();
	const files = renderTemplate(defaultRecipe(), { profile, scripts: {} });
	await writeAll(
		folder,
		files.filter(file => /^(plugins|variables)/.test(file.path)),
	);
	const wantedIn = (index: number) => wanted[index % wanted.length] ?? wanted[0];
	await writeFile(
		path.join(folder, 'image.pkr.hcl'),
		[
			'locals {\n  ami_name = "web"\n  tags     = {}\n  run_tags = {}\n}\n',
			...regions.map((region, index) => sourceIn(region, wantedIn(index).base, endpoint)),
			`build {\n  sources = [${regions.map(region => `"source.amazon-ebs.${region}"`).join(', ')}]\n}\n`,
		].join('\n'),
	);
	const { output } = await runToEnd('packer', ['build', '-color=false', '-parallel-builds=4', folder], {
		env: {
			...process.env,
			AWS_ENDPOINT_URL: endpoint,
			AWS_ACCESS_KEY_ID: 'test',
			AWS_SECRET_ACCESS_KEY: 'test',
		},
	});
	const found = new Map(
		[...output.matchAll(/amazon-ebs\.(\S+): Found Image ID: (\S+)/g)].map(([, region = '', id]) => [
			region,
			id,
		]),
	);
	expect([...found.keys()].sort(), output).toEqual([...regions].sort());
	for (const [index, region] of regions.entries()) {
		const known = recorded.get(region)?.find(({ ami_id }) => ami_id === found.get(region));
		expect(known?.name, region).toMatch(wantedIn(index).name);
		expect(known?.owner_id, region).toBe(publisher(wantedIn(index).base, region));
	}

	expect(new Set([...recorded.values()].flatMap(([first]) => first?.owner_id ?? [])).size).toBeGreaterThan(
		10,
	);
});

test('every other maker is named by its account, that of the partition', () => {
	const owners = (region: string) =>
		Object.fromEntries(baseImages.map(image => [image.maker, imageOwner(image, region)]));
	expect(owners('ap-east-2')).toEqual({
		Amazon: 'amazon',
		'Amazon ECS': 'amazon',
		'Amazon EKS': 'amazon',
		Canonical: '099720109477',
		Debian: '136693071363',
		'Red Hat': '309956199498',
		'Rocky Linux': '792107900819',
	});
	expect(owners('us-gov-west-1')).toEqual({
		Amazon: 'amazon',
		'Amazon ECS': 'amazon',
		'Amazon EKS': 'amazon',
		Canonical: '513442679011',
		Debian: undefined,
		'Red Hat': '219670896067',
		'Rocky Linux': undefined,
	});
	expect(owners('cn-north-1')).toMatchObject({ Amazon: 'amazon', Canonical: '837727238323' });
	expect(owners('eusc-de-east-1')).toMatchObject({ Amazon: 'amazon', Canonical: undefined });
});

test('where an owner is not known, the template says that it has to be named', () => {
	const text = (region: string) =>
		renderTemplate(recipeWith({ region, base: { image: 'debian-12', architecture: 'x86_64' } }), {
			profile: '1.14',
			scripts: {},
		}).find(file => file.path === 'image.pkr.hcl')?.content;
	expect(text('us-east-1')).toContain('owners      = ["136693071363"]');
	expect(text('cn-north-1')).toContain("# Which account is Debian's in cn-north-1 has to be added.");
	expect(text('cn-north-1')).toContain('owners      = []');
});
