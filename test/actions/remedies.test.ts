import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { createActions } from '../../source/actions/index.ts';
import type { Check, CheckId } from '../../source/flow/checks.ts';
import type { Remedy } from '../../source/flow/remedies.ts';
import type { BuildRequest } from '../../source/flow/request.ts';
import { before } from '../../source/plain/before.ts';
import { beforeScreen } from '../../source/screens/before/before-screen.tsx';
import { openBefore } from '../../source/screens/before/before-update.ts';
import { readPreferences } from '../../source/store/preferences.ts';
import { drive } from '../helpers/drive.ts';
import { makePerson } from '../helpers/program.ts';
import { recipeWith } from '../helpers/recipe.ts';
import { type Deed, scriptedTools } from '../plain/scripted.ts';

const size = { columns: 80, rows: 23 };

/** Somebody with the profile `dev`, who is asked only about one check, and whose builds are noted. */
const makeWorld = async (only: CheckId) => {
	const person = await makePerson();
	await mkdir(path.join(person.home, '.aws'));
	const config = '[profile dev]\naws_access_key_id = AKIA\naws_secret_access_key = x\n';
	await writeFile(path.join(person.home, '.aws', 'config'), config);
	const environment = { ...person.environment, AWS_EC2_METADATA_DISABLED: 'true' };
	const real = createActions({ environment, cwd: person.folder });
	const started: BuildRequest[] = [];
	const actions: Actions = {
		...real,
		checks: async request => (await real.checks(request)).filter(({ id }) => id === only),
		preflight: async () => [],
		start: async request => {
			started.push(request);
			return '7f3a';
		},
	};
	return { person: { ...person, environment }, actions, started };
};

const request = (folder: string | null = null, profile?: string): BuildRequest => ({
	decisions: { recipe: recipeWith({ ...(profile !== undefined && { profile }) }), folder },
	mode: 'aws',
	secrets: {},
	confirmed: { account: undefined },
});

const remedyOf = (check: Check | undefined, id: Remedy['id']): Remedy => {
	const found = check?.remedies.find(remedy => remedy.id === id);
	if (!found) {
		throw new Error(`there is no ${id}`);
	}

	return found;
};

describe('a profile that was mistyped is in no recipe, whatever the way out is then', () => {
	const complaint = 'devv is no profile that can be used.';

	test('in the full screen', async () => {
		const { actions, started } = await makeWorld('credentials');
		const screen = drive(beforeScreen, openBefore(request(), 'see-and-start'), { actions, size });
		await screen.settle();
		screen.press('<enter>devv<enter>');
		await screen.settle();
		expect(screen.state().list.complaint?.problem).toMatchObject({
			message: complaint,
			reason: 'There is no profile devv in the AWS configuration; the nearest is dev.',
		});
		screen.press('<enter>');
		expect(screen.state().field.value).toBe('devv');
		screen.press('<escape><down><enter>');
		await screen.settle();
		expect(started).toMatchObject([{ mode: 'rehearsal' }]);
		expect(started[0]?.decisions.recipe.aws).not.toHaveProperty('profile');
	});

	test('by prompts', async () => {
		const { actions, started } = await makeWorld('credentials');
		const deeds: readonly Deed[] = [
			{ at: /What to do/, pick: 'Use a profile' },
			{ at: /Name of the profile/, type: 'devv' },
			{ at: /What to do/, pick: 'Rehearse instead' },
		];
		const tools = scriptedTools(deeds, actions);
		await before(tools, request(), { at: 'home' });
		expect(tools.said).toContain(complaint);
		expect(started[0]?.decisions.recipe.aws).not.toHaveProperty('profile');
	});

	test('the right one is', async () => {
		const { actions, started } = await makeWorld('credentials');
		const screen = drive(beforeScreen, openBefore(request(), 'see-and-start'), { actions, size });
		await screen.settle();
		screen.press('<enter>dev<enter>');
		await screen.settle();
		expect(started).toMatchObject([{ mode: 'aws', decisions: { recipe: { aws: { profile: 'dev' } } } }]);
	});
});

describe('bundles that are left out', () => {
	const bundles = ['ssh-grunt', 'syslog', 'kubergrunt'].map(id => ({ id, install: {}, boot: {} }));
	const first = request();
	const asked: BuildRequest = {
		...first,
		decisions: { ...first.decisions, recipe: { ...first.decisions.recipe, bundles } },
	};
	const leaveOut = (...ids: readonly string[]): Remedy => ({
		id: 'leave-out',
		label: '',
		details: [],
		bundles: ids,
	});
	const said = () => undefined;

	test('are those that were named, and an image without them is built after a yes only', async () => {
		const { actions } = await makeWorld('left-out');
		const changed = await actions.remedy(asked, leaveOut('syslog'), undefined, said);
		expect(changed.decisions.recipe.bundles.map(({ id }) => id)).toEqual(['ssh-grunt', 'kubergrunt']);
		const [missing] = await actions.checks(changed);
		expect(missing).toMatchObject({
			status: 'missing',
			detail: 'syslog will not be on the image',
			remedies: [{ id: 'build-without' }, { id: 'rehearse' }],
		});
		expect(await actions.checks({ ...changed, mode: 'rehearsal' })).toEqual([]);
		const agreed = await actions.remedy(changed, remedyOf(missing, 'build-without'), undefined, said);
		expect(await actions.checks(agreed)).toEqual([]);
		expect(agreed.decisions).toEqual(changed.decisions);
	});

	test('take along what cannot do without them, and an image of nothing is called that', async () => {
		const { actions } = await makeWorld('left-out');
		const ids = ['gruntwork-installer', 'syslog'];
		const [missing] = await actions.checks(await actions.remedy(asked, leaveOut(...ids), undefined, said));
		expect(missing?.detail).toBe(
			'ssh-grunt, syslog, kubergrunt will not be on the image, and nothing else either: it is a copy of the base image',
		);
	});
});

describe('what else was typed and does not help is kept nowhere', () => {
	const remedy = (id: Remedy['id']): Remedy => ({ id, label: '', details: [] });

	test.each(['/proc/nowhere/web', './file', './file/web', '/dev/null'])('the folder %s', async folder => {
		const { person, actions } = await makeWorld('files');
		await writeFile(path.join(person.folder, 'file'), '');
		const asked = actions.remedy(request(), remedy('another-folder'), folder, () => undefined);
		await expect(asked).rejects.toThrow('cannot be written.');
	});

	test('a folder that can be written is taken, and nothing is left in it', async () => {
		const { actions } = await makeWorld('files');
		const changed = await actions.remedy(request(), remedy('another-folder'), './a/b', () => undefined);
		expect(changed.decisions.folder).toBe('./a/b');
		expect((await actions.planFiles(changed.decisions)).files.every(({ state }) => state === 'new')).toBe(
			true,
		);
	});

	test('a Packer that is none', async () => {
		const { person, actions } = await makeWorld('packer');
		const asked = actions.remedy(request(), remedy('packer-path'), '/nowhere/packer', () => undefined);
		await expect(asked).rejects.toThrow('is no Packer that can be used.');
		expect(await readPreferences(person.environment)).not.toHaveProperty('packer');
	});
});

test('another profile for a folder that names one: the sign-in is told for both files until it is said which count', async () => {
	const { person, actions } = await makeWorld('credentials');
	const folder = path.join(person.folder, 'web');
	const old = request(folder, 'old');
	await actions.writeFiles(await actions.planFiles(old.decisions), undefined);
	const [missing] = await actions.checks({ ...old, differences: 'keep' });
	expect(missing).toMatchObject({ status: 'missing', detail: expect.stringContaining('no profile old') });

	const [profile] = missing?.remedies ?? [];
	const changed =
		profile && (await actions.remedy({ ...old, differences: 'keep' }, profile, 'dev', () => undefined));
	const look = async (change: Partial<BuildRequest>) =>
		changed && (await actions.checks({ ...changed, ...change }))[0];
	expect(changed).toMatchObject({ decisions: { recipe: { aws: { profile: 'dev' } } } });
	expect(changed?.differences).toBeUndefined();
	expect(await look({})).toMatchObject({
		status: 'ok',
		detail: expect.stringMatching(
			/^with your files There is no profile old[^.]*; with the new ones profile dev$/,
		),
	});
	expect(await look({ differences: 'keep' })).toMatchObject({ status: 'missing' });
	expect(await look({ differences: 'overwrite' })).toMatchObject({ status: 'ok', detail: 'profile dev' });
});
