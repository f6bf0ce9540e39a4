import { expect, test } from 'vitest';
import { parseVersion } from '../../source/base/versions.ts';
import { currentProfile, needsInit, packerProfile, packerProfiles } from '../../source/template/profile.ts';

test.each([
	['1.5.6', 'before-1.7'],
	['1.6.6+ds2', 'before-1.7'],
	['1.7.0', '1.7'],
	['1.8.3', '1.7'],
	['1.8.4', '1.8.4'],
	['1.9.5', '1.8.4'],
	['1.10.0', '1.10'],
	['1.13.1', '1.10'],
	['1.14.0', '1.14'],
	['1.16.0-dev', '1.14'],
	['2.0.0', '1.14'],
])('Packer %s gets the template of %s', (text, profile) => {
	const version = parseVersion(text);
	expect(version && packerProfile(version)).toBe(profile);
});

test('only a Packer that brings no plugins needs init', () => {
	expect(packerProfiles.filter(needsInit)).toEqual(['1.10', '1.14']);
	expect(packerProfiles).toContain(currentProfile);
});
