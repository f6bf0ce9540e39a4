import { expect, test } from 'vitest';
import { readImage } from '../../../source/targets/docker/builds/image.ts';

const id = 'c61ed15acaebacf635f2529c1fe200c5bf4c2ad71f437e70c6eaf880328c3fc1';
const layers = ['sha256:cf28', 'sha256:e0de', 'sha256:00ff'];

/** As Docker 28.2.2 prints it for an engine 20.10.24: an object, and one in each line with sizes as texts. */
const docker = {
	inspected: JSON.stringify({
		Id: `sha256:${id}`,
		RepoTags: ['local/web:1'],
		Architecture: 'amd64',
		Size: 199_906_779,
		RootFS: { Type: 'layers', Layers: layers },
	}),
	history: [
		{ Comment: '', CreatedBy: '/bin/sh', ID: `sha256:${id}`, Size: '3' },
		{ Comment: '', CreatedBy: '/bin/sh -c #(nop)  CMD ["bash"]', ID: '<missing>', Size: '0' },
		{ Comment: 'buildkit.dockerfile.v0', CreatedBy: 'RUN /bin/sh -c make it # buildkit', ID: '', Size: '76' },
		{ Comment: 'Imported from -', CreatedBy: '', ID: 'sha256:768b', Size: '199906700' },
	]
		.map(row => JSON.stringify(row))
		.join('\n'),
};

/** As Podman 4.3.1 prints it: lists, with sizes as numbers. */
const podman = {
	inspected: JSON.stringify([
		{
			Id: id,
			RepoTags: ['localhost/local/web:1'],
			Architecture: 'amd64',
			Size: 205_921_280,
			RootFS: { Type: 'layers', Layers: layers.slice(1) },
		},
	]),
	history: JSON.stringify([
		{ id, CreatedBy: '/bin/sh', size: 5120, comment: 'FROM localhost/local/debian:bookworm' },
		{ id: '69c1', CreatedBy: '/bin/sh -c #(nop) ADD file:96ce in /', size: 205_916_160, comment: 'imported' },
	]),
};

test('what Docker shows of an image: size and layers, and what made each', () => {
	expect(readImage(docker.inspected, docker.history)).toEqual({
		id: `sha256:${id}`,
		tags: ['local/web:1'],
		size: 199_906_779,
		architecture: 'amd64',
		layerCount: 3,
		layers: [
			{ size: 3, by: '/bin/sh', isOurs: true },
			{ size: 76, by: 'make it' },
			{ size: 199_906_700, by: 'Imported from -' },
		],
	});
});

test('what Podman shows of it', () => {
	expect(readImage(podman.inspected, podman.history)).toEqual({
		id,
		tags: ['localhost/local/web:1'],
		size: 205_921_280,
		architecture: 'amd64',
		layerCount: 2,
		layers: [
			{ size: 5120, by: '/bin/sh', isOurs: true },
			{ size: 205_916_160, by: 'ADD file:96ce in /' },
		],
	});
});

test.each(['', '[]', 'Error: no such image', '{"Id":1}'])('%j is no image, and nothing is told', text => {
	expect(readImage(text, '')).toBeUndefined();
});
