import { expect, test } from 'vitest';
import { bundles } from '../../../source/catalog/bundles/index.ts';
import { decide } from '../../../source/questions/decide.ts';
import { type Draft, newDraft } from '../../../source/questions/draft.ts';
import { freshSteps } from '../../../source/questions/fresh-steps.ts';
import { install } from '../../../source/questions/install.ts';
import { commands, restarts } from '../../../source/questions/own-steps.ts';
import type { Answer, Decisions, Question } from '../../../source/questions/question.ts';
import { targetObstacle } from '../../../source/recipe/bundle-complaints.ts';
import { recipeComplaints } from '../../../source/recipe/check.ts';
import {
	asContainer,
	containerObstacle,
	imageNames,
	startImage,
} from '../../../source/targets/docker/recipe/image.ts';
import {
	ecrRegistry,
	readReference,
	referenceComplaint,
	repositoryComplaint,
} from '../../../source/targets/docker/recipe/reference.ts';
import { dockerSchema } from '../../../source/targets/docker/recipe/schema.ts';
import { runContainer } from '../../../source/targets/docker/template/run-line.ts';
import { recipeWith } from '../../helpers/recipe.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

test('the name of a container image is taken apart as Docker takes it', () => {
	const parts = (text: string) => {
		const { registry, path, tag, digest: sum } = readReference(text) ?? {};
		return [registry, path, tag, sum];
	};
	expect(parts('debian')).toEqual([undefined, 'debian', undefined, undefined]);
	expect(parts('ann/web:1.0')).toEqual([undefined, 'ann/web', '1.0', undefined]);
	expect(parts('ghcr.io/ann/web:1.0')).toEqual(['ghcr.io', 'ann/web', '1.0', undefined]);
	expect(parts('localhost/web')).toEqual(['localhost', 'web', undefined, undefined]);
	expect(parts('hub:5000/web:a')).toEqual(['hub:5000', 'web', 'a', undefined]);
	expect(parts(`a__b/c-d.e@${digest}`)).toEqual([undefined, 'a__b/c-d.e', undefined, digest]);
});

test.each<readonly [text: string, complaint: string]>([
	['Ann/Web', 'A container image has a name of small letters: ann/web.'],
	...[
		'',
		'a b',
		'web:',
		'web:a b',
		'-web',
		'a//b',
		'web@sha256:0a',
		'{{x}}',
		'http://ghcr.io/web',
		`${'a/'.repeat(130)}a`,
	].map((text): readonly [string, string] => [
		text,
		'A container image has a name like debian:12 or ghcr.io/ann/web:1.0.',
	]),
])('%j is none: %s', (text, complaint) => {
	expect(referenceComplaint(text)).toBe(complaint);
});

test('a repository has no tag, and one of ECR is known', () => {
	expect(repositoryComplaint('ghcr.io/ann/web')).toBeUndefined();
	expect(repositoryComplaint('hub:5000/web')).toBeUndefined();
	expect(repositoryComplaint('web:1.0')).toBe('The tags are a question of their own: leave :1.0 out.');
	expect(ecrRegistry('111122223333.dkr.ecr.eu-west-1.amazonaws.com/web')).toBe(
		'111122223333.dkr.ecr.eu-west-1.amazonaws.com',
	);
	expect(ecrRegistry('ghcr.io/dkr.ecr/web')).toBeUndefined();
});

test.each([
	{ ports: ['65536'] },
	{ ports: ['0'] },
	{ ports: ['80/http'] },
	{ labels: { a: 'costs $5' } },
	{ labels: { a: '{{x}}' } },
	{ labels: { 'a b': 'x' } },
	{ tags: [] },
	{ tags: ['.x'] },
	{ export: '../web.tar' },
	{ export: 'web.zip' },
	{ command: [] },
	{ user: 'a b' },
	{ folder: 'srv' },
])('%j is refused', part => {
	expect(dockerSchema.safeParse(part).success).toBe(false);
});

test('what boots cannot be in a container, and says why; what only lies there can', () => {
	expect(containerObstacle('ssh-grunt')).toMatch(/^ssh-grunt needs a server of EC2/);
	expect(containerObstacle('ip-lockdown')).toMatch(/^ip-lockdown does its work when a server boots/);
	expect(containerObstacle('ntp')).toMatch(/clock/);
	expect(containerObstacle('kubergrunt')).toBeUndefined();
	for (const { id, boot, noContainer } of bundles) {
		expect(noContainer === undefined || noContainer.startsWith(id), id).toBe(true);
		expect(noContainer === undefined || boot.length === 0, `${id} says twice why not`).toBe(true);
	}

	const recipe = {
		...recipeWith({ bundles: [{ id: 'ssh-grunt', install: {}, boot: {} }] }),
		targets: ['docker' as const],
	};
	expect(recipeComplaints(recipe)).toContainEqual({
		path: 'bundles.0.id',
		message: containerObstacle('ssh-grunt'),
	});
});

test('what nobody said is as it is for most', () => {
	const recipe = asContainer(recipeWith({ name: 'web' }));
	expect(startImage(recipe)).toBe('docker.io/library/ubuntu:24.04');
	expect(imageNames(recipe)).toEqual(['web:latest']);
	expect(runContainer('podman', recipe, 'web:latest').join(' ')).toBe('podman run --rm -it web:latest');
	const served = { ...recipe, docker: dockerSchema.parse({ command: ['node'], ports: ['8080', '53/udp'] }) };
	expect(runContainer('docker', served, 'web:1').join(' ')).toBe(
		'docker run --rm -p 8080:8080 -p 53:53/udp web:1',
	);
});

const answered = (draft: Draft, question: Question, answer: Answer): Draft => {
	const result = decide(draft, question, answer);
	if ('complaint' in result) {
		throw new Error(result.complaint);
	}

	return result.draft;
};

const asContainerImage = <Decided extends Decisions>(decisions: Decided): Decided => ({
	...decisions,
	recipe: { ...decisions.recipe, targets: ['docker'] },
});

const rows = install.choices(asContainerImage(newDraft()));

test.each(bundles.filter(({ obstacle }) => obstacle === undefined).map(({ id }) => id))(
	'%s can be in a container image, or its row and whoever had chosen it are told why not',
	id => {
		const draft = asContainerImage(newDraft());
		const recipe = { ...draft.recipe, bundles: [{ id, install: {}, boot: {} }] };
		const why = targetObstacle({ targets: ['docker'] }, id);
		const disabled = rows.find(({ value }) => value === id)?.disabled;
		const repaired = install.repair?.({ ...draft, recipe });
		if (why === undefined) {
			// Where it is not for the base image, another one helps.
			expect(disabled ?? `${id} needs `).toMatch(`${id} needs `);
		} else {
			expect(disabled).toBe(why);
			expect(repaired?.decisions.recipe.bundles).toEqual([]);
			expect(repaired?.note).toBe(`without ${id}: ${why}`);
		}
	},
);

test('a restart cannot be in a container image, and says why, whoever had chosen it', () => {
	const why = 'restart restarts the machine, and a container cannot be restarted while it is built.';
	const draft = asContainerImage(newDraft());
	expect(rows.filter(({ disabled }) => disabled === why)).toMatchObject([{ value: 'restart' }]);
	const { restart, pause } = freshSteps;
	const repaired = install.repair?.({ ...draft, recipe: { ...draft.recipe, steps: [restart, pause] } });
	expect(repaired?.decisions.recipe.steps).toEqual([pause]);
	expect(repaired?.note).toBe(`without restart: ${why}`);
	expect(install.check?.(['restart'], draft)).toBe(why);
	const typed = answered(answered(draft, install, ['commands']), commands, ['sudo reboot']);
	expect(restarts.check?.(['commands'], typed)).toBe(why.replace('restart', 'commands'));
});

test('of commands in a container it is told what needs systemd, and not that root needs sudo', () => {
	const draft = asContainerImage(answered(newDraft(), install, ['commands']));
	const typed = answered(draft, commands, ['apt-get install -y nginx', 'systemctl enable nginx', 'reboot']);
	expect(commands.warn?.(typed)).toEqual([
		'commands, line 2: systemctl needs systemd, which runs in no container: --cmd says what a container runs.',
		'commands, line 3: reboot restarts the machine, and a container cannot be restarted while it is built.',
	]);
});
