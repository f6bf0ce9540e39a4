import { expect, test } from 'vitest';
import { baseImages, packageManagers } from '../../source/catalog/base-images.ts';
import data from '../../source/catalog/data/packages.json' with { type: 'json' };
import { findPackage, packageOn, systemPackages } from '../../source/catalog/packages/index.ts';
import { packagesSchema } from '../../source/catalog/packages/schema.ts';
import { packagePattern } from '../../source/recipe/step-schema.ts';

test('the data is of the schema', () => {
	expect(packagesSchema.parse(data)).toEqual(data);
});

test('each is called by names that nothing else has, and is for systems of the catalogue', () => {
	const names = systemPackages.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
	expect(new Set(names).size).toBe(names.length);
	const places = [...packageManagers, ...baseImages.map(({ id }) => id)];
	for (const { id, text, on = {}, instead } of systemPackages) {
		expect(text, id).toMatch(/^.{5,60}[^.]$/);
		expect(
			Object.keys(on).filter(place => !places.includes(place)),
			id,
		).toEqual([]);
		expect(Object.values(on).includes(null), id).toBe(instead !== undefined);
		for (const names of Object.values(on)) {
			expect(
				(names?.names ?? []).filter(name => !packagePattern.test(name)),
				id,
			).toEqual([]);
		}
	}
});

test('topics are of Amazon Linux 2, and Debian and Ubuntu start what they install by themselves', () => {
	for (const { id, on = {} } of systemPackages) {
		for (const [place, names] of Object.entries(on)) {
			expect(names?.topic === undefined || place === 'yum', id).toBe(true);
			expect(names?.service === undefined || !/^(apt|ubuntu|debian)/.test(place), id).toBe(true);
		}
	}
});

test('what people search for is found by any of its names', () => {
	const on = (id: string) => {
		const manager = baseImages.find(image => image.id === id)?.packageManager ?? 'apt';
		return ['nginx', 'docker', 'node', 'awscli', 'Unknown-1'].map(
			name => packageOn(name, { id, manager })?.names,
		);
	};
	expect(findPackage('node')).toBe(findPackage('NodeJS'));
	expect(on('ubuntu-24.04')).toEqual([['nginx'], ['docker.io'], ['nodejs'], undefined, ['Unknown-1']]);
	expect(on('amazon-linux-2')).toEqual([['nginx'], ['docker'], undefined, ['awscli'], ['Unknown-1']]);
	expect(on('rhel-10')).toEqual([['nginx'], ['podman-docker'], ['nodejs'], undefined, ['Unknown-1']]);
});
