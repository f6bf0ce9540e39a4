import { expect, test } from 'vitest';
import { checkRecipe } from '../../source/recipe/read.ts';
import { recipeWith } from '../helpers/recipe.ts';

const complaintsOf = (changed: object): string => {
	try {
		checkRecipe(recipeWith(changed), 'web.json');
	} catch (error) {
		return String(Object(error).reason);
	}

	return '';
};

test.each([
	[{ name: undefined }, 'name: A text is needed.'],
	[{ description: 7 }, 'description: A text is needed.'],
	[{ volume: { size: 'abc' } }, 'aws.volume.size: A number is needed.'],
	[{ volume: { size: 1.5 } }, 'aws.volume.size: A whole number is needed.'],
	[{ volume: { size: 0 } }, 'aws.volume.size: It is less than 1.'],
	[{ volume: { size: 99_999 } }, 'aws.volume.size: It is more than 16384.'],
	[{ spot: 'yes' }, 'aws.spot: true or false is needed.'],
	[{ copyTo: 'eu-west-1' }, 'aws.copyTo: A list is needed.'],
	[{ volume: 20 }, 'aws.volume: An object is needed.'],
	[{ tags: ['a'] }, 'tags: An object is needed.'],
	[{ style: 'ours' }, 'aws.style: packer-wizard or gruntwork is needed.'],
	[{ version: '1' }, 'version: 2 is needed.'],
	[{ profile: '' }, 'aws.profile: It is empty.'],
	[{ tags: { Team: 'x'.repeat(256) } }, 'tags.Team: It is longer than 255 characters.'],
	[{ tags: { '': 'x' } }, 'tags.: It is empty.'],
	[{ tags: { ['x'.repeat(128)]: '' } }, `tags.${'x'.repeat(128)}: It is longer than 127 characters.`],
	[{ volume: { kmsKeys: { here: 'alias/x' } } }, 'aws.volume.kmsKeys.here: A region looks like eu-west-1.'],
	[{ steps: [{ name: 'x', inline: [] }] }, 'steps.0.inline: It has no entry.'],
	[{ steps: [{ name: 'x', inline: 'ls' }] }, 'steps.0.inline: A list is needed.'],
	[{ network: { sshFrom: 'here' } }, 'aws.network.sshFrom: Addresses look like 203.0.113.7/32.'],
	[
		{ bundles: [{ id: 'fail2ban', install: { 'max-retry': 7 } }] },
		'bundles.0.install.max-retry: A text is needed.',
	],
	[{ base: { image: 'debian-13', architecture: 'sparc' } }, 'base.architecture: x86_64 or arm64 is needed.'],
])('%j is refused in words of ours', (changed, sentence) => {
	const complaints = complaintsOf(changed);
	expect(complaints.split('\n')).toContain(sentence);
	expect(complaints).not.toMatch(/Invalid|expected|received|Too (?:big|small)/);
});
