import { expect, test } from 'vitest';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { findQuestion } from '../../source/questions/table.ts';
import { makeWorld } from './world.ts';

const said = async (...argv: readonly string[]) => {
	const world = makeWorld();
	const code = await world.run('bundles', ...argv);
	return { code, out: world.stdout(), err: world.stderr() };
};

test('the list has headings, and nothing that is gone unless one searches for it', async () => {
	const { out } = await said();
	expect(out).toMatch(/^Security and log-in$/m);
	expect(out).toMatch(/^ssh-grunt +SSH log-in managed in IAM groups +token$/m);
	expect(out).not.toContain('removed');
	const found = await said('list', 'log', 'aggregation');
	expect(found.out).toMatch(/^cloudwatch-log-aggregation-scripts +.* removed$/m);
	expect(found.out).not.toMatch(/^fail2ban/m);
	expect(await said('list', 'bastion')).toMatchObject({ out: expect.stringMatching(/^ssh-grunt /m) });
	expect((await said('list', 'nothing-like-that')).out).toContain(
		'No bundle is found by "nothing-like-that".',
	);
});

test('every bundle can be shown, as text and as JSON, and --set knows what it names', async () => {
	for (const { id, obstacle, parameters } of bundles) {
		const { code, out } = await said('show', id);
		expect(code).toBe(0);
		expect(out.includes('packer-wizard new --install')).toBe(obstacle === undefined);
		const json = JSON.parse((await said('show', id, '--json')).out);
		expect(json).toMatchObject({ id, state: expect.any(String) });
		expect(json.parameters).toHaveLength(parameters.length);
		for (const { set } of json.parameters) {
			expect(findQuestion(set), set).toBeDefined();
		}
	}
});

test('what is told of one says nothing twice, and what can stand in for another', async () => {
	for (const { id, iam = [] } of bundles.filter(({ obstacle }) => obstacle === undefined)) {
		const { out } = await said('show', id);
		const told = /instance profile that allows\s+([^.]+)\./.exec(out)?.[1]?.split(/,\s+/) ?? [];
		expect(told, id).toEqual([...new Set(iam.flatMap(({ actions }) => actions))]);
		expect(out, id).not.toMatch(/since (\S+)\b[^.]*since \1/);
		expect(out, id).not.toContain('none, none');
		expect(out, id).not.toMatch(/\{[\w-]+\}/);
	}

	const eks = (await said('show', 'eks-scripts')).out.replaceAll(/\s+/g, ' ');
	expect(eks).toContain('A cluster of EKS named <cluster-name> has to be there');
	expect(eks).not.toContain('my-cluster');
	// What counts as long as nothing is said is told.
	expect((await said('show', 'elk-run-kibana')).out).toContain('is the server itself');
	const { out } = await said('show', 'ssh-grunt');
	expect(out.replaceAll(/\s+/g, ' ')).toContain(
		'a list, left out unless you say one, it or ssh-grunt.ssh-role-sudo is needed',
	);
});

test('an example names all values that are needed, is no wider than 80 columns, and a shell takes it', async () => {
	for (const { id } of bundles.filter(({ obstacle }) => obstacle === undefined)) {
		const { out } = await said('show', id);
		const [, example = ''] = out.split('For example\n');
		expect(
			example.split('\n').filter(line => line.length > 80 || /[{}]/.test(line)),
			id,
		).toEqual([]);
		const words = example.replaceAll('\\\n', ' ').trim().split(/\s+/);
		expect(words.slice(0, 4), id).toEqual(['packer-wizard', 'new', '--install', id]);
		const sets = words.slice(4).filter(word => word !== '--set');
		expect(sets.length * 2, id).toBe(words.length - 4);
		const { parameters } = JSON.parse((await said('show', id, '--json')).out);
		for (const { set, required, default: value, when } of parameters) {
			const isNeeded = required && value.length === 0 && when === undefined;
			expect(!isNeeded || sets.some(text => text.startsWith(`${set}=`)), set).toBe(true);
		}
	}

	const { out } = await said('show', 'init-openvpn');
	expect(out).toContain('--install init-openvpn \\\n    --set init-openvpn.s3-bucket-name=… \\\n');
});

test('what is gone says why, and what took its place; what there is not names the nearest', async () => {
	const { out } = await said('show', 'cloudwatch-log-aggregation-scripts');
	expect(out).toContain('Removed since 2021-06: ');
	expect(out).toContain('In its place: packer-wizard bundles show cloudwatch-agent');
	expect(await said('show', 'ssh-grnt')).toMatchObject({
		code: 2,
		err: expect.stringContaining('Did you mean ssh-grunt?'),
	});
});
