import { expect, test } from 'vitest';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { applySets } from '../../source/flags/set.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { recipeSchema } from '../../source/recipe/schema.ts';
import { writtenRecipe } from '../helpers/recipe.ts';

const recipe = writtenRecipe({
	bundles: [{ id: 'fail2ban' }],
	tags: { Team: 'web' },
});

const draft = draftAtReview({ recipe, folder: null });

test.each([
	['name=shop', { name: 'shop' }],
	['volume.size=20', { volume: { ...recipe.aws.volume, size: 20 } }],
	['spot=true', { spot: true }],
	['bundles=[]', { bundles: [] }],
	[
		'bundles.0.install.max-retry=7',
		{ bundles: [{ id: 'fail2ban', install: { 'max-retry': '7' }, boot: {} }] },
	],
	['bundles.0.version=1.10', { bundles: [{ id: 'fail2ban', version: '1.10', install: {}, boot: {} }] }],
	['copyTo.0=eu-west-1', { copyTo: ['eu-west-1'] }],
	['tags.Version=2', { tags: { Team: 'web', Version: '2' } }],
	['tags.Note=a=b', { tags: { Team: 'web', Note: 'a=b' } }],
	['description=', { description: '' }],
	['base={"image":"amazon-linux-2"}', { base: { image: 'amazon-linux-2', architecture: 'x86_64' } }],
])('--set %s', (text, expected) => {
	expect(applySets(draft, [text]).recipe).toEqual(writtenRecipe({ ...recipe, ...expected }));
});

test('several that only go together', () => {
	const changed = applySets(draft, ['base.architecture=arm64', 'instanceType=t4g.micro']);
	expect(changed.recipe).toMatchObject({
		base: { architecture: 'arm64' },
		aws: { instanceType: 't4g.micro' },
	});
});

test('none changes nothing', () => {
	expect(applySets(draft, [])).toBe(draft);
});

test.each([
	['nonsense', '--set takes name=value'],
	['=x', '--set takes name=value'],
	['a..b=x', '--set takes name=value'],
	['__proto__.x=1', '--set takes name=value'],
	['copyTo.5=eu-west-1', '--set: a list has no place "5".'],
	['volume.size=abc', 'volume.size: A number is needed.'],
	['volume.type=gp9', 'volume.type: gp3 or gp2 is needed.'],
	['network.sshFrom=here', 'network.sshFrom: Addresses look like 203.0.113.7/32.'],
	['instanceType=t4g.micro', 'the base image is x86_64'],
	['bundles.0.id=nothing', 'The catalogue has no bundle nothing.'],
	['regoin=eu-west-1', 'regoin'],
	['volme.size=20', 'The recipe has no place volme. Did you mean volume?'],
	['ssh-grnt.iam-group=ops', 'The catalogue has no bundle ssh-grnt. Did you mean ssh-grunt?'],
	['fail2ban.ban-time', '--set fail2ban.ban-time says no value.'],
	['fail2ban', '--set takes name=value'],
	['fail2ban.+a b=3', 'An argument is named by letters, digits, - and _ only, a letter first.'],
	['fail2ban.+ban-time=3', 'ban-time is a parameter of fail2ban, and no argument of your own.'],
	['fail2ban.tag=hm m', 'A tag looks like v1.7.0, and has no spaces.'],
	['bundles.0.version=hm m', 'A tag looks like v1.7.0, and has no spaces.'],
	['nginx.port=80', 'nginx is a package of the system, and no bundle'],
	['volme.size=20', 'The recipe has no place volme. Did you mean volume?'],
	['cloudwatch-log-aggregation-scripts.x=1', 'take cloudwatch-agent'],
	[
		'ssh-grunt.iam-groups=ops',
		'ssh-grunt has no parameter iam-groups. Did you mean iam-group? It has iam-group, iam-group-sudo, role-arn, ',
	],
	['fail2ban.+debug=', 'Say which: --set fail2ban.install.+debug=…, or --set fail2ban.boot.+debug=…'],
	['fail2ban.max-retry=lots', '--set fail2ban.max-retry=lots: lots is no whole number.'],
	['fail2ban.max-retry=-1', '-1 is less than 0.'],
	['fail2ban.ssh-port=99999', 'A port is a number from 1 to 65535.'],
	['fail2ban.logging-level=7', '--set fail2ban.logging-level=7: 7 is none of 1, 2, 3, 4.'],
	['fail2ban.install.+ban-time=1', 'ban-time is a parameter of fail2ban'],
	['fail2ban.install.+a b=1', 'An argument is named by letters'],
	['ssh-grunt.houston-url=https://houston.example', 'counts only with ssh-grunt.keys-from=houston.'],
	['auto-update.yum-cron-config=cron.conf', 'counts only with a base image with yum.'],
])('--set %s is refused', (text, sentence) => {
	const problem = (() => {
		try {
			return applySets(draft, [text]);
		} catch (error) {
			return error;
		}
	})();
	expect(problem).toMatchObject({ exitCode: 2 });
	expect(`${Object(problem).message} ${Object(problem).reason}`).toContain(sentence);
});

const refused = (...sets: readonly string[]): string => {
	try {
		applySets(draft, sets);
	} catch (error) {
		return String(Object(error).reason);
	}

	return '';
};

test.each([
	[
		['fail2ban.no-cloudwatch-metrics=yes', 'fail2ban.cloudwatch-namespace=Web'],
		'fail2ban.cloudwatch-namespace=Web: it counts only with fail2ban.no-cloudwatch-metrics=no.',
	],
	[
		['attach-eni.eni-id=eni-0f3a91c2d4e5f6a7b', 'attach-eni.eni-with-same-tag=db'],
		'attach-eni.eni-with-same-tag=db: it counts only with no attach-eni.eni-id.',
	],
])('%s: what another makes count for nothing is not lost in silence', (sets, sentence) => {
	expect(refused(...sets)).toContain(sentence);
	expect(refused(...sets.toReversed())).toContain(sentence);
});

test('a secret that was given in the place of the name of its variable is not repeated', () => {
	const reason = refused('consul-install.gossip-encryption-key=hunter2');
	expect(reason).toContain('--set consul-install.gossip-encryption-key=…: ');
	expect(reason).not.toContain('hunter2');
});

test('parameters of bundles: a bundle that is not chosen is, a list is repeated, an argument of ones own stays beside others', () => {
	const set = (...sets: readonly string[]) => applySets(draft, sets);
	const once = set(
		...[
			'ssh-grunt.iam-group=ops',
			'fail2ban.install.max-retry=7',
			'ssh-grunt.iam-group=dev',
			'ssh-grunt.tag=1.7.1',
		],
		...['fail2ban.boot.+level=a', 'fail2ban.boot.+level=b', 'fail2ban.boot.+debug=', 'auto-update.+x=1'],
	);
	expect(once.recipe.bundles).toEqual([
		{ id: 'ssh-grunt', version: 'v1.7.1', install: {}, boot: { 'iam-group': ['ops', 'dev'] } },
		{
			id: 'fail2ban',
			install: { 'max-retry': '7' },
			boot: {},
			more: { install: {}, boot: { level: ['a', 'b'], debug: '' } },
		},
		{ id: 'auto-update', install: {}, boot: {}, more: { install: { x: '1' }, boot: {} } },
	]);
	const twice = applySets(once, ['fail2ban.boot.+level=c', 'ssh-grunt.iam-group=', 'name=shop']);
	expect(twice.recipe).toMatchObject({
		name: 'shop',
		bundles: [
			{ boot: { 'iam-group': [] } },
			{ more: { boot: { debug: '', level: 'c' } } },
			{ id: 'auto-update' },
		],
	});
	const houston = applySets(draft, [
		...[
			'ssh-grunt.houston-url=https://houston.example',
			'ssh-grunt.ssh-role=ops',
			'ssh-grunt.keys-from=houston',
		],
	]);
	expect(houston.recipe.bundles[0]).toMatchObject({ boot: { 'keys-from': 'houston', 'ssh-role': ['ops'] } });
});

test('no bundle is called as a place of the recipe', () => {
	const places = Object.keys(recipeSchema.shape);
	expect(bundles.filter(({ id }) => places.includes(id))).toEqual([]);
});
