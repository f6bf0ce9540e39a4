import { describe, expect, test } from 'vitest';
import { baseImages } from '../../source/catalog/base-images.ts';
import { families } from '../../source/catalog/bundles/families.ts';
import { bundles, findBundle, isListed, withRequired } from '../../source/catalog/bundles/index.ts';
import { type Bundle, type BundleCondition, familySchema } from '../../source/catalog/bundles/schema.ts';
import { searchBundles } from '../../source/catalog/bundles/search.ts';

const installable = bundles.filter(({ obstacle }) => obstacle === undefined);
const hasParameter = ({ parameters }: Bundle, name: string, moment: string): boolean =>
	parameters.some(parameter => parameter.name === name && parameter.moment === moment);

/** Packer's own machine is told by nothing else: it only moves what somebody uploaded. */
const leavesNothing = ['gruntwork-packer-file-copy'];

test.each(families.map(family => [family.family, family] as const))(
	'the data of %s is of the schema',
	(_name, family) => {
		expect(familySchema.parse(family)).toEqual(family);
	},
);

test('every entry that is known of Gruntwork has a place', () => {
	expect(Object.fromEntries(families.map(({ family, bundles: own }) => [family, own.length]))).toEqual({
		base: 4,
		security: 8,
		monitoring: 4,
		server: 5,
		containers: 3,
		ci: 6,
		vpn: 5,
		secrets: 1,
		services: 9,
		elk: 13,
		zookeeper: 8,
		kafka: 9,
		mongodb: 4,
		hashicorp: 6,
		databases: 6,
	});
});

describe('every bundle', () => {
	test('has an id of its own, and sentences', () => {
		expect(new Set(bundles.map(({ id }) => id)).size).toBe(bundles.length);
		for (const { id, summary, details, words, parameters } of bundles) {
			expect(id).toMatch(/^[a-z0-9-]+$/);
			expect(summary, id).toMatch(/^.{5,40}$/);
			expect(details.length, id).toBeGreaterThan(0);
			expect(words.length, id).toBeGreaterThan(0);
			for (const sentence of [...details, ...parameters.map(({ text }) => text)]) {
				expect(sentence, id).toMatch(/^[A-Z0-9].*[.]$|^[a-z].*[.]$/);
			}
		}
	});

	test('comes after what it needs, which needs no answer of its own', () => {
		for (const bundle of bundles) {
			expect(withRequired([bundle.id]).at(-1), bundle.id).toBe(bundle);
			for (const id of bundle.requires) {
				const needed = findBundle(id);
				expect(needed?.obstacle, id).toBeUndefined();
				expect(
					needed?.parameters.filter(
						({ required, when, default: value }) => required && !when && value.length === 0,
					),
					id,
				).toEqual([]);
			}
		}
	});

	test('says why it is dead, and what took its place', () => {
		for (const { id, state, since, why, successor, obstacle } of bundles) {
			expect(state === 'active', id).toBe(since === undefined && why === undefined);
			expect(successor === undefined || findBundle(successor)?.state === 'active', id).toBe(true);
			if (state === 'removed' || state === 'deprecated') {
				expect(obstacle, id).toContain(successor ?? 'nothing in its place');
			}
		}
	});

	test('tells in sentences what its servers need besides, and which bundle would spare it', () => {
		const needs = bundles.flatMap(({ needs: own = [] }) => own);
		expect(needs.filter(({ what }) => !/^[\w{].*\.$/.test(what))).toEqual([]);
		expect(needs.filter(({ unless }) => unless !== undefined && !findBundle(unless))).toEqual([]);
		const brought = bundles.flatMap(({ brings = [] }) => brings.map(({ bundle }) => bundle));
		expect(brought.filter(id => findBundle(id)?.obstacle !== undefined || !findBundle(id))).toEqual([]);
	});

	test('is for systems of the catalogue', () => {
		const known = baseImages.map(({ id }) => id);
		expect(installable.flatMap(({ systems }) => systems).filter(id => !known.includes(id))).toEqual([]);
	});

	test('proves that it is there', () => {
		expect(installable.filter(({ proof }) => proof.length === 0).map(({ id }) => id)).toEqual(leavesNothing);
	});
});

describe('parameters', () => {
	const all = bundles.flatMap(bundle => bundle.parameters.map(parameter => ({ bundle, parameter })));

	test('have a name of their own in their moment, and a default of their kind', () => {
		for (const { bundle, parameter } of all) {
			const { name, moment, kind, choices, default: value } = parameter;
			const place = `${bundle.id}.${name}`;
			const same = bundle.parameters.filter(other => other.name === name && other.moment === moment);
			expect(same.length, place).toBe(1);
			expect(Array.isArray(value), place).toBe(kind === 'list');
			expect(choices !== undefined, place).toBe(kind === 'choice');
			// The machine has no file of the person's at boot, and the build no secret of the server's.
			expect(kind !== 'file' || moment === 'install', place).toBe(true);
			expect(kind !== 'secret' || moment === 'boot', place).toBe(true);
			// So the version of the bundle itself is called among the questions.
			expect(name, place).not.toBe('tag');
		}
	});

	test('are asked for where nothing works without them', () => {
		const unasked = all.filter(
			({ parameter }) =>
				parameter.rare && parameter.required && !parameter.when && parameter.default.length === 0,
		);
		expect(unasked).toEqual([]);
	});

	test('depend on others that are there', () => {
		const holding = (moment: 'install' | 'boot', whens: readonly (BundleCondition | undefined)[]) =>
			whens.filter(when => when !== undefined).map(when => [when.parameter, when.moment ?? moment] as const);
		for (const bundle of bundles) {
			const named = [
				...bundle.parameters.flatMap(({ when, moment }) => holding(moment, [when])),
				...holding(
					'boot',
					bundle.boot.flatMap(({ when, flags }) => [when, ...flags.map(flag => flag.when)]),
				),
				...holding(
					'boot',
					(bundle.iam ?? []).flatMap(({ when }) => when ?? []),
				),
				...holding(
					'boot',
					(bundle.needs ?? []).map(({ when }) => when),
				),
				...holding(
					'boot',
					(bundle.brings ?? []).flatMap(({ when }) => when ?? []),
				),
				...[
					...(bundle.needs ?? []).map(({ what }) => what),
					...(bundle.tags ?? []).flatMap(({ key, value }) => [key, value]),
				]
					.flatMap(text => [...String(text).matchAll(/\{([\w-]+)\}/g)])
					.map(([, name = '']) => [name, 'boot'] as const),
				...bundle.boot.flatMap(({ flags }) =>
					flags.flatMap(({ parameter }) => (parameter === undefined ? [] : [[parameter, 'boot'] as const])),
				),
			];
			expect(
				named.filter(([name, moment]) => !hasParameter(bundle, name, moment)),
				bundle.id,
			).toEqual([]);
		}
	});

	test('of the boot are all used', () => {
		for (const { bundle, parameter } of all.filter(({ parameter }) => parameter.moment === 'boot')) {
			const used = [
				...bundle.boot.flatMap(({ when, flags }) => [
					when?.parameter,
					...flags.flatMap(flag => [flag.parameter, flag.when?.parameter]),
				]),
				// Of some only the policy of the servers tells.
				...(bundle.iam ?? []).flatMap(({ when }) => [when ?? []].flat().map(({ parameter: name }) => name)),
			];
			expect(used, bundle.id).toContain(parameter.name);
		}
	});

	test('that Bash Commons fills in are marked', () => {
		for (const bundle of bundles) {
			const filled = bundle.boot
				.flatMap(({ flags }) => flags)
				.filter(({ flag }) => flag?.startsWith('--auto-fill'))
				.map(({ parameter }) => parameter);
			for (const { name, moment, autoFill } of bundle.parameters) {
				expect(autoFill === true, `${bundle.id}.${name}`).toBe(moment === 'boot' && filled.includes(name));
			}
		}
	});
});

describe('a search', () => {
	const found = (query: string) => searchBundles(query).map(({ id }) => id);

	test('finds by what it is for, in any letters and order of words', () => {
		expect(found('bastion')[0]).toBe('ssh-grunt');
		expect(found('bastion').at(-1)).toBe('svc-bastion-host');
		expect(found('svc-bastion-host')).toEqual(['svc-bastion-host']);
		expect(found('Passwords bans')).toEqual(['fail2ban']);
		expect(found('ssh grunt').slice(0, 1)).toEqual(['ssh-grunt']);
		expect(found('no such thing')).toEqual([]);
	});

	test('has what a list offers first, and the dead ones with their state behind', () => {
		const logs = searchBundles('logs');
		expect(logs.map(isListed)).toEqual(logs.map(isListed).toSorted((a, b) => Number(b) - Number(a)));
		expect(found('removed aggregation')).toEqual(['cloudwatch-log-aggregation-scripts']);
		expect(found('archived').length).toBeGreaterThan(5);
	});
});
