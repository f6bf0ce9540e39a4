import { expect, test } from 'vitest';
import { baseImages } from '../../source/catalog/base-images.ts';
import { containerImageOf } from '../../source/catalog/container-images.ts';

test('each system has a container image, named in full, and of its own version', () => {
	for (const { id, basedOn, version } of baseImages) {
		const image = containerImageOf(id);
		expect(image).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[a-z0-9]+)+:[a-z0-9.]+$/);
		// Red Hat names the version before the colon; what is based on a system has that one's image.
		expect(image).toContain(basedOn === undefined ? version : (basedOn.split('-').at(-1) ?? ''));
	}

	expect(containerImageOf('eks-1.36')).toBe(containerImageOf('amazon-linux-2023'));
	expect(containerImageOf('windows')).toBeUndefined();
});
