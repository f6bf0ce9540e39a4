import { beforeEach, describe, expect, test } from 'vitest';
import { eventually, journalOf, listBuilds } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson } from '../helpers/program.ts';
import {
	leftBehind,
	nothing,
	ownImages,
	runInSandbox,
	snapshotTags,
	startInSandbox,
} from './sandbox-builds.ts';

const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
const [home, good, refused] = regions;

describe('copies against an EC2 that is not ours', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('one that fails keeps the image, and is made later without another build', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (...args: readonly string[]) => runInSandbox(person, sandbox, args);
			sandbox.call('ec2', 'create_key_pair', { KeyName: 'no-copies' }, refused);
			const built = await run(
				...['new', '--region', home, '--base', 'debian-12', '--name', 'shop', '--tag', 'Team=web'],
				...['--copy-to', `${good},${refused}`, '--command', 'true', '--yes'],
				...['--share', '111122223333', '--encryption', 'none'],
			);
			expect(built.code, built.stdout + built.stderr).toBe(1);
			const { id = '', end } = (await listBuilds(person.environment))[0] ?? {};
			const command = `packer-wizard builds copy ${id} --to ${refused}`;
			expect(built.stdout).toContain(`AWS makes no more copies at once in ${refused}`);
			expect(built.stdout).toContain(command);
			expect(built.stdout).toContain('Images were made all the same');
			expect(end).toMatchObject({ result: 'failed', diagnosis: { id: 'copy.limit', remedy: 'copy' } });
			expect(end?.artifacts.map(({ region }) => region)).toEqual([home, good]);

			// What is there is no leftover.
			const cleaned = await run('cleanup', id, '--yes');
			expect(cleaned.code, cleaned.stdout + cleaned.stderr).toBe(0);
			expect(regions.map(region => ownImages(sandbox, region).length)).toEqual([1, 1, 0]);

			const again = await run('builds', 'copy', id, '--yes');
			expect(again.code, again.stdout + again.stderr).toBe(1);
			expect(again.stderr).toContain(`The copy in ${refused} failed`);
			sandbox.call('ec2', 'delete_key_pair', { KeyName: 'no-copies' }, refused);
			const wanted = `${good},${refused},us-west-2`;
			const copied = await run('builds', 'copy', id, '--to', wanted, '--yes', '--json');
			expect(copied.code, copied.stdout + copied.stderr).toBe(0);
			const { copies } = JSON.parse(copied.stdout);
			expect(copies.map(({ region }: { region: string }) => region)).toEqual(wanted.split(','));

			for (const region of [...regions, 'us-west-2']) {
				const [image, ...others] = ownImages(sandbox, region);
				expect(others, region).toEqual([]);
				expect(image?.Name, region).toMatch(/^shop-\d{14}$/);
				expect(image?.Tags, region).toContainEqual({ Key: 'Team', Value: 'web' });
				for (const tags of image ? snapshotTags(sandbox, image, region) : []) {
					expect(tags, region).toContainEqual({ Key: 'Team', Value: 'web' });
				}

				const shared = sandbox.call(
					'ec2',
					'describe_image_attribute',
					{ ImageId: image?.ImageId ?? '', Attribute: 'launchPermission' },
					region,
				);
				expect(shared['LaunchPermissions'], region).toEqual([{ UserId: '111122223333' }]);
				expect(leftBehind(sandbox, region), region).toEqual(nothing);
			}

			const [build] = await listBuilds(person.environment);
			expect(build?.end).toMatchObject({ result: 'done' });
			const made = build?.end?.artifacts.map(({ region }) => region) ?? [];
			expect(made.slice(0, 2)).toEqual([home, good]);
			// Later copies are made at once, and stand as AWS began them.
			expect(made.slice(2).toSorted()).toEqual([refused, 'us-west-2']);
			const shown = await run('builds', 'show', id);
			expect(shown.stdout).toMatch(/^✓ shop is ready/);
			expect(shown.stdout).not.toContain('failed');
			expect((await run('cleanup', id, '--yes')).code).toBe(0);
			expect(ownImages(sandbox, 'us-west-2')).toHaveLength(1);
		});
	});

	test('what breaks it off leaves the image and the copies that AWS makes, and it is gone on with', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (...args: readonly string[]) => runInSandbox(person, sandbox, args);
			const hold = (region: string) =>
				sandbox.call('ec2', 'create_key_pair', { KeyName: 'slow-copies' }, region);
			const letGo = (region: string) =>
				sandbox.call('ec2', 'delete_key_pair', { KeyName: 'slow-copies' }, region);
			const places = { killed: 'eu-west-1', cancelled: 'eu-central-1', job: 'eu-north-1' };
			Object.values(places).forEach(hold);
			const answers = (name: keyof typeof places) => [
				...['new', '--region', home, '--base', 'debian-12', '--name', name],
				...['--copy-to', `${places[name]},us-west-2`, '--yes'],
			];
			const detached = async (name: keyof typeof places) =>
				(await run(...answers(name), '--detach')).stdout.trim();
			const env = { CI: 'true' };
			const front = startInSandbox(person, sandbox, answers('job'), { env });
			const [killed, cancelled] = await Promise.all([detached('killed'), detached('cancelled')]);
			const job = await eventually(
				async () =>
					(await listBuilds(person.environment)).find(({ header }) => header.recipe.name === 'job')?.id,
			);
			const copiesOf = async (id: string) =>
				(await journalOf(person, id)).filter(line => line.kind === 'copy');
			const endOf = (id: string) =>
				eventually(async () => (await listBuilds(person.environment)).find(build => build.id === id)?.end);
			for (const id of [killed, cancelled, job]) {
				await eventually(async () => {
					const copies = await copiesOf(id);
					return (
						copies.some(({ state }) => state === 'began') && copies.some(({ state }) => state === 'done')
					);
				});
			}

			// A copy that is to come is no leftover of a build that goes on.
			const live = await run('cleanup', cancelled, '--yes');
			expect(live).toMatchObject({ code: 2, stderr: expect.stringContaining('still runs') });

			const [header] = await journalOf(person, killed);
			process.kill(header?.kind === 'header' ? header.supervisor.pid : Number.NaN, 'SIGKILL');
			process.kill(front.pid, 'SIGKILL');
			const told = await run('builds', 'cancel', cancelled);
			expect(told.stdout).toContain('the image stays, AWS goes on with copies that it has begun');
			expect(told.stdout).toMatch(/AWS goes on with ami-\w+ eu-central-1\.$/m);
			const ends = [await endOf(cancelled), await endOf(job)];
			for (const [index, end] of ends.entries()) {
				const place = index === 0 ? places.cancelled : places.job;
				expect(end).toMatchObject({
					result: 'cancelled',
					uncopied: [place],
					diagnosis: { id: index === 0 ? 'copy.cancelled' : 'ours.job-gone', remedy: 'copy' },
				});
				expect(end?.artifacts.map(({ region }) => region)).toEqual([home, place, 'us-west-2']);
			}

			// The next start goes on with it.
			expect((await run('builds', 'list')).stdout).toContain(killed);
			letGo(places.killed);
			expect(await endOf(killed)).toMatchObject({ result: 'done' });
			const cleaned = await run('cleanup', '--yes');
			expect(cleaned.code, cleaned.stdout + cleaned.stderr).toBe(0);

			const waiting = startInSandbox(person, sandbox, ['builds', 'copy', cancelled, '--yes']);
			// What is waited for is told, though it began before.
			await eventually(
				async () => (await copiesOf(cancelled)).filter(({ state }) => state === 'began').length > 2,
			);
			const both = await run('builds', 'copy', cancelled, '--to', 'us-east-2', '--yes');
			expect(both.code, both.stdout + both.stderr).toBe(2);
			expect(both.stderr).toContain(`The image of build ${cancelled} is being copied or tested already.`);
			expect((await run('builds', 'delete', cancelled, '--yes')).stderr).toContain('is being copied');
			process.kill(waiting.pid, 'SIGINT');
			expect(await waiting.ended).toMatchObject({
				code: 130,
				stdout: expect.stringMatching(
					/^AWS makes the copy in eu-central-1: ami-\w+\. That takes minutes\.$/m,
				),
			});
			letGo(places.cancelled);
			const copied = await run('builds', 'copy', cancelled, '--yes', '--quiet');
			expect(copied, copied.stdout + copied.stderr).toMatchObject({ code: 0 });
			expect(copied.stdout).toMatch(/^eu-central-1\tami-\w+\n$/);
			expect(await endOf(cancelled)).toMatchObject({ result: 'done' });

			// One of another hand is taken as it is; one that is gone is made again.
			const [image] = ownImages(sandbox, home).filter(({ Name }) => Name.startsWith('job-'));
			const { ImageId } = sandbox.call(
				...['ec2', 'copy_image'],
				{ Name: image?.Name, SourceImageId: image?.ImageId, SourceRegion: home },
				'us-east-2',
			);
			sandbox.call('ec2', 'create_tags', { Resources: [ImageId], Tags: image?.Tags }, 'us-east-2');
			const [gone] = ownImages(sandbox, 'us-west-2').filter(({ Name }) => Name.startsWith('job-'));
			sandbox.call('ec2', 'deregister_image', { ImageId: gone?.ImageId }, 'us-west-2');
			letGo(places.job);
			// Shared by hand, of which the answers know nothing.
			const shared = [{ UserId: '444455556666' }];
			const sharing = { ImageId: image?.ImageId, LaunchPermission: { Add: shared } };
			sandbox.call('ec2', 'modify_image_attribute', sharing, home);
			const to = ['--to', `${home},us-east-2,us-west-2,${places.job}`];
			const rest = await run('builds', 'copy', job, ...to, '--yes', '--json');
			expect(rest.code, rest.stdout + rest.stderr).toBe(0);
			const { copies } = JSON.parse(rest.stdout);
			expect(copies[1]).toEqual({ region: 'us-east-2', state: 'done', ami: ImageId });
			expect(copies[2].ami).not.toBe(gone?.ImageId);
			const asked = { ImageId: copies[2].ami, Attribute: 'launchPermission' };
			const permissions = sandbox.call('ec2', 'describe_image_attribute', asked, 'us-west-2');
			expect(permissions['LaunchPermissions']).toEqual(shared);
			expect(await endOf(job)).toMatchObject({ result: 'done' });
			const imagesIn = (region: string) =>
				ownImages(sandbox, region)
					.map(({ Name }) => Name.replace(/-\d{14}$/, ''))
					.sort();
			expect(imagesIn('us-west-2')).toEqual(['cancelled', 'job', 'killed']);
			expect(Object.values(places).map(imagesIn)).toEqual([['killed'], ['cancelled'], ['job']]);
			expect(imagesIn('us-east-2')).toEqual(['job']);
		});
	});
});
