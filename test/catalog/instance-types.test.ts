import { describe, expect, test } from 'vitest';
import { architectures } from '../../source/catalog/base-images.ts';
import {
	architectureByName,
	architectureOf,
	findInstanceType,
	instanceTypes,
	instanceTypesDate,
	isOffered,
} from '../../source/catalog/instance-types.ts';
import { findRegion, partitionOf, regions } from '../../source/catalog/regions.ts';
import { suggestedInstanceType } from '../../source/recipe/defaults.ts';
import { instanceTypePattern, regionPattern } from '../../source/recipe/schema.ts';
import { recipeWith } from '../helpers/recipe.ts';

describe('instance types', () => {
	test('all that EC2 describes are there, each with what a build needs to know', () => {
		expect(instanceTypes).toHaveLength(1395);
		expect(new Set(instanceTypes.map(({ id }) => id)).size).toBe(1395);
		for (const { id, vcpu, memoryMib, architecture, offered } of instanceTypes) {
			expect(id).toMatch(instanceTypePattern);
			expect(vcpu).toBeGreaterThan(0);
			expect(memoryMib).toBeGreaterThanOrEqual(512);
			expect(['x86_64', 'arm64', 'x86_64_mac', 'arm64_mac']).toContain(architecture);
			expect(offered).toMatch(/^(?=.*1)[01]{30}$/);
		}
	});

	test('the date is that of the recording, not of the file', () => {
		expect(instanceTypesDate).toBe('2026-09-30');
	});

	test.each([
		['m5.large', { architecture: 'x86_64', isPrevious: true, hypervisor: 'nitro' }],
		['m7i.large', { vcpu: 2, memoryMib: 8192, isPrevious: false, accelerator: undefined }],
		['c4.large', { isPrevious: true, hypervisor: 'xen' }],
		['g4dn.xlarge', { accelerator: { kind: 'GPU', name: 'NVIDIA T4' } }],
		['g5g.xlarge', { architecture: 'arm64', accelerator: { kind: 'GPU', name: 'NVIDIA T4g' } }],
		['inf2.xlarge', { accelerator: { kind: 'AI chip', name: 'Inferentia2' } }],
		['m9g.metal-48xl', { architecture: 'arm64', isMetal: true, hypervisor: undefined }],
		['mac2.metal', { architecture: 'arm64_mac' }],
		['t2.micro', { architecture: 'x86_64', freeTier: false }],
	])('%s', (id, facts) => {
		expect(findInstanceType(id)).toMatchObject(facts);
	});

	test('the free tier is what EC2 says it is', () => {
		expect(instanceTypes.filter(type => type.freeTier).map(type => type.id)).toEqual([
			...['c7i-flex.large', 'm7i-flex.large', 't3.micro', 't3.small', 't4g.micro', 't4g.small'],
			...['t8i.micro', 't8i.small'],
		]);
	});

	test('what a name tells of the architecture is never wrong', () => {
		const told = instanceTypes.filter(({ id }) => architectureByName(id) !== undefined);
		expect(told.length).toBeGreaterThan(900);
		for (const { id, architecture } of told) {
			expect([id, architectureByName(id)]).toEqual([id, architecture]);
		}
	});

	test.each([
		['m12g.large', 'arm64'],
		['c9gd.metal-24xl', 'arm64'],
		['x9i.large', 'x86_64'],
		['m9a.large', 'x86_64'],
		['t9.large', undefined],
		['g9.xlarge', undefined],
		['u9-12tb.metal', undefined],
		['p6e-gb200.36xlarge', undefined],
	])('%s, which the catalogue lacks, is %s', (id, architecture) => {
		expect(findInstanceType(id)).toBeUndefined();
		expect(architectureOf(id)).toBe(architecture);
	});
});

describe('regions', () => {
	test.each([
		['eu-west-1', 'aws'],
		['cn-north-1', 'aws-cn'],
		['us-gov-west-1', 'aws-us-gov'],
		['eusc-de-east-1', 'aws-eusc'],
	])('%s is there, of %s', (id, partition) => {
		expect(findRegion(id)?.name).toMatch(/\w/);
		expect(id).toMatch(regionPattern);
		expect(partitionOf(id)).toBe(partition);
	});

	test.each(['me-west-1', 'sa-west-1', 'us-iso-east-1'])('%s is announced or closed: not there', id => {
		expect(findRegion(id)).toBeUndefined();
	});

	test.each(architectures)('a small %s machine is proposed that the region offers', architecture => {
		for (const { id: region } of regions) {
			const recipe = recipeWith({ region, base: { image: 'debian-13', architecture } });
			const type = findInstanceType(suggestedInstanceType(recipe));
			expect(type && isOffered(type, region), region).toBe(true);
		}
	});
});
