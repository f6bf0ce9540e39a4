import { typedWords, wordsOf } from '../../base/words.ts';
import { inSmallLetters, several, single, withDocker } from '../../questions/answers.ts';
import type {
	Answer,
	ChoiceQuestion,
	Decisions,
	LinesQuestion,
	Question,
	TextQuestion,
} from '../../questions/question.ts';
import { complaintText, schemaComplaints } from '../../recipe/issues.ts';
import { asContainer, repositoryOf, startImage } from './recipe/image.ts';
import { type DockerTarget, dockerSchema } from './recipe/schema.ts';

const dockerOf = ({ recipe }: Decisions): DockerTarget => asContainer(recipe).docker;

/** What the schema says of one part; undefined if it takes it. */
const partComplaint = (part: keyof DockerTarget, value: unknown): string | undefined => {
	const { error } = dockerSchema.shape[part].safeParse(value);
	return error && schemaComplaints(error).map(({ message }) => complaintText({ path: '', message }))[0];
};

const settings = { section: 'more', asked: 'settings' } as const;

type TextPart = 'image' | 'repository' | 'user' | 'folder' | 'export';

/** A part that is a text, or is not there. */
const textQuestion = (
	part: TextPart,
	told: Pick<TextQuestion, 'id' | 'title' | 'text' | 'flag' | 'details'> & {
		readonly none: (decisions: Decisions) => string;
	},
): TextQuestion => {
	const { none, ...question } = told;
	return {
		kind: 'text',
		...settings,
		...question,
		read: decisions => dockerOf(decisions)[part] ?? '',
		write: (decisions, answer) => withDocker(decisions, { [part]: single(answer).trim() || undefined }),
		check: answer => (single(answer).trim() === '' ? undefined : partComplaint(part, single(answer).trim())),
		summary: decisions => dockerOf(decisions)[part] ?? none(decisions),
	};
};

/** A part that is a command, or is not there. */
const commandQuestion = (
	part: 'entrypoint' | 'command',
	told: Pick<TextQuestion, 'id' | 'title' | 'text' | 'flag' | 'details'>,
): TextQuestion => ({
	kind: 'text',
	...settings,
	...told,
	read: decisions => typedWords(dockerOf(decisions)[part] ?? []),
	write: (decisions, answer) => {
		const words = wordsOf(single(answer)) ?? [];
		return withDocker(decisions, { [part]: words.length === 0 ? undefined : [...words] });
	},
	check: answer => {
		const words = wordsOf(single(answer));
		return words === undefined
			? 'A quotation mark has no end.'
			: words.length === 0
				? undefined
				: partComplaint(part, words);
	},
	summary: decisions =>
		typedWords(dockerOf(decisions)[part] ?? []) ||
		(part === 'entrypoint' ? 'as the base image has it' : 'a shell'),
});

const lines = (answer: Answer): readonly string[] =>
	several(answer)
		.map(line => line.trim())
		.filter(line => line !== '');

const listQuestion = (
	part: 'tags' | 'ports',
	none: string,
	told: Pick<LinesQuestion, 'id' | 'title' | 'text' | 'flag' | 'details'>,
): LinesQuestion => ({
	kind: 'lines',
	...settings,
	...told,
	read: decisions => dockerOf(decisions)[part],
	write: (decisions, answer) => withDocker(decisions, { [part]: [...new Set(lines(answer))] }),
	check: answer => partComplaint(part, lines(answer)),
	summary: decisions => dockerOf(decisions)[part].join(', ') || none,
});

const containerImage = textQuestion('image', {
	id: 'container-image',
	title: 'Starts from',
	text: 'The container image that yours starts from. Empty: the one of the base image.',
	flag: { name: 'container-image', value: '<name>' },
	none: ({ recipe }) => startImage(asContainer(recipe)) ?? 'nothing that is known',
	details: () => ['For example debian:12-slim. It must have the same package manager as the base image.'],
});

const repository = textQuestion('repository', {
	id: 'repository',
	title: 'Called',
	text: 'What the image is called, without a tag. Empty: as the name says.',
	flag: { name: 'repository', value: '<name>' },
	none: ({ recipe }) => repositoryOf(asContainer(recipe)),
	details: () => ['With a registry in front it can be pushed there: ghcr.io/ann/web.'],
});

const tags = listQuestion('tags', 'none', {
	id: 'image-tags',
	title: 'Image tags',
	text: 'The tags that it gets, one a line.',
	flag: { name: 'image-tag', value: '<tag>' },
	details: () => ['For example 1.4 and latest.'],
});

const entrypoint = commandQuestion('entrypoint', {
	id: 'entrypoint',
	title: 'Entry point',
	text: 'The program that a container of it runs. Empty: what the image it starts from has.',
	flag: { name: 'entrypoint', value: '<words>' },
	details: () => ['What stands behind the name in docker run comes after it.'],
});

const command = commandQuestion('command', {
	id: 'container-command',
	title: 'Command',
	text: 'What a container runs, or the arguments of the entry point. Empty: a shell.',
	flag: { name: 'cmd', value: '<words>' },
	details: () => ['For example node server.js'],
});

const user = textQuestion('user', {
	id: 'container-user',
	title: 'User',
	text: 'Who runs it. Empty: as the image it starts from has it.',
	flag: { name: 'user', value: '<name>' },
	none: () => 'as the base image has it',
	details: () => ['For example web, or 1000:1000. A name that is not there is made.'],
});

const folder = textQuestion('folder', {
	id: 'container-folder',
	title: 'Runs in',
	text: 'The folder of the container in which it runs. Empty: as the image it starts from has it.',
	flag: { name: 'workdir', value: '<path>' },
	none: () => 'as the base image has it',
	details: () => ['For example /srv/web'],
});

const ports = listQuestion('ports', 'none', {
	id: 'ports',
	title: 'Ports',
	text: 'The ports at which it answers, one a line.',
	flag: { name: 'port', value: '<port>' },
	details: () => ['For example 8080, or 53/udp. docker run -p opens them.'],
});

const entries = (answer: Answer): readonly (readonly [string, string])[] =>
	lines(answer).map(line => {
		const at = line.indexOf('=');
		return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
	});

const labels: LinesQuestion = {
	kind: 'lines',
	...settings,
	id: 'labels',
	title: 'Labels',
	text: 'What it says of itself, one key=value a line. None is fine.',
	flag: { name: 'label', value: '<key=value>' },
	read: decisions => Object.entries(dockerOf(decisions).labels).map(([key, value]) => `${key}=${value}`),
	write: (decisions, answer) => withDocker(decisions, { labels: Object.fromEntries(entries(answer)) }),
	check: answer => {
		const bare = lines(answer).find(line => line.indexOf('=') < 1);
		return bare === undefined
			? partComplaint('labels', Object.fromEntries(entries(answer)))
			: `A label is key=value; "${bare}" is not.`;
	},
	summary: decisions =>
		Object.entries(dockerOf(decisions).labels)
			.map(([key, value]) => `${key}=${value}`)
			.join(', ') || 'none',
	details: () => ['For example org.opencontainers.image.source=https://github.com/ann/web'],
};

const push: ChoiceQuestion = {
	kind: 'choice',
	...settings,
	id: 'push',
	isTold: true,
	title: 'Push',
	text: 'Whether it is sent to the registry that its name says, when it is made.',
	flag: { name: 'push', value: 'yes|no' },
	meant: inSmallLetters,
	read: decisions => (dockerOf(decisions).push ? 'yes' : 'no'),
	write: (decisions, answer) => withDocker(decisions, { push: single(answer) === 'yes' }),
	check: answer => (['yes', 'no'].includes(single(answer)) ? undefined : 'Push is yes or no.'),
	summary: decisions => (dockerOf(decisions).push ? 'yes' : 'no'),
	choices: decisions => [
		{ value: 'no', label: 'no', details: ['It stays on this computer.'] },
		{
			value: 'yes',
			label: 'yes',
			details: [`${repositoryOf(asContainer(decisions.recipe))}, as who is logged in there.`],
		},
	],
};

const exported = textQuestion('export', {
	id: 'export',
	title: 'Export to',
	text: 'A file that it is written to as well. Empty: none.',
	flag: { name: 'export', value: '<file>' },
	none: () => 'no file',
	details: () => ['For example web.tar, beside the template. docker load reads it.'],
});

/** What a container image is asked of. */
export const dockerQuestions: readonly Question[] = [
	containerImage,
	repository,
	tags,
	entrypoint,
	command,
	user,
	folder,
	ports,
	labels,
	push,
	exported,
];
