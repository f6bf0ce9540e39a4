import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { Contents } from '../../source/builds/contents/contents.ts';
import { billOfMaterials } from '../../source/flow/bill-of-materials.ts';
import { buildContents } from '../../source/flow/contents.ts';
import { endedBuild, timelineOf } from '../commands/timelines.ts';
import { nodeContents, packageOf } from '../helpers/contents.ts';
import { root } from '../helpers/program.ts';

/** The schemas of CycloneDX itself, as its library brings them. */
const schemas = path.join(root, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
const schema = (file: string): object => JSON.parse(readFileSync(path.join(schemas, file), 'utf8'));

const ajv = new Ajv({ strict: false, formats: { 'idn-email': true, 'iri-reference': true } });
addFormats.default(ajv);
for (const file of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json']) {
	ajv.addSchema(schema(file), `http://cyclonedx.org/schema/${file}`);
}

const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));

const complaints = (document: unknown) => {
	validate(document);
	return validate.errors ?? [];
};

const timeline = timelineOf(endedBuild('done'));
const billOf = (...kept: readonly Contents[]) => billOfMaterials(buildContents(timeline, kept), '0.1.0');

const amazon: Contents = {
	target: 'amazon-ebs.image',
	system: { id: 'amzn', version: '2023', name: 'Amazon Linux 2023' },
	packages: [
		packageOf('bind-libs', '32:9.18.28-1.amzn2023', { format: 'rpm', architecture: 'x86_64' }),
		packageOf('gpg-pubkey', 'd832c631-6515c85e', { format: 'rpm' }),
	],
	isWhole: true,
};

test('an empty image, one of packages of each format, and several images are documents of CycloneDX', () => {
	const alpine: Contents = {
		target: 'docker.image',
		system: { id: 'alpine' },
		packages: [
			packageOf('musl', '1.2.5-r0', { format: 'apk' }),
			packageOf('libstdc++', '13', { format: 'pacman' }),
		],
		isWhole: false,
	};
	const nothing: Contents = { target: 'x', system: {}, packages: [], isWhole: false };
	for (const kept of [[nothing], [nodeContents], [amazon], [alpine], [nodeContents, amazon, alpine]]) {
		expect(complaints(billOf(...kept))).toEqual([]);
	}

	expect(complaints({ ...billOf(nodeContents), components: [{ name: 'x' }] })).not.toEqual([]);
});

test('each package has its URL', () => {
	const urls = (kept: Contents) => billOf(kept).components.flatMap(({ purl }) => purl ?? []);
	expect(urls({ ...nodeContents, packages: [packageOf('libjq1', '1:1.6-2.1+deb12u2~x')] })).toEqual([
		'pkg:deb/debian/libjq1@1:1.6-2.1%2Bdeb12u2~x?arch=amd64&distro=debian-12',
	]);
	expect(urls(amazon)).toEqual([
		'pkg:rpm/amzn/bind-libs@9.18.28-1.amzn2023?arch=x86_64&distro=amzn-2023&epoch=32',
	]);
});
