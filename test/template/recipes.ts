import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../../source/base/package-folder.ts';
import { baseImages, findBaseImage } from '../../source/catalog/base-images.ts';
import { families } from '../../source/catalog/bundles/families.ts';
import { findBundle, fitsBaseImage, withRequired } from '../../source/catalog/bundles/index.ts';
import type { BundleMoment, BundleParameter } from '../../source/catalog/bundles/schema.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import { suggestedInstanceType } from '../../source/recipe/defaults.ts';
import { parameterComplaint } from '../../source/recipe/parameter-complaint.ts';
import { parseRecipe } from '../../source/recipe/read.ts';
import type { AwsTarget, Recipe } from '../../source/recipe/schema.ts';
import { recipeWith, writtenRecipe } from '../helpers/recipe.ts';
import { type Factors, pairwise, type Row } from './pairwise.ts';

/** The script files that the recipes name. */
export const scripts: Readonly<Record<string, string>> = {
	'./set up.sh': '#!/bin/sh\necho "set up {{x}}"\n',
	'bare.sh': 'echo bare\n',
};

const nasty = `it's "q" \${x} %{y} \\ 😀 é`;

const ownAmi = { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'admin' } as const;

const levels = {
	base: [...baseImages.map(image => image.id), 'own-apt', 'own-yum', 'own-dnf'],
	architecture: ['x86_64', 'arm64'],
	...Object.fromEntries(families.map(({ family }) => [`bundles ${family}`, ['no', 'default', 'changed']])),
	region: ['us-east-1', 'ap-southeast-4'],
	copyTo: ['', 'eu-west-1', 'eu-west-1 sa-east-1'],
	spot: ['no', 'yes'],
	volume: ['gp3', 'gp2', 'gp3 large'],
	encryption: ['none', 'aws', 'alias/a-b_c/D', 'arn:aws:kms:us-east-1:111122223333:key/0a1b'],
	regionKeys: ['no', 'yes'],
	share: ['nobody', 'accounts', 'organizations'],
	style: ['packer-wizard', 'gruntwork'],
	subnet: ['', 'subnet-0f3a91c2d4e5f6a7b'],
	zone: ['no', 'yes'],
	address: ['public', 'private'],
	sshFrom: ['0.0.0.0/0', '203.0.113.7/32', 'own'],
	instanceProfile: ['', 'web+=,.@-_'],
	profile: ['', 'dev', `{{odd}} ${nasty}`],
	tags: ['none', 'plain', 'nasty'],
	description: ['', 'Web server', `{{x}} ${nasty}`],
	steps: ['none', 'before', 'after', 'files', 'packages'],
	scriptFolder: ['', '/opt/set-up'],
	name: ['web', '0-9', 'a'.repeat(48)],
} satisfies Factors;

const steps: Readonly<Record<string, unknown>> = {
	none: [],
	before: [{ name: 'one', inline: ['echo one', 'sudo reboot'], restarts: true }],
	after: [
		{
			name: 'wait-for-boot',
			position: 'after',
			inline: [`printf '%s' "{{x}} \${HOME}"`, '', '\techo "ä" # %{x}'],
		},
		{ name: 'python', position: 'after', inline: ['#!/usr/bin/env python3', 'print("{{x}}")'] },
	],
	files: [
		{ name: 'first', script: './set up.sh' },
		{ name: 'last', position: 'after', script: 'bare.sh' },
	],
	packages: [
		{ name: 'packages', packages: ['nginx', 'docker', 'ImageMagick'] },
		{ name: 'late', position: 'after', packages: ['g++', 'libstdc++6', 'redis'] },
	],
};

const tags: Readonly<Record<string, unknown>> = {
	none: {},
	plain: { Team: 'web', 'cost-centre': '4711' },
	nasty: { [nasty]: nasty, 'Größe 日本': '{ {', for: 'for', 'e\u0301\u0323': 'กำ', Name: 'mine', '#': '//' },
};

/** Values for the patterns of the catalogue, the oddest that they let through. */
const samples = [
	`${nasty} $(id) {region}`,
	`it's "q" $(id)`,
	'arn:aws:iam::111122223333:role/a b\'$(id)"',
	'group/_.#-',
	'1.2.3',
	'v1.2.3',
	'my.cluster_-1',
	'512m',
	"KEY=a 'b' $(id)",
	"https://a b/'$(id)",
	'eu-west-1',
	'1.2.3.4',
	'*/5 * * * *',
	'odd_user',
	`/a b/'$(id)`,
	'0'.repeat(64),
	'/dev/xvdg',
	'/odd/folder-1',
	'Z0123456789',
	'ops@x',
	'DE',
	'10.0.0.0 255.0.0.0',
	'odd.host:80',
	'confluent-x',
	'odd.crt',
];

/** A value that differs from the catalogue's. */
const changedValue = (parameter: BundleParameter): string | readonly string[] => {
	switch (parameter.kind) {
		case 'number':
			return '7';
		case 'yes-no':
			return 'yes';
		case 'choice':
			return parameter.choices?.at(-1)?.value ?? '';
		case 'secret':
			return 'ODD_SECRET';
		case 'file':
			return './set up.sh';
		default: {
			const one = samples.find(
				value => parameterComplaint({ ...parameter, kind: 'text' }, value) === undefined,
			);
			return parameter.kind === 'list' ? [one ?? '', one ?? ''] : (one ?? '');
		}
	}
};

const changed = (id: string) => {
	const parameters = findBundle(id)?.parameters ?? [];
	const values = (moment: BundleMoment) =>
		Object.fromEntries(
			parameters
				.filter(parameter => parameter.moment === moment)
				.map(parameter => [parameter.name, changedValue(parameter)]),
		);
	const more = { install: { odd: nasty, flag: '' }, boot: {} };
	return { id, version: "v0.0.1-it's", install: values('install'), boot: values('boot'), more };
};

/** What has no default and is needed. */
const needed = (id: string) => {
	const parameters = findBundle(id)?.parameters ?? [];
	const values = (moment: BundleMoment) =>
		Object.fromEntries(
			parameters
				.filter(({ required, oneOf }) => required || oneOf !== undefined)
				.filter(parameter => parameter.moment === moment && parameter.default.length === 0)
				.map(parameter => [parameter.name, changedValue(parameter)]),
		);
	return { id, install: values('install'), boot: values('boot') };
};

/** All bundles that fit, of the families that are wanted, as they are wanted. */
const bundlesOf = (row: Row) =>
	families.flatMap(({ family, bundles }) =>
		row[`bundles ${family}`] === 'no'
			? []
			: bundles
					.filter(({ id, obstacle }) => obstacle === undefined && bundleFits(id, row['base'] ?? ''))
					.map(({ id }) => (row[`bundles ${family}`] === 'changed' ? changed(id) : needed(id))),
	);

const shares: Readonly<Record<string, Partial<AwsTarget['share']>>> = {
	nobody: {},
	accounts: { accounts: ['111122223333', '444455556666'] },
	organizations: {
		organizations: [
			'arn:aws:organizations::111122223333:organization/o-abcdefghij',
			'arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-cdefghij',
		],
	},
};

const recipeOf = (row: Row): Recipe => {
	const architecture = row['architecture'];
	const catalogue = findBaseImage(row['base'] ?? '');
	const copyTo = (row['copyTo'] ?? '').split(' ').filter(Boolean);
	const hasKey = !['none', 'aws'].includes(row['encryption'] ?? '');
	const hasKeys = hasKey && row['regionKeys'] === 'yes';
	// What is encrypted with the AWS key cannot be shared.
	const isShareable = row['encryption'] === 'none' || (hasKey && (hasKeys || copyTo.length === 0));
	const recipe = writtenRecipe({
		style: row['style'],
		name: row['name'],
		description: row['description'] || undefined,
		profile: row['profile'] || undefined,
		region: row['region'],
		copyTo,
		share: isShareable ? shares[row['share'] ?? ''] : {},
		base: catalogue
			? { image: catalogue.id, architecture }
			: { ...ownAmi, architecture, packageManager: row['base']?.replace('own-', '') },
		instanceType: 't3.micro',
		spot: row['spot'] === 'yes',
		volume: {
			type: row['volume']?.slice(0, 3),
			size: row['volume'] === 'gp3 large' ? 4000 : undefined,
			encrypted: row['encryption'] !== 'none',
			kmsKey: hasKey ? row['encryption'] : undefined,
			kmsKeys: hasKeys ? Object.fromEntries(copyTo.map(region => [region, 'alias/copies'])) : {},
		},
		network: {
			subnet: row['subnet'] || undefined,
			zone: row['zone'] === 'yes' ? `${row['region']}b` : undefined,
			address: row['address'],
			sshFrom: row['sshFrom'],
		},
		instanceProfile: row['instanceProfile'] || undefined,
		bundles: bundlesOf(row),
		steps: steps[row['steps'] ?? ''],
		scriptFolder: row['scriptFolder'] || undefined,
		tags: tags[row['tags'] ?? ''],
	});
	return recipeWith({ instanceType: suggestedInstanceType(recipe) }, recipe);
};

const bundleFits = (id: string, base: string): boolean =>
	base.startsWith('own-') || withRequired([id]).every(bundle => fitsBaseImage(bundle, base));

/** A Recipe with bundles as the catalogue has them, and a value for what needs one. */
export const recipeWithBundles = (image: string, ids: readonly string[]): Recipe => {
	const recipe = writtenRecipe({
		name: 'web',
		region: 'eu-west-1',
		base: { image },
		instanceType: 't3.micro',
		bundles: ids.map(needed),
	});
	return recipeWith({ instanceType: suggestedInstanceType(recipe) }, recipe);
};

/** Recipes in which every two decisions that can stand together do so once: systems, bundles, settings, texts. */
export const broadRecipes = (): readonly Recipe[] => pairwise(levels, () => true).map(recipeOf);

/** Recipes of which each decision is drawn, the same for the same seed (a whole number from 1 on; Park and Miller). */
export const drawnRecipes = (count: number, seed: number): readonly Recipe[] => {
	let state = seed % 2_147_483_647 || 1;
	const draw = <T>(values: readonly T[], none: T): T => {
		state = (state * 48_271) % 2_147_483_647;
		return values[state % values.length] ?? none;
	};
	return Array.from({ length: count }, () => {
		const row = Object.fromEntries(Object.entries(levels).map(([name, values]) => [name, draw(values, '')]));
		const recipe = recipeOf(row);
		const targets = draw<Recipe['targets']>([['aws'], ['docker'], ['aws', 'docker']], ['aws']);
		// Not all of it can be in a container.
		const plain = {
			...recipe,
			bundles: [],
			steps: [],
			aws: { ...recipe.aws, style: 'packer-wizard' as const },
		};
		const candidates = [recipe, plain].map(each => ({ ...each, targets }));
		return candidates.find(each => recipeComplaints(each).length === 0) ?? recipe;
	});
};

export const presetsFolder = path.join(packageFolder(), 'presets');

/** The shipped presets by name. */
export const shippedPresets = (): ReadonlyMap<string, Recipe> =>
	new Map(
		readdirSync(presetsFolder)
			.filter(file => file.endsWith('.json') && file !== 'schema.json')
			.map(file => [
				path.basename(file, '.json'),
				parseRecipe(readFileSync(path.join(presetsFolder, file), 'utf8'), file),
			]),
	);
